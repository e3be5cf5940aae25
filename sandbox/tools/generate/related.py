"""What stands around a Procedure? The visit, the reason, the order, the report, the measurement, the drug."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from sandbox.tools.generate.calendar import Moment
from sandbox.tools.generate.chart import Chart, reference_to, references_to
from sandbox.tools.generate.codes import coding, concept, term
from sandbox.tools.generate.identity import OURS
from sandbox.tools.generate.pathway import Activity
from sandbox.tools.generate.region import Json, Link


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit: the Encounter, when it began, where, and whom it was paid to."""

    reference: str
    kind: str
    began: Moment
    places: tuple[str, ...]
    office: Link


def visit(chart: Chart, activity: Activity, at: Moment, care: str, before: str = "") -> Visit:
    """Add the Encounter at which an activity is done, a part of the one *before* if that led straight to it."""
    person = chart.person
    doctor = chart.doctor(activity.by)
    places = person.region.places[activity.place]
    kind, type_, display, minutes = _VISITS[activity.visit]
    end = at.later(minutes + activity.minutes + chart.rng.randrange(0, minutes, 5))
    participants = [{"individual": doctor.who.json}]
    if doctor is not person.doctor and kind == "AMB":
        participants.append({"individual": person.doctor.who.json})
    office = person.region.offices[_OFFICE_OF.get(activity.place, doctor.office)]
    body: Json = {
        "identifier": [{"system": f"{OURS}/visit", "value": f"V-{person.number}-{chart.count('Encounter') + 1}"}],
        "status": "finished",
        "class": term("v3-ActCode", kind, display)["coding"][0],
        "type": [concept(type_)],
        "subject": person.link.json,
        "episodeOfCare": references_to(care),
        "participant": participants,
        "period": {"start": at.text, "end": end.text},
        "location": [{"location": {"reference": place}} for place in places],
        "serviceProvider": office.json,
        "partOf": {"reference": before} if before else None,
    }
    return Visit(chart.add("Encounter", "encounter", chart.stamp(end), body), kind, at, places, office)


def condition(chart: Chart, names: str, at: Moment, *, lasting: bool) -> str:
    """Add a Condition."""
    if lasting:
        state = "active"
    else:
        state = "resolved"
    body: Json = {
        "identifier": [
            {"system": f"{OURS}/problem", "value": f"P-{chart.person.number}-{chart.count('Condition') + 1}"}
        ],
        "clinicalStatus": term("condition-clinical", state),
        "verificationStatus": term("condition-ver-status", "confirmed"),
        "category": [term("condition-category", "problem-list-item", "Problem List Item")],
        "code": concept(names),
        "subject": chart.person.link.json,
        "onsetDateTime": at.day,
        "abatementDateTime": "" if lasting else at.later(60 * 24 * 120).day,
    }
    return chart.add("Condition", "condition-problems-health-concerns", chart.stamp(at), body)


def order(chart: Chart, activity: Activity, code: Json, at: Moment, reason: str) -> str:
    """Add the ServiceRequest on which an activity is based."""
    person = chart.person
    asked = at.later(-60 * 24 * chart.rng.randrange(3, 30))
    body: Json = {
        "identifier": [{"system": f"{OURS}/order", "value": f"O-{person.number}-{chart.count('ServiceRequest') + 1}"}],
        "status": "completed",
        "intent": "order",
        "category": [concept(activity.kind)],
        "code": code,
        "subject": person.link.json,
        "occurrenceDateTime": at.day,
        "authoredOn": asked.text,
        "requester": person.doctor.who.json,
        "reasonReference": references_to(reason),
    }
    return chart.add("ServiceRequest", "servicerequest", chart.stamp(asked), body)


def report(chart: Chart, activity: Activity, at: Moment, where: Visit | None, based_on: str) -> Json:
    """Add what was written about an activity, a DocumentReference or a DiagnosticReport; return a Reference to it."""
    person = chart.person
    doctor = chart.doctor(activity.by)
    if where:
        seen = [{"reference": where.reference}]
    else:
        seen = []
    written = at.later(180)
    if activity.report == "operation-note":
        text = f"{activity.text or activity.what.partition(' ')[0].replace('-', ' ').capitalize()}. No surprises."
        attachment = {"contentType": "text/plain", "data": b64encode(text.encode()).decode()}
        note: Json = {
            "status": "current",
            "type": concept(activity.report),
            "category": [
                term(
                    "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                    "clinical-note",
                    "Clinical Note",
                )
            ],
            "subject": person.link.json,
            "date": written.utc,
            "author": [doctor.who.json],
            "content": [{"attachment": attachment}],
            "context": {"encounter": seen} if seen else {},
        }
        return {"reference": chart.add("DocumentReference", "documentreference", chart.stamp(written), note)}
    body: Json = {
        "basedOn": references_to(based_on),
        "status": "final",
        "category": [concept(_REPORT_CATEGORIES.get(activity.report, "pathology"))],
        "code": concept(activity.report),
        "subject": person.link.json,
        "encounter": seen[0] if seen else None,
        "effectiveDateTime": at.text,
        "issued": written.utc,
        "performer": [doctor.who.json],
        "conclusion": chart.rng.choice(_CONCLUSIONS),
    }
    return {"reference": chart.add("DiagnosticReport", "diagnosticreport-note", chart.stamp(written), body)}


