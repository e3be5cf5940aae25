"""Which scenario, of all that could be, is too much for a client? Plans are drawn, and the first failure made small.

Drawing and shrinking are those of hypothesis (the extra `explore`); each plan is run once.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from sandbox.reports.certify_run import RowResult
from sandbox.scenario import RETRY_AFTER_FORMATS, Fault

MOST_SHRINKING = 60  # plans that are run to make a failure smaller
MOST_STEPS = 3
# A day is announced by these: whoever gives up is right, and nobody learns more.
_HOPELESS = frozenset({"huge", "epoch"})
_BODIES: tuple[Any, ...] = ("html", "text", "empty", {"json": None}, {"json": []})
_REFUSALS: tuple[dict[str, Any], ...] = (
    {"status": 503},
    {"status": 429, "code": "throttled"},
    {"status": 429, "code": "transient"},
    {"status": 500},
    {"status": 502},
    {"status": 504},
    {"status": 403},
    {"status": 404},
    {"status": 422, "code": "processing"},
)

Plan = dict[str, Any]
Judge = Callable[[str], RowResult]


@dataclass(slots=True)
class Exploration:
    """What was run, by plan, and the smallest plan that fails, if any does."""

    results: dict[str, RowResult] = field(default_factory=dict)
    smallest: str | None = None

    @property
    def failures(self) -> int:
        """How many of the plans that were run fail."""
        return sum(result.result == "fail" for result in self.results.values())


class _Failure(Exception):
    """A client fails under a plan."""


def explore(judge: Judge, count: int, number: int, longest: float) -> Exploration:
    """Draw *count* plans from a seed and judge a client under each; the first that fails is made as small as can be.

    *longest* is the longest window in seconds. Whatever the judge raises ends it.
    """
    found = Exploration()
    raised: list[BaseException] = []

    def run_plan(plan: Plan) -> None:
        written = json.dumps(plan)
        shrinking = found.smallest is not None
        if written not in found.results and not raised and len(found.results) < count + MOST_SHRINKING * shrinking:
            try:
                found.results[written] = judge(written)
            except BaseException as error:  # noqa: BLE001 - it would be taken for a failure, and made smaller
                raised.append(error)
        result = found.results.get(written)
        if result is not None and result.result == "fail" and not raised:
            found.smallest = written
            raise _Failure

    how = settings(
        max_examples=count, database=None, deadline=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet, print_blob=False,
    )  # fmt: skip
    with TemporaryDirectory() as home:
        set_hypothesis_home_dir(home)  # nothing is written where the user stands
        with suppress(_Failure):
            seed(number)(how(given(plans(longest))(run_plan)))()
    if raised:
        raise raised[0]
    return found


def plans(longest: float) -> st.SearchStrategy[Plan]:
    """Return what draws plans: windows of so many seconds at most, refusals, spellings, bodies and faults."""
    return st.builds(_plan, st.one_of(st.none(), _windows(longest)), st.lists(_steps(longest), max_size=MOST_STEPS))


def _plan(window: Plan | None, steps: list[Plan]) -> Plan:
    plan = dict(window or {})
    if steps or window is None:
        plan["steps"] = [*steps, {"pass": True}]
    return plan


def _windows(longest: float) -> st.SearchStrategy[Plan]:
    until = st.one_of(
        st.builds(lambda number: {"requests": number}, st.integers(1, 3)),
        st.builds(lambda seconds: {"seconds": seconds}, st.integers(1, int(longest))),
    )
    return st.builds(lambda sync, spelling: {"sync": sync} | spelling, until, _spellings())


def _steps(longest: float) -> st.SearchStrategy[Plan]:
    times = st.builds(lambda number: {"times": number}, st.integers(1, 2))
    body: st.SearchStrategy[Plan] = st.one_of(st.just({}), st.sampled_from([{"body": body} for body in _BODIES]))
    refusals = st.builds(
        lambda refusal, spelling, body, times: refusal | spelling | body | times,
        st.sampled_from(_REFUSALS), _spellings(), body, times,
    )  # fmt: skip
    faults = st.builds(
        lambda fault, times: {"fault": fault} | times,
        st.sampled_from([Fault.RESET.value, Fault.TRUNCATED.value, Fault.GARBLED.value]), times,
    )  # fmt: skip
    late = st.builds(
        lambda fault, seconds: {"fault": fault, "seconds": seconds, "times": 1},
        st.sampled_from([Fault.SLOW.value, Fault.STALL.value]), st.integers(1, min(3, int(longest))),
    )  # fmt: skip
    return st.one_of(refusals, faults, late)


def _spellings() -> st.SearchStrategy[Plan]:
    names = [name for name in RETRY_AFTER_FORMATS if name not in _HOPELESS]
    return st.one_of(st.just({}), st.sampled_from([{"retry_after": name} for name in names]))
