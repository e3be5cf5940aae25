"""`procedure-sandbox verdict`: what did the client do wrong? Exit 0 pass, 1 fail, 3 neither, 2 none to be had."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sandbox.cli.client import NoAnswer, ask, default_address
from sandbox.reports.formats import FORMATS, FORMATS_OF_MANY
from sandbox.search.parse.known_names import known_names
from sandbox.settings import SETTINGS
from sandbox.verdict import CLIENTS, ENDS, POLICIES, RULES, VerdictInput, from_har, from_journal, judge

SOURCES = ("token", "label_prefix", "har", "journal")
Read = Callable[[str, frozenset[str]], VerdictInput]
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
    parser.add_argument("--har", metavar="FILE", help="judge what a browser or proxy recorded, without a server")
    parser.add_argument("--journal", metavar="FILE", help="judge journal entries, one a line, without a server")
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
    given = [name for name in SOURCES if getattr(options, name) is not None]
    if not given or (len(given) > 1 and set(given) != {"token", "label_prefix"}):
        return _fail("verdict takes one of --token TOKEN, --label-prefix P, --har FILE and --journal FILE")
    try:
        verdict = _verdict(options)
        code = EXITS[verdict["result"]]
        said = _said(verdict, options)
    except (NoAnswer, UnreadableRecording) as error:
        return _fail(str(error))
    except (KeyError, TypeError):
        return _fail(f"{options.url}: this is not a procedure-sandbox")
    print(said)
    return code


def _verdict(options: argparse.Namespace) -> dict[str, Any]:
    """Return the verdict as JSON has it: that of a server, or on a recording."""
    if options.har is not None:
        return _on_recording(options, options.har, from_har)
    if options.journal is not None:
        return _on_recording(options, options.journal, from_journal)
    found: dict[str, Any] = ask(options.url, _path(options), token=_token(options))
    return found


class UnreadableRecording(Exception):
    """There is no such file, or it is no recording; says what is wrong."""


def _on_recording(options: argparse.Namespace, name: str, read: Read) -> dict[str, Any]:
    try:
        recorded = read(Path(name).read_text(encoding="utf-8-sig"), known_names())
    except OSError as error:
        raise UnreadableRecording(f"{name} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise UnreadableRecording(f"{name}: {error}") from None
    policy = POLICIES[options.policy]
    return asdict(judge(recorded, policy, options.clients, options.ended, options.ignore))


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
