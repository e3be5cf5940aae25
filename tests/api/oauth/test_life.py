"""Does a whole life go through? Authorize, exchange, read, refresh, revoke, as the service's SDK does it."""

from typing import Any

import httpx
import pytest

from tests.api.admin.test_minted import claims_of
from tests.api.oauth.flow import LIVE, REDIRECT, VERIFIER, App, Apps, refused, told

EXCHANGE = {
    "access_token", "token_type", "expires_in", "refresh_token", "refresh_expires_in", "timeUntilMaxAuth", "patient",
    "endpoint", "user", "scope",
}  # fmt: skip


def test_the_patient_agrees_at_once(app: App) -> None:
    """The redirect brings a code, and the state as it was sent."""
    answer = app.ask()

    assert (302, {"code", "state"}) == (answer.status_code, set(told(answer)))
    assert ("s&1", True) == (told(answer)["state"], answer.headers["Location"].startswith(f"{REDIRECT}?"))


def test_a_redirect_uri_keeps_its_own_query(app: App) -> None:
    """The code is added to it, and the exchange names it whole."""
    uri = f"{REDIRECT}?tenant=a"
    answer = app.ask(redirect_uri=uri)

    assert answer.headers["Location"].startswith(f"{uri}&code=")
    assert 200 == app.redeem(told(answer)["code"], redirect_uri=uri).status_code


def test_a_code_is_exchanged_for_tokens(app: App) -> None:
    """In the shape of the service."""
    found = app.login()

    assert EXCHANGE == found.keys()
    assert (86_400, 7_776_000, "indefinite") == tuple(
        found[name] for name in ("expires_in", "refresh_expires_in", "timeUntilMaxAuth")
    )
    assert ("Patient/ada-lovell", {"externalId": "user-1"}) == (found["patient"], found["user"])
    assert {"id", "label", "name", "refreshable", "resources"} == found["endpoint"].keys()
    assert True is found["endpoint"]["refreshable"]


def test_the_access_token_is_a_jwt_of_its_patient(app: App) -> None:
    """Signed with the served key; its issuer is the address of the discovery documents."""
    found = app.login(sandbox_patient="cleo")
    claims = claims_of(app.client, found["access_token"])

    assert {"iss", "sub", "jti", "iat", "exp", "patient"} == claims.keys()
    assert ("Patient/cleo-marchetti", 86_400) == (claims["patient"], claims["exp"] - claims["iat"])
    assert app.client.get("/.well-known/openid-configuration").json()["issuer"] == claims["iss"]
    assert 200 == app.get("/fhir/Patient/cleo-marchetti", found["access_token"]).status_code


@pytest.mark.parametrize("path", ["/link/token", "/oauth/token"])
@pytest.mark.parametrize("as_json", [True, False])
def test_form_and_json_are_the_same(app: App, path: str, as_json: bool) -> None:  # noqa: FBT001 - a parameter
    """At both addresses."""
    fields = {
        "grant_type": "authorization_code", "code": app.code(), "code_verifier": VERIFIER, "redirect_uri": REDIRECT,
        "client_id": app.key,
    }  # fmt: skip
    answer = app.client.post(path, json=fields) if as_json else app.client.post(path, data=fields)

    assert (200, "no-store") == (answer.status_code, answer.headers["Cache-Control"])
    assert EXCHANGE == answer.json().keys()


def test_a_confidential_client_may_show_its_keys(app: App) -> None:
    """With them it need not repeat its client_id, but must not name another."""
    fields = {"grant_type": "authorization_code", "code_verifier": VERIFIER, "redirect_uri": REDIRECT}

    assert 200 == app.token_by_keys(code=app.code(), **fields).status_code
    answer = app.token_by_keys(code=app.code(), client_id="pk_test_other", **fields)
    assert (401, "invalid_client") == refused(answer)


