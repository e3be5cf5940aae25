"""Is a shortened resource what R4 says? `_summary` and `_elements`, on a Procedure that has everything."""

from typing import Any

import orjson
import pytest

from sandbox.search.response.subset import SUBSETTED, subset_json

WAYS: dict[str, dict[str, Any]] = {
    "true": {"summary": "true", "elements": ()},
    "text": {"summary": "text", "elements": ()},
    "data": {"summary": "data", "elements": ()},
    "code": {"summary": "false", "elements": ("code", "performed", "name")},
    "nothing": {"summary": "false", "elements": ("nothing",)},
}
TAG = {"system": "https://example.org/tags", "code": "kept"}
MODIFIER = [{"url": "https://example.org/not", "valueBoolean": True}]
SOMEBODY = {"reference": "Practitioner/1"}
CONCEPT = {"coding": [{"system": "http://snomed.info/sct", "code": "1"}], "text": "one"}

# Everything that R4's Procedure can have, V-1.
FULL: dict[str, Any] = {
    "resourceType": "Procedure",
    "id": "full",
    "meta": {"versionId": "1", "lastUpdated": "2024-01-01T00:00:00Z", "tag": [TAG], "source": "#1"},
    "implicitRules": "https://example.org/rules",
    "language": "en",
    "text": {"status": "generated", "div": "<div>one</div>"},
    "contained": [{"resourceType": "Patient", "id": "p"}],
    "extension": [{"url": "https://example.org/more", "valueString": "x"}],
    "modifierExtension": MODIFIER,
    "identifier": [{"value": "1"}],
    "instantiatesCanonical": ["https://example.org/plan"],
    "instantiatesUri": ["https://example.org/uri", None],
    "_instantiatesUri": [None, {"id": "second"}],
    "basedOn": [{"reference": "ServiceRequest/1"}],
    "partOf": [{"reference": "Procedure/1"}],
    "status": "completed",
    "_status": {"extension": [{"url": "https://example.org/said", "valueString": "done"}]},
    "statusReason": CONCEPT,
    "category": CONCEPT,
    "code": CONCEPT,
    "subject": {"reference": "#p"},
    "encounter": {"reference": "Encounter/1"},
    "performedDateTime": "2024-01-01",
    "_performedDateTime": {"id": "when"},
    "recorder": SOMEBODY,
    "asserter": SOMEBODY,
    "performer": [
        {"id": "1", "function": CONCEPT, "actor": SOMEBODY, "onBehalfOf": {"reference": "Organization/1"}},
        {"extension": MODIFIER, "modifierExtension": MODIFIER, "actor": SOMEBODY},
    ],
    "location": {"reference": "Location/1"},
    "reasonCode": [CONCEPT],
    "reasonReference": [{"reference": "Condition/1"}],
    "bodySite": [CONCEPT],
    "outcome": CONCEPT,
    "report": [{"reference": "DiagnosticReport/1"}],
    "complication": [CONCEPT],
    "complicationDetail": [{"reference": "Condition/1"}],
    "followUp": [CONCEPT],
    "note": [{"text": "well"}],
    "focalDevice": [{"modifierExtension": MODIFIER, "manipulated": {"reference": "Device/1"}}],
    "usedReference": [{"reference": "Device/1"}],
    "usedCode": [CONCEPT],
}


def _shaped(resource: dict[str, Any], *elements: str, summary: str = "false") -> dict[str, Any]:
    body = orjson.dumps(resource)
    found: dict[str, Any] = orjson.loads(
        subset_json(resource["resourceType"], body, summary=summary, elements=tuple(elements))
    )
    return found


def _names(resource: dict[str, Any], *elements: str, summary: str = "false") -> list[str]:
    """Return what is kept beside what every answer has, in order."""
    kept = _shaped(resource, *elements, summary=summary)
    assert ["resourceType", "id", "meta"] == [*kept][:3]
    return [*kept][3:]


def _resource(type_: str, **members: Any) -> dict[str, Any]:
    return {"resourceType": type_, "id": "1", "meta": {"versionId": "1"}} | members


# --- _summary


def test_false_is_the_very_body() -> None:
    """The stored bytes themselves are sent."""
    body = orjson.dumps(FULL)

    assert body is subset_json("Procedure", body, summary="false", elements=())


