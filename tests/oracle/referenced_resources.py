"""What stands around the Procedures of the heap? Patients, people, places, orders, findings, lists and value sets."""

import random
from typing import Any

from tests.oracle.elements import Json

SCT = "http://snomed.info/sct"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"


def _to(*names: str) -> list[Json]:
    return [{"reference": name} for name in names]


def _concept(*pairs: tuple[str, str], text: str = "") -> Json:
    coded = [{"system": system, "code": code} for system, code in pairs]
    return ({"coding": coded} if coded else {}) | ({"text": text} if text else {})


def _amount(value: float, unit: str, code: str = "") -> Json:
    return {"value": value, "unit": unit} | ({"system": UCUM, "code": code} if code else {})


def _entry(name: str, **more: Any) -> Json:
    return {"item": {"reference": name}, **more}


def referenced_resources(rng: random.Random) -> list[Json]:
    """Return everything, each with a moment of its last change."""
    found = []
    for name, body in ROWS:
        type_, _, id_ = name.partition("/")
        second = rng.choice(("00", "00.5", "30"))
        meta = {"versionId": rng.choice("123"), "lastUpdated": f"2024-0{rng.randint(1, 3)}-01T00:00:{second}Z"}
        found.append({"resourceType": type_, "id": id_, "meta": meta, **body})
    return found


