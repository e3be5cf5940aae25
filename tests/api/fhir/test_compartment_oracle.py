"""Does a slow, plain reader of the fixtures agree on what each persona sees? It walks the JSON and knows no index."""

from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest

from sandbox.loading import built_in_fixtures
from tests.api.fhir.asking import bearer, ids

FOLDER = built_in_fixtures()[0]
PERSONAS = orjson.loads((FOLDER / "personas.json").read_bytes())

Chart = dict[str, dict[str, Any]]


def _chart() -> Chart:
    lines = [line for file in sorted(FOLDER.glob("*.ndjson")) for line in file.read_bytes().splitlines() if line]
    resources = [orjson.loads(line) for line in lines]
    return {f"{resource['resourceType']}/{resource['id']}": resource for resource in resources}


def _versioned(resource: dict[str, Any]) -> str:
    return f"{resource['url']}|{resource.get('version')}"


CHART = _chart()
CANONICALS: dict[str, list[str]] = {}  # an address, with a version or without -> the names of what stands there
for _name, _resource in CHART.items():
    if _resource.get("url"):
        for _address in {_resource["url"], _versioned(_resource)}:
            CANONICALS.setdefault(_address, []).append(_name)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(reference := value.get("reference"), str):
            yield reference.partition("/_history/")[0]
        for url in value.get("instantiatesCanonical", []):
            yield from CANONICALS.get(url, ())
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _patients(resource: dict[str, Any]) -> set[str]:
    """Return whom a resource is about, a patient that cannot be followed under a name of its own."""
    elements = [resource[name] for name in ("patient", "subject", "beneficiary") if name in resource]
    if resource["resourceType"] == "Group":
        elements = [member["entity"] for member in resource.get("member", [])]
    contained = {f"#{inner['id']}": inner["resourceType"] for inner in resource.get("contained", [])}
    found = set()
    for element in elements:
        reference = element.get("reference", "").partition("/_history/")[0]
        type_ = contained.get(reference) or (reference.split("/")[-2:-1] or [element.get("type", "")])[0]
        if type_ == "Patient":
            found.add(reference or "somebody known by a number")
    return found


def _sees(patient: str) -> set[str]:
    me = f"Patient/{patient}"
    own = {me} | {name for name, resource in CHART.items() if _patients(resource) == {me}}
    follow = {name: resource for name, resource in CHART.items() if resource["resourceType"] == "Provenance"}
    own |= {
        name
        for name, it in follow.items()
        if {target["reference"].partition("/_history/")[0] for target in it["target"]} <= own
    }
    referred = {reference for name in own for reference in _references(CHART[name])} & CHART.keys()
    return own | {
        name for name in referred - follow.keys() if not name.startswith("Patient/") and not _patients(CHART[name])
    }


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: str(persona["name"]))
def test_a_persona_sees_what_the_plain_reader_says(client: httpx.Client, persona: dict[str, str]) -> None:
    """Every type, every id: listed, counted and nothing more."""
    expected = _sees(persona["patient"])
    token = bearer(f"pat_test_ready~{persona['name']}")
    found = set()
    for type_ in sorted({name.partition("/")[0] for name in CHART}):
        answer = client.get(f"/fhir/{type_}?_count=1000&_total=accurate", headers=token)
        found |= {f"{type_}/{id_}" for id_ in ids(answer)}
        assert sum(name.startswith(f"{type_}/") for name in expected) == answer.json()["total"], type_

    assert expected == found


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: str(persona["name"]))
def test_a_persona_reads_what_the_plain_reader_says(client: httpx.Client, persona: dict[str, str]) -> None:
    """Reading gives 200 for each of its resources, and 404 for every fifth of the others."""
    expected = _sees(persona["patient"])
    token = bearer(f"pat_test_ready~{persona['name']}")
    others = sorted(CHART.keys() - expected)[:: 1 + len(PERSONAS) // 2]
    read = {name for name in [*expected, *others] if client.get(f"/fhir/{name}", headers=token).status_code == 200}

    assert expected == read


def test_the_plain_reader_is_no_mere_formality() -> None:
    """Personas share something, hide something, and together do not see everything."""
    seen = [_sees(persona["patient"]) for persona in PERSONAS]

    assert seen[5] & seen[6]
    assert all(one - other for one in seen for other in seen if one is not other)
    assert len(set().union(*seen)) < len(CHART)