def test_without_offline_access_there_is_no_refresh_token(app: App) -> None:
    """`launch/patient` alone, which is the default, gives a day."""
    for scope in ("launch/patient", None, "launch/patient openid fhirUser"):
        found = app.login(scope=scope)

        assert (None, False) == (found["refresh_expires_in"], "refresh_token" in found)
        assert (86_400, False) == (found["timeUntilMaxAuth"], found["endpoint"]["refreshable"])
        assert "launch/patient" == found["scope"]


def test_a_refresh_replaces_both_tokens(app: App) -> None:
    """The old ones are dead, and session, clock and journal go on under the new."""
    old = app.login()
    assert 200 == app.get("/fhir/Procedure", old["access_token"]).status_code
    answer = app.refresh(old["refresh_token"])
    new = answer.json()

    assert EXCHANGE - {"patient", "endpoint", "user", "scope"} == new.keys()
    assert 401 == app.get("/fhir/Procedure", old["access_token"]).status_code
    assert 200 == app.get("/fhir/Procedure", new["access_token"]).status_code
    assert (401, "Unauthorized") == refused(app.get("/link/introspect", old["access_token"]))
    assert (400, "invalid_grant") == refused(app.refresh(old["refresh_token"]))
    assert [200, 401, 200] == [entry["status"] for entry in app.handle(new["access_token"]).journal()]
    assert app.handle(new["access_token"]).journal() == app.handle(old["access_token"]).journal()


def test_an_expired_token_is_refreshed_once(app: App) -> None:
    """On the session's clock; the verdict sees one refresh, and nothing wrong with it."""
    old = app.login()
    handle = app.handle(old["access_token"])
    handle.clock(freeze=True, advance=86_400)
    assert [401] == handle.statuses(1)
    new = app.handle(app.refresh(old["refresh_token"]).json()["access_token"])
    assert [200] == new.statuses(1)
    new.clock(advance=86_400)
    assert [401] == new.statuses(1)
    rules = {rule["id"]: rule["result"] for rule in new.steer("GET", "/session/verdict").json()["rules"]}

    assert "pass" == rules["R14"]


def test_whoever_uses_a_refreshed_token_again_fails(app: App) -> None:
    """R14, in the one journal of the session."""
    old = app.login()
    handle = app.handle(old["access_token"])
    handle.clock(freeze=True)
    app.refresh(old["refresh_token"])
    assert [401, 401] == handle.statuses(2)
    rules = {rule["id"]: rule["result"] for rule in handle.steer("GET", "/session/verdict").json()["rules"]}

    assert "fail" == rules["R14"]


def test_a_session_is_listed_once(serve: Any, apps: Apps) -> None:
    """However often its token was refreshed."""
    app = apps(at=serve('{"resourceType":"Patient","id":"1"}', headers={"Authorization": ""}))
    found = app.login()
    for _ in range(3):
        found = app.refresh(found["refresh_token"]).json()

    assert 1 == app.client.get("/_sandbox/sessions").json()["total"]


def test_revoking_ends_all_of_the_same_kind(apps: Apps) -> None:
    """That of the same patient, application and endpoint; the count says how many."""
    app, other = apps(), apps("other")
    mine, second, elsewhere = app.login(), app.login(flexpa_external_id="user-2"), app.login(sandbox_patient="ben")
    foreign = other.login()
    answer = app.client.post(
        "/link/revoke", json={"secret_key": "sk_test_x"}, headers=app.handle(mine["access_token"]).login
    )

    assert (200, {"count": 2}) == (answer.status_code, answer.json())
    assert [401, 401, 200, 200] == [
        app.get("/fhir/Patient", found["access_token"]).status_code for found in (mine, second, elsewhere, foreign)
    ]
    assert (400, "invalid_grant") == refused(app.refresh(mine["refresh_token"]))
    answer = app.get("/link/introspect", mine["access_token"])
    assert (401, "Unauthorized") == refused(answer)
    assert answer.json()["message"].startswith("Invalid access token")


