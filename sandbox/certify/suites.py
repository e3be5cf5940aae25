"""Which scenarios has a client to meet, and what does a right one do? The rows of all suites, and who belongs to which.

A row's id is stable and never used for anything else. Nothing here runs anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sandbox.suggest import did_you_mean


class Expected(StrEnum):
    """How a client ends that is right: with exit status 0 where it has the data."""

    DATA = "data"
    NO_DATA = "no data"
    EITHER = "either"


class Opening(StrEnum):
    """How a client comes to its token."""

    MADE_UP = "made up"
    AUTHORIZED = "authorized"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteRow:
    """One scenario that a client has to meet, and what it is to make of it."""

    id: str
    """`retry/07-http-date`: the suite, a number and a word"""
    scenario: str
    """as in a token, or a plan as JSON"""
    right: str
    """what a right client does, in a sentence without its subject"""
    expected: Expected
    """how it ends"""
    seconds: float
    """within how many seconds, of the session's clock, a right client has ended"""
    exercises: tuple[str, ...] = ()
    """ids of the conditions that a right client meets"""
    patient: str = ""
    """the persona whose data it is, "" for the first"""
    every_page: bool = False
    """whether it is to fetch every page"""
    fast_only: bool = False
    """whether its window is too long for real time"""
    opening: Opening = Opening.MADE_UP
    """whether its token is made up, or comes with a refresh token"""


def rows_of(suite: str, *, fast: bool = False) -> tuple[SuiteRow, ...]:
    """Return the rows of a suite, without those of fast time alone unless *fast*; raises ValueError for no suite."""
    if suite not in SUITES:
        raise ValueError(f"{suite!r} is not a suite.{did_you_mean(suite, SUITES)} Suites: {', '.join(SUITES)}.")
    return tuple(row for row in SUITES[suite] if fast or not row.fast_only)


def _plan(*steps: str) -> str:
    """Return a plan of steps, after which everything passes."""
    return f'{{"steps": [{", ".join(steps)}, {{"pass": true}}]}}'


def _chosen(ids: Iterable[str]) -> tuple[SuiteRow, ...]:
    return tuple(row for row in ROWS if row.id in set(ids))


_THROTTLED = '{"status": 429, "code": "throttled", "retry_after": "standard", "times": 1}'
_STALL = '{"fault": "stall", "seconds": 2, "times": 1}'
_PAGE_503 = '{"match": {"page": 2}, "status": 503, "times": 1}'
_PAGE_THROTTLED = '{"match": {"page": 2}, "status": 429, "code": "throttled", "retry_after": "standard", "times": 1}'
_PAGE_RESET = '{"match": {"page": 2}, "fault": "reset", "times": 1}'
_PAGE_TRUNCATED = '{"match": {"page": 2}, "fault": "truncated", "times": 1}'
_PAGE_EXPIRED = '{"match": {"page": 2}, "status": 401, "code": "expired", "times": 1}'
_PAGE_4_EXPIRED = '{"match": {"page": 4}, "status": 401, "code": "expired", "times": 1}'
_PAGE_GONE = '{"steps": [{"match": {"page": 2}, "status": 401, "code": "expired"}]}'

_WAITS = "waits as long as is announced, and asks again"
_OWN = "falls back to a delay of its own that grows, and asks again"
_AGAIN = "asks again after a delay, a few times at most"
_PERHAPS = "may ask again after a delay; says truly whether it has the data"
_TRANSIENT = "429.transient"

