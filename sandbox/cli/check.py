"""`procedure-sandbox check`: what is wrong with these fixtures? Exit 0 no error, 1 errors, 2 not checked."""

import argparse
import re
import sys
from pathlib import Path

from sandbox.cli.progress import meter
from sandbox.suggest import did_you_mean
from sandbox.tools.check import CHECK_RULES, ExtraMissing, Severity
from sandbox.tools.check.checker import Checked, NothingToCheck, check
from sandbox.tools.check.report import FORMATS, Tally


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what to check, what not to mind, and how to answer."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder of NDJSON, JSON or Bundles")
    parser.add_argument("--format", default="text", choices=FORMATS, help="how to print it (default text)")
    parser.add_argument("--strict", action="store_true", help="exit 1 on warnings too")
    parser.add_argument("--ignore", action="append", default=[], metavar="RULE", help="leave a rule out; repeatable")
    limits = ", ".join(f"{name} {form.limit or 'all'}" for name, form in FORMATS.items())
    parser.add_argument(
        "--limit", type=_limit, metavar="N", help=f"print at most N of a rule, 0 is all (default {limits})"
    )


def run(options: argparse.Namespace) -> int:
    """Check, print what was found, and return the exit code."""
    if unknown := [rule for rule in options.ignore if rule not in CHECK_RULES]:
        return _fail(f"{unknown[0]} is not a rule of check.{did_you_mean(unknown[0], CHECK_RULES)}")
    form, checked = FORMATS[options.format], Checked()
    tally = Tally(form.limit if options.limit is None else max(options.limit, 0) or None)
    try:
        for issue in check(options.paths, checked, meter):
            if issue.violation.rule not in options.ignore:
                tally.add(issue)
    except NothingToCheck as error:
        return _fail(str(error))
    except ExtraMissing:
        return _fail("check needs the models of FHIR: in a checkout, pip install '.[check]'")
    if not checked.resources and not tally.counts:
        return _fail("the files hold no resource")
    print(form.write(tally, checked))
    return int(tally.number(Severity.ERROR) > 0 or (options.strict and tally.counts.total() > 0))


def _limit(raw: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", raw):
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 to 999999999, not {raw!r}")
    return int(raw)


def _fail(said: str) -> int:
    print(f"procedure-sandbox: {said}", file=sys.stderr)
    return 2