# fmt: off
PEOPLE: list[tuple[str, Json]] = [
    ("Patient/1", {"active": True, "name": [{"family": "Carreño Quiñones", "given": ["Eve", "Ana"]}],
                   "gender": "female", "birthDate": "1980-02-29", "identifier": [{"system": "urn:mrn", "value": "77"}],
                   "telecom": [{"system": "phone", "value": "555-0101"}, {"system": "email", "value": "Eve@m.test"}],
                   "address": [{"city": "Riverbend", "state": "OH"}, {"city": "Ömerli", "country": "TR"}],
                   "generalPractitioner": _to("Practitioner/d1"), "managingOrganization": _to("Organization/d1")[0]}),
    ("Patient/2", {"active": False, "name": [{"family": "Nunez", "given": ["Zed"]}, {"text": "Z. Núñez, Jr."}],
                   "gender": "male", "birthDate": "1980", "identifier": [{"system": "urn:mrn", "value": "78"}],
                   "deceasedDateTime": "2020-05-06", "link": [{"other": _to("Patient/3")[0], "type": "seealso"}],
                   "generalPractitioner": _to("Organization/d2", "Practitioner/d2")}),
    ("Patient/3", {"deceasedBoolean": False, "name": [{"given": ["eve"], "family": "Ó'Brien-Jones, Jr."}],
                   "birthDate": "1975-11",
                   "telecom": [{"system": "email", "value": "third@m.test"}]}),
    ("Patient/4", {"deceasedBoolean": True, "gender": "other", "managingOrganization": _to("Organization/d2")[0]}),
    ("Group/1", {"type": "person", "actual": True,
                 "member": [{"entity": one} for one in _to("Patient/1", "Patient/2")]}),
    ("Group/d1", {"type": "person", "actual": False}),
    ("Practitioner/d1", {"active": True, "name": [{"family": "Hart", "given": ["Joe"]}], "gender": "male",
                         "identifier": [{"system": "urn:npi", "value": "1"}]}),
    ("Practitioner/d2", {"name": [{"family": "Quiñones", "given": ["Ana", "Eve"], "prefix": ["Dr"]}],
                         "identifier": [{"system": "urn:npi", "value": "2"}, {"value": "d2"}]}),
    ("PractitionerRole/r1", {"practitioner": _to("Practitioner/d1")[0], "organization": _to("Organization/d2")[0],
                             "code": [_concept((SCT, "106289002"), text="Dentist")], "active": True,
                             "location": _to("Location/l3"), "period": {"start": "2018"}}),
    ("Organization/d1", {"name": "Hart Clinic", "active": True, "partOf": _to("Organization/d2")[0],
                         "type": [_concept(("http://acme.test/kinds", "clinic"))]}),
    ("Organization/d2", {"name": "Ångström Group", "alias": ["Hart Holding"], "identifier": [{"value": "d2"}],
                         "address": [{"city": "Riverbend"}]}),
    ("Organization/d3", {"name": "Circle", "partOf": _to("Organization/d3")[0]}),
    ("Location/l1", {"name": "Main building", "status": "active", "managingOrganization": _to("Organization/d1")[0]}),
    ("Location/l2", {"name": "Room 3", "alias": ["Blue room"], "partOf": _to("Location/l1")[0], "status": "suspended"}),
    ("Location/l3", {"name": "Corner of room 3", "partOf": _to("http://m.test/fhir/Location/l2")[0]}),
    ("Location/l4", {"partOf": _to("Location/gone")[0], "address": {"city": "Riverbend"}}),
]
EVENTS: list[tuple[str, Json]] = [
    ("Encounter/e1", {"status": "finished", "class": {"system": "http://acme.test/class", "code": "AMB"},
                      "subject": _to("Patient/1")[0], "period": {"start": "2019-03-26", "end": "2019-03-27"},
                      "location": [{"location": one} for one in _to("Location/l1", "Location/l2")],
                      "serviceProvider": _to("Organization/d1")[0],
                      "participant": [{"individual": one} for one in _to("Practitioner/d1", "PractitionerRole/r1")],
                      "diagnosis": [{"condition": one} for one in _to("Condition/k1", "Procedure/p01")]}),
    ("Encounter/e2", {"status": "planned", "class": {"code": "IMP"}, "subject": _to("Patient/2")[0],
                      "partOf": _to("Encounter/e1")[0], "reasonReference": _to("Procedure/p02"),
                      "length": _amount(90, "min", "min"), "period": {"start": "2019-03-20T10:00:00+02:00"}}),
    ("Encounter/e3", {"status": "finished", "class": {"system": "http://acme.test/class", "code": "IMP"},
                      "subject": _to("Group/1")[0], "partOf": _to("Encounter/e2")[0], "period": {"end": "2019-01"}}),
    ("Condition/k1", {"clinicalStatus": _concept(("http://acme.test/clinical", "active")),
                      "code": _concept((SCT, "74400008"), text="Appendicitis"), "subject": _to("Patient/1")[0],
                      "onsetDateTime": "2019-03-25", "encounter": _to("Encounter/e1")[0],
                      "asserter": _to("Practitioner/d2")[0]}),
    ("Condition/k2", {"clinicalStatus": _concept(("http://acme.test/clinical", "resolved")),
                      "code": _concept((SCT, "1010"), ("http://icd.test", "K35")), "subject": _to("Patient/2")[0],
                      "onsetPeriod": {"start": "2018-12", "end": "2019-03-20"}, "recordedDate": "2019-04-01"}),
    ("Condition/k3", {"subject": _to("Patient/1")[0], "onsetString": "as a child"}),
    ("Observation/o1", {"status": "final", "code": _concept((LOINC, "2823-3")), "subject": _to("Patient/1")[0],
                        "valueQuantity": _amount(5.4, "mmol/L", "mmol/L"),
                        "partOf": _to("Procedure/p01", "Procedure/p04"),
                        "effectiveDateTime": "2019-03-26T08:00:00Z", "performer": _to("Practitioner/d1")}),
    ("Observation/o2", {"status": "amended", "code": _concept((LOINC, "85354-9"), text="Blood pressure"),
                        "subject": _to("Patient/2")[0], "effectivePeriod": {"start": "2019-03-20", "end": "2019-03-21"},
                        "component": [
                            {"code": _concept((LOINC, "8480-6")), "valueQuantity": _amount(120, "mmHg", "mm[Hg]")},
                            {"code": _concept((LOINC, "8462-4")), "valueQuantity": _amount(80, "mmHg", "mm[Hg]")}]}),
    ("Observation/o3", {"status": "final", "code": _concept((LOINC, "2823-3"), (SCT, "1010")),
                        "subject": _to("Patient/1")[0], "valueQuantity": _amount(5.44, "mmol/L"),
                        "partOf": _to("Procedure/p02/_history/1"), "hasMember": _to("Observation/o1")}),
    ("Observation/o4", {"status": "final", "code": _concept((SCT, "1010"), text="Growth"),
                        "valueCodeableConcept": _concept((SCT, "74400008"), text="Found"),
                        "subject": _to("Location/l1")[0], "derivedFrom": _to("Observation/o2"),
                        "focus": _to("Procedure/p04"),
                        "effectiveInstant": "2019-03-26T19:55:26.500Z"}),
    ("Observation/o6", {"status": "final", "code": _concept((LOINC, "2823-3")), "subject": _to("Patient/2")[0],
                        "valueQuantity": _amount(5.4, "mmol/L", "mmol/L") | {"comparator": "<"}}),
    ("Observation/o7", {"status": "final", "code": _concept((LOINC, "2823-3")), "subject": _to("Patient/3")[0],
                        "valueQuantity": _amount(100, "mg", "mg") | {"comparator": ">="}}),
    ("Observation/o5", {"status": "unknown", "code": _concept(text="Free"), "valueString": "Größe unklar",
                        "subject": _to("Patient/1")[0], "partOf": _to("http://m.test/fhir/Procedure/p05")}),
    ("ServiceRequest/s1", {"status": "completed", "intent": "order", "code": _concept((SCT, "80146002")),
                           "subject": _to("Patient/1")[0], "authoredOn": "2019-03-25",
                           "requester": _to("Practitioner/d2")[0],
                           "basedOn": _to("CarePlan/c1")}),
    ("ServiceRequest/s2", {"status": "active", "intent": "plan", "subject": _to("Patient/2")[0], "priority": "urgent",
                           "occurrencePeriod": {"start": "2019-03"}, "performer": _to("Organization/d1")}),
    ("CarePlan/c1", {"status": "active", "intent": "plan", "subject": _to("Patient/1")[0],
                     "addresses": _to("Condition/k1"),
                     "period": {"start": "2019"}, "encounter": _to("Encounter/e2")[0]}),
    ("CarePlan/s1", {"status": "draft", "intent": "proposal", "subject": _to("Group/1")[0],
                     "partOf": _to("CarePlan/c1")}),
]
PAPERS: list[tuple[str, Json]] = [
    ("Provenance/v1", {"target": _to("Procedure/p01"), "recorded": "2019-03-27T08:00:00Z",
                       "agent": [{"who": one} for one in _to("Practitioner/d1", "Organization/d1")]}),
    ("Provenance/v2", {"target": _to("Procedure/p01/_history/1", "Procedure/p02"), "recorded": "2019-03-26T20:00:00.5Z",
                       "agent": [{"who": {"display": "Nightly import"}}]}),
    ("Provenance/v3", {"target": _to("http://m.test/fhir/Procedure/p04", "Patient/2"),
                       "recorded": "2020-01-01T00:00:00Z",
                       "agent": [{"who": one} for one in _to("Practitioner/d2")], "location": _to("Location/l2")[0]}),
    ("Provenance/v4", {"target": _to("http://other.test/fhir/Procedure/p05"), "recorded": "2020-01-01T00:00:00+01:00",
                       "agent": [{"who": one} for one in _to("Practitioner/d2")]}),
    ("List/x1", {"status": "current", "mode": "working", "title": "Of interest", "subject": _to("Patient/1")[0],
                 "entry": [_entry("Procedure/p01"), _entry("Procedure/p02", deleted=True), _entry("Patient/1"),
                           _entry("http://m.test/fhir/Procedure/p05"), _entry("Procedure/P.3/_history/1")]}),
    ("List/x2", {"status": "retired", "mode": "snapshot", "title": "Öld",
                 "entry": [_entry("Procedure/p02"), _entry("List/x1"), _entry("Procedure/gone")]}),
    ("ValueSet/v1", {"url": "http://acme.test/ValueSet/some", "version": "1", "status": "active",
                     "compose": {"include": [
        {"system": SCT, "concept": [{"code": "80146002"}, {"code": "74400008"}]},
        {"system": "http://www.ama-assn.org/go/cpt"}]}}),
    ("CodeSystem/t1", {"url": "http://acme.test/codes", "status": "active", "content": "complete", "concept": [
        {"code": "kind", "concept": [{"code": "Mixed-Case", "concept": [{"code": "leaf"}]}, {"code": "mixed-case"}]},
        {"code": "alone"}]}),
    ("ValueSet/v3", {"url": "http://acme.test/ValueSet/kinds", "status": "active", "compose": {"include": [
        {"system": "http://acme.test/codes", "filter": [{"property": "concept", "op": "is-a", "value": "Mixed-Case"}]},
        {"valueSet": ["http://acme.test/ValueSet/some"]}]}}),
    ("ValueSet/v2", {"url": "http://acme.test/ValueSet/less", "status": "active", "compose": {
        "include": [{"system": SCT}], "exclude": [{"system": SCT, "concept": [{"code": "1010"}]}]}}),
    ("PlanDefinition/d1", {"url": "http://ex.test/PlanDefinition/pd", "version": "1.1", "title": "Öld plan",
                           "name": "OldPlan", "status": "retired"}),
    ("PlanDefinition/d2", {"url": "http://ex.test/PlanDefinition/ward", "version": "2", "title": "Ward plan",
                           "status": "active", "publisher": "Hart Clinic"}),
]
# fmt: on

ROWS = PEOPLE + EVENTS + PAPERS
