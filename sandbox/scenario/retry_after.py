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


class RetryAfterKind(StrEnum):
    """What a client can make of an announcement."""

    NUMBER = "number"
    DATE = "date"
    VENDOR = "vendor"
    NONE = "none"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryAfterFormat:
    """One way to announce a wait: its headers, given the wait in seconds and the time now."""

    name: str
    about: str
    kind: RetryAfterKind
    write: Callable[[int, float], Headers]
    basis: Basis

    def announced(self, wait: int, now: float) -> float | None:
        """Return how many seconds a client is told to wait, or None if it is told nothing that can be read."""
        if self.kind is RetryAfterKind.DATE:
            return round(ceil(now + wait) - now, 6)
        if self.kind in {RetryAfterKind.NONE, RetryAfterKind.UNREADABLE}:
            return None
        if self.name == "huge":
            return float(DAY)
        return float(wait)


def whole_wait(remaining: float | None) -> int:
    """Return the wait to announce when so much of the window remains (None: nobody knows): 1 to 3 whole seconds."""
    if remaining is None:
        return LONGEST_WAIT
    return max(1, min(LONGEST_WAIT, ceil(remaining)))


def _date(seconds: float) -> str:
    return formatdate(ceil(seconds), usegmt=True)


def _standard(value: str) -> Headers:
    return (("Retry-After", value),)


# Columns: name, what is sent, what can be made of it, headers, how it is known.
# fmt: off
RETRY_AFTER_FORMATS: dict[str, RetryAfterFormat] = {row.name: row for row in (
    RetryAfterFormat(name="both",       about="`Retry-After` and `X-Retry-After`, whole seconds",
                     kind=RetryAfterKind.NUMBER,
                     write=lambda wait, _: (("Retry-After", str(wait)), ("X-Retry-After", str(wait))),
                     basis=Basis.CHOICE),
    RetryAfterFormat(name="standard",   about="`Retry-After` alone",                         kind=RetryAfterKind.NUMBER,
                     write=lambda wait, _: _standard(str(wait)),                             basis=Basis.INFERRED),
    RetryAfterFormat(name="vendor",     about="`X-Retry-After` alone",                       kind=RetryAfterKind.VENDOR,
                     write=lambda wait, _: (("X-Retry-After", str(wait)),),                  basis=Basis.INFERRED),
    RetryAfterFormat(name="none",       about="no header",                                   kind=RetryAfterKind.NONE,
                     write=lambda _wait, _: (),                                              basis=Basis.CHOICE),
    RetryAfterFormat(name="http-date",  about="a date, as HTTP allows it",                   kind=RetryAfterKind.DATE,
                     write=lambda wait, now: _standard(_date(now + wait)),                   basis=Basis.CHOICE),
    RetryAfterFormat(name="zero",       about="`0`",
                                                             kind=RetryAfterKind.UNREADABLE,
                     write=lambda _wait, _: _standard("0"),                                  basis=Basis.CHOICE),
    RetryAfterFormat(name="fractional", about="`0.5`, which HTTP does not allow",
                                kind=RetryAfterKind.UNREADABLE,
                     write=lambda _wait, _: _standard("0.5"),                                basis=Basis.CHOICE),
    RetryAfterFormat(name="negative",   about="`-1`",
                                                            kind=RetryAfterKind.UNREADABLE,
                     write=lambda _wait, _: _standard("-1"),                                 basis=Basis.CHOICE),
    RetryAfterFormat(name="garbage",    about="`soon`",
                                                          kind=RetryAfterKind.UNREADABLE,
                     write=lambda _wait, _: _standard("soon"),                               basis=Basis.CHOICE),
    RetryAfterFormat(name="empty",      about="a header without value",
                                          kind=RetryAfterKind.UNREADABLE,
                     write=lambda _wait, _: _standard(""),                                   basis=Basis.DOCUMENTED),
    RetryAfterFormat(name="huge",       about="`86400`, a day",                              kind=RetryAfterKind.NUMBER,
                     write=lambda _wait, _: _standard(str(DAY)),                             basis=Basis.CHOICE),
    RetryAfterFormat(name="past-date",  about="a date an hour ago",
                                              kind=RetryAfterKind.UNREADABLE,
                     write=lambda _wait, now: _standard(_date(now - HOUR)),                  basis=Basis.CHOICE),
    RetryAfterFormat(name="duplicate",  about="`Retry-After` twice, both the same",          kind=RetryAfterKind.NUMBER,
                     write=lambda wait, _: _standard(str(wait)) * 2,                         basis=Basis.CHOICE),
)}
# fmt: on