def test_a_token_that_was_made_up_can_be_revoked(app: App, client: httpx.Client) -> None:
    """It stays so until its session is forgotten."""
    handle = app.handle(f"pat_test_ready~ada~{app.key[-16:]}")
    answer = client.post("/link/revoke", json={"secret_key": "sk_test_x"}, headers=handle.login)

    assert {"count": 1} == answer.json()
    assert [401] == handle.statuses(1)
    handle.steer("DELETE", "/session")
    assert [200] == handle.statuses(1)


def test_an_application_with_live_keys_reaches_everybody(client: httpx.Client) -> None:
    """For 1800 s, and without a refresh token."""
    app = App(client, *LIVE)
    answer = client.post("/link/token", json={"grant_type": "client_credentials"}, auth=app.basic)
    token = answer.json()["access_token"]

    assert {"access_token", "expires_in", "token_type"} == answer.json().keys()
    assert (1800, "Bearer") == (answer.json()["expires_in"], answer.json()["token_type"])
    assert 26 == app.handle(token).count("Patient")
    assert {"iss", "sub", "jti", "iat", "exp"} == claims_of(client, token).keys()
    assert 26 == app.get("/link/introspect", token).json()["sync"]["resourceTypes"]["Patient"]
    assert (403, "Forbidden") == refused(app.get("/rest/consent", token))
    handle = app.handle(token)
    handle.clock(freeze=True, advance=1800)
    assert [401] == handle.statuses(1)


def test_an_application_token_can_have_a_scenario_and_begin_anew(client: httpx.Client) -> None:
    """`sandbox_scenario` beside the grant type."""
    app = App(client, *LIVE)
    fields = {"grant_type": "client_credentials", "sandbox_scenario": "syncing-1x"}
    handle = app.handle(client.post("/link/token", json=fields, auth=app.basic).json()["access_token"])

    assert [429, 200] == handle.statuses(2)
    assert 200 == handle.steer("DELETE", "/session").status_code
    assert [429, 200] == handle.statuses(2)
    answer = client.post("/link/revoke", json={"secret_key": LIVE[1]}, headers=handle.login)
    assert (400, "Bad Request") == refused(answer)


def test_test_keys_get_no_application_token(app: App) -> None:
    """403, as the service documents."""
    answer = app.client.post("/link/token", json={"grant_type": "client_credentials"}, auth=app.basic)

    assert (403, "unauthorized_client") == refused(answer)


def test_the_older_exchange_gives_the_same(app: App) -> None:
    """A public token, which is the code, and the secret key; a second time it is refused, and ends all."""
    code = app.code()
    body = {"public_token": code, "secret_key": "sk_test_x"}
    answer = app.client.post("/link/exchange", json=body)
    token = answer.json()["access_token"]

    assert EXCHANGE == answer.json().keys()
    assert 200 == app.get("/fhir/Patient", token).status_code
    again = app.client.post("/link/exchange", json=body)
    assert ((400, "Bad Request"), "Invalid public token") == (refused(again), again.json()["message"][:20])
    assert 401 == app.get("/fhir/Patient", token).status_code


def test_the_older_exchange_wants_keys_of_the_same_kind(app: App) -> None:
    """A live secret does not redeem the code of a test key."""
    body = {"public_token": app.code(), "secret_key": "sk_live_sandbox"}

    assert (401, "invalid_client") == refused(app.client.post("/link/exchange", json=body))


def test_a_session_that_is_opened_by_steering_can_be_refreshed(app: App) -> None:
    """It belongs to no application, so anybody with a pair of keys may."""
    answer = app.client.post("/_sandbox/sessions", json={"scenario": "ready", "expires_in": 60}).json()
    found = app.refresh(answer["refresh_token"]).json()

    assert 60 == found["expires_in"]
    assert [200] == app.handle(found["access_token"]).statuses(1)


def test_a_smart_client_gets_the_bare_id(app: App) -> None:
    """It is known by its `aud`, and need not name its user."""
    audience = f"{app.client.base_url}".rstrip("/") + "/fhir"
    found = app.login(aud=audience, flexpa_external_id=None, scope="launch/patient patient/*.read")

    assert ("ada-lovell", "launch/patient patient/*.read") == (found["patient"], found["scope"])
