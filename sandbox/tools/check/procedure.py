"""Is a Procedure one of US Core 6.1? Claimed or not: what the mocked service answers conforms to that profile.

Its status, and that there is a subject, R4 demands already: see `structure`.
http://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-procedure.html
"""

# tested by: tests/tools/check/test_planted.py

from collections.abc import Iterator
from typing import Any

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.tools.check.issue import Violation

PERFORMED = ("performedDateTime", "performedPeriod", "performedString", "performedAge", "performedRange")
_NEEDS_TIME = ("completed", "in-progress")

# Where a code is unknown, US Core allows this one instead of a member of the value set.
_ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"

# The code systems of the value set us-core-procedure-code.
_SYSTEMS = frozenset(
    {
        "http://www.ama-assn.org/go/cpt",
        "http://snomed.info/sct",
        "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
        "http://www.cms.gov/Medicare/Coding/ICD10",
        "http://www.ada.org/cdt",
        "http://loinc.org",
        _ABSENT,
    }
)


def us_core(value: dict[str, Any]) -> Iterator[Violation]:
    """Yield what the profile says against a Procedure."""
    status, code, subject = value.get("status"), value.get("code"), value.get("subject")
    if status in _NEEDS_TIME and not any(name in value or f"_{name}" in value for name in PERFORMED):
        yield Violation("us-core-7", ("Procedure", "performed[x]"), f"is missing, though status is {status}")
    if "code" not in value:
        yield Violation("us-core-code", ("Procedure", "code"), "is missing")
    elif isinstance(code, dict) and isinstance(coding := code.get("coding"), list):
        systems = {row.get("system") for row in coding if isinstance(row, dict)}
        named = {system for system in systems if isinstance(system, str)}
        if named == systems and not _SYSTEMS & named:  # a coding without system might be of any
            yield Violation(
                "us-core-procedure-code", ("Procedure", "code"), f"has only codings of {', '.join(sorted(named))}"
            )
    if isinstance(subject, dict) and (type_ := _type(subject, value)) not in {"", "Patient"}:
        yield Violation("us-core-subject", ("Procedure", "subject"), f"is a {type_}")


def _type(subject: dict[str, Any], value: dict[str, Any]) -> str:
    """Return the type that the subject says it has, empty if it does not say."""
    reference = subject.get("reference")
    if isinstance(reference, str) and reference.startswith("#"):
        inside = [item for item in value.get("contained", ()) if isinstance(item, dict)]
        return next((str(item.get("resourceType")) for item in inside if f"#{item.get('id')}" == reference), "")
    if isinstance(reference, str) and not reference.startswith("urn:") and "/" in reference.partition("?")[0]:
        found = reference.partition("/_history/")[0].split("/")[-2]
        return found if found in RESOURCE_TYPES else ""
    if isinstance(reference, str) and "?" in reference:
        return reference.partition("?")[0]
    return str(subject.get("type", ""))
