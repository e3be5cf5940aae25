"""Are the answers of the admin API as its OpenAPI document has them? Each call is made."""

from typing import Any

import httpx
import pytest

from sandbox.api.admin.openapi import REQUIRED
from sandbox.api.admin.routes import ROUTES
from sandbox.server import Sandbox
from tests.api.admin.handle import Hands, error
from tests.api.admin.test_openapi import operations
from tests.api.described import Document, faults, misfits

# (method, pattern) -> the bodies with which the call is made; None is without one.
# fmt: off
BODIES: dict[tuple[str, str], list[Any]] = {
    ("POST", "/session/journal"): [{"oauth": True}],
    ("POST", "/sessions"):            [{}, {"patient": "ben", "scenario": {"quota": 3}, "expires_in": 60}],
    ("POST", "/reset"):               [{"all": True}],
    ("POST", "/resources"):           [{"resourceType": "Patient", "id": "described"}],
    ("POST", "/explain"):             [{"query": "Procedure?date=2024", "id": "ada-mammogram-2015"},
                                       {"query": "Procedure?code:text=x&date=lt2020", "id": "x"},
                                       {"query": "Patient?name=ada", "id": "ben-okafor"}, {"query": "Patient?"}],
    ("POST", "/session/clock"):       [{"freeze": True, "advance": 1}, {"scale": 20}, {"resume": True, "scale": 1}],
    ("PUT", "/session/sync"):         [{"state": "failed"}, {"state": "syncing"}, {"state": "ready"}],
    ("POST", "/session/reauthorize"): [{}, {"scenario": "stuck"}],
    ("POST", "/session/outcome"):     [{"success": True}, {"success": False, "count": 3}],
    ("POST", "/session/expect"):      [{"count": {}}, {"count": {"min": 99}}, {"never": {"status": 999}}],
}
BODIES |= {
    (method, pattern.replace("/session/", "/sessions/{session}/")): bodies
    for (method, pattern), bodies in BODIES.items()
    if pattern.rpartition("/")[2] in {"clock", "sync", "reauthorize"}
}
# fmt: on
SCENARIOS = ("syncing-2x", "reset", "throttled-1x", "failed", "expired", "partial-9s", "stuck+empty")
# What ends a session, or everybody's, is called last.
ORDERED = sorted(ROUTES, key=lambda route: (route.method == "DELETE", route.pattern == "/reset"))


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> Document:
    """Give the document as it is served."""
    found: Document = client.get("/_sandbox/openapi.json").json()
    return found


def _used(client: httpx.Client, token: str) -> str:
    """Let a token be used, in well and in woe; return the name of its session."""
    login = {"Authorization": f"Bearer {token}"}
    for path in ("/Procedure", "/Procedure", "/Patient/nobody", "/Procedure?date=x"):
        try:
            client.get(f"/fhir{path}", headers=login)
        except httpx.NetworkError:
            continue
    return str(client.get("/_sandbox/session", headers=login).json()["session"])


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_answers_are_as_they_are_described(document: Document, scenario: str) -> None:
    """Every call, about a session with all kinds of a past."""
    token = f"pat_test_{scenario}~ada~described"
    wrong: dict[str, list[str]] = {}
    served = Sandbox(webhook_url="http://127.0.0.1:9/hook", metrics="on")
    with served as sandbox, httpx.Client(base_url=sandbox.url) as client:
        name = _used(client, token)
        for route in ORDERED:
            path = route.pattern.replace("{session}", name).replace("{type}/{id}", "Patient/ben-okafor")
            for body in BODIES.get((route.method, route.pattern), [None]):
                login = {"Authorization": f"Bearer {token}"}
                answer = client.request(route.method, f"/_sandbox{path}", json=body, headers=login)
                said = faults(document, f"/_sandbox{route.pattern}", answer)
                dead = scenario == "expired" and route.pattern.endswith("/sync")  # no sync cures the token
                if said or answer.is_success == dead:
                    wrong[f"{route.method} {path} {body}"] = [str(answer.status_code), *said]

    assert {} == wrong


def test_every_answer_that_is_json_has_a_schema(document: Document) -> None:
    """A new call comes with a row of ANSWERS."""
    open_ = [
        path
        for _, path, operation in operations(document)
        for answer in operation["responses"].values()
        if answer.get("content", {}).get("application/json", {}).get("schema") == {}
    ]

    assert [] == open_


def test_what_is_required_is_missed(document: Document, hands: Hands) -> None:
    """By the schema as by the server, one by one."""
    for (method, path), names in REQUIRED.items():
        operation = document["paths"][f"/_sandbox{path}"][method.lower()]
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        for name in names:
            assert operation["requestBody"]["required"] is True
            assert misfits(document, schema, {}) == [f"$: {name!r} is a required property"]
            answer = hands("ready").steer(method, path, {})
            assert (400, True) == (answer.status_code, bool(error(answer)))


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ({"count": {}}, True), ({"never": {}, "for": 0}, True), ({}, False), ({"count": {}, "never": {}}, False),
        ({"within": 0, "never": {}}, False), ({"for": 0, "count": {}}, False),
    ],
    ids=str,
)  # fmt: skip
def test_what_goes_together_is_described(document: Document, hands: Hands, body: dict[str, Any], *, fits: bool) -> None:
    """An expectation takes one of two, with the time that belongs to it."""
    operation = document["paths"]["/_sandbox/session/expect"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]

    assert fits is (not misfits(document, schema, body))
    assert (200 if fits else 400) == hands("ready").steer("POST", "/session/expect", body).status_code
