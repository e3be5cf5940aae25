"""Stories of gateways: errors without FHIR in them, headers that a plan writes, and bodies that lie."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.stories.client import Person, always, doubling, granted, poll
from tests.stories.conftest import Meet
from tests.stories.told import tells

EMPTY_BUNDLE = {"resourceType": "Bundle", "type": "searchset", "entry": []}


MeetStep = Callable[..., Person]


@pytest.fixture
def meet_step(meet: Meet) -> Iterator[MeetStep]:
    """Meet a client that meets one refusal for ever: `meet_step(status=503, wait=30)`."""
    met: list[Person] = []

    def person(**step: Any) -> Person:
        met.append(granted(meet("ready"), "ada", {"steps": [step]}))
        return met[-1]

    yield person
    for one in met:
        one.leave()


def _again(person: Person, times: int, wait: float) -> None:
    for _ in range(times):
        person.ask()
        person.sleep(wait)


@tells("R19", "fail")
@pytest.mark.parametrize("scenario", ["gateway-502x20", "gateway-503x20", "gateway-504x20"])
def test_a_client_hammers_on_a_gateway(meet: Meet, scenario: str) -> None:
    """No JSON, so it tries again at once, and again."""
    hot = meet(scenario)
    _again(hot, 6, 0.0)

    assert ("fail", [1, 2, 3, 4, 5, 6]) == hot.rule("R19")[:2]
    assert ["R19"] == hot.blamed_for()


@tells("R19", "pass")
@pytest.mark.parametrize("scenario", ["gateway-502x2", "gateway-503x2", "gateway-504x2"])
def test_a_client_is_polite_to_a_gateway(meet: Meet, scenario: str) -> None:
    """Its twin waits two seconds each time, and has the data."""
    polite = meet(scenario)
    _again(polite, 3, 2.0)
    polite.steer("outcome", success=True)

    assert ([], 200) == (polite.blamed_for(), polite.statuses()[-1])
    assert ("pass", "pass") == (polite.result("R19"), polite.result("R20"))


@tells("R02", "fail")
@pytest.mark.parametrize(
    "step",
    [
        {"status": 503, "wait": 30},
        {"status": 503, "wait": 30, "body": "html"},
        {"status": 404, "wait": 30, "retry_after": "standard"},
        {"status": 408, "headers": {"retry-after": " 030 "}},
        {"status": 429, "headers": {"Retry-After": "30", "X-Retry-After": "1"}, "body": "empty"},
    ],
    ids=str,
)
def test_a_wait_of_a_step_binds(meet_step: MeetStep, step: dict[str, Any]) -> None:
    """Whatever the status and the body: too early is too early, and who waits is right."""
    early, patient = meet_step(**step), meet_step(**step)
    _again(early, 2, 10.0)
    _again(patient, 2, 30.0)

    assert ("fail", "pass") == (early.result("R02"), patient.result("R02"))
    assert [] == patient.blamed_for()


@tells("R05", "fail")
def test_a_header_that_cannot_be_read_is_no_licence(meet_step: MeetStep) -> None:
    """`1e1` is no number of HTTP; whoever falls back to waits of its own is right."""
    step = {"status": 429, "headers": {"Retry-After": "1e1"}}
    spinning, careful = meet_step(**step), meet_step(**step)
    poll(spinning, wait=always(0.0), most=6)
    poll(careful, wait=doubling, most=6)

    assert ("fail", "pass") == (spinning.result("R05"), careful.result("R05"))


@tells("R19", "fail")
@pytest.mark.parametrize("status", [408, 425])
def test_what_passes_is_asked_for_again_in_peace(meet_step: MeetStep, status: int) -> None:
    """408 and 425 are errors that pass, like those of a server."""
    hot, polite = meet_step(status=status), meet_step(status=status)
    _again(hot, 6, 0.0)
    _again(polite, 4, 2.0)

    assert ("fail", "pass") == (hot.result("R19"), polite.result("R19"))
    assert ("not-exercised", []) == (hot.result("R21"), polite.blamed_for())


@tells("R21", "fail")
@pytest.mark.parametrize(
    "step",
    [
        *({"status": status} for status in (400, 403, 404, 409, 410, 413)),
        {"status": 422, "code": "invalid"},
        {"status": 422, "body": "html"},
    ],
    ids=str,
)
def test_what_is_refused_for_good_is_asked_for_once(meet_step: MeetStep, step: dict[str, Any]) -> None:
    """Also a 422 that does not say `processing`: there the client could not know that authorizing anew helps."""
    hot, content = meet_step(**step), meet_step(**step)
    _again(hot, 6, 0.0)
    content.ask()

    assert ("fail", "pass") == (hot.result("R21"), content.result("R21"))
    assert (["R21"], []) == (hot.blamed_for(), content.blamed_for())


@tells("R20", "fail")
@pytest.mark.parametrize("status", [403, 429, 500, 503])
@pytest.mark.parametrize("body", ["html", "text", "empty", {"json": None}, {"json": EMPTY_BUNDLE}], ids=str)
def test_a_body_that_lies_is_no_data(meet_step: MeetStep, status: int, body: Any) -> None:
    """Whoever goes by the body, and not by the status, takes nothing for everything."""
    credulous, honest = meet_step(status=status, body=body), meet_step(status=status, body=body)
    for person, success in ((credulous, True), (honest, False)):
        person.ask()
        person.steer("outcome", success=success)

    assert ("fail", "pass") == (credulous.result("R20"), honest.result("R20"))
    assert f"brought no data but a {status}" in credulous.rule("R20")[2]
