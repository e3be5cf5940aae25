"""What does the clinic say of an activity? The Procedure: status, time, performers, place, reasons and outcome."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from dataclasses import dataclass
from typing import Any

from sandbox.tools.generate import related
from sandbox.tools.generate.calendar import Moment
from sandbox.tools.generate.chart import Chart, reference_to, references_to
from sandbox.tools.generate.claims import tags
from sandbox.tools.generate.codes import CODES, TERMINOLOGY, concept
from sandbox.tools.generate.identity import NPI, OURS, id_of
from sandbox.tools.generate.pathway import Activity, Pathway
from sandbox.tools.generate.region import Doctor, Json
from sandbox.tools.generate.related import Visit
from sandbox.tools.generate.shared import canonical


@dataclass(frozen=True, slots=True)
class Episode:
    """A pathway as one patient goes it: the side, the reasons, the plan."""

    pathway: Pathway
    """which course of care"""
    side: str
    """left or right, empty where there is no side"""
    problem: str
    """the reference to the Condition, "" for none"""
    reason: str
    """the code of the reason, "" for none"""
    plan: str
    """the reference to the CarePlan, "" for none"""
    care: str
    """the reference to the EpisodeOfCare, "" for none"""


@dataclass(frozen=True, slots=True)
class Done:
    """A Procedure that was added: its reference, how it stands, when it was."""

    reference: str
    status: str
    at: Moment


def procedure(
    chart: Chart, episode: Episode, activity: Activity, at: Moment, rest: tuple[Visit | None, str, str]
) -> Done:
    """Add the Procedure of an activity, with all that belongs to it; *rest*: visit, what it is a part of, status."""
    visit, main, status = rest
    code = concept(activity.what.replace("@", episode.side), activity.text)
    real = status in {"completed", "stopped", "in-progress"}
    ordered = related.order(chart, activity, code, at, episode.problem) if activity.order else ""
    based_on = [ordered, episode.plan if activity.category == "moving" else ""]
    parts = [
        main if activity.part else "",
        related.drug(chart, activity.drug, at, visit) if activity.drug and real else "",
    ]
    doctor = _doctor(chart, activity)
    stamp = chart.stamp(at.later(activity.minutes))
    body: Json = {
        "text": _narrative(activity, at) if activity.kind == "surgical" else None,
        "contained": [],
        "identifier": [_case(chart, at)] if activity.kind == "surgical" or chart.happens(15) else [],
        "instantiatesCanonical": [_protocol(chart, activity.protocol)] if activity.protocol else [],
        "instantiatesUri": [f"{OURS}/protocols/{episode.pathway.name}"]
        if activity.protocol and chart.happens(30)
        else [],
        "basedOn": references_to(*based_on),
        "partOf": references_to(*parts),
        "status": status,
        "statusReason": _status_reason(chart, status),
        "category": _category(activity),
        "code": code,
        "subject": chart.person.link.json,
        "encounter": reference_to(visit),
        **_performed(chart, activity, at, status),
        "recorder": doctor.who.json if doctor and (activity.kind == "surgical" or chart.happens(15)) else None,
        "asserter": _asserter(chart, activity),
    }
    _performers(chart, activity, visit, body)
    if visit:
        body["location"] = {"reference": visit.places[0]}
    body["reasonCode"] = [concept(episode.reason)] if episode.reason and chart.happens(75) else []
    body["reasonReference"] = _reasons(chart, episode, activity, at, rest)
    if activity.site:
        body["bodySite"] = [concept(activity.site.replace("@", episode.side))]
    if real:
        _outcome(chart, activity, at, visit, body)
    meta = _meta(chart, episode, stamp, f"{activity.by}-{chart.count('Procedure') + 1}")
    return Done(chart.add("Procedure", "procedure", stamp, body, meta), status, at)


def _doctor(chart: Chart, activity: Activity) -> Doctor | None:
    if activity.by in _LAYMEN:
        return None
    return chart.doctor(activity.by)


def _asserter(chart: Chart, activity: Activity) -> Json | None:
    if activity.by in _LAYMEN:
        return chart.person.link.json
    return None


def _status_reason(chart: Chart, status: str) -> Json | None:
    if status in _REASONS:
        return chart.rng.choice(_REASONS[status])
    return None


def _performed(chart: Chart, activity: Activity, at: Moment, status: str) -> Json:
    if status in {"not-done", "on-hold", "preparation"}:
        return {}
    if status == "in-progress":
        return {"performedPeriod": {"start": at.text}}
    if activity.minutes:
        spread = chart.rng.randrange(activity.minutes * 3 // 4, activity.minutes * 5 // 4 + 1)
        return {"performedPeriod": {"start": at.text, "end": at.later(spread).text}}
    return {"performedDateTime": at.day if chart.happens(5) else at.text}


def _category(activity: Activity) -> Json:
    found = concept(activity.kind)
    if activity.category:
        found["coding"].append({"system": f"{OURS}/CodeSystem/care", "code": activity.category})
    return found


def _performers(chart: Chart, activity: Activity, visit: Visit | None, body: Json) -> None:
    """Say who did it, in one of the ways in which it is said."""
    person = chart.person
    if activity.by in _LAYMEN:
        if activity.by == "patient":
            actor = person.link
        else:
            actor = person.kin
        body["performer"] = [{"function": related.function(activity.by), "actor": actor.json}]
        return
    doctor = chart.doctor(activity.by)
    row: Json = {"function": related.function(activity.by), "actor": doctor.who.json}
    way = chart.rng.random()
    if way < 0.12:
        row |= {"actor": doctor.role.json, "onBehalfOf": person.region.offices[doctor.office].json}
        body["recorder"] = doctor.who.json
    elif way < 0.20:
        row["actor"] = {
            "type": "Practitioner",
            "identifier": {"system": NPI, "value": doctor.npi},
            "display": doctor.who.display,
        }
    elif way < 0.25:
        body["contained"] = [
            {"resourceType": "Practitioner", "id": "visiting", "name": [{"text": "A visiting doctor"}]}
        ]
        row["actor"] = {"reference": "#visiting"}
    elif way < 0.32 and visit:
        row = {"actor": visit.office.json}
    elif way < 0.50 and visit:
        row["onBehalfOf"] = visit.office.json
    body["performer"] = [row]
    if activity.device == "machine":
        body["performer"].append({"actor": {"reference": person.region.machine.reference}})


def _reasons(
    chart: Chart, episode: Episode, activity: Activity, at: Moment, rest: tuple[Visit | None, str, str]
) -> list[Json]:
    visit, main, _ = rest
    found: list[Json] = []
    if main and activity.what == "suture-removal":
        found.append({"reference": main})
    if episode.problem:
        found.append({"reference": episode.problem + ("/_history/1" if chart.happens(3) else "")})
    if activity.measure and (activity.measure != "creatinine" or chart.happens(20)):
        found.append({"reference": related.measurement(chart, activity.measure, at, visit)})
    return found


def _outcome(chart: Chart, activity: Activity, at: Moment, visit: Visit | None, body: Json) -> None:
    surgical = activity.kind == "surgical"
    if surgical or chart.happens(10):
        body["outcome"] = concept("partly" if chart.happens(15) else "successful")
    if activity.report:
        ordered = next((row["reference"] for row in body["basedOn"]), "")
        body["report"] = [related.report(chart, activity, at, visit, ordered if ordered.startswith("Service") else "")]
    if surgical and chart.happens(8):
        body["complication"] = [concept("low-pressure")]
    if surgical:
        if chart.happens(50):
            body["followUp"] = [concept("dressing")]
        else:
            body["followUp"] = []
    if chart.happens(8):
        body["note"] = [{"time": at.later(activity.minutes + 20).text, "text": chart.rng.choice(_NOTES)}]
    if activity.device and activity.device in CODES:
        device = related.implant(chart, activity.device, at)
        action = {
            "coding": [{"system": "http://hl7.org/fhir/device-action", "code": "implanted", "display": "Implanted"}]
        }
        body["focalDevice"] = [{"action": action, "manipulated": device}]
        body["usedReference"] = [device]


def _meta(chart: Chart, episode: Episode, stamp: str, name: str) -> Json:
    meta: Json = {}
    if chart.person.linked:
        endpoint = id_of(chart.seed, f"endpoint/{chart.person.region.number}")
        meta["source"] = f"https://ehr-{chart.person.region.number}.sandbox.example/fhir/Procedure/{name}"
        meta["tag"] = tags(chart, endpoint, stamp)
    if episode.pathway.label:
        meta["security"] = [
            {"system": f"{TERMINOLOGY}/v3-Confidentiality", "code": "R", "display": "restricted"},
            {"system": f"{TERMINOLOGY}/v3-ActCode", "code": episode.pathway.label},
        ]
    return meta


def _case(chart: Chart, at: Moment) -> Json:
    placer = chart.happens(60)
    if placer:
        code, display, text = ("PLAC", "Placer Identifier", "Case number")
    else:
        code, display, text = ("FILL", "Filler Identifier", "Filed as")
    type_: Any = {"coding": [{"system": f"{TERMINOLOGY}/v2-0203", "code": code, "display": display}], "text": text}
    number = f"{at.day[:4]}-{chart.person.number}-{chart.count('Procedure') + 1}"
    return {"use": "official", "type": type_, "system": f"{OURS}/case", "value": number}


def _protocol(chart: Chart, name: str) -> str:
    return canonical(name) + chart.rng.choice(("", "", "|1.0.0", "|1.2.0", "|2.0.0"))


def _narrative(activity: Activity, at: Moment) -> Json:
    said = activity.text or CODES[activity.what.partition(" ")[0]].display
    return {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{said} on {at.day}.</p></div>',
    }


_LAYMEN = frozenset({"patient", "caregiver"})
_NOTES = (
    "Patient would like a copy.", "Relative was present.", "Interpreter by telephone.", "Was very nervous; took time.",
    "To be repeated if the trouble comes back.",
)  # fmt: skip
_REASONS: dict[str, tuple[Json, ...]] = {
    "not-done": (concept("refused"), concept("contraindicated"), {"text": "Did not come"}),
    "stopped": (concept("contraindicated"), {"text": "Patient became unwell"}),
    "on-hold": ({"text": "Waits for the insurer"},),
}
