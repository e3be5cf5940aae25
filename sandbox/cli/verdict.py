"""`procedure-sandbox verdict`: what did the client do wrong? Exit 0 pass, 1 fail, 3 inconclusive, 2 none to be had."""

import argparse
import json
import re
import sys
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from sandbox.cli.address import ADDRESS, default_address
from sandbox.verdict import POLICIES
from sandbox.verdict.report import FORMATS

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
    if not re.fullmatch(ADDRESS, options.url):
        return _fail(f"--url must be such as http://127.0.0.1:12429, not {options.url!r}")
    url = f"{options.url.rstrip('/')}/_sandbox/session/verdict?{urlencode({'policy': options.policy})}"
    try:
        verdict = _ask(url, options.token)
        code = EXITS[verdict["result"]]
        said = json.dumps(verdict, indent=2) if options.format == "json" else FORMATS[options.format](verdict)
    except HTTPError as error:
        return _fail(f"{url}: {_said(error)}")
    except URLError as error:
        return _fail(f"{url}: no sandbox answers there ({error.reason})")
    except (OSError, ValueError, HTTPException) as error:
        return _fail(f"{url}: {str(error).strip() or type(error).__name__}")
    except (KeyError, TypeError):
        return _fail(f"{url}: this is no procedure-sandbox")
    print(said)
    return code


def _ask(url: str, token: str) -> Any:
    request = Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - the scheme was checked
    with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
        return json.load(answer)


def _said(error: HTTPError) -> str:
    """Return the sentence of the sandbox's error, if it is one."""
    try:
        return str(json.load(error)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return str(error)


def _fail(said: str) -> int:
    print(f"procedure-sandbox: {said}", file=sys.stderr)
    return 2
