"""How is a wait announced, or misannounced? Every way to write it is a row.

What a client must make of the headers is the row's `kind`. RFC 9110 decides it: a wait is a number of seconds, in
digits alone, or a date in any of three forms, each of which must be read.
http://www.rfc-editor.org/rfc/rfc9110#name-retry-after
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from sandbox.basis import Basis
from sandbox.http_dates import asctime_date, http_date, rfc850_date

Headers = tuple[tuple[str, str], ...]

LONGEST_WAIT = 3
SHORTEST, DAY = 0.001, 86_400  # seconds: the bounds of a wait that a plan may say
HOUR = 3_600


class RetryAfterKind(StrEnum):
    """What a client can make of an announcement."""

    NUMBER = "number"
    DATE = "date"
    VENDOR = "vendor"
    NONE = "none"
    ELAPSED = "elapsed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryAfterFormat:
    """One way to announce a wait: its headers, given the wait in seconds and the time now, in seconds since 1970."""

    name: str
    """by which plans and tokens mean it"""
    about: str
    """what is sent, in Markdown"""
    kind: RetryAfterKind
    """what a client can make of it"""
    write: Callable[[float, float], Headers]
    """makes the headers"""
    own: float | None = None
    """the wait that is written where a plan says none, in seconds; None: what remains"""
    takes_wait: bool = True
    """whether the wait shows in what is sent"""
    basis: Basis
    """how it is known"""


def whole_wait(remaining: float | None) -> int:
    """Return the wait to announce when so much of the window remains (None: nobody knows): 1 to 3 whole seconds."""
    if remaining is None:
        return LONGEST_WAIT
    return max(1, min(LONGEST_WAIT, ceil(remaining)))


def _standard(value: object) -> Headers:
    return (("Retry-After", str(value)),)


def _both(wait: float, _now: float) -> Headers:
    return (("Retry-After", str(ceil(wait))), ("X-Retry-After", str(ceil(wait))))


def _milliseconds(wait: float, _now: float) -> Headers:
    return (("Retry-After", str(ceil(wait))), ("retry-after-ms", str(ceil(round(wait * 1000, 3)))))


# Columns: name, what is sent, what can be made of it; headers; what it writes by itself, and whether a wait shows in
# it; how it is known. Whole seconds are rounded up, so that no wait is announced shorter than it is.
# fmt: off
RETRY_AFTER_FORMATS: dict[str, RetryAfterFormat] = {row.name: row for row in (
    RetryAfterFormat(name="both",       about="`Retry-After` and `X-Retry-After`, whole seconds",
                     kind=RetryAfterKind.NUMBER, write=_both,                                basis=Basis.CHOICE),
    RetryAfterFormat(name="standard",   about="`Retry-After` alone",                         kind=RetryAfterKind.NUMBER,
                     write=lambda wait, _: _standard(ceil(wait)),                            basis=Basis.INFERRED),
    RetryAfterFormat(name="vendor",     about="`X-Retry-After` alone",                       kind=RetryAfterKind.VENDOR,
                     write=lambda wait, _: (("X-Retry-After", str(ceil(wait))),),            basis=Basis.INFERRED),
    RetryAfterFormat(name="none",       about="no header",                                   kind=RetryAfterKind.NONE,
                     write=lambda _wait, _: (), takes_wait=False,                            basis=Basis.CHOICE),
    RetryAfterFormat(name="http-date",  about="a date, as HTTP writes it",                   kind=RetryAfterKind.DATE,
                     write=lambda wait, now: _standard(http_date(ceil(now + wait))),         basis=Basis.CHOICE),
    RetryAfterFormat(name="rfc850-date", about="a date in an older form, with a year of two digits",
                     kind=RetryAfterKind.DATE,
                     write=lambda wait, now: _standard(rfc850_date(ceil(now + wait))),       basis=Basis.CHOICE),
    RetryAfterFormat(name="asctime-date", about="a date in the oldest form, without a zone", kind=RetryAfterKind.DATE,
                     write=lambda wait, now: _standard(asctime_date(ceil(now + wait))),      basis=Basis.CHOICE),
    RetryAfterFormat(name="zero",       about="`0`",                                   kind=RetryAfterKind.ELAPSED,
                     write=lambda _wait, _: _standard(0), takes_wait=False,                  basis=Basis.CHOICE),
    RetryAfterFormat(name="fractional", about="`0.5`, or the wait with its point: HTTP has digits alone",
                     kind=RetryAfterKind.UNREADABLE, own=0.5,
                     write=lambda wait, _: _standard(float(wait)),                           basis=Basis.CHOICE),
    RetryAfterFormat(name="negative",   about="`-1`, or the wait below zero",
                     kind=RetryAfterKind.UNREADABLE, own=1,
                     write=lambda wait, _: _standard(-ceil(wait)),                           basis=Basis.CHOICE),
    RetryAfterFormat(name="plus-sign",  about="a sign before the seconds, such as `+3`: HTTP has digits alone",
                     kind=RetryAfterKind.UNREADABLE,
                     write=lambda wait, _: _standard(f"+{ceil(wait)}"),                      basis=Basis.CHOICE),
    RetryAfterFormat(name="padded",     about="zeros before the seconds, and blanks around them, such as ` 003 `",
                     kind=RetryAfterKind.NUMBER,
                     write=lambda wait, _: _standard(f" {ceil(wait):03d} "),                 basis=Basis.CHOICE),
    RetryAfterFormat(name="garbage",    about="`soon`",                                kind=RetryAfterKind.UNREADABLE,
                     write=lambda _wait, _: _standard("soon"), takes_wait=False,             basis=Basis.CHOICE),
    RetryAfterFormat(name="empty",      about="a header without value",                kind=RetryAfterKind.UNREADABLE,
                     write=lambda _wait, _: _standard(""), takes_wait=False,                 basis=Basis.DOCUMENTED),
    RetryAfterFormat(name="huge",       about="`86400`, a day",                              kind=RetryAfterKind.NUMBER,
                     write=lambda _wait, _: _standard(DAY), takes_wait=False,                basis=Basis.CHOICE),
    RetryAfterFormat(name="epoch",      about="the end of the wait in seconds since 1970, which HTTP takes for a wait "
                     "of more than fifty years",                                             kind=RetryAfterKind.NUMBER,
                     write=lambda wait, now: _standard(ceil(now + wait)),                    basis=Basis.CHOICE),
    RetryAfterFormat(name="past-date",  about="a date an hour ago, or as long ago as the wait",
                     kind=RetryAfterKind.ELAPSED, own=HOUR,
                     write=lambda wait, now: _standard(http_date(floor(now - wait))),        basis=Basis.CHOICE),
    RetryAfterFormat(name="milliseconds", about="`Retry-After`, and the same to the millisecond in `retry-after-ms`",
                     kind=RetryAfterKind.NUMBER, write=_milliseconds,                        basis=Basis.CHOICE),
    RetryAfterFormat(name="duplicate",  about="`Retry-After` twice, both the same",          kind=RetryAfterKind.NUMBER,
                     write=lambda wait, _: _standard(ceil(wait)) * 2,                        basis=Basis.CHOICE),
)}
# fmt: on
