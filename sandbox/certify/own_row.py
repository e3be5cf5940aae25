"""What is a right client to make of a scenario of the user's own? A row, with what can be told from the scenario."""

from hashlib import blake2b
from http import HTTPStatus

from sandbox.certify.suites import Expected, SuiteRow
from sandbox.scenario import CANNED_ERRORS, Fault, Phase, Scenario, parse_setting
from sandbox.scenario.plan import Match, Step

SUITE = "own"
_PATIENCE = 60.0  # seconds beyond the window that a right client may take
_LONGEST = 10.0  # seconds of a window that a suite of real time has
_ASKED_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})  # statuses after which a right client asks again
_A_FEW = 3  # failures in a row after which a right client asks again in any case
_PER_REQUEST = 3.0  # seconds that one request of a window by requests may take: the longest wait that is announced


def own_row(scenario: str) -> SuiteRow:
    """Return the row of a scenario, as in a token or a plan as JSON; a ValueError says what is wrong with it."""
    found = parse_setting(scenario)
    expected, window = _expected(found), _window(found)
    return SuiteRow(
        id=f"{SUITE}/{_name(scenario)}",
        scenario=scenario,
        right=_RIGHT[expected],
        expected=expected,
        seconds=window + _PATIENCE,
        fast_only=window > _LONGEST,
    )


def _name(scenario: str) -> str:
    if scenario.lstrip().startswith("{"):
        return f"plan-{blake2b(scenario.encode(), digest_size=4).hexdigest()}"
    return scenario


def _window(scenario: Scenario) -> float:
    return sum(phase.seconds or (phase.requests or 0) * _PER_REQUEST for phase in scenario.timeline)


def _expected(scenario: Scenario) -> Expected:
    """Return how a client ends that goes on as long as makes sense."""
    steps = scenario.steps
    if scenario.timeline[-1].phase not in {Phase.READY, Phase.PARTIAL}:
        return Expected.NO_DATA
    if steps and not _lets_through(steps[-1]):  # the last step repeats
        if steps[-1].match == Match():
            return Expected.NO_DATA
        return Expected.EITHER
    failures = sum(step.times or 0 for step in steps if _is_failure(step))
    if failures <= _A_FEW and all(_lets_through(step) or _is_asked_again(step) for step in steps):
        return Expected.DATA
    return Expected.EITHER


def _lets_through(step: Step) -> bool:
    return step.passes or step.fault == Fault.SLOW


def _is_asked_again(step: Step) -> bool:
    """Return whether a right client asks again after it, until it is over."""
    return step.fault is None and CANNED_ERRORS[step.error].status in _ASKED_AGAIN


def _is_failure(step: Step) -> bool:
    """Return whether it is of those after which a right client asks again a few times at most."""
    return (
        not step.passes and step.fault is None and CANNED_ERRORS[step.error].status >= HTTPStatus.INTERNAL_SERVER_ERROR
    )


_RIGHT = {
    Expected.DATA: "comes to its data, and ends with exit status 0",
    Expected.NO_DATA: "gives up, and ends with another exit status than 0",
    Expected.EITHER: "may ask again after a delay, and says truly by its exit status whether it has the data",
}
