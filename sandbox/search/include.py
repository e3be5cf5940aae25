"""Which resources come along with the matches? `_include` brings what they refer to, `_revinclude` what refers to them.

Only the matches of the page are looked at, and with `:iterate` also what came along. A resource comes once; what is
not on this server, or is not seen, does not come. http://hl7.org/fhir/R4/search.html#include
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

import orjson
from pyroaring import BitMap

from sandbox.problem import Problem, ProblemKind
from sandbox.r4 import RESOURCE_TYPES, no_such_type
from sandbox.search.kinds.reference import type_of
from sandbox.search.param import SearchParameter
from sandbox.search.path import follower
from sandbox.search.reading import LINKS, targets
from sandbox.search.tables import SEARCH_PARAMETERS, search_parameters
from sandbox.search.view import ResourceRef, SearchWarning, View
from sandbox.spelling import did_you_mean

NAMES = ("_include", "_revinclude")
_LARGEST = 10_000  # resources that may come along on one page


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """One wish: by a parameter of a type, to (or from, if `reverse`) resources of the target type, "" being any."""

    source: str
    param: SearchParameter
    target: str = ""
    reverse: bool = False
    iterate: bool = False


def read(name: str, value: str, searched: str) -> tuple[Include, ...]:
    """Return what `Type:param[:Target]` wishes, *searched* being the type that is searched; raises Problem."""
    bare, colon, modifier = name.partition(":")
    if colon and modifier != "iterate":
        raise Problem(ProblemKind.BAD_MODIFIER, f"{bare} takes no modifier but :iterate.", f"http.{name}")
    reverse = bare == "_revinclude"
    source, _, rest = value.partition(":")
    wanted, _, target = rest.partition(":")
    if value == "*":
        pairs = _everything(searched, reverse=reverse)
    elif "," in value:
        raise _bad(name, f"{value!r} has a comma: give {bare} once for each.")
    elif source not in RESOURCE_TYPES:
        raise _bad(name, no_such_type(source))
    else:
        pairs = [(source, param) for param in _params(name, source, wanted)]
    if target and not any(target in targets(param) or "*" in param.targets for _, param in pairs):
        raise _bad(name, f"{source}:{wanted} never leads to {target!r}.{_instead(target, pairs)}")
    return tuple(
        Include(source=type_, param=param, target=target, reverse=reverse, iterate=bool(colon))
        for type_, param in pairs
    )


def _instead(target: str, pairs: list[tuple[str, SearchParameter]]) -> str:
    return did_you_mean(target, [type_ for _, param in pairs for type_ in targets(param)])


def _bad(name: str, text: str) -> Problem:
    return Problem(ProblemKind.BAD_OPTION, text, f"http.{name}")


def _everything(searched: str, *, reverse: bool) -> list[tuple[str, SearchParameter]]:
    if not reverse:
        return [(searched, param) for param in _links(searched)]
    return [
        (type_, param) for type_ in sorted(SEARCH_PARAMETERS) for param in _links(type_) if searched in targets(param)
    ]


def _links(type_: str) -> Iterator[SearchParameter]:
    return (param for param in search_parameters(type_).values() if param.search_type in LINKS and param.targets)


def _params(name: str, source: str, wanted: str) -> list[SearchParameter]:
    links = {param.name: param for param in _links(source)}
    if wanted == "*":
        return list(links.values())
    if wanted not in links:
        hint = did_you_mean(wanted, links)
        raise _bad(name, f"{source} has no reference parameter {wanted!r}; {name} takes Type:param[:Target].{hint}")
    return [links[wanted]]


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
    way = _backwards if include.reverse else _forwards
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
        names = view.canonicals if include.param.search_type == "canonical" else view.literals
        for source in column.lists.under_any(names(view.indexes[type_], BitMap((number,)))):
            yield include.source, source
