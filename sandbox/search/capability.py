"""What can be asked of this server? A CapabilityStatement, derived from the tables.

http://hl7.org/fhir/R4/capabilitystatement.html
"""

# tested by: tests/api/fhir/test_metadata.py

from typing import Any

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.search.parameters import LINKS, SEARCH_PARAMETERS, search_parameters
from sandbox.search.parse.result_parameters import NAMES

_SECURITY = "http://terminology.hl7.org/CodeSystem/restful-security-service"
_US_CORE = "http://hl7.org/fhir/us/core"
_NOTE = (
    "Every modifier and prefix of R4, chains of any length, _has and _list work with every parameter. "
    "_text and _content: all words, in any order; OR, quotation marks and parentheses are understood. "
    f"Result parameters: {', '.join(NAMES)}, _include and _revinclude (with :iterate and *)."
)

# Profiles of US Core 6.1 that the built-in resources follow.
PROFILES: dict[str, str] = {
    "AllergyIntolerance": "us-core-allergyintolerance",
    "CarePlan": "us-core-careplan",
    "CareTeam": "us-core-careteam",
    "Coverage": "us-core-coverage",
    "DocumentReference": "us-core-documentreference",
    "Encounter": "us-core-encounter",
    "Goal": "us-core-goal",
    "Immunization": "us-core-immunization",
    "Location": "us-core-location",
    "Medication": "us-core-medication",
    "MedicationDispense": "us-core-medicationdispense",
    "MedicationRequest": "us-core-medicationrequest",
    "Organization": "us-core-organization",
    "Patient": "us-core-patient",
    "Practitioner": "us-core-practitioner",
    "PractitionerRole": "us-core-practitionerrole",
    "Procedure": "us-core-procedure",
    "Provenance": "us-core-provenance",
    "RelatedPerson": "us-core-relatedperson",
    "ServiceRequest": "us-core-servicerequest",
}


def capability_statement(version: str, base: str, stored: frozenset[str]) -> dict[str, Any]:
    """Return the CapabilityStatement of a server at *base* that holds resources of the *stored* types."""
    types = sorted((stored | PROFILES.keys()) & RESOURCE_TYPES)
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-22",
        "publisher": "procedure-sandbox",
        "kind": "instance",
        "instantiates": [f"{_US_CORE}/CapabilityStatement/us-core-server"],
        "software": {"name": "procedure-sandbox", "version": version},
        "implementation": {"description": "A sandbox with synthetic data, for tests only", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["json", "application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "documentation": _NOTE,
                "security": _security(base.removesuffix("/fhir")),
                "resource": [_resource(type_) for type_ in types],
                "interaction": [{"code": "search-system"}],
                "searchParam": [{"name": name, "type": type_} for name, type_ in SPECIAL.items()],
            }
        ],
    }


def _security(origin: str) -> dict[str, Any]:
    """Return how to get a token, also as SMART clients look for it that do not read a smart-configuration."""
    endpoints = {"authorize": "/link/auth", "token": "/link/token"}
    return {
        "extension": [
            {
                "url": "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
                "extension": [{"url": name, "valueUri": origin + path} for name, path in endpoints.items()],
            }
        ],
        "service": [{"coding": [{"system": _SECURITY, "code": "SMART-on-FHIR"}]}],
        "description": "A bearer token; made-up ones such as pat_test_ready are accepted.",
    }


def _resource(type_: str) -> dict[str, Any]:
    profile = PROFILES.get(type_)
    rows = search_parameters(type_)
    links = [row.name for row in rows.values() if row.search_type in LINKS and row.targets]
    back = [
        f"{other}:{row.name}"
        for other in sorted(SEARCH_PARAMETERS)
        for row in search_parameters(other).values()
        if row.search_type in LINKS and {type_, "*"} & set(row.targets)
    ]
    return {
        "type": type_,
        **({"supportedProfile": [f"{_US_CORE}/StructureDefinition/{profile}"]} if profile else {}),
        "interaction": [{"code": code} for code in ("read", "vread", "search-type")],
        "versioning": "versioned",
        **({"searchInclude": ["*", *(f"{type_}:{name}" for name in links)]} if links else {}),
        **({"searchRevInclude": back} if back else {}),
        "searchParam": [{"name": row.name, "type": row.type} for row in rows.values()],
        **({"operation": [EVERYTHING]} if type_ == "Patient" else {}),
    }


# Parameters that are of no type, with the search type that R4 gives them.
SPECIAL: dict[str, str] = {
    "_compartment": "reference",
    "_filter": "special",
    "_has": "special",
    "_list": "special",
    "_type": "token",
}
EVERYTHING = {"name": "everything", "definition": "http://hl7.org/fhir/OperationDefinition/Patient-everything"}