def test_true_keeps_what_is_flagged() -> None:
    """V-1, in the order of the resource, and the modifierExtension, D25."""
    dropped = """
        language text contained extension report complication complicationDetail followUp note focalDevice usedReference
        usedCode
    """.split()
    kept = _shaped(FULL, summary="true")

    assert [name for name in FULL if name not in dropped] == [*kept]
    assert MODIFIER == kept["modifierExtension"]
    untouched = kept.keys() - {"meta", "performer"}
    assert {name: FULL[name] for name in untouched} == {name: kept[name] for name in untouched}


def test_true_keeps_of_a_performer_what_is_flagged() -> None:
    """Function and actor, and the modifierExtension; not for whom they acted, nor their id and extensions."""
    assert [
        {"function": CONCEPT, "actor": SOMEBODY},
        {"modifierExtension": MODIFIER, "actor": SOMEBODY},
    ] == _shaped(FULL, summary="true")["performer"]


def test_true_leaves_no_empty_element() -> None:
    """A performer of whom nothing stays is gone; so is the list, if it was the only one: FHIR has no {} and no []."""
    nobody = {"onBehalfOf": {"reference": "Organization/1"}}

    assert "performer" not in _shaped(_resource("Procedure", performer=[nobody, nobody]), summary="true")
    assert [{"actor": SOMEBODY}] == _shaped(
        _resource("Procedure", performer=[nobody, {"actor": SOMEBODY}]), summary="true"
    )["performer"]


def test_true_goes_as_deep_as_the_flags() -> None:
    """CapabilityStatement.rest.resource.operation has unflagged parts at each of its three levels."""
    operation = {"name": "x", "definition": "https://example.org/x"}
    rest = {
        "mode": "server",
        "documentation": "long",
        "resource": [
            {"type": "Procedure", "versioning": "no-version", "operation": [operation | {"documentation": "x"}]}
        ],
        "interaction": [{"code": "batch"}],
    }

    assert [{"mode": "server", "resource": [{"type": "Procedure", "operation": [operation]}]}] == _shaped(
        _resource("CapabilityStatement", rest=[rest]), summary="true"
    )["rest"]


def test_true_keeps_whole_what_is_flagged_in_all_its_parts() -> None:
    """Patient.link: with the id and the extensions that it may have."""
    link = [{"id": "1", "extension": MODIFIER, "other": {"reference": "Patient/2"}, "type": "seealso"}]

    assert link == _shaped(_resource("Patient", link=link), summary="true")["link"]


def test_true_knows_a_choice_below_the_root() -> None:
    """Observation.component.value[x] is flagged; its interpretation is not."""
    component = {"code": CONCEPT, "valueQuantity": {"value": 1}}

    assert [component] == _shaped(
        _resource("Observation", component=[component | {"interpretation": [CONCEPT]}]), summary="true"
    )["component"]


def test_true_does_not_take_a_longer_name_for_a_choice() -> None:
    """MedicationRequest has a status, which is flagged, and a statusReason, which is not."""
    request = _resource("MedicationRequest", status="stopped", statusReason=CONCEPT, medicationReference=SOMEBODY)

    assert ["status", "medicationReference"] == _names(request, summary="true")


def test_true_keeps_part_of_a_mandatory_element_that_is_not_flagged() -> None:
    """Provenance.agent must be there and is not flagged, but parts of it are; Condition.evidence need not be."""
    agent = {"type": CONCEPT, "who": SOMEBODY}

    assert [agent] == _shaped(_resource("Provenance", agent=[agent | {"onBehalfOf": SOMEBODY}]), summary="true")[
        "agent"
    ]
    assert ["subject"] == _names(
        _resource("Condition", subject=SOMEBODY, evidence=[{"code": [CONCEPT]}]), summary="true"
    )


def test_text_keeps_the_text_and_what_is_mandatory() -> None:
    """V-2, and the modifierExtension, D25; the companion of the status goes with it."""
    assert ["text", "modifierExtension", "status", "_status", "subject"] == _names(FULL, summary="text")


def test_data_keeps_everything_but_the_text() -> None:
    """V-2: also what is contained."""
    kept = _shaped(FULL, summary="data")

    assert {name: value for name, value in FULL.items() if name not in {"text", "meta"}} == {
        name: value for name, value in kept.items() if name != "meta"
    }
    assert [name for name in FULL if name != "text"] == [*kept]


# --- _elements


