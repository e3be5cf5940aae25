"""Whom does a reference mean that is a search? In a Bundle, `Practitioner?identifier=system|value` is resolved."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

Loads = Callable[[dict[str, str | bytes]], dict[str, Any]]
FaultsOf = Callable[[dict[str, str | bytes]], list[str]]

NPI = "http://hl7.org/fhir/sid/us-npi"


def practitioner(id_: str, *values: str, system: str | None = NPI) -> dict[str, Any]:
    """Return a Practitioner with identifiers."""
    identifiers = [{"value": value} if system is None else {"system": system, "value": value} for value in values]
    return {"resourceType": "Practitioner", "id": id_, "identifier": identifiers}


def procedure(*references: str) -> dict[str, Any]:
    """Return a Procedure whose performers are references."""
    performers = [{"actor": {"reference": reference}} for reference in references]
    return {"resourceType": "Procedure", "id": "1", "performer": performers}


def transaction(*resources: dict[str, Any]) -> str:
    """Return a transaction as JSON."""
    entries = [
        {"resource": resource, "request": {"method": "POST", "url": resource["resourceType"]}} for resource in resources
    ]
    return orjson.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}).decode()


def actors(found: dict[str, Any]) -> list[str]:
    """Return the performers of the Procedure."""
    return [performer["actor"]["reference"] for performer in found["Procedure/1"]["performer"]]


@pytest.mark.parametrize(
    "search",
    [f"Practitioner?identifier={NPI}|7", "Practitioner?identifier=7", f"Practitioner?identifier={NPI}%7C7"],
)
def test_a_search_by_identifier_becomes_what_it_finds(loads: Loads, search: str) -> None:
    """System and value, or the value alone, name the one resource that has them."""
    text = transaction(procedure(search), practitioner("p", "6", "7"), practitioner("q", "8"))

    assert ["Practitioner/p"] == actors(loads({"a.json": text}))


def test_an_empty_system_means_an_identifier_without_one(loads: Loads) -> None:
    """`|value` is not satisfied by an identifier that has a system."""
    text = transaction(
        procedure("Practitioner?identifier=|7"), practitioner("p", "7"), practitioner("q", "7", system=None)
    )

    assert ["Practitioner/q"] == actors(loads({"a.json": text}))


def test_several_searches_of_one_resource_are_resolved(loads: Loads) -> None:
    """Each reference is resolved for itself, and the others stay."""
    text = transaction(
        procedure("Practitioner?identifier=7", "Organization/o", "Practitioner?identifier=8"),
        practitioner("p", "7"),
        practitioner("q", "8"),
    )

    assert ["Practitioner/p", "Organization/o", "Practitioner/q"] == actors(loads({"a.json": text}))


@pytest.mark.parametrize("name", ["0.json", "z.json", "0.ndjson", "z.ndjson"])
def test_the_other_file_may_come_before_or_after(loads: Loads, name: str) -> None:
    """Hospitals stand in a Bundle of their own, and it does not matter which file is read first."""
    text = transaction(procedure("Practitioner?identifier=7"))

    assert ["Practitioner/p"] == actors(loads({"a.json": text, name: orjson.dumps(practitioner("p", "7"))}))


def test_a_search_may_find_a_resource_that_searches_itself(loads: Loads) -> None:
    """Resources that wait for an answer are found as well."""
    role = {
        "resourceType": "PractitionerRole",
        "id": "r",
        "identifier": [{"value": "9"}],
        "practitioner": {"reference": "Practitioner?identifier=7"},
    }
    found = loads(
        {"a.json": transaction(procedure("PractitionerRole?identifier=9"), role, practitioner("p", "7"))},
    )

    assert ["PractitionerRole/r"] == actors(found)
    assert "Practitioner/p" == found["PractitionerRole/r"]["practitioner"]["reference"]


@pytest.mark.parametrize(
    ("search", "says"),
    [
        ("Practitioner?identifier=9", "no loaded Practitioner has this identifier"),
        (f"Practitioner?identifier={NPI}|9", "no loaded Practitioner has this identifier"),
        ("Practitioner?identifier=urn:other|7", "no loaded Practitioner has this identifier"),
        ("Organization?identifier=7", "no loaded Organization has this identifier"),
        ("Practitioner?identifier=7", "2 resources have this identifier"),
        ("Practitioner?name=Smith", "only Type?identifier=system|value can be resolved"),
        ("Practitioner?identifier=7&active=true", "only Type?identifier=system|value can be resolved"),
        ("Practitioner?identifier:of-type=7", "only Type?identifier=system|value can be resolved"),
        ("Practitioner?identifier=", "only Type?identifier=system|value can be resolved"),
        ("Practitioner?", "only Type?identifier=system|value can be resolved"),
    ],
)
def test_a_search_that_does_not_find_one_resource_is_a_fault(faults_of: FaultsOf, search: str, says: str) -> None:
    """What finds nobody, or several, or asks for something else is named with its place."""
    text = transaction(practitioner("p", "7"), practitioner("q", "7"), procedure(search))

    assert [f"a.json:1 entry 3: {search}: {says}"] == faults_of({"a.json": text})


def test_every_unresolved_search_is_named(faults_of: FaultsOf) -> None:
    """The first fault does not hide the second."""
    faults = faults_of({"a.json": transaction(procedure("Practitioner?identifier=1", "Location?identifier=2"))})

    assert ["Practitioner?identifier=1", "Location?identifier=2"] == [fault.split(": ")[1] for fault in faults]


@pytest.mark.parametrize("identifier", [None, [{}], [{"system": "7"}], [None]])
def test_odd_identifiers_of_others_are_no_obstacle(loads: Loads, identifier: Any) -> None:
    """A resource whose identifiers are no identifiers is not found by them, that is all."""
    odd = {"resourceType": "Practitioner", "id": "odd", "identifier": identifier}

    assert ["Practitioner/p"] == actors(
        loads({"a.json": transaction(odd, procedure("Practitioner?identifier=7"), practitioner("p", "7"))})
    )


@pytest.mark.parametrize("reference", ["https://fhir.example/Practitioner?identifier=7", "urn:x?identifier=7"])
def test_an_absolute_address_is_no_search_of_ours(loads: Loads, reference: str) -> None:
    """What another server should search is left to it."""
    assert [reference] == actors(loads({"a.json": transaction(procedure(reference))}))


def test_a_search_means_the_same_in_every_kind_of_file(loads: Loads) -> None:
    """A resource is served the same whether it stood in a JSON file or on a line of NDJSON."""
    alone, other = orjson.dumps(procedure("Practitioner?identifier=7")), orjson.dumps(practitioner("p", "7"))
    in_json = actors(loads({"a.json": alone, "p.ndjson": other}))
    in_lines = actors(loads({"a.json": other, "p.ndjson": alone}))

    assert in_json == in_lines


def test_many_references_to_what_is_missing_are_one_fault(faults_of: FaultsOf) -> None:
    """For each type: how many, to how many, and the first of them."""
    text = transaction(procedure(*(f"Practitioner?identifier={number % 12}" for number in range(748))))

    (fault,) = faults_of({"a.json": text})
    assert fault.startswith("a.json:1 entry 1: 748 references to 12 missing resources of type Practitioner, the first ")
    assert fault.endswith("Practitioner?identifier=0")


@pytest.mark.parametrize(
    ("type_", "file"),
    [
        ("Practitioner", "practitionerInformation*.json"),
        ("Organization", "hospitalInformation*.json"),
        ("Location", "hospitalInformation*.json"),
    ],
)
def test_a_patient_of_synthea_names_the_files_that_it_needs(faults_of: FaultsOf, type_: str, file: str) -> None:
    """Whoever copies one file of an export leaves its hospitals and practitioners behind."""
    system = "https://github.com/synthetichealth/synthea"
    (fault,) = faults_of({"a.json": transaction(procedure(f"{type_}?identifier={system}|7"))})

    assert fault.endswith(f"has this identifier; Synthea writes them to {file}: load that file as well")
