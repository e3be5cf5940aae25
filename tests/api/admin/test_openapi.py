"""Does the OpenAPI document say what is so? Held against the routes, and against what bodies and queries may have."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from sandbox.api.admin.routes import GUARDED, ROUTES
from tests.api.admin.handle import Hands, error

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> Document:
    """Give the document as it is served."""
    answer = client.get("/_sandbox/openapi.json")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/json")
    found: Document = answer.json()
    return found


def operations(document: Document) -> Iterator[tuple[str, str, Any]]:
    """Yield method, path and operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON value, at any depth."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


def test_it_is_valid(document: Document) -> None:
    """By the schema of OpenAPI 3.1 (pip install openapi-spec-validator)."""
    validator = pytest.importorskip("openapi_spec_validator")
    validator.validate(document)


def test_it_is_whole(document: Document) -> None:
    """It is of version 3.1, every reference leads somewhere, every operation has a name of its own and a summary."""
    found = list(operations(document))
    names = [operation["operationId"] for _, _, operation in found]

    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= document["info"].keys()
    assert len(names) == len(set(names))
    assert all(operation["summary"].strip() and operation["responses"] for _, _, operation in found)
    for ref in (one["$ref"] for one in objects(document) if "$ref" in one):
        place: Any = document
        for step in ref.removeprefix("#/").split("/"):
            place = place[step]
        assert isinstance(place, dict)


def test_every_route_is_in_it_and_nothing_else(document: Document) -> None:
    """By method and path."""
    documented = [(method, path) for method, path, _ in operations(document)]

    assert sorted((route.method, f"/_sandbox{route.pattern}") for route in ROUTES) == sorted(documented)


def test_it_says_which_token_a_call_takes(document: Document) -> None:
    """The session's, the admin's if there is one, or none."""
    functions = {(route.method, f"/_sandbox{route.pattern}"): route.function for route in ROUTES}
    schemes = document["components"]["securitySchemes"]
    for method, path, operation in operations(document):
        security = operation.get("security", [])
        names = {name for row in security for name in row}
        about_one = bool(re.fullmatch(r"/_sandbox/session(/.*)?", path))

        assert names <= schemes.keys()
        assert about_one == (security == [{"session": []}]), path
        assert (functions[method, path] in GUARDED) == ("admin" in names)


def test_errors_are_as_it_describes_them(document: Document, hands: Hands) -> None:
    """`error` with code and message, perhaps a hint."""
    shape = document["components"]["schemas"]["Error"]["properties"]["error"]
    for answer in (hands("ready").steer("POST", "/reset", {}), hands("ready").steer("GET", "/nope")):
        found = answer.json()["error"]
        assert set(shape["required"]) <= found.keys() <= shape["properties"].keys()


