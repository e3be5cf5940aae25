"""What can be asked of this server? A CapabilityStatement, derived from the tables.

http://hl7.org/fhir/R4/capabilitystatement.html
"""

from typing import Any

from sandbox.r4 import RESOURCE_TYPES
from sandbox.search.table import params

_US_CORE = "http://hl7.org/fhir/us/core"
_CONTROLS_NOTE = "Result parameters: _count, _offset, _sort, _total, _summary=count, _format, _pretty."

# Profiles of US Core 6.1 that the built-in resources follow.
PROFILES: dict[str, str] = {
    "AllergyIntolerance": "us-core-allergyintolerance",
    "CarePlan": "us-core-careplan",
    "DocumentReference": "us-core-documentreference",
    "Encounter": "us-core-encounter",
    "Location": "us-core-location",
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
                "documentation": _CONTROLS_NOTE,
                "security": {"description": "A bearer token; made-up ones such as pat_test_ready are accepted."},
                "resource": [_resource(type_) for type_ in types],
            }
        ],
    }


def _resource(type_: str) -> dict[str, Any]:
    profile = PROFILES.get(type_)
    return {
        "type": type_,
        **({"supportedProfile": [f"{_US_CORE}/StructureDefinition/{profile}"]} if profile else {}),
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "versioning": "versioned",
        "searchParam": [{"name": row.name, "type": row.type} for row in params(type_).values()],
    }