# Columns: id, scenario, what a right client does, how it ends, and within how many seconds; then what it meets, whose
# data it is, and whether it needs fast time or a refresh token.
# fmt: off
ROWS: tuple[SuiteRow, ...] = (
    # — retry: what is not ready yet, and how the wait is announced —
    SuiteRow(id="retry/01-ready",           scenario="ready",                  expected=Expected.DATA,    seconds=2,
             right="asks once, and has the data"),
    SuiteRow(id="retry/02-window",          scenario="syncing-6s",             expected=Expected.DATA,    seconds=7,
             right=_WAITS, exercises=(_TRANSIENT, "retry-after.both")),
    SuiteRow(id="retry/03-requests",        scenario="syncing-2x",             expected=Expected.DATA,    seconds=7,
             right=_WAITS, exercises=(_TRANSIENT, "retry-after.both")),
    SuiteRow(id="retry/04-standard-header", scenario="syncing-4s+standard",    expected=Expected.DATA,    seconds=7,
             right=_WAITS, exercises=(_TRANSIENT, "retry-after.standard")),
    SuiteRow(id="retry/05-vendor-header",   scenario="syncing-4s+vendor",      expected=Expected.DATA,    seconds=9,
             right="reads X-Retry-After, or falls back to a delay of its own that grows",
             exercises=(_TRANSIENT, "retry-after.vendor")),
    SuiteRow(id="retry/06-duplicate",       scenario="syncing-4s+duplicate",   expected=Expected.DATA,    seconds=9,
             right="takes a header that comes twice for one", exercises=(_TRANSIENT, "retry-after.duplicate")),
    SuiteRow(id="retry/07-http-date",       scenario="syncing-5s+http-date",   expected=Expected.DATA,    seconds=9,
             right="reads the date, and waits for its difference to the Date header",
             exercises=(_TRANSIENT, "retry-after.http-date")),
    SuiteRow(id="retry/08-no-wait",         scenario="syncing-4s+none",        expected=Expected.DATA,    seconds=10,
             right=_OWN, exercises=(_TRANSIENT, "retry-after.none")),
    SuiteRow(id="retry/09-zero",            scenario="syncing-3s+zero",        expected=Expected.DATA,    seconds=7,
             right=_OWN, exercises=(_TRANSIENT, "retry-after.zero")),
    SuiteRow(id="retry/10-past-date",       scenario="syncing-3s+past-date",   expected=Expected.DATA,    seconds=7,
             right=_OWN, exercises=(_TRANSIENT, "retry-after.past-date")),
    SuiteRow(id="retry/11-fractional",      scenario="syncing-3s+fractional",  expected=Expected.DATA,    seconds=7,
             right=_OWN, exercises=(_TRANSIENT, "retry-after.fractional")),
    SuiteRow(id="retry/12-negative",        scenario="syncing-3s+negative",    expected=Expected.DATA,    seconds=7,
             right=_OWN, exercises=(_TRANSIENT, "retry-after.negative")),
    SuiteRow(id="retry/13-garbage",         scenario="syncing-3s+garbage",     expected=Expected.DATA,    seconds=7,
             right=_OWN, exercises=(_TRANSIENT, "retry-after.garbage")),
    SuiteRow(id="retry/14-empty",           scenario="syncing-3s+empty",       expected=Expected.DATA,    seconds=7,
             right=_OWN, exercises=(_TRANSIENT, "retry-after.empty")),
    SuiteRow(id="retry/15-huge",            scenario="stuck+huge",             expected=Expected.NO_DATA, seconds=2,
             right="gives up, for it is told to wait a day", exercises=(_TRANSIENT, "retry-after.huge")),
    SuiteRow(id="retry/16-failed",          scenario="failed",                 expected=Expected.NO_DATA, seconds=2,
             right="stops at the 422: the patient has to authorize anew", exercises=("422.processing",)),
    SuiteRow(id="retry/17-failing",         scenario="failing-1x",             expected=Expected.NO_DATA, seconds=5,
             right="waits, and stops at the 422", exercises=(_TRANSIENT, "422.processing")),
    SuiteRow(id="retry/18-expired",         scenario="expired",                expected=Expected.NO_DATA, seconds=2,
             right="stops at the 401: it has no other token", exercises=("401.expired",)),
    SuiteRow(id="retry/19-partial",         scenario="partial-2s",             expected=Expected.DATA,    seconds=4,
             right="takes the data that is there", exercises=("partial",)),
    SuiteRow(id="retry/20-flaky",           scenario="flaky-503x2",            expected=Expected.DATA,    seconds=6,
             right=_AGAIN, exercises=("5xx",)),
    SuiteRow(id="retry/21-throttled",       scenario=_plan(_THROTTLED),        expected=Expected.DATA,    seconds=5,
             right=_WAITS, exercises=("429.throttled", "retry-after.standard")),
    SuiteRow(id="retry/22-long-window",     scenario="syncing-45s",            expected=Expected.DATA,    seconds=50,
             right=_WAITS, exercises=(_TRANSIENT, "retry-after.both"), fast_only=True),
    SuiteRow(id="retry/23-long-http-date",  scenario="syncing-45s+http-date",  expected=Expected.DATA,    seconds=60,
             right="reads the date, and waits for its difference to the Date header",
             exercises=(_TRANSIENT, "retry-after.http-date"), fast_only=True),
    SuiteRow(id="retry/24-long-no-wait",    scenario="syncing-20s+none",       expected=Expected.DATA,    seconds=45,
             right=_OWN, exercises=(_TRANSIENT, "retry-after.none"), fast_only=True),
    SuiteRow(id="retry/25-stuck",           scenario="stuck",                  expected=Expected.NO_DATA, seconds=115,
             right="gives up after a minute or two", exercises=(_TRANSIENT, "retry-after.both"), fast_only=True),
    SuiteRow(id="retry/26-long-failing",    scenario="failing-20s",            expected=Expected.NO_DATA, seconds=25,
             right="waits, and stops at the 422", exercises=(_TRANSIENT, "422.processing"), fast_only=True),
    SuiteRow(id="retry/27-epoch",           scenario="stuck+epoch",            expected=Expected.NO_DATA, seconds=2,
             right="gives up, for it is told to wait more than fifty years",
             exercises=(_TRANSIENT, "retry-after.epoch")),
    # — errors: what fails, and what is refused for good —
    SuiteRow(id="errors/01-500",            scenario="flaky-500x2",            expected=Expected.DATA,    seconds=6,
             right=_AGAIN, exercises=("5xx",)),
    SuiteRow(id="errors/02-502",            scenario="flaky-502x2",            expected=Expected.DATA,    seconds=6,
             right=_AGAIN, exercises=("5xx",)),
    SuiteRow(id="errors/03-503",            scenario="flaky-503x2",            expected=Expected.DATA,    seconds=6,
             right=_AGAIN, exercises=("5xx",)),
    SuiteRow(id="errors/04-504",            scenario="flaky-504x2",            expected=Expected.DATA,    seconds=6,
             right=_AGAIN, exercises=("5xx",)),
    SuiteRow(id="errors/05-503-announced",  scenario="flaky-503x2+standard",   expected=Expected.DATA,    seconds=9,
             right=_WAITS, exercises=("5xx", "retry-after.standard")),
    SuiteRow(id="errors/06-503-http-date",  scenario="flaky-503x2+http-date",  expected=Expected.DATA,    seconds=11,
             right=_WAITS, exercises=("5xx", "retry-after.http-date")),
    SuiteRow(id="errors/07-reset",          scenario="reset-1x",               expected=Expected.EITHER,  seconds=5,
             right=_PERHAPS, exercises=("reset",)),
    SuiteRow(id="errors/08-always-reset",   scenario="reset",                  expected=Expected.NO_DATA, seconds=25,
             right="gives up after a few attempts", exercises=("reset",)),
    SuiteRow(id="errors/09-truncated",      scenario="truncated-1x",           expected=Expected.EITHER,  seconds=5,
             right=_PERHAPS, exercises=("truncated",)),
    SuiteRow(id="errors/10-garbled",        scenario="garbled-1x",             expected=Expected.EITHER,  seconds=5,
             right=_PERHAPS, exercises=("garbled",)),
    SuiteRow(id="errors/11-always-garbled", scenario="garbled",                expected=Expected.NO_DATA, seconds=25,
             right="gives up, after a few attempts at most", exercises=("garbled",)),
    SuiteRow(id="errors/12-slow",           scenario="slow-1500ms",            expected=Expected.DATA,    seconds=5,
             right="has the patience for an answer that is late", exercises=("slow",)),
    SuiteRow(id="errors/13-stall",          scenario=_plan(_STALL),            expected=Expected.EITHER,  seconds=8,
             right=_PERHAPS, exercises=("stall",)),
    SuiteRow(id="errors/14-forbidden",      scenario="forbidden",              expected=Expected.NO_DATA, seconds=2,
             right="stops at the 403", exercises=("403",)),
    SuiteRow(id="errors/15-revoked",        scenario="revoked",                expected=Expected.NO_DATA, seconds=2,
             right="stops at the 401: the patient has to authorize anew", exercises=("401.login",)),
    SuiteRow(id="errors/16-503-rfc850-date", scenario="flaky-503x1+rfc850-date", expected=Expected.DATA,  seconds=9,
             right="reads a date in an older form of HTTP, or falls back to a delay of its own",
             exercises=("5xx", "retry-after.rfc850-date")),
    SuiteRow(id="errors/17-503-asctime-date", scenario="flaky-503x1+asctime-date", expected=Expected.DATA, seconds=9,
             right="reads a date in the oldest form of HTTP, or falls back to a delay of its own",
             exercises=("5xx", "retry-after.asctime-date")),
    SuiteRow(id="errors/18-503-padded",     scenario="flaky-503x1+padded",     expected=Expected.DATA,    seconds=6,
             right=_WAITS, exercises=("5xx", "retry-after.padded")),
    SuiteRow(id="errors/19-503-milliseconds", scenario="flaky-503x1+milliseconds", expected=Expected.DATA, seconds=6,
             right=_WAITS, exercises=("5xx", "retry-after.milliseconds")),
    SuiteRow(id="errors/20-503-plus-sign",  scenario="flaky-503x1+plus-sign",  expected=Expected.DATA,    seconds=6,
             right=_OWN, exercises=("5xx", "retry-after.plus-sign")),
    SuiteRow(id="errors/21-gateway",        scenario="gateway-503x2",          expected=Expected.DATA,    seconds=6,
             right="asks again after a delay, and does not take a gateway's page of HTML for data", exercises=("5xx",)),
    # — paging: a thousand Procedures, of which every page is wanted —
    SuiteRow(id="paging/01-every-page",     scenario="ready",                  expected=Expected.DATA,    seconds=10,
             right="follows each next link as it is given, to the last page", exercises=("page.next",),
             patient="thea", every_page=True),
    SuiteRow(id="paging/02-after-a-window", scenario="syncing-2x",             expected=Expected.DATA,    seconds=16,
             right=f"{_WAITS}, then fetches every page", exercises=(_TRANSIENT, "page.next"),
             patient="thea", every_page=True),
    SuiteRow(id="paging/03-page-503",       scenario=_plan(_PAGE_503),         expected=Expected.DATA,    seconds=12,
             right="asks again for the page that failed, and goes on from there", exercises=("5xx", "page.next"),
             patient="thea", every_page=True),
    SuiteRow(id="paging/04-page-throttled", scenario=_plan(_PAGE_THROTTLED),   expected=Expected.DATA,    seconds=13,
             right="waits as long as is announced, and goes on from there",
             exercises=("429.throttled", "page.next"), patient="thea", every_page=True),
    SuiteRow(id="paging/05-page-reset",     scenario=_plan(_PAGE_RESET),       expected=Expected.EITHER,  seconds=12,
             right=_PERHAPS, exercises=("reset", "page.next"), patient="thea", every_page=True),
    SuiteRow(id="paging/06-page-truncated", scenario=_plan(_PAGE_TRUNCATED),   expected=Expected.EITHER,  seconds=12,
             right=_PERHAPS, exercises=("truncated", "page.next"), patient="thea", every_page=True),
    SuiteRow(id="paging/07-page-expired",   scenario=_PAGE_GONE,               expected=Expected.NO_DATA, seconds=6,
             right="says that it has not got everything, for its token ended on the way",
             exercises=("401.expired", "page.next"), patient="thea", every_page=True),
    # — oauth: a token that comes with a refresh token —
    SuiteRow(id="oauth/01-ready",           scenario="ready",                  expected=Expected.DATA,    seconds=2,
             right="asks once, and has the data", opening=Opening.AUTHORIZED),
    SuiteRow(id="oauth/02-expired",         scenario="expired",                expected=Expected.DATA,    seconds=4,
             right="refreshes its token once, and asks again with the new one", exercises=("401.expired",),
             opening=Opening.AUTHORIZED),
    SuiteRow(id="oauth/03-page-expired",    scenario=_plan(_PAGE_EXPIRED),     expected=Expected.DATA,    seconds=12,
             right="refreshes its token once, and goes on with the page that was refused",
             exercises=("401.expired", "page.next"), patient="thea", every_page=True, opening=Opening.AUTHORIZED),
    SuiteRow(id="oauth/04-expired-twice",   scenario=_plan(_PAGE_EXPIRED, _PAGE_4_EXPIRED), expected=Expected.DATA,
             seconds=12, right="refreshes twice, the second time with the refresh token that the first time brought",
             exercises=("401.expired", "page.next"), patient="thea", every_page=True, opening=Opening.AUTHORIZED),
    SuiteRow(id="oauth/05-revoked",         scenario="revoked",                expected=Expected.NO_DATA, seconds=4,
             right="tries one refresh at most, and gives up: the patient has to authorize anew",
             exercises=("401.login",), opening=Opening.AUTHORIZED),
    SuiteRow(id="oauth/06-window",          scenario="syncing-2x",             expected=Expected.DATA,    seconds=8,
             right=f"{_WAITS}, with the same token", exercises=(_TRANSIENT,), opening=Opening.AUTHORIZED),
)
# fmt: on

_QUICK = (
    "retry/01-ready",
    "retry/02-window",
    "retry/07-http-date",
    "retry/08-no-wait",
    "retry/16-failed",
    "errors/03-503",
)
_HOMES = ("retry", "errors", "paging", "oauth")

# Suite -> its rows, those of fast time included. `quick` is drawn from the others.
SUITES: dict[str, tuple[SuiteRow, ...]] = {
    "retry": tuple(row for row in ROWS if row.id.startswith("retry/")),
    "quick": _chosen(_QUICK),
    **{name: tuple(row for row in ROWS if row.id.startswith(f"{name}/")) for name in _HOMES[1:]},
    "all": ROWS,
}