def bodies(document: Document) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the properties of the body of each call that takes one."""
    return {
        (method, path): operation["requestBody"]["content"]["application/json"]["schema"]["properties"]
        for method, path, operation in operations(document)
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    }


FIELDS: dict[str, Any] = {"status": 200, "issue": "x", "method": "GET", "path": "/", "query": "", "fault": "reset"}
SAMPLES: dict[tuple[str, str], dict[str, list[Any]]] = {
    ("POST", "/_sandbox/sessions"): {"patient": ["ada"], "scenario": ["stuck", {"quota": 1}], "expires_in": [1, 5]},
    ("POST", "/_sandbox/reset"): {"all": [True]},
    ("POST", "/_sandbox/explain"): {"query": ["Procedure?date=2024"], "id": ["x"], "token": ["pat_test_ready"]},
    ("POST", "/_sandbox/session/clock"): {
        "freeze": [True, False], "advance": [0, 2, 0.5], "to": [4_102_444_800], "scale": [1, 2.5, 100],
        "resume": [True],
    },
    ("PUT", "/_sandbox/session/sync"): {"state": ["ready", "failed", "syncing"]},
    ("POST", "/_sandbox/session/reauthorize"): {"scenario": ["ready", {"sync": {"seconds": 1}}]},
    ("POST", "/_sandbox/session/journal"): {"oauth": [True, False]},
    ("POST", "/_sandbox/session/outcome"): {"success": [True, False], "count": [0, 12]},
    ("POST", "/_sandbox/session/expect"): {
        "count": [FIELDS | {"max": 0, "min": 0}],
        "within": [0],
        "never": [FIELDS],
        "for": [0],
    },
}  # fmt: skip
SAMPLES |= {
    (method, path.replace("/session/", "/sessions/{session}/")): samples
    for (method, path), samples in SAMPLES.items()
    if path.rpartition("/")[2] in {"clock", "sync", "reauthorize"}
}
PARTNERS: dict[str, dict[str, Any]] = {
    "/_sandbox/session/outcome count": {"success": True},
    "within": {"count": {"max": 0}},
    "for": {"never": {}},
    "id": {"query": "Procedure?"},
    "token": {"query": "Procedure?"},
}


def test_every_key_of_a_body_has_its_sample_here(document: Document) -> None:
    """None of the document is missing below, and none is too many."""
    documented = {call: set(keys) for call, keys in bodies(document).items() if "resources" not in call[1]}

    assert {call: set(samples) for call, samples in SAMPLES.items()} == documented


@pytest.mark.parametrize("call", SAMPLES, ids=" ".join)
def test_every_documented_key_is_accepted(hands: Hands, serve: Any, call: tuple[str, str]) -> None:
    """With each of its types; a reset is tried where nobody is disturbed."""
    method, path = call
    for key, samples in SAMPLES[call].items():
        for number, sample in enumerate(samples):
            body = {key: sample} | PARTNERS.get(f"{path} {key}", PARTNERS.get(key, {}))
            if path.endswith("/reset"):
                answer = serve('{"resourceType":"Patient","id":"1"}').request(method, path, json=body)
            else:
                answer = hands(f"slow-{number}ms").steer(method, path.removeprefix("/_sandbox"), body)
            assert answer.status_code in {200, 201}, answer.text


def known(answer: httpx.Response) -> set[str]:
    """Return the keys that a refusal says are known."""
    assert answer.status_code == 400
    return set(error(answer).rpartition("Known: ")[2].rstrip(".").split(", "))


def test_every_other_key_is_refused(document: Document, hands: Hands) -> None:
    """And the refusal names exactly the documented ones."""
    handle = hands("ready")
    for (method, path), properties in bodies(document).items():
        if "resources" not in path:
            answer = handle.steer(method, path.removeprefix("/_sandbox"), {"xyzzy": 1})
            assert set(properties) == known(answer), path


def test_the_keys_of_what_is_expected_are_those_that_are_known(document: Document, hands: Hands) -> None:
    """For count and for never."""
    properties = bodies(document)["POST", "/_sandbox/session/expect"]
    for name in ("count", "never"):
        answer = hands("ready").steer("POST", "/session/expect", {name: {"xyzzy": 1}})
        assert set(properties[name]["properties"]) == known(answer)


def test_the_keys_of_a_plan_are_those_that_are_known(document: Document, hands: Hands) -> None:
    """At every level: the plan, its sync, its steps, and what a step matches."""
    plan = document["components"]["schemas"]["Plan"]["properties"]
    step = plan["steps"]["items"]["properties"]
    odd = {"xyzzy": 1}
    levels = [
        (odd, plan),
        ({"sync": odd}, plan["sync"]["properties"]),
        ({"steps": [odd]}, step),
        ({"steps": [{"status": 503, "match": odd}]}, step["match"]["properties"]),
    ]
    for scenario, properties in levels:
        assert set(properties) == known(hands("ready").steer("POST", "/sessions", {"scenario": scenario}))


def test_every_word_that_a_plan_may_have_is_accepted(document: Document, hands: Hands) -> None:
    """Outcomes, spellings, faults and interactions."""
    plan = document["components"]["schemas"]["Plan"]["properties"]
    step = plan["steps"]["items"]["properties"]
    plans: list[Any] = [{"retry_after": word} for word in plan["retry_after"]["enum"]]
    plans += [{"sync": {"seconds": 1, "outcome": word}} for word in plan["sync"]["properties"]["outcome"]["enum"]]
    plans += [{"steps": [{"fault": word, "seconds": 1}]} for word in step["fault"]["enum"]]
    plans += [{"steps": [{"status": 429, "retry_after": word}]} for word in step["retry_after"]["enum"]]
    interactions = step["match"]["properties"]["interaction"]["enum"]
    plans += [{"steps": [{"pass": True, "match": {"interaction": word}}]} for word in interactions]
    for scenario in plans:
        assert 201 == hands("ready").steer("POST", "/sessions", {"scenario": scenario}).status_code, scenario


def test_documented_parameters_are_accepted_and_others_refused(document: Document, hands: Hands) -> None:
    """Wherever the document has any."""
    handle = hands("ready")
    for method, path, operation in operations(document):
        below = path.removeprefix("/_sandbox")
        for parameter in (one for one in operation.get("parameters", []) if one["in"] == "query"):
            for value in parameter["schema"].get("enum", [1]):
                assert 200 == handle.steer(method, f"{below}?{parameter['name']}={value}").status_code
            assert 400 == handle.steer(method, f"{below}?xyzzy=1").status_code
