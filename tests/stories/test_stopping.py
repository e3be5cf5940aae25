"""Stories of stopping: clients that give up too soon, never, or at the right moment."""

import httpx
import pytest

from tests.stories.client import PROCEDURES, poll
from tests.stories.conftest import Meet
from tests.stories.told import tells


@tells("R01", "pass")
def test_a_client_comes_back(meet: Meet) -> None:
    """A 429 is no error to it."""
    loyal = meet("syncing-3s")
    poll(loyal)

    assert ("pass", [], "It came back after each 429 `transient`.") == loyal.rule("R01")
    assert "pass" == loyal.verdict()["result"]


@tells("R01", "fail")
def test_a_client_takes_429_for_an_error(meet: Meet) -> None:
    """It never asks again, although the data is there after 10 s."""
    fickle = meet("syncing-10s")
    fickle.ask()
    fickle.sleep(120)

    says = "After entry 1, a 429 `transient`, it never asked again; the data is there."
    assert ("fail", [1], says) == fickle.rule("R01")


@tells("R08", "pass")
def test_a_client_gives_up_in_the_end(meet: Meet) -> None:
    """After 30 requests it tells its user."""
    reasonable = meet("stuck")
    poll(reasonable, most=30)
    reasonable.sleep(120)

    assert ("pass", [], "It asked 30 times, and no more.") == reasonable.rule("R08")


@tells("R08", "fail")
def test_a_client_never_gives_up(meet: Meet) -> None:
    """It asks more than fifty times, well-behaved but for that."""
    stubborn = meet("stuck")
    poll(stubborn, most=51, wait=lambda _, attempt: 3 + attempt / 100)

    assert ("fail", [1, 51], "It asked 51 times under a 429 that never ends.") == stubborn.rule("R08")
    assert ["R08"] == stubborn.blamed_for()


@tells("R09", "pass")
def test_a_client_has_patience_for_a_minute(meet: Meet) -> None:
    """It gives up only after that."""
    enduring = meet("syncing-300s")
    poll(enduring, most=25, wait=lambda _, attempt: 3 + attempt / 100)
    enduring.sleep(600)

    says = "It had patience to the end of the window, or for a minute."
    assert ("pass", [], says) == enduring.rule("R09")


@tells("R09", "fail")
def test_a_client_gives_up_too_early(meet: Meet) -> None:
    """Four attempts, 9 s: the sync takes 45 s."""
    early = meet("syncing-45s")
    poll(early, most=4)
    early.sleep(120)

    says = "It gave up with entry 4, 9.0 s after its first attempt; the data is there."
    assert ("fail", [1, 4], says) == early.rule("R09")


@tells("R10", "pass")
def test_a_client_stops_at_422(meet: Meet) -> None:
    """It sits out the sync, is told that it failed, and asks no more."""
    wise = meet("failing-6s")
    assert 422 == poll(wise).status_code

    assert ("pass", [], "It stopped at a 422 `processing`.") == wise.rule("R10")
    assert "pass" == wise.verdict()["result"]


@tells("R10", "fail")
def test_a_client_ignores_422(meet: Meet) -> None:
    """It takes every error for one that passes."""
    deaf = meet("failed")
    for _ in range(3):
        deaf.ask()
        deaf.sleep(3)

    says = "After entry 1, a 422 `processing`, it repeated the same request 2 times with the same authorization."
    assert ("fail", [1, 2, 3], says) == deaf.rule("R10")
    assert 2 == deaf.verdict()["numbers"]["wasted"]


@tells("R14", "pass")
def test_a_client_takes_a_new_token_when_the_old_is_dead(meet: Meet) -> None:
    """After a 401 the old token is not seen again."""
    alive = meet("expiring-5s")
    alive.ask()
    alive.sleep(5)
    assert 401 == alive.ask().status_code
    renewed = meet("ready")
    assert 200 == renewed.ask().status_code

    assert ("pass", [], "It stopped at a 401.") == alive.rule("R14")
    assert "pass" == alive.verdict()["result"]


@tells("R14", "fail")
def test_a_client_keeps_a_dead_token(meet: Meet) -> None:
    """It asks with it for the same, and for other things."""
    clinging = meet("expired")
    for type_ in ("Procedure", "Procedure", "Encounter"):
        clinging.ask(f"/fhir/{type_}")
        clinging.sleep(1)

    says = "After entry 1, a 401, it repeated the same request once with the same token."
    assert ("fail", [1, 2], says) == clinging.rule("R14")


@tells("R17", "pass")
def test_a_client_stops_when_it_has_the_data(meet: Meet) -> None:
    """One look more is allowed."""
    content = meet("syncing-3s")
    poll(content)
    content.sleep(3)
    content.ask()

    assert ("pass", [], "Once it had the data, it stopped asking.") == content.rule("R17")


@tells("R17", "fail")
def test_a_client_polls_on_after_success(meet: Meet) -> None:
    """It has the data with entry 2, and asks three times more."""
    restless = meet("syncing-3s")
    poll(restless)
    for _ in range(3):
        restless.sleep(3)
        restless.ask()

    says = "Entry 2 had the data, and the same request followed 3 times more in the rhythm of the waits before (3 s)."
    assert ("fail", [2, 3, 4, 5], says) == restless.rule("R17")


@tells("R18", "pass")
def test_a_client_tries_again_after_a_lost_connection(meet: Meet) -> None:
    """A GET may be sent again."""
    robust = meet("reset-1x")
    with pytest.raises(httpx.TransportError):
        robust.ask()
    robust.sleep(1)

    assert 200 == robust.ask(PROCEDURES).status_code
    assert ("pass", [], "After a lost connection it asked again.") == robust.rule("R18")
    assert "pass" == robust.verdict()["result"]


@tells("R18", "fail")
def test_a_client_does_not_retry_a_reset(meet: Meet) -> None:
    """The first lost connection is its last: permitted, and only the strict policy demands more."""
    fragile = meet("reset-1x")
    with pytest.raises(httpx.TransportError):
        fragile.ask()
    fragile.sleep(120)

    says = "After the connection of entry 1 was lost, it never asked again."
    assert ("fail", [1], says) == fragile.rule("R18", "strict")
    assert [] == fragile.blamed_for("flexpa")
