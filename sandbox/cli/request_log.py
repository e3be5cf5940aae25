"""What does a request look like on stderr? One line, to be read at a glance or, as JSON, by a program."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TextIO

from sandbox.api.exchange import Exchange, Observer

_DIM, _PLAIN = "\x1b[2m", "\x1b[0m"
# The first digit of a status -> its colour; what never came has that of a server's error.
_COLOURS = {"2": "\x1b[32m", "3": "\x1b[36m", "4": "\x1b[33m", "5": "\x1b[31m", "-": "\x1b[31m"}


def is_wanted(setting: str | None, stream: TextIO) -> bool:
    """Return whether requests are logged: as it is set, or else where somebody watches."""
    if setting is None:
        return stream.isatty()
    return setting == "on"


def observer(style: str, stream: TextIO = sys.stderr) -> Observer:
    """Return what writes a line per request, as `text` or `json`; in colour on a terminal, unless NO_COLOR is set."""
    line: Callable[[Exchange], str] = json_line if style == "json" else text_line
    if style == "text" and stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb":
        line = coloured_line

    def write(exchange: Exchange) -> None:
        try:
            stream.write(f"{line(exchange)}\n")
            stream.flush()
        except OSError:  # nobody reads any more, which is no reason not to answer
            return

    return write


def text_line(exchange: Exchange) -> str:
    """Return the line for people."""
    time, status, rest = _parts(exchange)
    return f"{time}  {status}  {rest}"


def coloured_line(exchange: Exchange) -> str:
    """Return the line for people on a terminal."""
    time, status, rest = _parts(exchange)
    return f"{_DIM}{time}{_PLAIN}  {_COLOURS.get(status[0], '')}{status}{_PLAIN}  {rest}"


def json_line(exchange: Exchange) -> str:
    """Return the line for programs: what there is of time, method, path, query, status and so on, and `ms`."""
    shown = {
        "time": _time(exchange.at),
        "level": "info",
        "message": f"{exchange.method or 'unreadable'} {exchange.path}".rstrip(),
        "status": exchange.status,
    }
    names = ("method", "path", "query", "issue", "wait", "fault", "session", "label", "attempt")
    rest = {name: getattr(exchange, name) for name in names}
    shown |= {name: value for name, value in rest.items() if value not in {None, ""}}
    return json.dumps(shown | {"ms": round(exchange.seconds * 1000, 3)})


def _parts(exchange: Exchange) -> tuple[str, str, str]:
    """Return time, status with the code of the error, and the rest."""
    status = f"{exchange.status or '---'} {exchange.issue}".rstrip()
    address = exchange.path
    if exchange.query:
        address = f"{address}?{exchange.query}"
    rest = [f"{exchange.method} {address}".strip() or "(unreadable)"]
    if exchange.fault:
        rest.append(exchange.fault)
    if exchange.wait is not None:
        rest.append(f"wait {exchange.wait:g} s")
    if exchange.attempt is not None:
        rest.append(f"attempt {exchange.attempt}")
    if label := exchange.label or exchange.session[:8]:
        rest.append(label)
    rest.append(f"{exchange.seconds * 1000:.1f} ms")
    return _time(exchange.at), status, _printable("  ".join(rest))


def _printable(text: str) -> str:
    """Return a text that leaves a terminal, and the line, as they are."""
    if text.isprintable():
        return text
    return text.encode("unicode_escape").decode("ascii")


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
