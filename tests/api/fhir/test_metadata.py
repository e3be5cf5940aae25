"""Does the CapabilityStatement tell the truth? Every parameter it lists works, and every one that works is listed."""

from typing import Any

import httpx
import pytest

from tests.api.fhir.asking import Serve, bearer, issue

COMMON = {
    "_content": "string",
    "_id": "token",
    "_lastUpdated": "date",
    "_profile": "uri",
    "_security": "token",
    "_source": "uri",
    "_tag": "token",
    "_text": "string",
}
# http://hl7.org/fhir/R4/procedure.html#search
PROCEDURE = {
    "based-on": "reference",
    "category": "token",
    "code": "token",
    "date": "date",
    "encounter": "reference",
    "identifier": "token",
    "instantiates-canonical": "reference",
    "instantiates-uri": "uri",
    "location": "reference",
    "part-of": "reference",
    "patient": "reference",
    "performer": "reference",
    "reason-code": "token",
    "reason-reference": "reference",
    "status": "token",
    "subject": "reference",
}
VALUES = {
    "token": "x", "date": "2020", "reference": "x", "uri": "http://m.test/x", "string": "x", "quantity": "1",
}  # fmt: skip
BOOLEANS = ("active", "deceased", "actual", "exclude")


def _listed(client: httpx.Client) -> dict[str, dict[str, str]]:
    resources: list[dict[str, Any]] = client.get("/fhir/metadata").json()["rest"][0]["resource"]
    assert len(resources) == len({resource["type"] for resource in resources})
    return {it["type"]: {row["name"]: row["type"] for row in it["searchParam"]} for it in resources}


def test_it_needs_no_token(client: httpx.Client) -> None:
    """Whoever comes may read it, with a bad token as well; it says what FHIR asks for."""
    answer = client.get("/fhir/metadata")
    statement = answer.json()

    assert 200 == answer.status_code
    assert answer.content == client.get("/fhir/metadata", headers=bearer("nonsense")).content
    assert ("CapabilityStatement", "4.0.1", "instance") == tuple(
        statement[name] for name in ("resourceType", "fhirVersion", "kind")
    )
    assert {"status", "date", "format"} <= statement.keys()
    assert f"{client.base_url}/fhir" == statement["implementation"]["url"]
    assert "server" == statement["rest"][0]["mode"]


def test_it_lists_the_parameters_of_r4(client: httpx.Client) -> None:
    """The sixteen of Procedure, and those that every type has, with the types of R4."""
    listed = _listed(client)

    assert COMMON | PROCEDURE == listed["Procedure"]
    assert [] == [type_ for type_, rows in listed.items() if not COMMON.items() <= rows.items()]


def test_it_lists_every_type_that_is_there(client: httpx.Client) -> None:
    """Stored types can be read and searched."""
    assert client.get("/_sandbox/health").json()["resources"].keys() <= _listed(client).keys()


def test_what_it_lists_is_not_refused(client: httpx.Client) -> None:
    """Every type, every parameter: as a condition, with :missing, and as an order."""
    for type_, rows in _listed(client).items():
        for name, kind in rows.items():
            if kind == "composite" or name in {"_text", "_content"}:
                continue
            value = "true" if name in BOOLEANS else VALUES[kind]
            for query in (f"{name}={value}", f"{name}:missing=true", f"_sort={name}", f"_sort=-{name}"):
                answer = client.get(f"/fhir/{type_}?{query}&_count=1", headers=bearer())
                assert 200 == answer.status_code, (type_, query, answer.text)


def test_what_it_does_not_list_is_refused(client: httpx.Client) -> None:
    """No type silently takes the parameters of another."""
    for type_, rows in _listed(client).items():
        for name in PROCEDURE.keys() - rows.keys():
            answer = client.get(f"/fhir/{type_}?{name}=x", headers=bearer())
            assert (400, "not-supported") == (answer.status_code, issue(answer)["code"]), (type_, name)


@pytest.mark.parametrize("type_", ["Basic", "Slot"])
def test_types_of_a_fixture_are_listed_too(serve: Serve, type_: str) -> None:
    """Whatever is stored can be found by the common parameters."""
    client = serve(f'{{"resourceType":"{type_}","id":"x"}}')

    assert COMMON == _listed(client)[type_]
    assert 1 == client.get(f"/fhir/{type_}?_id=x&_total=accurate").json()["total"]


def test_it_can_be_laid_out(client: httpx.Client) -> None:
    """`_pretty=true` as everywhere."""
    answer = client.get("/fhir/metadata?_pretty=true")

    assert answer.text.startswith('{\n  "resourceType": "CapabilityStatement",\n')
