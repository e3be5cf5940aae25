"""Which fault comes next? Ordered steps, each for requests that match, so many times.

Steps are used up in order. The last one repeats, unless it is a pass: `{"pass": true}` lets everything through from
there on. A request that does not match the step whose turn it is gets its data, and uses nothing up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sandbox.query_string import pairs_or_raw
from sandbox.scenario.canned_body import OUTCOME_BODY, CannedBody
from sandbox.scenario.retry_after import Headers

DEFAULT_COUNT = 20
_DIGITS = 30  # more than any page number has


class Fault(StrEnum):
    """How an answer can go wrong on its way."""

    SLOW = "slow"
    STALL = "stall"
    RESET = "reset"
    TRUNCATED = "truncated"
    GARBLED = "garbled"


@dataclass(slots=True)
class RequestLine:
    """What a step may look at: the method, the path below /fhir, and the query string."""

    method: str
    path: str
    query: str

    @property
    def interaction(self) -> str:
        """`search` or `read`."""
        segments = self.path.strip("/").split("/")
        if len(segments) > 1 and segments[-1] != "_search":
            return "read"
        return "search"

    @property
    def type(self) -> str:
        """The resource type asked for."""
        return self.path.strip("/").split("/")[0]

    @property
    def page(self) -> int:
        """The number of the page asked for, from 1."""
        values = dict(pairs_or_raw(self.query))
        offset, count = values.get("_offset", "0"), values.get("_count", str(DEFAULT_COUNT))
        numbers = offset.isdecimal() and count.isdecimal() and len(offset + count) < _DIGITS
        if numbers:
            return int(offset) // max(int(count), 1) + 1
        return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which requests a step is for; what is None does not matter."""

    method: str | None = None
    """the HTTP method"""
    interaction: str | None = None
    """read or search"""
    type: str | None = None
    """the resource type"""
    path: str | None = None
    """the path below /fhir"""
    parameter: str | None = None
    """a search parameter that is given, without its modifier"""
    page: int | None = None
    """the number of the page, from 1"""

    def fits(self, request: RequestLine) -> bool:
        """Return whether the step is for this request."""
        wanted = (
            (self.method, request.method),
            (self.interaction, request.interaction),
            (self.type, request.type),
            (self.path, request.path),
        )
        if any(want is not None and want != have for want, have in wanted):
            return False
        names = {name.partition(":")[0] for name, _ in pairs_or_raw(request.query)}
        return self.parameter in {None, *names} and self.page in {None, request.page}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One fault: the name of a refusal, or a Fault with its seconds; with neither, a pass. `times` None is for ever."""

    match: Match = Match()
    """which requests it is for"""
    error: str = ""
    """the name of a canned error, "" for none"""
    fault: Fault | None = None
    """a fault on the way, None for none"""
    seconds: float = 0.0
    """how long the fault takes"""
    retry_after: str = ""
    """how a wait is announced, "" as the scenario says"""
    wait: float | None = None
    """the wait that is announced, in seconds; None as the scenario says"""
    headers: Headers = ()
    """what is sent literally with a refusal"""
    body: CannedBody = OUTCOME_BODY
    """what stands in the body of a refusal"""
    times: int | None = 1
    """how often it is used, None for ever"""

    @property
    def passes(self) -> bool:
        """Whether the step does nothing."""
        return not self.error and self.fault is None


def step_at(steps: Sequence[Step], used: int) -> tuple[int, Step] | None:
    """Return the step whose turn it is after so many uses, and its place; the last one repeats."""
    for place, step in enumerate(steps):
        if step.times is None or used < step.times or place == len(steps) - 1:
            return place, step
        used -= step.times
    return None
