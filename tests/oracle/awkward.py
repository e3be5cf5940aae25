"""Which resources are as awkward as R4 allows? A heap of Procedures and of what they refer to, made of one seed."""

import json
import random
from typing import Any

from tests.oracle import seeds
from tests.oracle.elements import Json
from tests.oracle.referenced_resources import SCT, referenced_resources

PROCEDURES = 90

EVS = ("preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown")
CPT = "http://www.ama-assn.org/go/cpt"
LOCAL = "http://acme.test/codes"

CODINGS: tuple[Json, ...] = (
    {"system": SCT, "code": "80146002", "display": "Excision of appendix"},
    {"system": SCT, "code": "1010"},
    {"system": CPT, "code": "33249"},
    {"system": CPT, "code": "1010", "display": "Appendix, other"},
    {"code": "80146002"},
    {"code": "A,B|C$D\\E"},
    {"system": LOCAL, "code": "Mixed-Case", "display": "Ärztliche Kontrolle"},
    {"system": LOCAL, "code": "mixed-case"},
    {"system": LOCAL, "code": "leaf"},
    {"system": LOCAL, "code": "kind", "display": "Any kind"},
    {"system": LOCAL, "display": "No code at all"},
    {"system": f"{LOCAL}/", "code": "1010"},
)
TEXTS = ("Appendix removal", "Ambulation", "ärztliche kontrolle", "Éxcision  of knee", "Strange, text | here")
IDENTIFIERS: tuple[Json, ...] = (
    {"system": "urn:oid:1.2.36.7", "value": "AbC-9"},
    {"system": "urn:oid:1.2.36.7", "value": "abc-9"},
    {"value": "55"},
    {"value": "a,b"},
    {"value": "x\\"},
    {"system": "http://acme.test/x|y", "value": "z"},
    {"system": "urn:oid:1.2.36.7"},
    {"value": "1+1", "type": {"text": "Case number"}},
    {
        "system": "urn:mrn",
        "value": "77",
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "PLAC"}]},
    },
    {
        "value": "été",
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}], "text": "MRN"},
    },
)
MOMENTS = (
    "2019",
    "2019-03",
    "2019-03-26",
    "2019-03-27",
    "2019-03-26T12:55:26-07:00",
    "2019-03-26T19:55:26Z",
    "2019-03-26T19:55:26.5Z",
    "2019-03-26T19:55:26.500Z",
    "2019-03-26T23:30:00-07:00",
    "2020-02-29",
    "2019-12-31T23:59:59+14:00",
    "2020-01-01T00:00:00Z",
    "1919-07",
    "0001-01-01",
    "9999-12-31",
    "9999",
    "2016-12-31T23:59:60Z",
    "2019-03-26T19:55:26.123456Z",
    "2035-01-01",
)
UPDATES = (
    "2024-01-01T00:00:00Z",
    "2024-01-01T00:00:00.250Z",
    "2024-01-01T01:00:00+01:00",
    "2023-12-31T23:59:59.999Z",
    "2025-06-30T12:00:00-05:00",
)
TAGS: tuple[Json, ...] = (
    {"system": "http://acme.test/tags", "code": "needs-review"},
    {"code": "needs-review"},
    {"system": "http://acme.test/tags", "code": "done", "display": "Finished work"},
)
PROFILES = (
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-procedure",
    "http://hl7.org/fhir/us/core/StructureDefinition/us-core-procedure|6.1.0",
    "http://m.test/fhir/StructureDefinition/short",
)
SOURCES = ("http://lab.test/feed", "http://lab.test/feed#4711", "urn:oid:1.2.3")
URIS = (
    "http://ex.test/proto/1",
    "http://ex.test/proto/",
    "http://ex.test/PROTO/1",
    "urn:oid:1.2.3",
    "http://ex.test/a,b",
)
CANONICALS = (
    "http://ex.test/PlanDefinition/pd|1.1",
    "http://ex.test/PlanDefinition/pd",
    "http://ex.test/PlanDefinition/pd|10.2",
    "http://ex.test/PlanDefinition/ward|2",
    "http://m.test/fhir/PlanDefinition/home",
    "http://ex.test/PlanDefinition/steps#two",
)
NARRATIVES = (
    "The <b>appendix</b> was taken out",
    "Second look at the appendix of the knee",
    "Die Ärztin fand nichts",
    "knee<br/>replaced",
)


def heap() -> list[Json]:
    """Return the whole heap."""
    rng = seeds.rng("heap")
    return [*referenced_resources(rng), *(_procedure(rng, number) for number in range(PROCEDURES))]


def maybe(rng: random.Random, chance: float, value: Any) -> Any:
    """Return a value, or nothing."""
    return value if rng.random() < chance else None


def some(rng: random.Random, pool: tuple[Any, ...], most: int) -> list[Any] | None:
    """Return a few of a pool, or nothing."""
    return rng.sample(pool, rng.randint(0, most)) or None


def refer(rng: random.Random, *names: str) -> Json:
    """Return a Reference, written in one of the ways that there are."""
    name = rng.choice(names)
    foreign = f"http://other.test/fhir/{name}"
    ways = (
        name,
        name,
        name,
        f"http://m.test/fhir/{name}",
        f"https://M.test/fhir/{name}",
        f"{name}/_history/1",
        foreign,
    )
    return {"reference": rng.choice(ways)}


