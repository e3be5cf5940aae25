"""What may a patient's token see? The patient's own resources, and what these directly refer to.

A resource is the patient's own if it is that Patient, or names it as its patient or subject, and no other. A resource
that names no patient at all (Practitioner, Organization, Location) is seen only where an own resource refers to it.
Everything else does not exist for the token.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from pyroaring import BitMap

from sandbox.search.index import Index
from sandbox.search.path import follower
from sandbox.search.reference import fold, local_keys, parse, type_of
from sandbox.search.table import FOLLOWERS, owner

Visible = dict[str, BitMap]


def compartment(patient: str, indexes: Mapping[str, Index], bases: tuple[str, ...]) -> Visible:
    """Return the resources that a patient's token sees, by type; *patient* is the id of a stored Patient."""
    names = {f"Patient/{patient}"}
    own = {"Patient": BitMap((indexes["Patient"].numbers[patient],))}
    for types in (indexes.keys() - FOLLOWERS - own.keys(), indexes.keys() & FOLLOWERS):
        own |= {type_: _named_only_by(names, type_, indexes[type_], bases) for type_ in types}
        names |= {f"{type_}/{indexes[type_].resources[number].id}" for type_ in types for number in own[type_]}
    visible = {type_: numbers.copy() for type_, numbers in own.items()}
    for type_, numbers in own.items():
        for number in numbers:
            for name in _references(orjson.loads(indexes[type_].resources[number].body), bases):
                _add_shared(name, indexes, visible)
    return visible


def older_half(visible: Visible | None, indexes: Mapping[str, Index]) -> Visible:
    """Return what is visible without the newer half of each type that belongs to patients; None is everything."""
    found: Visible = {}
    for type_, index in indexes.items():
        numbers = index.all if visible is None else visible.get(type_, BitMap())
        owned = numbers & index.owners.present
        found[type_] = (numbers - owned) | owned[: (len(owned) + 1) // 2]  # numbers ascend with meta.lastUpdated
    return found


def _named_only_by(names: set[str], type_: str, index: Index, bases: tuple[str, ...]) -> BitMap:
    """Return the resources of a type whose owners are all among the *names*, and at least one is."""
    about = owner(type_)
    follow = follower(about.path)
    found = BitMap()
    for number in BitMap().union(*(index.owners.under(key) for name in names for key in local_keys(name, bases))):
        value = orjson.loads(index.resources[number].body)
        elements = [element for element in follow(value) if isinstance(element, dict)]
        if about.narrow:
            elements = [element for element in elements if type_of(element, value) in about.targets]
        if {_name(str(element.get("reference", "")), bases) for element in elements} <= names:
            found.add(number)
    return found


def _add_shared(name: str, indexes: Mapping[str, Index], visible: Visible) -> None:
    type_, _, id_ = name.partition("/")
    number = indexes[type_].numbers.get(id_) if type_ in indexes and type_ != "Patient" else None
    if number is not None and number not in indexes[type_].owners.present:
        visible[type_].add(number)


def _references(value: Any, bases: tuple[str, ...]) -> Iterator[str]:
    """Yield what a resource refers to on this server, as `Type/id`."""
    if isinstance(value, dict):
        if isinstance(reference := value.get("reference"), str):
            yield _name(reference, bases)
        for inner in value.values():
            yield from _references(inner, bases)
    elif isinstance(value, list):
        for inner in value:
            yield from _references(inner, bases)


def _name(reference: str, bases: tuple[str, ...]) -> str:
    """Return `Type/id` for a reference on this server, every other one as it is."""
    literal = parse(reference)
    if literal is None or (literal.base and fold(literal.base) not in {fold(base) for base in bases}):
        return reference
    return f"{literal.type}/{literal.id}"
