"""Is an application told when a sync has ended? Once, signed, by the session's clock, and again if need be."""

import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from sandbox.server import Sandbox
from tests.api.admin.handle import Handle
from tests.api.oauth.flow import App, Apps
from tests.api.oauth.receiver import Receiver, until


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver."""
    with Receiver() as found:
        yield found


@pytest.fixture
def app(apps: Apps, receiver: Receiver, tmp_path: Path) -> Iterator[App]:
    """Give an application of a server of one patient that tells the receiver."""
    file = tmp_path / "p.ndjson"
    file.write_text('{"resourceType":"Patient","id":"p1"}')
    with (
        Sandbox(file, webhook_url=receiver.url, webhook_secret="whsec_test") as sandbox,  # noqa: S106 - a made-up secret
        httpx.Client(base_url=sandbox.url, verify=False) as http,
    ):
        yield apps(at=http)


def webhooks(handle: Handle) -> Any:
    """Return the webhooks of a session as its journal shows them."""
    return handle.steer("GET", "/session/journal").json()["webhooks"]


def states(handle: Handle) -> list[tuple[str, str, int]]:
    """Return event, state and number of attempts of each."""
    return [(one["event"], one["state"], len(one["attempts"])) for one in webhooks(handle)]


def frozen(app: App, **changed: str | None) -> Handle:
    """Walk the whole way on a clock that stands still."""
    code = app.code(**changed)
    app.handle(code).clock(freeze=True)
    return app.handle(app.redeem(code).json()["access_token"])


def test_a_sync_that_is_complete_is_told(app: App, receiver: Receiver) -> None:
    """With an envelope that names consent and authorization, signed."""
    token = app.login(flexpa_external_id="u-1")["access_token"]
    ((headers, body),) = receiver.wait_for(1)
    envelope = json.loads(body)
    stamp, signature = (part.split("=")[1] for part in headers["X-Flexpa-Signature"].split(","))
    consent = app.get("/rest/consent", token).json()

    assert ("sync_completed", 1) == (envelope["event"], envelope["version"])
    assert {
        "mode": "test",
        "external_id": "u-1",
        "patient_authorization_id": consent["patientAuthorizations"][0]["id"],
        "consent_id": consent["id"],
    } == envelope["data"]
    assert 4 == UUID(envelope["event_id"]).version
    assert hmac.new(b"whsec_test", f"{stamp}.".encode() + body, "sha256").hexdigest() == signature
    assert "Flexpa-Webhook/1.0" == headers["User-Agent"]
    assert abs(int(stamp) - envelope["timestamp"] / 1000) < 5


def test_it_is_told_when_the_window_is_over(app: App, receiver: Receiver) -> None:
    """Advancing the clock is enough; the event has the moment at which the window ended."""
    handle = frozen(app, sandbox_scenario="syncing-45s")
    begun = handle.state()["clock"]["now"]
    assert [] == webhooks(handle)
    handle.clock(advance=44.9)
    assert [] == webhooks(handle)
    handle.clock(advance=15.1)
    ((_, body),) = receiver.wait_for(1)

    assert round((begun + 45) * 1000) == json.loads(body)["timestamp"]
    wanted = [("sync_completed", "delivered", 1)]
    assert wanted == until(lambda: states(handle), wanted)
    (shown,) = webhooks(handle)
    assert (json.loads(body)["event_id"], begun + 45, None) == (shown["event_id"], shown["at"], shown["next_at"])
    assert [{"at": begun + 60, "status": 204}] == shown["attempts"]


@pytest.mark.parametrize(("scenario", "advance"), [("failed", 0), ("failing-5s", 5)])
def test_a_sync_that_failed_is_told(app: App, receiver: Receiver, scenario: str, advance: float) -> None:
    """As `sync_failed`."""
    frozen(app, sandbox_scenario=scenario).clock(advance=advance)
    ((_, body),) = receiver.wait_for(1)

    assert "sync_failed" == json.loads(body)["event"]


def test_a_window_of_requests_is_told_when_they_are_over(app: App, receiver: Receiver) -> None:
    """As soon as it is seen."""
    handle = frozen(app, sandbox_scenario="syncing-2x")
    assert [429, 429] == handle.statuses(2)

    assert "sync_completed" == json.loads(receiver.wait_for(1)[0][1])["event"]
    assert [200, 200] == handle.statuses(2)
    assert 1 == len(webhooks(handle))


def test_what_is_ended_by_hand_is_told_each_time(app: App, receiver: Receiver) -> None:
    """Syncing, failed, syncing, ready."""
    handle = frozen(app, sandbox_scenario="stuck")
    for state in ("failed", "failed", "syncing", "ready", "ready"):
        handle.steer("PUT", "/session/sync", {"state": state})
    events = sorted(json.loads(body)["event"] for _, body in receiver.wait_for(2))

    assert ["sync_completed", "sync_failed"] == events
    assert ["sync_failed", "sync_completed"] == [one["event"] for one in webhooks(handle)]


def test_a_cure_is_told(app: App, receiver: Receiver) -> None:
    """The old authorization's data has come, and the new one's."""
    old = frozen(app, sandbox_scenario="failed")
    new = frozen(app)
    receiver.wait_for(3)

    assert ["sync_failed", "sync_completed"] == [one["event"] for one in webhooks(old)]
    assert ["sync_completed"] == [one["event"] for one in webhooks(new)]


def test_a_session_opened_by_steering_is_told_of_as_well(app: App, receiver: Receiver) -> None:
    """It has no user, so the external id is empty; a new authorization by hand cures it."""
    handle = app.handle(app.client.post("/_sandbox/sessions", json={"scenario": "failed"}).json()["access_token"])
    receiver.wait_for(1)
    handle.steer("POST", "/session/reauthorize")
    found = [json.loads(body) for _, body in receiver.wait_for(3)]

    assert ["sync_completed", "sync_completed", "sync_failed"] == sorted(one["event"] for one in found)
    assert {""} == {one["data"]["external_id"] for one in found}


def test_nothing_is_told_of_what_is_revoked_or_forgotten(app: App, receiver: Receiver) -> None:
    """Of a forgotten session, only what happens anew."""
    revoked, forgotten = (
        frozen(app, sandbox_scenario="syncing-10s", flexpa_external_id=name, flexpa_endpoint_id=name)
        for name in ("u1", "u2")
    )
    app.client.post("/link/revoke", json={"secret_key": "sk_test_x"}, headers=revoked.login)
    revoked.clock(advance=10)
    forgotten.steer("DELETE", "/session")
    forgotten.clock(freeze=True, advance=10)
    assert [429] == forgotten.statuses(1)
    forgotten.clock(advance=10)
    ((_, body),) = receiver.wait_for(1)

    assert "u2" == json.loads(body)["data"]["external_id"]
    assert [] == webhooks(revoked)
    assert 1 == len(receiver.received)


@pytest.mark.parametrize("scenario", ["expired", "revoked", "forbidden", "stuck"])
def test_a_sync_that_does_not_end_is_not_told(app: App, receiver: Receiver, scenario: str) -> None:
    """There is nothing to say."""
    handle = frozen(app, sandbox_scenario=scenario)
    handle.clock(advance=3600)
    told = frozen(app)
    wanted = [("sync_completed", "delivered", 1)]

    assert wanted == until(lambda: states(told), wanted)
    assert [] == webhooks(handle)
    assert 1 == len(receiver.received)


def test_the_verdict_does_not_count_them(app: App, receiver: Receiver) -> None:
    """They are no requests of the client."""
    handle = frozen(app)
    handle.statuses(1)
    receiver.wait_for(1)

    assert 1 == handle.steer("GET", "/session/verdict").json()["numbers"]["requests"]
    assert 1 == len(handle.journal())


@pytest.mark.parametrize(("scenario", "expected"), [("failing-5s", "pass"), ("syncing-5s", "fail")])
def test_whoever_was_told_of_a_failure_need_not_ask(app: App, receiver: Receiver, scenario: str, expected: str) -> None:
    """It met one 429, and got a webhook; of data that is there now, it has not got any."""
    handle = frozen(app, sandbox_scenario=scenario)
    assert [429] == handle.statuses(1)
    handle.clock(advance=5)
    receiver.wait_for(1)
    assert "delivered" == until(lambda: states(handle)[0][1], "delivered")

    assert expected == handle.steer("GET", "/session/verdict?ended=exit").json()["rules"][0]["result"]


def test_without_an_address_nothing_is_written(client: httpx.Client, apps: Apps) -> None:
    """The journal has entries and no webhooks."""
    found = frozen(apps(at=client)).steer("GET", "/session/journal").json()

    assert {"entries", "dropped"} == found.keys()
