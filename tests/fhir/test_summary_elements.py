"""Do the tables of R4's elements hold together? What is flagged as summary, what is mandatory, what is a choice."""

import pytest

from sandbox.fhir.mandatory_elements import MANDATORY
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.fhir.summary_elements import CHOICES, SUMMARY


def test_the_summary_of_a_procedure_is_that_of_r4() -> None:
    """V-1: what is flagged in R4's definition; of the performer only two elements."""
    flagged = """
        id meta implicitRules identifier instantiatesCanonical instantiatesUri basedOn partOf status statusReason
        category code subject encounter performed recorder asserter performer.function performer.actor location
        reasonCode reasonReference bodySite outcome
    """

    assert set(flagged.split()) == SUMMARY["Procedure"]
    assert {"status", "subject"} == MANDATORY["Procedure"]
    assert {"performed"} == CHOICES["Procedure"]


@pytest.mark.parametrize(
    ("type_", "mandatory"),
    [
        ("Observation", "status code"),
        ("Patient", ""),
        ("Encounter", "status class"),
        ("MedicationRequest", "status intent medication subject"),
        ("Immunization", "status vaccineCode patient occurrence"),
        ("Provenance", "target recorded agent"),
        ("Parameters", ""),
    ],
)
def test_the_mandatory_elements_are_those_of_r4(type_: str, mandatory: str) -> None:
    """Whose minimum is 1, choices without their [x]."""
    assert set(mandatory.split()) == MANDATORY[type_]


@pytest.mark.parametrize("table", [SUMMARY, MANDATORY, CHOICES], ids=["SUMMARY", "MANDATORY", "CHOICES"])
def test_every_table_knows_the_resource_types_of_r4_and_no_other(table: dict[str, frozenset[str]]) -> None:
    """A row with a mistyped type would be one too many."""
    assert set(RESOURCE_TYPES) == set(table)


@pytest.mark.parametrize("type_", sorted(RESOURCE_TYPES))
def test_a_row_makes_sense(type_: str) -> None:
    """There are flagged elements; the mandatory ones are among them, whole or in part; parts are of no whole."""
    roots = {name.partition(".")[0] for name in SUMMARY[type_]}
    parts = {name.rpartition(".")[0] for name in SUMMARY[type_]} - {""}

    assert {"id", "meta", "implicitRules"} < SUMMARY[type_]
    assert set() == MANDATORY[type_] - roots
    assert set() == parts & SUMMARY[type_]
    assert set() == {choice for choice in CHOICES[type_] if "." in choice} - SUMMARY[type_]
    assert all(name.replace(".", "").isalnum() for name in SUMMARY[type_] | MANDATORY[type_] | CHOICES[type_])
