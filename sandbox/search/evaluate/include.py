"""Which resources come along with the matches? `_include` brings what they refer to, `_revinclude` what refers to them.

Only the matches of the page are looked at, and with `:iterate` also what came along. A resource comes once; what is
not on this server, or is not seen, does not come. http://hl7.org/fhir/R4/search.html#include
"""

# tested by: docs/search/includes.md

from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from itertools import chain

import orjson
from pyroaring import BitMap

from sandbox.fhir.path import follower
from sandbox.fhir.references import type_of
from sandbox.search.evaluate.view import View
from sandbox.search.model.include import Include
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.resource_ref import ResourceRef
from sandbox.search.model.warning import SearchWarning
from sandbox.search.parameters import targets

_LARGEST = 10_000  # resources that may come along on one page
_READ, _REFERENCE = 10, 3  # steps of reading a resource, and of following one of its references
_ASKED = 16  # resources of which it is asked who refers to them in the time in which one is taken in


def included(
    matches: Iterable[ResourceRef], includes: Iterable[Include], view: View
) -> Generator[int, None, list[ResourceRef]]:
    """Return what comes along with the matches, in the order in which it was found; that is done in slices."""
    seen = set(matches)
    found: list[ResourceRef] = []
    fresh = list(dict.fromkeys(matches))
    wanted = list(dict.fromkeys(includes))
    while fresh and wanted:
        brought = yield from _near(wanted, fresh, view)
        fresh = yield from _new(brought, seen, _LARGEST - len(found) + 1, view)
        if len(found) + len(fresh) > _LARGEST:
            view.notes.append(
                SearchWarning("too-costly", f"Of what comes along, only {_LARGEST:,} resources are here.")
            )
            return found + fresh[: _LARGEST - len(found)]
        seen.update(fresh)
        found += fresh
        wanted = [include for include in wanted if include.iterate]
    return found


def _new(
    brought: Iterable[Iterable[ResourceRef]], seen: Collection[ResourceRef], most: int, view: View
) -> Generator[int, None, list[ResourceRef]]:
    """Return so many of the places that were brought, those that are not known yet, each once."""
    found: dict[ResourceRef, None] = {}
    for step, some in enumerate(brought):
        found |= {place: None for place in some if place not in seen and view.sees(place)}
        if len(found) >= most:
            break
        if not step % _ASKED:
            yield 1
    return list(found)[:most]


def prepare_includes(includes: Iterable[Include], view: View) -> None:
    """Make what `_revinclude` looks into, all of it before anything is searched: what is found twice costs twice.

    Raises UnpreparedError where that takes long.
    """
    wanted: dict[str, dict[str, SearchParameter]] = {}
    for include in includes:
        if include.reverse and include.source in view.indexes:
            wanted.setdefault(include.source, {})[include.param.name] = include.param
    for type_, params in wanted.items():
        view.indexes[type_].prepare(params.values())


def _near(
    includes: Sequence[Include], places: list[ResourceRef], view: View
) -> Generator[int, None, Iterator[Iterable[ResourceRef]]]:
    """Return what the includes bring to the places, include by include; each resource is read once for all of them."""
    forwards: dict[str, dict[Include, list[ResourceRef]]] = {}
    for include in includes:
        if not include.reverse:
            forwards.setdefault(include.source, {})[include] = []
    for place in places:
        if place[0] in forwards:
            _follow(forwards[place[0]], place, view)
            yield 1
    return chain.from_iterable(
        _backwards(one, places, view) if one.reverse else [forwards[one.source][one]] for one in includes
    )


def _follow(found: dict[Include, list[ResourceRef]], place: ResourceRef, view: View) -> None:
    """Add what a resource refers to; a reference by a version brings the resource as it is now."""
    view.work.spend(_READ, "_include")
    resource = orjson.loads(view.indexes[place[0]].resources[place[1]].body)
    for include, brought in found.items():
        allowed = (include.target,) if include.target else targets(include.param)
        elements = follower(include.param.path)(resource)
        view.work.spend(1 + _REFERENCE * len(elements), f"_include={include.source}:{include.param.name}")
        for element in elements:
            if include.param.search_type == "canonical":
                near = view.canonical(str(element), allowed)
            elif isinstance(element, dict) and (not include.param.narrow or type_of(element, resource) in allowed):
                near = view.place(str(element.get("reference", "")))
            else:
                continue
            if near and (near[0] in allowed or ("*" in include.param.targets and not include.target)):
                brought.append(near)


def _backwards(include: Include, places: list[ResourceRef], view: View) -> Iterator[list[ResourceRef]]:
    """Yield what refers to the places, to one after the other."""
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
        sources = column.lists.under_any(names(view.indexes[type_], BitMap((number,))))
        view.work.spend(_REFERENCE + len(sources), f"_revinclude={include.source}:{include.param.name}")
        yield [(include.source, source) for source in sources]
