"""What does introspection say of the sync? As the session has it, on the session's clock, without touching it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.api.oauth.flow import App, Apps


def introspected(app: App, token: str) -> Any:
    """Introspect a token."""
    answer = app.get("/link/introspect", token)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_introspection_says_what_a_token_is(app: App) -> None:
    """Its claims, user and endpoint."""
    found = introspected(app, app.login(sandbox_patient="cleo", flexpa_external_id="u-7")["access_token"])

    assert {
        "iss", "jti", "iat", "exp", "sub", "patient", "state", "endpoint", "timeUntilMaxAuth", "user", "sync",
    } == found.keys()  # fmt: skip
    assert ("Patient/cleo-marchetti", "EXCHANGED", {"externalId": "u-7"}) == (
        found["patient"],
        found["state"],
        found["user"],
    )
    assert ("indefinite", True, 86_400) == (
        found["timeUntilMaxAuth"],
        found["endpoint"]["refreshable"],
        found["exp"] - found["iat"],
    )


def test_the_window_begins_with_the_exchange(app: App) -> None:
    """Not with the consent; time that passes before it does not count."""
    code = app.code(sandbox_scenario="syncing-20s")
    app.handle(code).clock(freeze=True, advance=100)
    token = app.redeem(code).json()["access_token"]
    handle = app.handle(token)

    assert {"state": "syncing", "ready_in": 20.0} == handle.state()["sync"]
    assert [429] == handle.statuses(1)
    handle.clock(advance=20)
    assert [200] == handle.statuses(1)


def test_the_counts_follow_the_session(app: App) -> None:
    """None while it syncs, then what the patient's token sees."""
    token = app.login(sandbox_scenario="syncing-20s")["access_token"]
    handle = app.handle(token)
    handle.clock(freeze=True)
    before = introspected(app, token)["sync"]
    handle.clock(advance=20)
    after = introspected(app, token)["sync"]

    assert {"state": "syncing", "resourceTypes": {}} == before
    assert "ready" == after["state"]
    assert (20, 1) == (after["resourceTypes"]["Procedure"], after["resourceTypes"]["Patient"])
    assert handle.count("Procedure") == after["resourceTypes"]["Procedure"]


def test_half_the_data_is_counted_as_half(app: App) -> None:
    """As long as only the older half is there."""
    token = app.login(sandbox_scenario="partial-20s")["access_token"]
    handle = app.handle(token)
    handle.clock(freeze=True)
    half = introspected(app, token)["sync"]

    assert ("partial", handle.count("Procedure")) == (half["state"], half["resourceTypes"]["Procedure"])
    handle.clock(advance=20)
    assert ("ready", 20) == (
        introspected(app, token)["sync"]["state"],
        introspected(app, token)["sync"]["resourceTypes"]["Procedure"],
    )


@pytest.mark.parametrize(
    ("scenario", "state"), [("failed", "failed"), ("stuck", "syncing"), ("forbidden", "forbidden")]
)
def test_other_states_have_no_counts(app: App, scenario: str, state: str) -> None:
    """Nothing can be seen."""
    found = introspected(app, app.login(sandbox_scenario=scenario)["access_token"])

    assert {"state": state, "resourceTypes": {}} == found["sync"]


@pytest.mark.parametrize("scenario", ["expired", "revoked"])
def test_a_dead_token_is_401_here_too(app: App, scenario: str) -> None:
    """By its scenario as well."""
    assert 401 == app.get("/link/introspect", app.login(sandbox_scenario=scenario)["access_token"]).status_code


def test_asking_is_no_request_of_the_client(app: App) -> None:
    """It uses up nothing, and stands in no journal."""
    token = app.login(sandbox_scenario="syncing-1x")["access_token"]
    for _ in range(3):
        assert "syncing" == introspected(app, token)["sync"]["state"]

    assert [429, 200] == app.handle(token).statuses(2)
    assert "ready" == introspected(app, token)["sync"]["state"]
    assert 2 == len(app.handle(token).journal())


def test_a_token_that_was_made_up_can_be_introspected(app: App) -> None:
    """Its claims are made up too, and stay the same."""
    token = f"pat_test_syncing-1x~dora~{app.key[-16:]}"
    app.handle(token).clock(freeze=True)
    first = introspected(app, token)

    assert first == introspected(app, token)
    assert ("Patient/dora-lindqvist", "syncing") == (first["patient"], first["sync"]["state"])
    assert [429, 200] == app.handle(token).statuses(2)
    assert first["sub"] == app.get("/rest/consent", token).json()["id"]


