"""Is this FHIR R4? Files of DSTU2, STU3 and R5 are named as such."""

from collections.abc import Callable

import orjson
import pytest

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.loading import other_versions

FaultsOf = Callable[[dict[str, str | bytes]], list[str]]


def _line(type_: str, **elements: object) -> str:
    return orjson.dumps({"resourceType": type_, "id": "1", **elements}).decode()


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (_line("ProcedureRequest"), "'ProcedureRequest' is not a resource type of FHIR R4. It is a type of FHIR STU3"),
        (_line("MedicationOrder"), "'MedicationOrder' is not a resource type of FHIR R4. It is a type of FHIR DSTU2"),
        (_line("DeviceUsage"), "'DeviceUsage' is not a resource type of FHIR R4. It is a type of FHIR R5"),
        (_line("Procedure", context={"reference": "Encounter/1"}),
         "Procedure.context is an element of FHIR STU3, and R4 has encounter in its place: convert the file to R4"),
        (_line("Procedure", notPerformed=True),
         "Procedure.notPerformed is an element of FHIR DSTU2, and R4 has status"),
        (_line("Procedure", occurrenceDateTime="2024"),
         "Procedure.occurrenceDateTime is an element of FHIR R5, and R4 has performedDateTime in its place"),
        (_line("Procedure", recorded="2024"),
         "Procedure.recorded is an element of FHIR R5, and R4 does not have it"),
        (_line("Condition", clinicalStatus="active"), "Condition.clinicalStatus is a code in FHIR STU3, and"),
        (_line("Encounter", **{"class": [{"coding": [{"code": "AMB"}]}]}),
         "Encounter.class is a list in FHIR R5, and one Coding in R4: convert the file to R4"),
        (_line("AllergyIntolerance", type={"text": "x"}),
         "AllergyIntolerance.type is a CodeableConcept in FHIR R5, and"),
        (_line("ServiceRequest", code={"concept": {"text": "x"}}),
         "ServiceRequest.code is a CodeableReference in FHIR R5"),
        (_line("ServiceRequest", code={"reference": {"reference": "ActivityDefinition/x"}}),
         "ServiceRequest.code is a CodeableReference in FHIR R5"),
        (_line("Procedure", performer=[{"actor": {"display": "x"}, "role": {"text": "x"}}]),
         "Procedure.performer.role is an element of FHIR STU3, and R4 has function in its place"),
        (_line("DiagnosticReport", performer=[{"actor": {"display": "x"}}]),
         "DiagnosticReport.performer.actor is an element of FHIR STU3, and R4 has a Reference in its place"),
        (_line("MedicationStatement", taken="y"), "MedicationStatement.taken is an element of FHIR STU3"),
        (_line("Encounter", reason=[]), "Encounter.reason is an element of FHIR STU3 and R5, and R4 has reasonCode"),
    ],
)  # fmt: skip
def test_another_version_is_named(faults_of: FaultsOf, line: str, fault: str) -> None:
    """With what R4 has in its place."""
    (said,) = faults_of({"a.ndjson": line})

    assert said.startswith(f"a.ndjson:1: {fault}")


def test_the_tables_name_what_r4_has_not() -> None:
    """The types of other versions are none of R4, and those with telling elements are."""
    assert [] == [type_ for types in other_versions.TYPES.values() for type_ in types if type_ in RESOURCE_TYPES]
    assert set(RESOURCE_TYPES) >= other_versions.ELEMENTS.keys()
    assert other_versions.ELEMENTS.keys() >= {*other_versions.SHAPES, *other_versions.PARTS}


@pytest.mark.parametrize("type_", other_versions.ELEMENTS)
def test_the_elements_of_other_versions_are_none_of_r4(type_: str) -> None:
    """The models of R4 do not know them."""
    models = pytest.importorskip("fhir.resources.R4B")
    model = models.get_fhir_model_class(type_)
    known = {field.alias or name for name, field in model.model_fields.items()}

    assert set() == other_versions.ELEMENTS[type_].keys() & known
