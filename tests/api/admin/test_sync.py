"""What ends a sync by hand? A state that is put, and a new authorization."""

from typing import Any

import pytest

from tests.api.admin.handle import Hands, error

STATUS = {"ready": 200, "failed": 422, "syncing": 429}


@pytest.mark.parametrize("state", STATUS)
@pytest.mark.parametrize(
    "scenario", ["ready", "syncing-500s", "syncing-50x", "stuck", "failed", "failing-500s", "partial"]
)
def test_a_state_that_is_put_holds(hands: Hands, scenario: str, state: str) -> None:
    """From the next request on, whatever the scenario was; the answer is the session."""
    handle = hands(scenario)
    handle.get()
    answer = handle.steer("PUT", "/session/sync", {"state": state})

    assert (200, state) == (answer.status_code, answer.json()["sync"]["state"])
    assert handle.state().keys() == answer.json().keys()
    assert [STATUS[state]] * 2 == handle.statuses(2)


@pytest.mark.parametrize("state", STATUS)
@pytest.mark.parametrize(("scenario", "status"), [("expired", 401), ("revoked", 401), ("forbidden", 403)])
def test_no_state_cures_a_token(hands: Hands, scenario: str, status: int, state: str) -> None:
    """400 says so, and the token is what it was."""
    handle = hands(scenario)
    answer = handle.steer("PUT", "/session/sync", {"state": state})

    said = f"The scenario has made this token {scenario}, whatever its sync does: authorize anew."
    assert (400, said) == (answer.status_code, error(answer))
    assert [status] == handle.statuses(1)
    assert scenario == handle.state()["sync"]["state"]


@pytest.mark.parametrize("state", STATUS)
def test_a_token_expires_whatever_its_sync_does(hands: Hands, state: str) -> None:
    """The state holds until then."""
    handle = hands("expiring-30s")
    handle.steer("POST", "/session/clock", {"freeze": True})
    handle.steer("PUT", "/session/sync", {"state": state})
    seen = handle.statuses(1)
    handle.steer("POST", "/session/clock", {"advance": 29})
    seen += handle.statuses(1)
    handle.steer("POST", "/session/clock", {"advance": 1})

    assert [STATUS[state], STATUS[state], 401] == seen + handle.statuses(1)
    assert 400 == handle.steer("PUT", "/session/sync", {"state": "ready"}).status_code


def test_a_window_can_be_ended_and_begun_again(hands: Hands) -> None:
    """One state after the other, also before the first request."""
    handle = hands("syncing-500s")
    seen = []
    for state in ("ready", "syncing", "failed", "ready"):
        handle.steer("PUT", "/session/sync", {"state": state})
        seen += handle.statuses(1)

    assert [200, 429, 422, 200] == seen


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "state takes ready, failed, syncing, not ''."),
        ({"state": "redy"}, "state takes ready, failed, syncing, not 'redy'. Did you mean \"ready\"?"),
        ({"state": "partial"}, "state takes ready, failed, syncing, not 'partial'."),
        ({"state": True}, "state must be a string, not true."),
        ({"state": None}, "state must be a string, not null."),
        ({"stat": "ready"}, "'stat' is not a key here. Did you mean \"state\"? Known: state."),
    ],
    ids=str,
)
def test_any_other_state_is_400(hands: Hands, body: dict[str, Any], says: str) -> None:
    """And nothing is put."""
    handle = hands("stuck")
    answer = handle.steer("PUT", "/session/sync", body)

    assert (400, says) == (answer.status_code, error(answer))
    assert [429] == handle.statuses(1)


@pytest.mark.parametrize("scenario", ["failed", "failing-0s"])
def test_a_new_authorization_cures_a_failed_sync(hands: Hands, scenario: str) -> None:
    """The new token has its data, and so has the old one."""
    handle = hands(scenario, "cleo")
    assert [422, 422] == handle.statuses(2)
    answer = handle.steer("POST", "/session/reauthorize")
    minted = handle.of(answer)

    assert handle.client.post("/_sandbox/sessions").json().keys() == answer.json().keys()
    assert "cleo-marchetti" == answer.json()["patient"]
    assert handle.token != minted.token
    assert ([200], [200], 1) == (minted.statuses(1), handle.statuses(1), minted.count())


def test_a_new_authorization_may_have_a_scenario(hands: Hands) -> None:
    """It begins anew, as text or as a plan."""
    handle = hands("failed")
    for scenario in ("syncing-1x", {"sync": {"requests": 1}}):
        minted = handle.of(handle.steer("POST", "/session/reauthorize", {"scenario": scenario}))
        assert [429, 200] == minted.statuses(2)


def test_an_authorization_leaves_a_window_open(hands: Hands) -> None:
    """It cures a failure, and nothing else."""
    handle = hands("stuck")
    handle.steer("POST", "/session/reauthorize")

    assert [429] == handle.statuses(1)


def test_an_application_cannot_authorize_anew(hands: Hands) -> None:
    """Its token has no patient: 400."""
    answer = hands("failed", "").steer("POST", "/session/reauthorize", {})

    assert (400, "An application's token has no patient who could authorize anew.") == (
        answer.status_code,
        error(answer),
    )


def test_a_bad_scenario_cures_nothing(hands: Hands) -> None:
    """It is 400."""
    handle = hands("failed")
    answer = handle.steer("POST", "/session/reauthorize", {"scenario": "redy"})

    assert 400 == answer.status_code
    assert error(answer).startswith("'redy' is not a scenario. Did you mean \"ready\"?")
    assert [422] == handle.statuses(1)


def test_a_cure_is_for_that_session_alone(hands: Hands) -> None:
    """Another token of a failed patient stays failed."""
    handle, other = hands("failed"), hands("failed", "ben")
    handle.steer("POST", "/session/reauthorize")

    assert [200, 422] == [one.get().status_code for one in (handle, other)]
