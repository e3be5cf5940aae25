"""What is said of one resource? Shapes beside those of the planted files, right and wrong."""

from typing import Any

import pytest

from sandbox.tools.check.datatypes import UCUM
from tests.tools.check.conftest import PIA, FlawsOf, procedure

ABSENT = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}
IN = {"performer": [{"actor": {"reference": "#in"}}]}


@pytest.mark.parametrize(
    "elements",
    [
        {"performedDateTime": None, "_performedDateTime": ABSENT},
        {"performedDateTime": None, "status": "not-done"},
        {"performedDateTime": None,
         "performedAge": {"value": 1.50, "system": "http://unitsofmeasure.org", "code": "a"}},
        {"code": {"text": "said in words"}},
        {"code": {"coding": [{"code": "no-system"}, {"system": "https://sandbox.example/codes", "code": "x"}]}},
        {"instantiatesUri": [None, "https://sandbox.example/b"], "_instantiatesUri": [ABSENT, None]},
        {"contained": [{"resourceType": "Practitioner", "id": "in"}], **IN},
        {"contained": [{"resourceType": "Provenance", "id": "in", "recorded": "2024-03-01T09:00:00Z",
                        "agent": [{"who": {"display": "x"}}], "target": [{"reference": "#"}]}]},
        {"performedDateTime": None,
         "performedPeriod": {"start": "2024-03-01T10:00:00+02:00", "end": "2024-03-01T08:30:00Z"}},
        {"subject": {"reference": "https://ehr.example/fhir/Patient/7"}},
        {"subject": {"type": "Patient", "identifier": {"value": "by number"}}},
        {"contained": [{"resourceType": "PlanDefinition", "id": "in", "status": "active"}],
         "instantiatesCanonical": ["#in"]},
    ],
)  # fmt: skip
def test_a_procedure_may_look_like_this(flaws_of: FlawsOf, elements: dict[str, Any]) -> None:
    """None of these is a flaw."""
    assert [] == flaws_of(a__ndjson=[PIA, procedure(**elements)])


@pytest.mark.parametrize(
    ("elements", "rule", "element", "says"),
    [
        ({"code": []}, "r4-value", "Procedure.code", "must be an object, not []"),
        ({"performedDateTime": "2024-03-01 10:00"}, "r4-value", "Procedure.performedDateTime",
         "must be a dateTime such as"),
        ({"note": [{"text": "x", "extra": 1}]}, "r4-unknown-element", "Procedure.note[0].extra", "knows no such"),
        ({"status_x": 1}, "r4-unknown-element", "Procedure.status_x", "knows no such"),
        ({"fhir_comments": ["x"]}, "r4-unknown-element", "Procedure.fhir_comments", "knows no such"),
        ({"note": [{"text": "x"}, None]}, "r4-empty", "Procedure.note[1]", "is null"),
        ({"note": [{"text": "x", "authorString": "a", "authorReference": {"display": "b"}}]}, "r4-choice",
         "Procedure.note[0].author[x]", "authorReference and authorString exclude each other"),
        ({"extension": [{"url": "http://x.example", "valueString": "a",
                         "extension": [{"url": "b", "valueCode": "c"}]}]}, "ext-1", "Procedure.extension[0]", "both"),
        ({"performedDateTime": None, "performedAge": {"value": "3", "system": UCUM, "code": "a"}}, "r4-value",
         "Procedure.performedAge.value",
         'must be a number, without quotes, not "3"'),
        ({"performedDateTime": None, "performedPeriod": {"start": "2024-03", "end": "2024-02-28"}}, "per-1",
         "Procedure.performedPeriod", "starts 2024-03"),
        ({"contained": [{"resourceType": "Nonsense", "id": "in"}], **IN}, "r4-value",
         "Procedure.contained[0].resourceType", "is not a resource type"),
        ({"contained": [{"resourceType": "MedicinalProduct", "id": "in"}], "extension": [{"url": "http://x.example",
          "valueReference": {"reference": "#in"}}]}, "r4-unchecked",
         "Procedure.contained[0]", "has no model"),
        ({"contained": [{"resourceType": "Organization", "id": "in", "name": "x"}], "encounter": {"reference": "#in"}},
         "r4-reference-type", "Procedure.encounter", "it leads to a Organization"),
        ({"performer": [{"actor": {"reference": "Patient/pia", "type": "Practitioner"}}]}, "r4-reference-type",
         "Procedure.performer[0].actor", "it says it is a Practitioner, and leads to a Patient"),
        ({"encounter": {"reference": "nowhere"}}, "reference-form", "Procedure.encounter.reference", "leads nowhere"),
        ({"subject": {"reference": "#in"}, "contained": [{"resourceType": "Group", "id": "in", "type": "person",
          "actual": True}]}, "us-core-subject", "Procedure.subject", "is a Group"),
        ({"subject": {"type": "Group", "display": "all"}}, "us-core-subject", "Procedure.subject", "is a Group"),
        ({"instantiatesCanonical": ["#in"]}, "ref-1", "Procedure.instantiatesCanonical[0]", "leads to nothing"),
        ({"extension": [{"url": "http://x.example", "valueRatioRange": {"denominator": {"value": 1}}}]},
         "r4-unknown-element", "Procedure.extension[0].valueRatioRange", "R4 knows no"),
        ({"performedDateTime": None,
          "performedPeriod": {"start": "2024-02-01T99:00:00Z", "end": "2024-01-01T09:00:00Z"}},
         "r4-value", "Procedure.performedPeriod.start", "must be a dateTime such as"),
        ({"meta": {"lastUpdated": "yesterday"}}, "resource", "Procedure", "is not an instant"),
    ],
)  # fmt: skip
def test_a_procedure_may_not_look_like_this(
    flaws_of: FlawsOf, elements: dict[str, Any], rule: str, element: str, says: str
) -> None:
    """Each is one flaw, said once."""
    shown_issues = flaws_of(a__ndjson=[PIA, procedure(**elements)])

    assert [(rule, element)] == [row[:2] for row in shown_issues], shown_issues
    assert says in shown_issues[0][2]


def test_a_missing_choice_is_named_by_what_it_has_in_common(flaws_of: FlawsOf) -> None:
    """MedicationAdministration needs one medication[x]."""
    given = {"resourceType": "MedicationAdministration", "id": "m", "status": "completed",
             "subject": {"reference": "Patient/pia"}, "effectiveDateTime": "2024"}  # fmt: skip
    shown_issues = flaws_of(a__ndjson=[PIA, given])

    assert ("r4-missing-element", "MedicationAdministration.medication[x]", "is missing") in shown_issues


def test_what_is_no_object_is_no_resource(flaws_of: FlawsOf) -> None:
    """A list, a number, or nesting without end are flaws of their line."""
    assert [("resource", ""), ("resource", "")] == [row[:2] for row in flaws_of(a__ndjson=[[PIA], 7])]
