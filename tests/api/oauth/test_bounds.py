"""What is kept of all that is granted? So many consents and no more, each in its own session."""

import httpx
import pytest

from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from sandbox.oauth import AuthorizationRequest, consent_store
from sandbox.server import Sandbox
from sandbox.sessions import memory
from sandbox.settings import Settings
from tests.api.oauth.flow import App, Apps, refused


def test_the_oldest_consent_is_forgotten(apps: Apps, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its code and refresh token are unknown then, and its access token is of no more use: nobody could revoke it."""
    monkeypatch.setattr(consent_store, "CONSENTS_KEPT", 2)
    backend = Backend(load(built_in_fixtures()), Settings())
    with Sandbox(backend=backend) as sandbox, httpx.Client(base_url=sandbox.url, verify=False) as http:
        app = apps(at=http)
        waiting, found = app.code(), app.login()
        assert 200 == app.get("/fhir/Patient", found["access_token"]).status_code
        app.login()
        assert (400, "invalid_grant") == refused(app.redeem(waiting))
        assert 200 == app.refresh(found["refresh_token"]).status_code
        token = app.login()["access_token"]

        assert (400, "invalid_grant") == refused(app.refresh(found["refresh_token"]))
        assert [401, 200] == [app.get("/fhir/Patient", one).status_code for one in (found["access_token"], token)]


def test_a_reset_forgets_all_that_was_granted(apps: Apps) -> None:
    """Codes, access tokens and refresh tokens."""
    backend = Backend(load(built_in_fixtures()), Settings())
    with Sandbox(backend=backend) as sandbox, httpx.Client(base_url=sandbox.url, verify=False) as http:
        app = apps(at=http)
        waiting, found = app.code(), app.login()
        http.post("/_sandbox/reset", json={"all": True})

        assert 401 == app.get("/fhir/Patient", found["access_token"]).status_code
        assert [(400, "invalid_grant")] * 2 == [
            refused(app.redeem(waiting)),
            refused(app.refresh(found["refresh_token"])),
        ]


def test_no_two_consents_share_a_code_or_an_id() -> None:
    """Codes are as long as 128 bits."""
    backend = Backend(load(built_in_fixtures()), Settings())
    consents = [backend.consent(AuthorizationRequest(), "ada") for _ in range(1000)]

    assert 1000 == len({one.code for one in consents}) == len({one.id for one in consents})
    assert {35} == {len(one.code) for one in consents}


def test_a_token_that_was_forgotten_says_so(apps: Apps, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a reset, after a restart with the same seed, and when too many others came; not under another seed."""

    def says(seed: int, token: str) -> str:
        with Sandbox(seed=seed) as one, httpx.Client(base_url=one.url) as http:
            answer = apps(at=http).get("/fhir/Patient", token)
            assert 401 == answer.status_code
            return str(answer.json()["issue"][0]["diagnostics"])

    with (
        Sandbox(seed=7) as sandbox,
        httpx.Client(base_url=sandbox.url) as http,
    ):
        token = apps(at=http).login()["access_token"]
        http.post("/_sandbox/reset", json={"all": True})
        after_reset = apps(at=http).get("/fhir/Patient", token).json()["issue"][0]["diagnostics"]

        monkeypatch.setattr(memory, "SESSIONS_KEPT", 2)
        token = http.post("/_sandbox/sessions", json={}).json()["access_token"]
        for number in range(3):
            apps(at=http).get("/fhir/Patient", f"pat_test_ready~ada~n{number}")
        after_others = apps(at=http).get("/fhir/Patient", token).json()["issue"][0]["diagnostics"]

    assert after_others == after_reset
    assert after_reset.startswith("This token was issued by this sandbox, but its session was forgotten")
    assert after_reset == says(7, token)
    assert says(8, token).startswith("This looks like a real key, or somebody else's token.")


def test_what_is_forgotten_keeps_its_end(app: App) -> None:
    """The clock of the new session runs on from where the old one stood, so that `exp` is true."""
    handle = app.handle(app.client.post("/_sandbox/sessions", json={"expires_in": 600}).json()["access_token"])
    handle.clock(freeze=True, advance=500)
    exp = app.get("/link/introspect", handle.token).json()["exp"]
    assert 200 == handle.steer("DELETE", "/session").status_code
    handle.clock(freeze=True)

    assert exp == app.get("/link/introspect", handle.token).json()["exp"]
    handle.clock(to=exp - 0.5)
    assert [200] == handle.statuses(1)
    handle.clock(to=exp + 1)
    assert [401] == handle.statuses(1)


def test_what_another_start_has_granted_is_unknown(apps: Apps) -> None:
    """With the same seed, too: else a client that has kept its tokens would be given another patient."""
    waiting: list[str] = []
    kept: list[str] = []
    for patient in ("ben", "ada"):
        with Sandbox() as sandbox, httpx.Client(base_url=sandbox.url, verify=False) as http:
            app = apps(at=http)
            waiting.append(app.code(sandbox_patient=patient))
            kept.append(app.login(sandbox_patient=patient)["refresh_token"])
            granted = app.redeem(waiting[0]), app.refresh(kept[0])
            if patient == "ben":
                assert [200, 200] == [one.status_code for one in granted]
            else:
                assert [(400, "invalid_grant")] * 2 == [refused(one) for one in granted]
