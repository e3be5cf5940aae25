"""What does everybody share? Insurers, protocols, value sets and a code system, made once."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from dataclasses import dataclass

from sandbox.tools.generate.codes import CODES, SNOMED, Code, concept, term
from sandbox.tools.generate.identity import NPI, OURS, id_of, npi, phone
from sandbox.tools.generate.region import Json, Link, whole

_COPYRIGHT = "Includes SNOMED CT content, copyright SNOMED International; see fixtures/README.md."


@dataclass(frozen=True, slots=True)
class Payer:
    """An insurer: how others refer to it, its mark in member numbers, its address and its endpoint at the vendor."""

    link: Link
    mark: str
    url: str
    endpoint: str


def shared() -> list[Json]:
    """Return all of it; none depends on the seed."""
    return [
        *(_payer(payer, number) for number, payer in enumerate(PAYERS)),
        *(_definition(*row) for row in _DEFINITIONS),
        *(_value_set(name, title, keys.split()) for name, title, keys in _VALUE_SETS),
        _hierarchy(),
        _code_system(),
    ]


def canonical(name: str) -> str:
    """Return the canonical URL of one of our protocols."""
    type_ = next(type_ for type_, known, *_ in _DEFINITIONS if known == name)
    return f"{OURS}/{type_}/{name}"


def _payer(payer: Payer, number: int) -> Json:
    body: Json = {
        "identifier": [{"system": NPI, "value": npi(90_000_000 + number)}],
        "active": True,
        "type": [term("organization-type", "pay", "Payer")],
        "name": payer.link.display,
        "telecom": [{"system": "phone", "value": phone(number), "use": "work"}],
        "address": [{"line": ["1 Ledger Avenue"], "city": "Riverbend", "state": "OH", "postalCode": "00000"}],
    }
    return whole("Organization", payer.link.reference.partition("/")[2], "organization", body)


def _definition(type_: str, name: str, version: str, title: str, code: str) -> Json:
    body: Json = {
        "url": f"{OURS}/{type_}/{name}",
        "version": version,
        "name": "".join(word.capitalize() for word in name.split("-")),
        "title": title,
        "status": "active",
        "date": "2010-01-04",
        "description": "Made up for this sandbox.",
    }
    if type_ == "PlanDefinition":
        body["action"] = [{"title": title, "code": [concept(code)]}]
    else:
        body |= {"kind": "ServiceRequest", "code": concept(code)}
    return whole(type_, f"shared-{name}", "", body)


def _value_set(name: str, title: str, keys: list[str]) -> Json:
    systems = dict.fromkeys(CODES[key].system for key in keys)
    include = [
        {"system": system, "concept": [_listed(CODES[key]) for key in keys if CODES[key].system == system]}
        for system in systems
    ]
    return _set(name, title, {"compose": {"include": include}})


def _hierarchy() -> Json:
    """Return a value set whose expansion says which kind of procedure is below which."""
    tree = [_node(key, _below(key)) for key in ("diagnostic", "surgical", "therapeutic")]
    top = {"system": SNOMED, "code": "71388002", "display": "Procedure", "contains": tree}
    expansion = {"timestamp": "2010-01-04T06:00:00Z", "contains": [top]}
    return _set("procedure-kinds", "Kinds of procedures", {"expansion": expansion})


def _below(key: str) -> list[Json]:
    return [_node(child, _below(child)) for child in _KINDS.get(key, "").split()]


def _node(key: str, below: list[Json]) -> Json:
    found: Json = {"system": CODES[key].system} | _listed(CODES[key])
    if below:
        return found | {"contains": below}
    return found


def _listed(row: Code) -> dict[str, str]:
    return {"code": row.code} | ({"display": row.display} if row.display else {})


def _set(name: str, title: str, body: Json) -> Json:
    head: Json = {
        "url": f"{OURS}/ValueSet/{name}",
        "version": "1.0.0",
        "name": "".join(word.capitalize() for word in name.split("-")),
        "title": title,
        "status": "active",
        "description": "Made up for this sandbox.",
        "copyright": _COPYRIGHT,
    }
    return whole("ValueSet", f"shared-{name}", "", head | body)


def _code_system() -> Json:
    """Return the code system of our own, whose concepts stand one below the other."""
    body: Json = {
        "url": f"{OURS}/CodeSystem/care",
        "version": "1.0.0",
        "name": "Care",
        "title": "Kinds of care, as the generated charts tell them apart",
        "status": "active",
        "caseSensitive": True,
        "hierarchyMeaning": "is-a",
        "content": "complete",
        "concept": [
            {
                "code": "hands-on",
                "display": "Somebody lays hands on",
                "concept": [
                    {"code": "cutting", "display": "With a knife"},
                    {"code": "moving", "display": "With movement"},
                ],
            },
            {"code": "talking", "display": "With words", "concept": [{"code": "asking", "display": "With questions"}]},
        ],
    }
    return whole("CodeSystem", "shared-care", "", body)


# fmt: off
# Columns: name, mark, then the address of its own server.
PAYERS: tuple[Payer, ...] = tuple(
    Payer(Link(f"Organization/shared-{mark.lower()}", f"{name} (made up)"), mark,
          f"https://{mark.lower()}.payer.sandbox.example/fhir", id_of(0, f"endpoint/{mark}"))
    for name, mark in (("Larch Health Plan", "LHP"), ("Tern Mutual", "TMU"), ("Old Mill Insurance", "OMI"),
                       ("Quay Benefits", "QBE"))
)

# Columns: type, name, version, title, and what is done.
_DEFINITIONS: tuple[tuple[str, str, str, str, str], ...] = (
    ("PlanDefinition",     "joint-pathway",   "2.0.0", "Joint replacement, from imaging to exercise", "physiotherapy"),
    ("PlanDefinition",     "bowel-screening", "1.4.0", "Bowel cancer screening",                       "colonoscopy"),
    ("PlanDefinition",     "heart-rehab",     "1.0.0", "Heart rehabilitation",                         "cardiac-rehab"),
    ("PlanDefinition",     "birth-pathway",   "3.1.0", "Care before, at and after birth",              "fundal-height"),
    ("ActivityDefinition", "dialysis-session", "1.2.0", "A dialysis session",                          "dialysis"),
    ("ActivityDefinition", "flu-shot",        "2026",  "Flu shot",                                     "vaccination"),
)

# Columns: name, title, concepts.
_VALUE_SETS: tuple[tuple[str, str, str], ...] = (
    ("joints",  "Joint replacements",
     "knee-replacement hip-replacement p-knee-left p-knee-right p-hip-left p-hip-right"),
    ("imaging", "Imaging",            "x-ray mri ultrasound chest-x-ray mammography dental-x-ray cpt-spine-x-ray"),
    ("heart",   "Heart",              "ecg echo stress-test angiography pci pacemaker cardioversion cardiac-rehab"),
)

# Kind of procedure -> what is below it.
_KINDS: dict[str, str] = {
    "diagnostic":  "x-ray mri ultrasound ecg echo spirometry colonoscopy stress-test",
    "surgical":    "knee-replacement hip-replacement appendectomy cholecystectomy cataract-removal polypectomy",
    "therapeutic": "physiotherapy dialysis chemotherapy dressing",
    "x-ray":       "chest-x-ray mammography dental-x-ray",
    "physiotherapy": "exercise cardiac-rehab",
}
# fmt: on