def _procedure(rng: random.Random, number: int) -> Json:
    found = {
        "resourceType": "Procedure",
        "id": f"p{number:02}" if number % 3 else f"P.{number}",
        "meta": _meta(rng),
        "text": maybe(rng, 0.3, {"status": "generated", "div": _div(rng)}),
        "identifier": some(rng, IDENTIFIERS, 3),
        "instantiatesCanonical": some(rng, CANONICALS, 2),
        "instantiatesUri": some(rng, URIS, 2),
        "basedOn": _many(rng, "ServiceRequest/s1", "ServiceRequest/s2", "CarePlan/c1", "ServiceRequest/gone"),
        "partOf": _many(rng, "Procedure/p01", "Procedure/p02", "Observation/o1", "Procedure/P.3"),
        "status": rng.choice(EVS),
        "category": maybe(rng, 0.4, _concept(rng)),
        "code": maybe(rng, 0.85, _concept(rng)),
        "encounter": maybe(rng, 0.5, refer(rng, "Encounter/e1", "Encounter/e2", "Encounter/e3")),
        "performer": [{"actor": _performer(rng)} for _ in range(rng.randint(0, 2))] or None,
        "location": maybe(rng, 0.6, refer(rng, "Location/l1", "Location/l2", "Location/l3", "Location/gone")),
        "reasonCode": [_concept(rng) for _ in range(rng.randint(0, 2))] or None,
        "reasonReference": _many(rng, "Condition/k1", "Condition/k2", "Procedure/p04", "Observation/o2"),
    }
    return _pruned(found | _subject(rng) | _performed(rng))


def _meta(rng: random.Random) -> Json:
    found = {
        "versionId": rng.choice(("1", "2")),
        "lastUpdated": rng.choice(UPDATES),
        "tag": some(rng, TAGS, 2),
        "security": some(rng, TAGS, 1),
        "profile": some(rng, PROFILES, 2),
        "source": maybe(rng, 0.4, rng.choice(SOURCES)),
    }
    return {name: value for name, value in found.items() if value is not None}


def _div(rng: random.Random) -> str:
    return f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{rng.choice(NARRATIVES)}</p></div>'


def _concept(rng: random.Random) -> Json:
    coded = [dict(one) for one in rng.sample(CODINGS, rng.randint(0, 2))]
    told = maybe(rng, 0.4, rng.choice(TEXTS))
    if not coded and not told:
        return {"extension": [{"url": "http://acme.test/why", "valueString": "unknown"}]}
    return ({"coding": coded} if coded else {}) | ({"text": told} if told else {})


def _many(rng: random.Random, *names: str) -> list[Json] | None:
    return [refer(rng, *names) for _ in range(rng.choice((0, 0, 1, 1, 2)))] or None


def _performer(rng: random.Random) -> Json:
    logical = {"type": "Practitioner", "identifier": {"system": "urn:npi", "value": rng.choice("12")}}
    inside = {"reference": "#doc"}
    named = refer(rng, "Practitioner/d1", "Practitioner/d2", "Organization/d1", "Patient/1", "PractitionerRole/r1")
    return dict(rng.choice((named, named, named, logical, inside, {"display": "Somebody"})))


def _subject(rng: random.Random) -> Json:
    inside = [
        {"resourceType": "Patient", "id": "p", "name": [{"family": rng.choice(("Núñez", "Hart"))}], "gender": "male"},
        {"resourceType": "Practitioner", "id": "doc", "name": [{"family": "Núñez", "given": ["Joe"]}], "active": False},
    ]
    known = refer(rng, "Patient/1", "Patient/2", "Patient/3", "Group/1", "Patient/gone")
    logical = {"identifier": {"system": "urn:mrn", "value": rng.choice(("77", "78"))}}
    subject = rng.choice(
        (known,) * 6
        + ({"reference": "#p"}, logical, logical | {"type": "Patient"}, logical | {"type": "Group"})
        + ({"reference": "urn:uuid:6b0c0b5e-3f0a-4c0e-9a57-0d6f1c1b8a11", "display": "No type"},)
    )
    return {"contained": inside, "subject": dict(subject)}


def _pruned(found: Json) -> Json:
    """Return a resource without what is empty, and with only those contained resources that it refers to."""
    used = json.dumps(found)
    inside = [one for one in found["contained"] if f'"#{one["id"]}"' in used]
    return {name: value for name, value in (found | {"contained": inside or None}).items() if value is not None}


def _performed(rng: random.Random) -> Json:
    start, end = sorted(rng.sample(MOMENTS[2:9], 2))
    period = {"start": maybe(rng, 0.75, start), "end": maybe(rng, 0.75, end)}
    way = rng.choice("ddddpppsaen")
    ways: dict[str, Json] = {
        "d": {"performedDateTime": rng.choice(MOMENTS)},
        "p": {"performedPeriod": {name: text for name, text in period.items() if text} or {"extension": UNKNOWN}},
        "s": {"performedString": "last spring"},
        "a": {"performedAge": {"value": 42, "unit": "years", "system": "http://unitsofmeasure.org", "code": "a"}},
        "e": {"_performedDateTime": {"extension": UNKNOWN}},
        "n": {},
    }
    return ways[way]


UNKNOWN = [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
