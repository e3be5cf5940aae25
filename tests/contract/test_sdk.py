"""Does the vendor's own SDK, unmodified, do here what it does there? What its page does not show is tried here."""

import json
from functools import cache
from typing import Any

import httpx
import pytest

from sandbox.scenario import RETRY_AFTER_FORMATS
from sandbox.server import Sandbox
from tests.contract import page
from tests.contract.toolchain import Told, node

# Step of node/sdk.mjs -> how the SDK is answered.
ANSWERS = {
    "bad exchange": (400, "Bad Request"),
    "test keys": (403, "unauthorized_client"),
    "told to be patient": (200, None),
    "failed": (422, "processing"),
    "cured": (200, None),
    "last second": (200, None),
    "expired": (401, "expired"),
    "renewed": (200, None),
    "replayed": (400, "invalid_grant"),
    "revoked by it": (401, "Unauthorized"),
}
METHODS = (
    "generateCodeVerifier", "generateCodeChallenge", "buildAuthorizationUrl", "fromAuthorizationCode",
    "fromBearerToken", "getAccessToken", "getRefreshToken", "introspect", "search", "read", "$everything",
    "getCapabilityStatement", "tokenRefresh", "revoke",
)  # fmt: skip


@pytest.fixture(scope="module")
def told(still: Sandbox) -> dict[str, list[Told]]:
    """Give what the SDK has met, by step."""
    found: dict[str, list[Told]] = {}
    for one in node("sdk.mjs", still.url, "", virtual=True):
        found.setdefault(one["step"], []).append(one)
    return found


@cache
def page_today() -> str:
    """Return the page as the SDK would have it."""
    return page.written(page.PAGE.read_text(encoding="utf-8"))


def asked(address: str, path: str, token: str) -> Any:
    """Return what the sandbox answers to a token."""
    return httpx.get(address + path, headers={"Authorization": f"Bearer {token}"}, verify=False).json()


def test_the_page_of_the_sdk_is_what_it_does() -> None:
    """`python -m tests.contract.page` would change nothing: the SDK's whole life, and its verdicts."""
    assert page_today() == page.PAGE.read_text(encoding="utf-8")


def test_the_page_shows_every_method_that_the_life_of_a_token_needs() -> None:
    """What is not on the page is in the steps below."""
    text = page.PAGE.read_text(encoding="utf-8")

    assert [] == [name for name in METHODS if f".{name}(" not in text]


def test_every_spelling_of_a_wait_has_its_row() -> None:
    """The table has the spellings of the scenarios, in their order."""
    table = page_today().partition("<!-- table: sdk -->")[2].partition("<!-- end -->")[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]

    assert [f"`{name}`" for name in RETRY_AFTER_FORMATS] == [row.split(" | ")[0].removeprefix("| ") for row in rows]


@pytest.mark.parametrize("step", ANSWERS)
def test_the_sdk_is_answered_as_documented(told: dict[str, list[Told]], step: str) -> None:
    """Each refusal reaches the SDK's HttpError with status and code; each cure gets data."""
    assert [ANSWERS[step]] == [(one["status"], one.get("error")) for one in told[step]]


def test_a_public_token_is_exchanged(told: dict[str, list[Told]], still: Sandbox) -> None:
    """By the older form, with the constructor and with the method, it reaches the patient's data."""
    bundle = asked(still.url, "/fhir/Procedure?status=completed", "pat_test_ready~ada~exchanged")
    ids = [entry["resource"]["id"] for entry in bundle["entry"]]

    assert [ids, ids] == [one["ids"] for one in told["exchanged"]]


def test_an_application_token_reaches_every_patient(told: dict[str, list[Told]], still: Sandbox) -> None:
    """By live keys; test keys get none."""
    bundle = asked(still.url, "/fhir/Patient", "aat_test_ready")

    assert [sorted(entry["resource"]["id"] for entry in bundle["entry"])] == [one["ids"] for one in told["application"]]


def test_the_sdk_asks_once_after_422(told: dict[str, list[Told]], still: Sandbox) -> None:
    """It does not retry a failed sync, and so the verdict passes it."""
    token = told["failed"][0]["token"]

    assert [422] == [one["status"] for one in asked(still.url, "/_sandbox/session/journal", token)["entries"]]
    assert "pass" == asked(still.url, "/_sandbox/session/verdict", token)["result"]


def test_the_sdk_waits_in_real_time_as_well(client: httpx.Client) -> None:
    """Without our clock, its own timers bring it through a window of three seconds."""
    address, token = str(client.base_url), "pat_test_syncing-3s~ada~sdk-in-real-time"
    found = node("flexpa.mjs", address, "pat_test_ready~ada~sdk-in-real-time", token)

    assert ["survived"] == [one["step"] for one in found if one["step"] == "survived" and one["ids"]]
    assert [429, 200] == [one["status"] for one in asked(address, "/_sandbox/session/journal", token)["entries"]]
    assert "pass" == asked(address, "/_sandbox/session/verdict", token)["result"], json.dumps(found)
