"""How is a wait announced, or misannounced? Every way to write it is a row.

A wait is a whole number of seconds. What a client must make of the headers is the row's `kind`: a number or a date that
can be read, a number that only the vendor's header bears, nothing at all, or something that cannot be taken for a wait.
http://www.rfc-editor.org/rfc/rfc9110#name-retry-after
"""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from enum import StrEnum
from math import ceil

from sandbox.basis import Basis

Headers = tuple[tuple[str, str], ...]

LONGEST_WAIT = 3
DAY = 86_400
HOUR = 3_600


class Kind(StrEnum):
    """What a client can make of an announcement."""

    NUMBER = "number"
    DATE = "date"
    VENDOR = "vendor"
    NONE = "none"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One way to announce a wait: its headers, given the wait in seconds and the time now."""

    name: str
    about: str
    kind: Kind
    write: Callable[[int, float], Headers]
    basis: Basis

    def announced(self, wait: int, now: float) -> float | None:
        """Return how many seconds a client is told to wait, or None if it is told nothing that can be read."""
        if self.kind is Kind.DATE:
            return round(ceil(now + wait) - now, 6)
        if self.kind in {Kind.NONE, Kind.UNREADABLE}:
            return None
        return float(DAY if self.name == "huge" else wait)


def whole_wait(remaining: float | None) -> int:
    """Return the wait to announce when so much of the window remains (None: nobody knows): 1 to 3 whole seconds."""
    return LONGEST_WAIT if remaining is None else max(1, min(LONGEST_WAIT, ceil(remaining)))


def _date(seconds: float) -> str:
    return formatdate(ceil(seconds), usegmt=True)


def _standard(value: str) -> Headers:
    return (("Retry-After", value),)


# Columns: name, what is sent, what can be made of it, headers, how it is known.
# fmt: off
SPELLINGS: dict[str, Spelling] = {row.name: row for row in (
    Spelling(name="both",       about="`Retry-After` and `X-Retry-After`, whole seconds", kind=Kind.NUMBER,
             write=lambda wait, _: (("Retry-After", str(wait)), ("X-Retry-After", str(wait))), basis=Basis.CHOICE),
    Spelling(name="standard",   about="`Retry-After` alone",                         kind=Kind.NUMBER,
             write=lambda wait, _: _standard(str(wait)),                             basis=Basis.INFERRED),
    Spelling(name="vendor",     about="`X-Retry-After` alone",                       kind=Kind.VENDOR,
             write=lambda wait, _: (("X-Retry-After", str(wait)),),                  basis=Basis.INFERRED),
    Spelling(name="none",       about="no header",                                   kind=Kind.NONE,
             write=lambda _wait, _: (),                                              basis=Basis.CHOICE),
    Spelling(name="http-date",  about="a date, as HTTP allows it",                   kind=Kind.DATE,
             write=lambda wait, now: _standard(_date(now + wait)),                   basis=Basis.CHOICE),
    Spelling(name="zero",       about="`0`",                                         kind=Kind.UNREADABLE,
             write=lambda _wait, _: _standard("0"),                                  basis=Basis.CHOICE),
    Spelling(name="fractional", about="`0.5`, which HTTP does not allow",            kind=Kind.UNREADABLE,
             write=lambda _wait, _: _standard("0.5"),                                basis=Basis.CHOICE),
    Spelling(name="negative",   about="`-1`",                                        kind=Kind.UNREADABLE,
             write=lambda _wait, _: _standard("-1"),                                 basis=Basis.CHOICE),
    Spelling(name="garbage",    about="`soon`",                                      kind=Kind.UNREADABLE,
             write=lambda _wait, _: _standard("soon"),                               basis=Basis.CHOICE),
    Spelling(name="empty",      about="a header without value",                      kind=Kind.UNREADABLE,
             write=lambda _wait, _: _standard(""),                                   basis=Basis.DOCUMENTED),
    Spelling(name="huge",       about="`86400`, a day",                              kind=Kind.NUMBER,
             write=lambda _wait, _: _standard(str(DAY)),                             basis=Basis.CHOICE),
    Spelling(name="past-date",  about="a date an hour ago",                          kind=Kind.UNREADABLE,
             write=lambda _wait, now: _standard(_date(now - HOUR)),                  basis=Basis.CHOICE),
    Spelling(name="duplicate",  about="`Retry-After` twice, both the same",          kind=Kind.NUMBER,
             write=lambda wait, _: _standard(str(wait)) * 2,                         basis=Basis.CHOICE),
)}
# fmt: on