@pytest.mark.parametrize(
    ("elements", "kept"),
    [
        (("code",), "code"),
        (("note", "code"), "code note"),
        (("performed",), "performedDateTime _performedDateTime"),
        (("performedDateTime",), "performedDateTime _performedDateTime"),
        (("performedPeriod",), "performedDateTime _performedDateTime"),
        (("instantiatesUri",), "instantiatesUri _instantiatesUri"),
        (("complication",), "complication"),
        (("text", "contained"), "text contained"),
        (("id", "meta", "resourceType", "status", "modifierExtension"), ""),
        (("performer",), "performer"),
        (("performer.actor", "used", "perform", "Code", "_instantiatesUri", "", "nothing"), ""),
    ],
)
def test_elements_are_kept_by_their_root_name(elements: tuple[str, ...], kept: str) -> None:
    """V-5: with their companions; a choice with and without its type; unknown names are ignored."""
    always = {"modifierExtension", "status", "_status", "subject"}

    assert [name for name in [*FULL][3:] if name in always | set(kept.split())] == _names(FULL, *elements)


def test_a_choice_that_is_not_flagged_is_known_as_well() -> None:
    """Patient.multipleBirth[x]."""
    patient = _resource("Patient", active=True, multipleBirthBoolean=True)

    assert ["multipleBirthBoolean"] == _names(patient, "multipleBirth")


def test_a_mandatory_choice_stays() -> None:
    """MedicationRequest.medication[x]."""
    request = _resource("MedicationRequest", status="active", medicationCodeableConcept=CONCEPT, note=[{"text": "x"}])

    assert ["status", "medicationCodeableConcept"] == _names(request, "priority")


def test_an_element_asked_for_is_whole() -> None:
    """_elements asks for root elements, so nothing below them is cut."""
    assert FULL["performer"] == _shaped(FULL, "performer")["performer"]


def test_elements_win_over_a_summary() -> None:
    """V-5, D25: where both are asked for."""
    for summary in ("true", "text", "data"):
        assert _shaped(FULL, "note") == _shaped(FULL, "note", summary=summary)


# --- the tag


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_part_says_that_it_is_one(way: dict[str, Any]) -> None:
    """V-3, K-74: one tag more, after those that are there; the rest of meta stays."""
    kept = orjson.loads(subset_json("Procedure", orjson.dumps(FULL), **way))

    assert FULL["meta"] | {"tag": [TAG, SUBSETTED]} == kept["meta"]
    assert [*FULL["meta"]] == [*kept["meta"]]


def test_the_tag_is_that_of_r4() -> None:
    """K-74: its system is v3-ObservationValue."""
    assert {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"} == SUBSETTED


@pytest.mark.parametrize(
    ("meta", "marked"),
    [
        ({}, {"tag": [SUBSETTED]}),
        ({"tag": None}, {"tag": [SUBSETTED]}),
        ({"tag": TAG}, {"tag": [TAG, SUBSETTED]}),
        ({"tag": [SUBSETTED, TAG]}, {"tag": [SUBSETTED, TAG]}),
        ({"tag": [SUBSETTED | {"display": "x"}]}, {"tag": [SUBSETTED | {"display": "x"}]}),
        ({"tag": [{"code": "SUBSETTED"}]}, {"tag": [{"code": "SUBSETTED"}, SUBSETTED]}),
    ],
)
def test_the_tag_is_there_once(meta: dict[str, Any], marked: dict[str, Any]) -> None:
    """It is added where it is missing, whatever other tags there are."""
    assert marked == _shaped(_resource("Patient") | {"meta": meta}, summary="true")["meta"]


def test_a_resource_without_meta_gets_one() -> None:
    """No stored resource is without, but nothing depends on that."""
    assert {"resourceType": "Patient", "id": "1", "meta": {"tag": [SUBSETTED]}} == _shaped(
        {"resourceType": "Patient", "id": "1"}, summary="true"
    )


# --- what is no FHIR


@pytest.mark.parametrize("performer", ["x", None, 1, [["x"]], {"actor": SOMEBODY}, [None, {"actor": SOMEBODY}]])
def test_what_is_no_fhir_does_no_harm(performer: Any) -> None:
    """Where an element should be an object or a list of such and is not."""
    kept = _shaped(_resource("Procedure", status="completed", performer=performer), summary="true")

    assert "completed" == kept["status"]
