"""`procedure-sandbox health`: is the server well? Exit 0 if it is, 1 if not. Made for the HEALTHCHECK of an image."""

import argparse
import json
import re
import sys
from http.client import HTTPException

from sandbox.cli.client import ADDRESS, default_address, opener, root_of, why_not
from sandbox.plural import counted_as


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the address to ask."""
    default = default_address()
    parser.add_argument("--url", default=default, help=f"address of the server (default {default})")


def run(options: argparse.Namespace) -> int:
    """Ask, print the answer, and return the exit code."""
    url = f"{root_of(options.url)}/_sandbox/health"
    if not re.fullmatch(ADDRESS, url):
        print(f"procedure-sandbox: --url must be such as http://127.0.0.1:12429, not {options.url!r}", file=sys.stderr)
        return 2
    try:
        with opener().open(url, timeout=5) as answer:
            found = json.load(answer)
        procedures = counted_as(found["resources"].get("Procedure", 0), "Procedure")
        said = f"{found['status']}: {procedures}, version {found['version']}"
    except (OSError, ValueError, HTTPException) as error:
        print(f"procedure-sandbox: {url}: {why_not(error)}", file=sys.stderr)
        return 1
    except (KeyError, TypeError, AttributeError):
        print(f"procedure-sandbox: {url}: this is not a procedure-sandbox", file=sys.stderr)
        return 1
    print(said)
    if found["status"] == "ok":
        return 0
    return 1