def test_a_consent_has_its_moments(app: App) -> None:
    """On the session's clock: when it was given, exchanged and refreshed."""
    code = app.code()
    handle = app.handle(code)
    handle.clock(freeze=True, advance=60)
    found = app.redeem(code).json()
    handle.clock(advance=3600)
    fresh = app.refresh(found["refresh_token"]).json()["access_token"]
    consent = app.get("/rest/consent", fresh).json()
    (authorization,) = consent["patientAuthorizations"]

    assert {"id", "createdAt", "updatedAt", "patientAuthorizations"} == consent.keys()
    now = datetime.fromtimestamp(handle.state()["clock"]["now"], UTC)
    assert now.isoformat(timespec="milliseconds").replace("+00:00", "Z") == consent["updatedAt"]
    assert consent["createdAt"] == authorization["authorizedAt"] < authorization["exchangedAt"] < consent["updatedAt"]
    assert ("EXCHANGED", "MULTIPLE", True, None) == tuple(
        authorization[name] for name in ("state", "usage", "active", "revokedAt")
    )
    assert consent["id"] == introspected(app, fresh)["sub"]


def test_a_new_authorization_of_the_same_user_cures_a_failed_sync(apps: Apps) -> None:
    """That of the same application and patient, and of nobody else."""
    app, other = apps(), apps("other")
    old = app.handle(app.login(sandbox_scenario="failed")["access_token"])
    another_user = app.handle(app.login(sandbox_scenario="failed", flexpa_external_id="user-2")["access_token"])
    foreign = other.handle(other.login(sandbox_scenario="failed")["access_token"])
    assert [422] == old.statuses(1)
    new = app.handle(app.login()["access_token"])

    assert [[200], [200], [422], [422]] == [one.statuses(1) for one in (new, old, another_user, foreign)]


def test_a_scenario_that_was_chosen_is_played_again(app: App) -> None:
    """So that one test does not cure what the next one asks for."""
    old = app.handle(app.login(sandbox_scenario="failed")["access_token"])
    new = app.handle(app.login(sandbox_scenario="failed")["access_token"])

    assert ([200], [422]) == (old.statuses(1), new.statuses(1))


def test_a_default_scenario_that_failed_is_not_played_again(serve: Callable[..., httpx.Client], apps: Apps) -> None:
    """A client that asks its patient to authorize anew gets its data; another user's still fails."""
    nobody = {"Authorization": ""}
    app = apps(at=serve('{"resourceType":"Patient","id":"1"}', scenario="failed", headers=nobody))
    handles = [app.handle(app.login(flexpa_external_id=user)["access_token"]) for user in ("a", "b")]
    assert [[422], [422]] == [handle.statuses(1, "/Patient") for handle in handles]
    again = app.handle(app.login(flexpa_external_id="a")["access_token"])

    assert [[200], [200], [422]] == [handle.statuses(1, "/Patient") for handle in (again, *handles)]


def test_reauthorizing_by_hand_is_for_the_same_user(app: App) -> None:
    """The new token belongs to the same application, which can refresh it."""
    old = app.handle(app.login(sandbox_scenario="failed", flexpa_external_id="u-3")["access_token"])
    answer = old.steer("POST", "/session/reauthorize", {"scenario": "failed"})
    new = answer.json()

    assert {"externalId": "u-3"} == introspected(app, new["access_token"])["user"]
    assert ([200], [422]) == (old.statuses(1), old.of(answer).statuses(1))
    assert 200 == app.refresh(new["refresh_token"]).status_code


def test_a_consent_that_is_not_exchanged_cures_nothing(app: App) -> None:
    """The patient has not come back yet."""
    old = app.handle(app.login(sandbox_scenario="failed")["access_token"])
    code = app.code(sandbox_scenario="syncing-1x")
    assert [422] == old.statuses(1)
    new = app.handle(app.redeem(code).json()["access_token"])

    assert ([200], [429, 200]) == (old.statuses(1), new.statuses(2))


def test_a_token_whose_scenario_has_expired_is_refreshed(app: App) -> None:
    """The next one works."""
    found = app.login(sandbox_scenario="expiring-5s")
    handle = app.handle(found["access_token"])
    handle.clock(freeze=True, advance=5)
    assert [401] == handle.statuses(1)

    assert [200] == app.handle(app.refresh(found["refresh_token"]).json()["access_token"]).statuses(1)


def test_a_session_that_is_forgotten_keeps_its_tokens(app: App) -> None:
    """Clock, journal and scenario begin anew; what was granted lives as long as it would have."""
    found = app.login(sandbox_scenario="syncing-1x")
    handle = app.handle(found["access_token"])
    handle.clock(freeze=True, advance=86_000)
    assert [429, 200] == handle.statuses(2)
    handle.steer("DELETE", "/session")

    assert ([], False) == (handle.journal(), handle.state()["clock"]["frozen"])
    assert [429, 200] == handle.statuses(2)
    handle.clock(freeze=True, advance=400)
    assert [401] == handle.statuses(1)
    assert 200 == app.refresh(found["refresh_token"]).status_code


def test_the_code_stays_a_handle(app: App) -> None:
    """A test that saw only the redirect can steer the session to its end, and read with it nothing."""
    code = app.code()
    token = app.redeem(code).json()["access_token"]
    app.handle(token).statuses(2)

    assert 2 == len(app.handle(code).journal())
    assert [401] == app.handle(code).statuses(1)
    assert 401 == app.get("/link/introspect", code).status_code
