"""Where are people cared for, and by whom? A region of so many patients has a hospital, clinics, staff and places.

A region belongs to its patients' numbers alone, so it is the same however many patients are made. Its resources come
before its first patient.
"""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from dataclasses import dataclass
from typing import Any

from sandbox.seed import Rng, Seed
from sandbox.tools.generate.codes import concept, term
from sandbox.tools.generate.identity import NPI, OURS, id_of, npi, phone
from sandbox.tools.generate.pools import Pools

PATIENTS = 200  # of one region
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A resource as others refer to it."""

    reference: str
    display: str

    @property
    def json(self) -> Json:
        """The Reference."""
        return {"reference": self.reference, "display": self.display}


@dataclass(frozen=True, slots=True)
class Doctor:
    """Somebody who treats people, in a role, for an organization."""

    who: Link
    role: Link
    npi: str
    office: str


@dataclass(frozen=True, slots=True)
class Region:
    """What the patients of a region share; `zone` is the offset of its clocks and whether they know summer time."""

    number: int
    """counts the regions of a recipe"""
    state: str
    """of the United States"""
    town: str
    """its name"""
    zone: tuple[int, bool]
    """the offset of its clocks in hours, and whether they know summer time"""
    offices: dict[str, Link]
    """organizations by kind"""
    places: dict[str, tuple[str, ...]]
    """locations by kind"""
    doctors: dict[str, tuple[Doctor, ...]]
    """staff by role"""
    machine: Link
    """the device of the hospital"""
    resources: list[Json]
    """all of them, to be written"""


def region(chance: Seed, pools: Pools, number: int) -> Region:
    """Return the *number*-th region of a seed, with its resources."""
    rng = chance.stream(f"region/{number}")
    state, zone = rng.choice(_STATES)
    town = rng.choice(pools.towns)
    made: list[Json] = []
    found = Region(number, state, town, zone, {}, {}, {}, Link(_ref(chance, number, "Device", "machine"), ""), made)
    for key, (name, parent) in _OFFICES.items():
        found.offices[key] = _office(chance, found, key, (name.format(town), parent))
    for key in _PLACES:
        found.places[key] = _place(chance, found, key)
    for key, (office, count) in _STAFF.items():
        found.doctors[key] = tuple(_doctor(chance, found, rng, pools, (key, office, nth)) for nth in range(count))
    made.append(_machine(found))
    return found


def whole(type_: str, id_: str, profile: str, body: Json) -> Json:
    """Return a shared resource; its stamp is that of the day on which everything was set up."""
    meta = {"lastUpdated": "2010-01-04T06:00:00Z", "versionId": "1"}
    return {
        "resourceType": type_,
        "id": id_,
        "meta": meta | ({"profile": [US_CORE + profile]} if profile else {}),
    } | body


def _ref(chance: Seed, number: int, type_: str, key: str) -> str:
    return f"{type_}/{id_of(chance.seed, f'region/{number}/{type_}/{key}')}"


def _address(found: Region) -> Json:
    return {
        "line": [f"{found.number % 90 + 1} Main Street"],
        "city": found.town,
        "state": found.state,
        "postalCode": f"000{found.number % 100:02}",
        "country": "US",
    }


def _office(chance: Seed, found: Region, key: str, row: tuple[str, str]) -> Link:
    name, parent = row
    link = Link(_ref(chance, found.number, "Organization", key), name)
    number = found.number * 100 + len(found.offices)
    body: Json = {
        "identifier": [{"system": NPI, "value": npi(50_000_000 + number)}],
        "active": True,
        "type": [term("organization-type", "dept" if parent else "prov", "")],
        "name": name,
        "telecom": [{"system": "phone", "value": phone(number), "use": "work"}],
        "address": [_address(found)],
    }
    if parent:
        body["partOf"] = found.offices[parent].json
    found.resources.append(whole("Organization", link.reference.partition("/")[2], "organization", body))
    return link


def _place(chance: Seed, found: Region, key: str) -> tuple[str, ...]:
    """Make a Location and return its reference, then those of all that it is a part of."""
    name, kind, office, parent = _PLACES[key]
    reference = _ref(chance, found.number, "Location", key)
    if parent:
        above = found.places[parent]
    else:
        above = ()
    body: Json = {
        "identifier": [{"system": f"{OURS}/location", "value": f"{found.number}-{key}"}],
        "status": "active",
        "name": name,
        "mode": "instance",
        "physicalType": term("location-physical-type", kind),
        "address": _address(found),
        "managingOrganization": found.offices[office].json,
    }
    if above:
        body["partOf"] = {"reference": above[0]}
    found.resources.append(whole("Location", reference.partition("/")[2], "location", body))
    return (reference, *above)


def _doctor(chance: Seed, found: Region, rng: Rng, pools: Pools, row: tuple[str, str, int]) -> Doctor:
    key, office, nth = row
    tongue = rng.choice(pools.tongues)
    woman = rng.random() < 0.5
    given, family = rng.choice(tongue.women if woman else tongue.men), rng.choice(tongue.families)
    if key in {"nurse", "midwife", "paramedic", "physiotherapist"}:
        titles = []
    else:
        titles = ["Dr"]
    name = " ".join([*titles, given, family])
    who = Link(_ref(chance, found.number, "Practitioner", f"{key}/{nth}"), name)
    role = Link(_ref(chance, found.number, "PractitionerRole", f"{key}/{nth}"), name)
    number = found.number * 100 + len(found.resources)
    body: Json = {
        "identifier": [{"system": NPI, "value": npi(number)}],
        "active": True,
        "name": [{"use": "official", "family": family, "given": [given]} | ({"prefix": titles} if titles else {})],
        "telecom": [{"system": "phone", "value": phone(number), "use": "work"}],
        "gender": "female" if woman else "male",
    }
    found.resources.append(whole("Practitioner", who.reference.partition("/")[2], "practitioner", body))
    body = {
        "active": True,
        "practitioner": who.json,
        "organization": found.offices[office].json,
        "code": [concept(key)],
        "telecom": [{"system": "phone", "value": phone(number), "use": "work"}],
    }
    found.resources.append(whole("PractitionerRole", role.reference.partition("/")[2], "practitionerrole", body))
    return Doctor(who, role, npi(number), office)


def _machine(found: Region) -> Json:
    body: Json = {
        "identifier": [{"system": f"{OURS}/device", "value": f"HD-{found.number}"}],
        "status": "active",
        "deviceName": [{"name": "Dialysis machine", "type": "user-friendly-name"}],
        "type": {"text": "Dialysis machine"},
        "owner": found.offices["kidney"].json,
        "location": {"reference": found.places["dialysis"][0]},
    }
    return whole("Device", found.machine.reference.partition("/")[2], "", body)


# fmt: off
# Columns: state, hours of its clocks ahead of UTC, whether they know summer time.
_STATES: tuple[tuple[str, tuple[int, bool]], ...] = (
    ("OH", (-5, True)), ("NY", (-5, True)), ("FL", (-5, True)), ("IL", (-6, True)), ("TX", (-6, True)),
    ("CO", (-7, True)), ("AZ", (-7, False)), ("CA", (-8, True)), ("AK", (-9, True)), ("HI", (-10, False)),
)

# Columns: our name, then the name on the door ({} is the town) and what it is a part of.
_OFFICES: dict[str, tuple[str, str]] = {
    "hospital":  ("{} Hospital (made up)", ""),
    "surgery":   ("Surgery, {} Hospital (made up)", "hospital"),
    "heart":     ("Cardiology, {} Hospital (made up)", "hospital"),
    "imaging":   ("Imaging, {} Hospital (made up)", "hospital"),
    "women":     ("Obstetrics, {} Hospital (made up)", "hospital"),
    "clinic":    ("{} Family Clinic (made up)", ""),
    "kidney":    ("{} Kidney Center (made up)", ""),
    "dental":    ("{} Dental Rooms (made up)", ""),
    "ambulance": ("{} Ambulance (made up)", ""),
}

# Columns: our name, then name, physical type, organization, and what it is a part of.
_PLACES: dict[str, tuple[str, str, str, str]] = {
    "campus":    ("Hospital campus",    "si", "hospital",  ""),
    "main":      ("Main building",      "bu", "hospital",  "campus"),
    "theatre":   ("Operating room 1",   "ro", "surgery",   "main"),
    "endoscopy": ("Endoscopy",          "ro", "surgery",   "main"),
    "ward":      ("Ward 2",             "wa", "surgery",   "main"),
    "cath-lab":  ("Heart laboratory",   "ro", "heart",     "main"),
    "scanner":   ("Scanner room",       "ro", "imaging",   "main"),
    "maternity": ("Maternity ward",     "wa", "women",     "main"),
    "emergency": ("Emergency room",     "ro", "hospital",  "main"),
    "daycare":   ("Day clinic",         "wa", "hospital",  "main"),
    "gym":       ("Exercise hall",      "ro", "hospital",  "campus"),
    "rooms":     ("Consulting rooms",   "bu", "clinic",    ""),
    "dialysis":  ("Dialysis hall",      "ro", "kidney",    ""),
    "chair":     ("Dental rooms",       "ro", "dental",    ""),
    "car":       ("Ambulance car 7",    "ve", "ambulance", ""),
}

# Columns: role, then organization and how many.
_STAFF: dict[str, tuple[str, int]] = {
    "physician":          ("clinic",    4),
    "nurse":              ("kidney",    2),
    "surgeon":            ("surgery",   2),
    "orthopedist":        ("surgery",   2),
    "anesthesiologist":   ("surgery",   2),
    "gastroenterologist": ("surgery",   1),
    "ophthalmologist":    ("surgery",   1),
    "cardiologist":       ("heart",     2),
    "radiologist":        ("imaging",   2),
    "obstetrician":       ("women",     1),
    "midwife":            ("women",     1),
    "oncologist":         ("hospital",  1),
    "physiotherapist":    ("hospital",  2),
    "psychologist":       ("clinic",    1),
    "dentist":            ("dental",    1),
    "paramedic":          ("ambulance", 1),
}
# fmt: on