def measurement(chart: Chart, name: str, at: Moment, where: Visit | None) -> str:
    """Add an Observation."""
    category, profile, low, high, unit, written = _MEASURES[name]
    value: Any = chart.rng.randrange(low, high)
    body: Json = {
        "status": "final",
        "category": [term("observation-category", category)],
        "code": concept(name),
        "subject": chart.person.link.json,
        "encounter": reference_to(where),
        "effectiveDateTime": at.text,
        "valueQuantity": {
            "value": value / 10 if name in {"hba1c", "creatinine"} else value,
            "unit": unit,
            "system": "http://unitsofmeasure.org",
            "code": written,
        },
    }
    return chart.add("Observation", profile, chart.stamp(at), body)


def implant(chart: Chart, name: str, at: Moment) -> Json:
    """Add the Device that stays in the body; return a Reference to it."""
    number = f"{chart.person.number}-{chart.count('Device') + 1}"
    body: Json = {
        "identifier": [{"system": f"{OURS}/device", "value": f"D-{number}"}],
        "status": "active",
        "lotNumber": f"L{chart.rng.randrange(10_000)}",
        "serialNumber": f"S{number}",
        "type": concept(name),
        "patient": chart.person.link.json,
    }
    # Not held to the profile of implantable devices, which asks for carriers of real numbers.
    return {"reference": chart.add("Device", "", chart.stamp(at), body)}


def drug(chart: Chart, name: str, at: Moment, where: Visit | None) -> str:
    """Add a MedicationAdministration."""
    body: Json = {
        "status": "completed",
        "medicationCodeableConcept": concept(name),
        "subject": chart.person.link.json,
        "context": reference_to(where),
        "effectiveDateTime": at.text,
        "dosage": {"dose": {"value": 100, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}},
    }
    return chart.add("MedicationAdministration", "", chart.stamp(at), body)


def plan(chart: Chart, title: str, at: Moment, reason: str) -> str:
    """Add the CarePlan of a pathway."""
    body: Json = {
        "text": {"status": "additional", "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{title}</p></div>'},
        "status": "active",
        "intent": "plan",
        "category": [term("http://hl7.org/fhir/us/core/CodeSystem/careplan-category", "assess-plan")],
        "title": title,
        "subject": chart.person.link.json,
        "period": {"start": at.day},
        "addresses": references_to(reason),
    }
    return chart.add("CarePlan", "careplan", chart.stamp(at), body)


def care(chart: Chart, title: str, at: Moment, reason: str) -> str:
    """Add the EpisodeOfCare of a pathway."""
    body: Json = {
        "status": "active",
        "type": [{"text": title}],
        "diagnosis": [{"condition": {"reference": reason}}] if reason else [],
        "patient": chart.person.link.json,
        "managingOrganization": chart.person.region.offices["hospital"].json,
        "period": {"start": at.day},
        "careManager": chart.person.doctor.who.json,
    }
    return chart.add("EpisodeOfCare", "", chart.stamp(at), body)


def provenance(chart: Chart, targets: list[str], at: Moment, who: tuple[Link, Link | None]) -> None:
    """Add who wrote or passed on some Procedures: *who* it was, and on whose behalf."""
    author, office = who
    if office:
        kind, display = ("author", "Author")
    else:
        kind, display = ("assembler", "Assembler")
    agents: list[Json] = [{"type": term("provenance-participant-type", kind, display), "who": author.json}]
    if office:
        agents[0]["onBehalfOf"] = office.json
    agents.append({"type": concept_of_transmitter(), "who": (office or author).json})
    body: Json = {
        "target": [{"reference": target} for target in targets],
        "recorded": at.utc,
        "agent": agents,
    }
    chart.add("Provenance", "provenance", chart.stamp(at), body)


def concept_of_transmitter() -> Json:
    """Return the word of US Core for whoever passed a record on."""
    system = "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type"
    return term(system, "transmitter", "Transmitter")


def function(role: str) -> Json:
    """Return what somebody was there for."""
    return {"coding": [coding(role)]}


_CONCLUSIONS = (
    "Nothing unusual.", "As expected for the age.", "Small change since last time, none that needs treatment.",
    "Confirms what was suspected.",
)  # fmt: skip

# fmt: off
# Columns: class, type, display, and how many minutes at least.
_VISITS: dict[str, tuple[str, str, str, int]] = {
    "AMB":  ("AMB",  "problem",   "ambulatory",          40),
    "EMER": ("EMER", "emergency", "emergency",          180),
    "IMP":  ("IMP",  "admission", "inpatient encounter", 2 * 24 * 60),
    "FLD":  ("FLD",  "emergency", "field",               30),
}

# Where who is paid is not whom the doctor works for.
_OFFICE_OF: dict[str, str] = {
    "theatre": "surgery", "endoscopy": "surgery", "ward": "surgery", "cath-lab": "heart", "scanner": "imaging",
    "maternity": "women", "emergency": "hospital", "daycare": "hospital", "gym": "hospital", "rooms": "clinic",
    "dialysis": "kidney", "chair": "dental", "car": "ambulance",
}

# Columns: category, profile, least and most, unit and its code.
_MEASURES: dict[str, tuple[str, str, int, int, str, str]] = {
    "creatinine":        ("laboratory",  "observation-lab",             40, 90, "mg/dL",       "mg/dL"),
    "ejection-fraction": ("imaging",     "observation-clinical-result", 28, 66, "%",           "%"),
    "hba1c":             ("laboratory",  "observation-lab",             52, 98, "%",           "%"),
    "heart-rate":        ("vital-signs", "heart-rate",                  44, 150, "beats/minute", "/min"),
    "pain":              ("survey",      "simple-observation",           2, 10, "{score}",     "{score}"),
}
# fmt: on

# What a report is about -> its category; every other is pathology.
_REPORT_CATEGORIES = {"imaging-study": "radiology"}
