"""What does a patient's token see? What is about this patient alone, and the shared things that this refers to."""

from collections.abc import Iterable
from typing import Any

from tests.oracle.elements import Json, at
from tests.oracle.links import named_type, read

# How many references away from the patient's own a shared resource may be.
STEPS = 1

# The elements that say whom a resource is about.
ABOUT = {"Group": "member.entity", "Coverage": "beneficiary", "Task": "for", "Appointment": "participant.actor"}


def seen(resources: Iterable[Json], patient: str, base: str) -> list[Json]:
    """Return the resources that a patient's token sees."""
    all_ = {f"{one['resourceType']}/{one['id']}": one for one in resources}
    whose = {key: _patients(one, base) for key, one in all_.items()}
    me = f"Patient/{patient}"
    own = {me} | {key for key, patients in whose.items() if patients == {me}}
    own |= {key for key, one in all_.items() if _told_only_of(one, own, base)}
    reached, near = set(own), own
    for _ in range(STEPS):
        named = {key for one in near for key in _references(all_[one], base) | _definitions(all_[one], all_)}
        near = {key for key in named - reached if key in all_ and _is_shared(all_[key])}
        reached |= near
    return [one for key, one in all_.items() if key in reached]


def _is_shared(resource: Json) -> bool:
    return resource["resourceType"] not in {"Patient", "Provenance"} and not _about(resource)


def _definitions(resource: Json, all_: dict[str, Json]) -> set[str]:
    """Return the definitions that a resource follows, by their canonical address."""
    wanted = set(at(resource, "instantiatesCanonical"))
    named = {key: one["url"] for key, one in all_.items() if "url" in one}
    return {key for key, url in named.items() if wanted & {url, f"{url}|{all_[key].get('version')}"}}


def _told_only_of(resource: Json, own: set[str], base: str) -> bool:
    """Say whether a resource is a Provenance of nothing but what is the patient's."""
    targets = {_key(target.get("reference", ""), base) for target in at(resource, "target")}
    return resource["resourceType"] == "Provenance" and bool(targets) and targets <= own


def _patients(resource: Json, base: str) -> set[str]:
    """Return whom a resource is about; a patient that cannot be followed has a name of its own."""
    inside = {one.get("id", ""): one["resourceType"] for one in resource.get("contained", [])}
    patients = [one for one in _about(resource) if named_type(one, inside, base) == "Patient"]
    return {_key(one.get("reference", ""), base) or "somebody else" for one in patients}


def _about(resource: Json) -> list[Json]:
    return at(resource, ABOUT.get(resource["resourceType"], "patient|subject"))


def _references(node: Any, base: str) -> set[str]:
    if isinstance(node, list):
        return {key for one in node for key in _references(one, base)}
    if not isinstance(node, dict):
        return set()
    text = node.get("reference")
    here = {_key(text, base)} if isinstance(text, str) else set()
    return here | {key for one in node.values() for key in _references(one, base)}


def _key(text: str, base: str) -> str:
    link = read(text, base) if text else None
    return link.key if link else ""
