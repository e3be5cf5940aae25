"""`procedure-sandbox watch`: what is a client doing, as it does it? On a terminal redrawn in place, in a pipe as lines.

It asks again and again, by the token of the client, or for all sessions at once; it changes nothing. Exit 130 at
Ctrl-C, 0 with --once, 2 where there is nothing to watch (any more).
"""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from threading import Event
from typing import Any
from urllib.parse import quote, urlencode

from sandbox.cli.client import NoAnswer, ask, default_address
from sandbox.cli.watch_lines import SessionLines, SessionsLines
from sandbox.cli.watched import Watched, WatchedAll
from sandbox.settings import SETTINGS
from sandbox.verdict import CLIENTS, POLICIES

SHORTEST, LONGEST = 0.1, 3600.0
_MOST_SESSIONS = 1000

Look = Callable[[], Watched | WatchedAll]
Show = Callable[[Watched | WatchedAll], None]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what is watched, and how."""
    default = default_address()
    admin = SETTINGS["admin_token"].variable
    parser.add_argument(
        "--url", default=default, help=f"address of the server, with or without /fhir (default {default})"
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--token", help="the bearer token that the client under test uses")
    what.add_argument("--all", action="store_true", help=f"all sessions; takes the token of {admin}, if there is one")
    parser.add_argument("--label-prefix", metavar="P", help="with --all: sessions whose label begins with P")
    parser.add_argument("--policy", default="flexpa", choices=POLICIES, help="which rules count (default flexpa)")
    parser.add_argument(
        "--clients", default="many", choices=CLIENTS, help="whether the token belongs to one client (default many)"
    )
    parser.add_argument(
        "--interval", type=_interval, default=1.0, metavar="S", help="seconds from look to look (default 1)"
    )
    parser.add_argument("--once", action="store_true", help="say how it stands now, as lines, and end")


def run(options: argparse.Namespace) -> int:
    """Watch until somebody ends it; return the exit code."""
    if options.label_prefix is not None and not options.all:
        return _fail("--label-prefix goes with --all")
    look = _look(options)
    try:
        found = look()
        with _screen_or_lines(options) as show:
            show(found)
            while not options.once:
                Event().wait(options.interval)
                show(look())
    except NoAnswer as error:
        return _fail(str(error))
    except BrokenPipeError:  # nobody reads any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _look(options: argparse.Namespace) -> Look:
    """Return what asks the sandbox for all that is to be shown."""
    if options.all:
        token = os.environ.get(SETTINGS["admin_token"].variable)
        asked = {"count": str(_MOST_SESSIONS)}
        if options.label_prefix is not None:
            asked["label-prefix"] = options.label_prefix
        path = f"/_sandbox/sessions?{urlencode(asked, quote_via=quote)}"
        return lambda: WatchedAll(**_members(ask(options.url, path, token=token, looks=True), "sessions", "total"))
    judged = f"verdict?{urlencode({'policy': options.policy, 'clients': options.clients})}"

    def look() -> Watched:
        session, journal, verdict = (
            ask(options.url, f"/_sandbox/session{path}", token=options.token, looks=True)
            for path in ("", "/journal", f"/{judged}")
        )
        return Watched(session=session, verdict=verdict, **_members(journal, "entries"))

    return look


def _members(found: Any, *names: str) -> dict[str, Any]:
    """Return members of an answer; raises NoAnswer for what no sandbox answers."""
    if not isinstance(found, dict) or not set(names) <= found.keys():
        raise NoAnswer("this is not a procedure-sandbox")
    return {name: found[name] for name in names}


def _screen_or_lines(options: argparse.Namespace) -> AbstractContextManager[Show]:
    """Return what shows it: a screen that is redrawn, or lines where nobody would see that."""
    if not options.once and sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        if find_spec("rich") is not None:
            from sandbox.cli.watch_screen import screen  # noqa: PLC0415 - of an extra, and only on a terminal

            return screen()
        print("For a screen that is redrawn, in a checkout: pip install '.[watch]'", file=sys.stderr)
    if options.all:
        return nullcontext(SessionsLines())
    return nullcontext(SessionLines())


def _interval(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not SHORTEST <= number <= LONGEST:
        raise argparse.ArgumentTypeError(f"it takes a number from {SHORTEST:g} to {LONGEST:g}, not {text!r}")
    return number


def _fail(said: str) -> int:
    print(f"procedure-sandbox: {said}", file=sys.stderr)
    return 2
