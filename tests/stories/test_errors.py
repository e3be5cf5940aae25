"""Stories of errors: clients that repeat what failed at once or with patience, hammer, or do not tell the truth."""

import contextlib

import httpx
import pytest

from tests.stories.client import PROCEDURES, Person, granted, next_link, poll
from tests.stories.conftest import Meet
from tests.stories.told import tells

# Scenarios in which answers fail, are lost, cut or garbled, for ever.
FAILING = ("flaky-503x99", "flaky-500x99", "reset", "truncated", "garbled")


def _again(person: Person, times: int, wait: float) -> None:
    """Ask so many times, whatever comes, and wait so long in between."""
    for _ in range(times):
        with contextlib.suppress(httpx.TransportError):
            person.ask()
        person.sleep(wait)


@tells("R19", "pass")
@pytest.mark.parametrize("scenario", FAILING)
def test_a_client_takes_its_time_after_errors(meet: Meet, scenario: str) -> None:
    """It tries five times, 2 s apart, and gives up."""
    calm = meet(scenario)
    _again(calm, 5, 2.0)

    assert ("pass", [], "It was in no hurry after errors and lost answers.") == calm.rule("R19")
    assert "pass" == calm.verdict(ended="exit")["result"]


@tells("R19", "fail")
@pytest.mark.parametrize("scenario", FAILING)
def test_a_client_hammers_after_errors(meet: Meet, scenario: str) -> None:
    """It tries twelve times without a pause; those of them that a busy machine held up for longer do not count."""
    hammering = meet(scenario)
    _again(hammering, 12, 0.0)

    result, entries, says = hammering.rule("R19")
    assert "fail" == result
    assert set(entries) <= set(range(1, 13))
    again = len(entries) - 1
    assert f"After errors, or lost or late answers, it asked again {again} times within 0 s altogether." == says


@tells("R19", "fail")
def test_a_client_never_gives_up_on_errors(meet: Meet) -> None:
    """Each 5 s, well-behaved but for that: more than twenty times nothing came."""
    stubborn = meet("reset")
    _again(stubborn, 21, 5.0)

    says = "It asked 21 times, although nothing came but errors and lost answers."
    assert ("fail", [1, 21], says) == stubborn.rule("R19")


@tells("R19", "pass")
def test_a_client_waits_for_a_late_answer(meet: Meet) -> None:
    """A third of a second is nothing to it."""
    patient = meet("slow-300ms", frozen=False)

    assert 200 == patient.ask().status_code
    assert ("pass", [], "It waited for the late answer, and got it whole.") == patient.rule("R19")
    assert "pass" == patient.verdict()["result"]


@tells("R21", "pass")
def test_a_client_takes_no_for_an_answer(meet: Meet) -> None:
    """403, 404 and 400 are final."""
    refused = meet("forbidden")
    refused.ask()
    wrong = meet("ready")
    wrong.ask("/fhir/Procedure/nobody")
    wrong.ask(f"{PROCEDURES}?colour=red")

    for person in (refused, wrong):
        assert ("pass", [], "It did not hammer with what was refused.") == person.rule("R21")
        assert "pass" == person.verdict()["result"]


@tells("R21", "fail")
@pytest.mark.parametrize("address", ["/fhir/Procedure/nobody", f"{PROCEDURES}?colour=red"])
def test_a_client_hammers_with_what_is_refused(meet: Meet, address: str) -> None:
    """It asks for what there is not, four times without a pause."""
    hammering = meet("ready")
    for _ in range(4):
        hammering.ask(address)

    says = "After refusals it asked again 3 times within 0 s altogether."
    assert ("fail", [1, 2, 3, 4], says) == hammering.rule("R21")


@tells("R20", "pass")
def test_a_client_tells_the_truth(meet: Meet) -> None:
    """It has the data and says so; another has none, and says that."""
    lucky, unlucky = meet("syncing-3s"), meet("failed")
    poll(lucky)
    lucky.steer("outcome", success=True, count=3)
    unlucky.ask()
    unlucky.steer("outcome", success=False)

    assert "It reported success, and had got the data." == lucky.rule("R20")[2]
    assert ["pass", "pass"] == [person.result("R20") for person in (lucky, unlucky)]


@tells("R20", "fail")
@pytest.mark.parametrize("scenario", ["failed", "stuck", "flaky-503x99", "truncated", "garbled", "reset", "expired"])
def test_a_client_takes_an_error_for_the_data(meet: Meet, scenario: str) -> None:
    """It asks once, and reports success."""
    credulous = meet(scenario)
    _again(credulous, 1, 0.0)
    credulous.steer("outcome", success=True)

    assert "fail" == credulous.result("R20")


@tells("R20", "fail")
def test_a_client_reports_failure_with_the_data(meet: Meet) -> None:
    """Perhaps it fell over the answer."""
    clumsy = meet("ready")
    clumsy.ask()
    clumsy.steer("outcome", success=False)

    assert ("fail", [1], "It reported failure, although the data came.") == clumsy.rule("R20")


def test_a_late_word_replaces_an_early_one(meet: Meet) -> None:
    """And without any, R20 is not exercised."""
    one = meet("ready")
    one.ask()
    assert "not-exercised" == one.result("R20")
    for success in (False, True):
        one.steer("outcome", success=success)

    assert "pass" == one.result("R20")


@pytest.mark.parametrize(("success", "expected"), [(True, "pass"), (False, "pass")])
def test_a_walk_through_all_pages_that_breaks_off(meet: Meet, *, success: bool, expected: str) -> None:
    """The second page fails once, and comes when asked for again; or it never comes, and failure is the truth."""
    again = {"match": {"page": 2}, "status": 503, "times": 1 if success else 9}
    plan = {"steps": [again, {"pass": True}]}
    walker = granted(meet("ready"), "dora", plan)
    link = next_link(walker.ask()) or ""
    for _ in range(2):
        walker.ask(link)
        walker.sleep(1)
    walker.steer("outcome", success=success)
    result = walker.result("R20")
    walker.leave()

    assert expected == result


def _count(person: Person) -> int:
    """Return how many Procedures there are for it now."""
    return len(person.ask(f"{PROCEDURES}?_count=100").json()["entry"])


@tells("R20", "fail")
@pytest.mark.parametrize("could_know", ["by the sync state", "by its count"])
def test_a_client_takes_half_the_data_for_all(meet: Meet, could_know: str) -> None:
    """It has read that the sync goes on, or has counted what it got; before that, it could not know."""
    content = meet("partial-10s", "dora")
    content.ask(f"{PROCEDURES}?_count=100")
    content.steer("outcome", success=True)
    assert "pass" == content.result("R20")
    if could_know == "by the sync state":
        content.ask("/link/introspect")
    else:
        content.steer("outcome", success=True, count=_count(content))

    result, entries, says = content.rule("R20")
    assert ("fail", [content.journal()[-1]["n"]]) == (result, entries)
    assert says.endswith("more had yet to come, and could have known.")


@tells("R20", "pass")
def test_a_client_that_waits_for_all_the_data(meet: Meet) -> None:
    """It reads the sync state, and asks again when the sync is over."""
    thorough = meet("partial-10s", "dora")
    thorough.ask(f"{PROCEDURES}?_count=100")
    thorough.ask("/link/introspect")
    thorough.sleep(10)
    thorough.ask(f"{PROCEDURES}?_count=100")
    thorough.steer("outcome", success=True, count=_count(thorough))

    assert "pass" == thorough.result("R20")
