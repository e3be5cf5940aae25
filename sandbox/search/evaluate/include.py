"""Which resources come along with the matches? `_include` brings what they refer to, `_revinclude` what refers to them.

Only the matches of the page are looked at, and with `:iterate` also what came along. A resource comes once; what is
not on this server, or is not seen, does not come. http://hl7.org/fhir/R4/search.html#include
"""

# tested by: docs/search/includes.md

from collections.abc import Iterable, Iterator
from itertools import chain, islice

import orjson
from pyroaring import BitMap

from sandbox.fhir.path import follower
from sandbox.fhir.references import type_of
from sandbox.search.evaluate.view import View
from sandbox.search.model.include import Include
from sandbox.search.model.resource_ref import ResourceRef
from sandbox.search.model.warning import SearchWarning
from sandbox.search.parameters import targets

_LARGEST = 10_000  # resources that may come along on one page


def included(matches: Iterable[ResourceRef], includes: Iterable[Include], view: View) -> list[ResourceRef]:
    """Return what comes along with the matches, in the order in which it was found."""
    seen = set(matches)
    found: list[ResourceRef] = []
    fresh = list(dict.fromkeys(matches))
    result_parameters = list(includes)
    while fresh and result_parameters:
        near = chain.from_iterable(_step(include, fresh, view) for include in result_parameters)
        new = (place for place in near if place not in seen)
        fresh = list(dict.fromkeys(islice(new, _LARGEST - len(found) + 1)))
        if len(found) + len(fresh) > _LARGEST:
            view.notes.append(
                SearchWarning("too-costly", f"Of what comes along, only {_LARGEST:,} resources are here.")
            )
            return found + fresh[: _LARGEST - len(found)]
        seen.update(fresh)
        found += fresh
        result_parameters = [include for include in result_parameters if include.iterate]
    return found


def _step(include: Include, places: list[ResourceRef], view: View) -> Iterator[ResourceRef]:
    if include.reverse:
        way = _backwards
    else:
        way = _forwards
    for place in way(include, places, view):
        if view.sees(place):
            yield place


def _forwards(include: Include, places: list[ResourceRef], view: View) -> Iterator[ResourceRef]:
    """Yield what the places refer to; a reference by a version brings the resource as it is now."""
    follow = follower(include.param.path)
    allowed = (include.target,) if include.target else targets(include.param)
    for type_, number in places:
        if type_ != include.source:
            continue
        resource = orjson.loads(view.indexes[type_].resources[number].body)
        for element in follow(resource):
            if include.param.search_type == "canonical":
                place = view.canonical(str(element), allowed)
            elif isinstance(element, dict) and (not include.param.narrow or type_of(element, resource) in allowed):
                place = view.place(str(element.get("reference", "")))
            else:
                continue
            if place and (place[0] in allowed or ("*" in include.param.targets and not include.target)):
                yield place


def _backwards(include: Include, places: list[ResourceRef], view: View) -> Iterator[ResourceRef]:
    """Yield what refers to the places."""
    if (index := view.indexes.get(include.source)) is None:
        return
    column = index.links(include.param)
    for type_, number in places:
        if include.target not in {"", type_}:
            continue
        if include.param.search_type == "canonical":
            names = view.canonicals
        else:
            names = view.literals
        for source in column.lists.under_any(names(view.indexes[type_], BitMap((number,)))):
            yield include.source, source
