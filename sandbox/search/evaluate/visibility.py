"""What may a patient's token see? The patient's own resources, and what these directly refer to.

A resource is the patient's own if it is that Patient, or names it as its patient or subject, and no other. A resource
that names no patient at all (Practitioner, Organization, Location) is seen only where an own resource refers to it.
Everything else does not exist for the token.
"""

# tested by: tests/api/fhir/test_isolation.py, tests/api/fhir/test_compartment_oracle.py

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from pyroaring import BitMap

from sandbox.fhir.path import follower
from sandbox.fhir.references import is_here, local_keys, parse, type_of
from sandbox.fhir.store import Resource
from sandbox.search.index.index import Index
from sandbox.search.model.resource_ref import ResourceRef, Visible
from sandbox.search.parameters import FOLLOWERS, owner


def compartment(patient: str, indexes: Mapping[str, Index], bases: tuple[str, ...]) -> Visible:
    """Return the resources that a patient's token sees, by type; *patient* is the id of a stored Patient."""
    names = {f"Patient/{patient}"}
    number = None
    if "Patient" in indexes:
        number = indexes["Patient"].numbers.get(patient)
    own = {"Patient": BitMap(() if number is None else (number,))}
    for types in (indexes.keys() - FOLLOWERS - own.keys(), indexes.keys() & FOLLOWERS):
        own |= {type_: _named_only_by(names, indexes[type_], bases) for type_ in types}
        names |= {f"{type_}/{indexes[type_].resources[number].id}" for type_ in types for number in own[type_]}
    visible = {type_: numbers.copy() for type_, numbers in own.items()}
    places = [(type_, number) for type_, numbers in own.items() for number in numbers]
    for name, number in shared(places, indexes, bases):
        visible[name].add(number)
    return visible


def shared(places: Iterable[ResourceRef], indexes: Mapping[str, Index], bases: tuple[str, ...]) -> list[ResourceRef]:
    """Return the resources without any patient that the places refer to."""
    found: dict[ResourceRef, None] = {}
    for type_, number in places:
        for near in _referred(orjson.loads(indexes[type_].resources[number].body), indexes, bases):
            if near[0] != "Patient" and near[1] not in indexes[near[0]].owners.present:
                found[near] = None
    return list(found)


def saw(
    resource: Resource, patient: str, visible: Visible, indexes: Mapping[str, Index], bases: tuple[str, ...]
) -> bool:
    """Return whether a patient's token saw a resource that is gone: as its own, or because it sees it mentioned."""
    if resource.type == "Patient":
        names = {f"Patient/{resource.id}"}
    else:
        names = _owners(resource, bases)
    if not names:
        name = f"{resource.type}/{resource.id}"
        seen = (indexes[type_].resources[number] for type_, numbers in visible.items() for number in numbers)
        return any(_name(text, bases) == name for one in seen for _, text in _references(orjson.loads(one.body)))
    others = names - {f"Patient/{patient}"}
    return not others or (resource.type in FOLLOWERS and all(_is_own(name, visible, indexes) for name in others))


def _owners(resource: Resource, bases: tuple[str, ...]) -> set[str]:
    """Return the names of the patients that a resource is about."""
    about, value = owner(resource.type), orjson.loads(resource.body)
    elements = [element for element in follower(about.path)(value) if isinstance(element, dict)]
    return {
        _name(str(one.get("reference", "")), bases)
        for one in elements
        if not about.narrow or type_of(one, value) in about.targets
    }


def _is_own(name: str, visible: Visible, indexes: Mapping[str, Index]) -> bool:
    """Return whether `Type/id` is visible, and a patient's."""
    type_, _, id_ = name.partition("/")
    number = None
    if type_ in indexes:
        number = indexes[type_].numbers.get(id_)
    return number is not None and number in visible.get(type_, ()) and number in indexes[type_].owners.present


def own_of(visible: Visible, patient: ResourceRef, indexes: Mapping[str, Index]) -> Visible:
    """Return what of the visible is the patient's own."""
    found = {type_: numbers & indexes[type_].owners.present for type_, numbers in visible.items()}
    return found | {patient[0]: BitMap((patient[1],))}


def older_half(visible: Visible | None, indexes: Mapping[str, Index]) -> Visible:
    """Return what is visible without the newer half of each type that belongs to patients; None is everything."""
    found: Visible = {}
    for type_, index in indexes.items():
        if visible is None:
            numbers = index.all
        else:
            numbers = visible.get(type_, BitMap())
        owned = numbers & index.owners.present
        found[type_] = (numbers - owned) | index.ages.oldest(owned, (len(owned) + 1) // 2)
    return found


def without(expunged: Iterable[Visible], visible: Visible | None, indexes: Mapping[str, Index]) -> Visible:
    """Return what is *visible* (None is everything) without what the *expunged* patients' own tokens see.

    Who sees one patient sees the others' and the shared resources only through that patient's own, so all of it goes.
    """
    compartments = list(expunged)
    found: Visible = {}
    for type_, index in indexes.items():
        if visible is None:
            numbers = index.all
        else:
            numbers = visible.get(type_, BitMap())
        for compartment in compartments:
            seen = compartment.get(type_, BitMap())
            if visible is None and type_ != "Patient":
                seen = seen & index.owners.present
            numbers = numbers - seen
        found[type_] = numbers
    return found


def _named_only_by(names: set[str], index: Index, bases: tuple[str, ...]) -> BitMap:
    """Return the resources of a type whose owners are all among the *names*, and at least one is."""
    near = index.owners.lists.under_any(key for name in names for key in local_keys(name, bases))
    return BitMap([number for number in near if _owners(index.resources[number], bases) <= names])


def _referred(value: Any, indexes: Mapping[str, Index], bases: tuple[str, ...]) -> Iterator[ResourceRef]:
    """Yield what a resource refers to on this server."""
    for canonical, text in _references(value):
        type_, _, id_ = _name(text, bases).partition("/")
        if type_ in indexes and id_ in indexes[type_].numbers:
            yield type_, indexes[type_].numbers[id_]
        elif canonical:
            url, _, version = text.partition("|")
            for index in indexes.values():
                yield from ((index.type, number) for number in index.urls.get((url, version), ()))


def _references(value: Any) -> Iterator[tuple[bool, str]]:
    """Yield the references and canonicals inside a resource, and whether each is a canonical."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "reference" and isinstance(inner, str):
                yield False, inner
            elif key in _CANONICALS:
                yield from (
                    (True, one) for one in (inner if isinstance(inner, list) else [inner]) if isinstance(one, str)
                )
            elif isinstance(inner, dict | list):
                yield from _references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner)


def _name(reference: str, bases: tuple[str, ...]) -> str:
    """Return `Type/id` for a reference on this server, every other one as it is."""
    literal = parse(reference)
    if literal and is_here(literal, bases):
        return f"{literal.type}/{literal.id}"
    return reference


# The elements of the types of this project whose values are canonicals.
_CANONICALS = frozenset({"definitionCanonical", "instantiatesCanonical", "library", "resource"})
