"""Do the vendor's ways to read a Procedure find something? FHIRPath over ada's chart, for each thing of interest."""

import pytest
from fhirpathpy import evaluate

from tests.tools.generate.reader import Json, of_type

_CODED = "Procedure.{}.coding.where(system = '{}').code"

PATHS = [
    _CODED.format("code", "http://www.ama-assn.org/go/cpt"),
    _CODED.format("code", "https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"),
    _CODED.format("code", "http://snomed.info/sct"),
    _CODED.format("code", "http://www.cms.gov/Medicare/Coding/ICD10"),
    "iif(Procedure.performedDateTime.exists(), Procedure.performedDateTime, Procedure.performedPeriod.start)",
    "Procedure.performedPeriod.start",
    "Procedure.performedPeriod.end",
    "Procedure.performer.actor.identifier.where(system = 'http://hl7.org/fhir/sid/us-npi').value",
    _CODED.format("reasonCode", "http://hl7.org/fhir/sid/icd-10-cm"),
    _CODED.format("reasonCode", "http://snomed.info/sct"),
    _CODED.format("bodySite", "http://snomed.info/sct"),
    _CODED.format("performer.function", "http://snomed.info/sct"),
]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_finds_something_of_ada(fixtures: list[Json], path: str) -> None:
    """Each path gives at least one value over her chart, a string that is not empty."""
    own = [row for row in of_type(fixtures, "Procedure") if row["subject"]["reference"] == "Patient/ada-lovell"]
    found = [value for row in own for value in evaluate(row, path)]

    assert found
    assert all(str(value) for value in found)
