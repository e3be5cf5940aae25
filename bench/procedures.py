"""What is searched when we measure? Synthetic Procedures of about 1.4 KB, ten for each Patient, always the same.

Each is a function of its number, so that whoever needs one need not read the file. Every search parameter of Procedure
finds a value. When it was updated has nothing to do with where it stands, so that a page has to be gathered.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from sandbox.seed import Seed

PER_PATIENT = 10
SNOMED = "http://snomed.info/sct"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
SOURCE = "https://payer.bench.example/fhir"
ORDERED_BY = "https://orders.bench.example/procedure"
FIRST_YEAR = 2016
YEARS = 10

_CODES = tuple(str(100_000_001 + 7_919 * number) for number in range(PER_PATIENT))
_CATEGORIES = ("387713003", "103693007", "277132007", "409063005")
_REASONS = ("M17.11", "Z12.11", "I10", "E11.9", "J45.909", "N18.6")
# 17 of 20 are completed: a clause that keeps nearly everything has to be cheap as well.
_STATUSES = ("completed",) * 17 + ("in-progress", "not-done", "stopped")
_NOTE = "Made up by a machine to measure a server with; there is no such person, and nothing of this has happened. "


def procedure(chance: Seed, number: int) -> dict[str, Any]:
    """Return the Procedure of this number; within a Patient, each has another code."""
    rng = chance.stream(f"procedure/{number}")
    done = datetime(FIRST_YEAR, 1, 1, 8, tzinfo=UTC) + timedelta(minutes=rng.randrange(YEARS * 365 * 24 * 60))
    updated = datetime(FIRST_YEAR + YEARS, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(200 * 86_400))
    system = f"{SOURCE}/Procedure/SourceResourceId"
    return {
        "resourceType": "Procedure",
        "id": f"procedure-{number:07}",
        "meta": {
            "versionId": "1",
            "lastUpdated": f"{updated:%Y-%m-%dT%H:%M:%SZ}",
            "source": f"{SOURCE}/ExplanationOfBenefit/{number}",
            "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-procedure"],
        },
        "identifier": [{"system": system, "value": f"source-{number}"}],
        "instantiatesCanonical": [f"{SOURCE}/PlanDefinition/plan-{rng.randrange(50)}|1.0.0"],
        "instantiatesUri": [f"https://guidelines.bench.example/{rng.randrange(50)}"],
        "basedOn": [{"reference": f"ServiceRequest/request-{number // 3}"}],
        "partOf": [{"reference": f"Procedure/procedure-{number - number % PER_PATIENT:07}"}],
        "status": rng.choice(_STATUSES),
        "category": _concept(SNOMED, rng.choice(_CATEGORIES), "A kind of procedure"),
        "code": _concept(SNOMED, _CODES[number % PER_PATIENT], "A procedure that was made up"),
        "subject": {"reference": f"Patient/{patient_id(number)}"},
        "encounter": {"reference": f"Encounter/encounter-{number // 2}"},
        "performedDateTime": f"{done:%Y-%m-%dT%H:%M:00Z}",
        "performer": [{"actor": {"reference": f"Practitioner/practitioner-{rng.randrange(200)}"}}],
        "location": {"reference": f"Location/location-{rng.randrange(20)}"},
        "reasonCode": [_concept(ICD, rng.choice(_REASONS), "A reason")],
        "reasonReference": [{"reference": f"Condition/condition-{number // 4}"}],
        "note": [{"text": _NOTE}],
    }


def patient_id(number: int) -> str:
    """Return the id of the Patient whose Procedure this is."""
    return f"patient-{number // PER_PATIENT:06}"


def write_fixtures(file: Path, chance: Seed, size: int) -> None:
    """Write so many Procedures, and their Patients, as NDJSON."""
    with file.open("wb") as stream:
        for number in range(size):
            if number % PER_PATIENT == 0:
                stream.write(orjson.dumps(patient(number)) + b"\n")
            stream.write(orjson.dumps(procedure(chance, number)) + b"\n")


def patient(number: int) -> dict[str, Any]:
    """Return the Patient whose first Procedure has this number."""
    return {
        "resourceType": "Patient",
        "id": patient_id(number),
        "meta": {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"},
        "name": [{"family": "Synthetic", "given": [f"Person {number // PER_PATIENT}"]}],
    }


def _concept(system: str, code: str, display: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": display}]}
