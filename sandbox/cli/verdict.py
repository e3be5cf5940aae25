"""`procedure-sandbox verdict`: what did the client do wrong? Exit 0 pass, 1 fail, 3 inconclusive, 2 none to be had."""

import argparse
import json
import sys
from urllib.parse import urlencode

from sandbox.cli.client import NoAnswer, ask, default_address
from sandbox.reports.formats import FORMATS
from sandbox.verdict import POLICIES

EXITS = {"pass": 0, "fail": 1, "inconclusive": 3}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the address, the token and how to answer."""
    default = default_address()
    parser.add_argument("--url", default=default, help=f"address of the server (default {default})")
    parser.add_argument("--token", required=True, help="the bearer token that the client under test used")
    parser.add_argument("--policy", default="flexpa", choices=POLICIES, help="which rules count (default flexpa)")
    formats = ["json", *FORMATS]
    parser.add_argument("--format", default="text", choices=formats, help="how to print it (default text)")


def run(options: argparse.Namespace) -> int:
    """Ask for the verdict, print it, and return the exit code."""
    path = f"/_sandbox/session/verdict?{urlencode({'policy': options.policy})}"
    try:
        verdict = ask(options.url, path, token=options.token)
        code = EXITS[verdict["result"]]
        said = json.dumps(verdict, indent=2) if options.format == "json" else FORMATS[options.format](verdict)
    except NoAnswer as error:
        return _fail(str(error))
    except (KeyError, TypeError):
        return _fail(f"{options.url}: this is no procedure-sandbox")
    print(said)
    return code


def _fail(said: str) -> int:
    print(f"procedure-sandbox: {said}", file=sys.stderr)
    return 2
