"""Who is the patient? A person drawn from the pools, with what hangs on the person alone: insurer, doctor, relative."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sandbox.seed import Rng
from sandbox.tools.generate.calendar import LAST_DAY
from sandbox.tools.generate.codes import term
from sandbox.tools.generate.identity import OURS, id_of, phone
from sandbox.tools.generate.pools import Pools
from sandbox.tools.generate.region import US_CORE, Doctor, Json, Link, Region
from sandbox.tools.generate.shared import PAYERS, Payer

OLDEST = 94 * 365


@dataclass(frozen=True, slots=True)
class Person:
    """One patient and what the charts must know; `linked` says that the clinic's record came through the vendor too."""

    number: int
    """counts the patients of a recipe"""
    link: Link
    """the reference to the Patient"""
    family: str
    """the family name"""
    female: bool
    """or male"""
    born: date
    """the day of birth"""
    region: Region
    """where the person lives"""
    payer: Payer
    """who insures the person"""
    doctor: Doctor
    """the physician"""
    kin: Link
    """a relative, or None"""
    linked: bool
    """whether the clinic's record came through the vendor too"""
    authorization: str
    """the id of the authorization, where it did"""


def person(seed: int, number: int, rng: Rng, pools: Pools, region: Region) -> tuple[Person, Json]:
    """Return the *number*-th person of a seed, and the Patient."""
    tongue = rng.choice(pools.tongues)
    female = rng.random() < 0.52
    given = list(
        dict.fromkeys(rng.choice(tongue.women if female else tongue.men) for _ in range(rng.choice((1, 2, 2))))
    )
    family = rng.choice(tongue.families)
    if rng.random() < 0.06:
        family += f"-{rng.choice(tongue.families)}"
    born = LAST_DAY - timedelta(days=int(OLDEST * (1 - rng.random() ** 1.3)) + 30)
    name = f"{given[0]} {family}"
    found = Person(
        number=number,
        link=Link(f"Patient/{id_of(seed, f'patient/{number}')}", name),
        family=family,
        female=female,
        born=born,
        region=region,
        payer=rng.choice(PAYERS),
        doctor=rng.choice(region.doctors["physician"]),
        kin=Link(f"RelatedPerson/{id_of(seed, f'patient/{number}/kin')}", f"{rng.choice(tongue.women)} {family}"),
        linked=rng.random() < 0.5,
        authorization=id_of(seed, f"patient/{number}/authorization"),
    )
    return found, _patient(found, rng, given, (tongue.language, rng.choice(pools.streets)))


def relative(found: Person) -> Json:
    """Return the body of the RelatedPerson."""
    given = found.kin.display.removesuffix(f" {found.family}")
    return {
        "active": True,
        "patient": found.link.json,
        "relationship": [term("v3-RoleCode", "SIS", "sister")],
        "name": [{"use": "official", "family": found.family, "given": [given]}],
        "telecom": [{"system": "phone", "value": phone(found.number + 7), "use": "home"}],
        "gender": "female",
    }


def _patient(found: Person, rng: Rng, given: list[str], where: tuple[str, str]) -> Json:
    language, street = where
    number, town = found.number, found.region
    body: Json = {
        "resourceType": "Patient",
        "id": found.link.reference.partition("/")[2],
        "meta": {
            "lastUpdated": "2026-07-01T06:00:00Z",
            "versionId": "1",
            "profile": [f"{US_CORE}patient"],
            "security": [term("v3-ActReason", "HTEST", "test health data")["coding"][0]],
        },
        "extension": _extensions(found, rng),
        "identifier": [
            _identifier("MR", "Medical record number", f"{OURS}/mrn", f"G-{number:07}"),
            _identifier("MB", "Member Number", f"{OURS}/member", f"{found.payer.mark}-{number:07}")
            | {"assigner": found.payer.link.json},
        ],
        "active": True,
        "name": [{"use": "official", "family": found.family, "given": given}],
        "telecom": [
            {"system": "phone", "value": phone(number), "use": rng.choice(("home", "mobile"))},
            {"system": "email", "value": f"patient-{number}@example.org"},
        ],
        "gender": "female" if found.female else "male",
        "birthDate": found.born.isoformat(),
    }
    if number % 90 == 89:
        body["deceasedDateTime"] = "2026-06-30T21:40:00Z"
    return body | {
        "address": [
            {
                "line": [f"{rng.randrange(1, 400)} {street}"],
                "city": town.town,
                "state": town.state,
                "postalCode": f"000{town.number % 100:02}",
                "country": "US",
            }
        ],
        "communication": [{"language": term("urn:ietf:bcp:47", language)}],
        "generalPractitioner": [found.doctor.who.json],
        "managingOrganization": town.offices["hospital"].json,
    }


def _identifier(code: str, display: str, system: str, value: str) -> Json:
    return {"type": term("v2-0203", code, display), "system": system, "value": value}


def _extensions(found: Person, rng: Rng) -> list[Any]:
    race, ethnicity = rng.choice(_RACES), rng.choice(_ETHNICITIES)
    return [
        *(
            {
                "url": US_CORE + name,
                "extension": [
                    {"url": "ombCategory", "valueCoding": {"system": _OMB, "code": row[0], "display": row[1]}},
                    {"url": "text", "valueString": row[1]},
                ],
            }
            for name, row in (("race", race), ("ethnicity", ethnicity))
        ),
        {"url": f"{US_CORE}birthsex", "valueCode": "F" if found.female else "M"},
    ]


_OMB = "urn:oid:2.16.840.1.113883.6.238"
# Drawn without regard to the name: what people say of themselves cannot be read off it.
_RACES = (
    *[("2106-3", "White")] * 6, *[("2054-5", "Black or African American")] * 2, ("2028-9", "Asian"),
    ("1002-5", "American Indian or Alaska Native"),
)  # fmt: skip
_ETHNICITIES = (*[("2186-5", "Not Hispanic or Latino")] * 4, ("2135-2", "Hispanic or Latino"))
