"""`procedure-sandbox verdict`: what did the client do wrong? Exit 0 pass, 1 fail, 3 neither, 2 none to be had."""

import argparse
import json
import os
import sys
from typing import Any
from urllib.parse import urlencode

from sandbox.cli.client import NoAnswer, ask, default_address
from sandbox.reports.formats import FORMATS, FORMATS_OF_MANY
from sandbox.settings import SETTINGS
from sandbox.verdict import CLIENTS, ENDS, POLICIES, RULES

EXITS = {"pass": 0, "fail": 1, "inconclusive": 3, "not-exercised": 3}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what is judged, how it is judged, and how to answer."""
    default = default_address()
    admin = SETTINGS["admin_token"].variable
    parser.add_argument(
        "--url", default=default, help=f"address of the server, with or without /fhir (default {default})"
    )
    parser.add_argument(
        "--token", help=f"the bearer token that the client under test used; with --label-prefix that of {admin}, if any"
    )
    parser.add_argument("--label-prefix", metavar="P", help="judge all sessions whose label begins with P")
    parser.add_argument("--policy", default="flexpa", choices=POLICIES, help="which rules count (default flexpa)")
    parser.add_argument(
        "--clients", default="many", choices=CLIENTS, help="whether the token belongs to one client (default many)"
    )
    parser.add_argument("--ended", choices=ENDS, help="how the client ended, if it has")
    parser.add_argument(
        "--ignore", action="append", default=[], metavar="RULE", choices=[rule.id for rule in RULES],
        help="a rule that is not to count, such as R16 (repeatable)",
    )  # fmt: skip
    formats = ["json", *FORMATS]
    parser.add_argument("--format", default="text", choices=formats, help="how to print it (default text)")


def run(options: argparse.Namespace) -> int:
    """Ask for the verdict, print it, and return the exit code."""
    if options.token is None and options.label_prefix is None:
        return _fail("verdict takes --token TOKEN, or --label-prefix P")
    try:
        verdict = ask(_root(options.url), _path(options), token=_token(options))
        code = EXITS[verdict["result"]]
        said = _said(verdict, options)
    except NoAnswer as error:
        return _fail(str(error))
    except (KeyError, TypeError):
        return _fail(f"{options.url}: this is no procedure-sandbox")
    print(said)
    return code


def _root(url: str) -> str:
    """Return the address of the server, whether the FHIR base or the root was given."""
    trimmed = url.rstrip("/")
    if trimmed.endswith("/fhir"):
        return trimmed.removesuffix("/fhir")
    return url


def _path(options: argparse.Namespace) -> str:
    asked = {"policy": options.policy, "clients": options.clients}
    if options.ended:
        asked["ended"] = options.ended
    if options.ignore:
        asked["ignore"] = ",".join(options.ignore)
    if options.label_prefix is None:
        return f"/_sandbox/session/verdict?{urlencode(asked)}"
    return f"/_sandbox/verdict?{urlencode({'label-prefix': options.label_prefix} | asked)}"


def _token(options: argparse.Namespace) -> str | None:
    if options.token is None:
        return os.environ.get(SETTINGS["admin_token"].variable)
    return str(options.token)


def _said(verdict: dict[str, Any], options: argparse.Namespace) -> str:
    if options.format == "json":
        return json.dumps(verdict, indent=2)
    if options.label_prefix is None:
        return FORMATS[options.format](verdict)
    return FORMATS_OF_MANY[options.format](verdict)


def _fail(said: str) -> int:
    print(f"procedure-sandbox: {said}", file=sys.stderr)
    return 2
