"""How does a Query become a Page? Each type's conditions are matched, what is seen is kept, then sorted and cut."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

import orjson
from pyroaring import BitMap

from sandbox.search.condition import Condition, clauses
from sandbox.search.include import included
from sandbox.search.index import Index
from sandbox.search.kind import Member
from sandbox.search.matching import matches
from sandbox.search.page import Page, cut, cut_mixed
from sandbox.search.query import ANY_TYPE, Query
from sandbox.search.shape import shaped
from sandbox.search.view import View
from sandbox.search.wishes import Wishes
from sandbox.store import Resource


def answer(query: Query, view: View) -> Page:
    """Return the page that a query asks for; raises Problem for a value set that is not there."""
    check_sets(chain.from_iterable(query.asks.values()), view)
    shelves = [shelf for type_, conditions in query.asks.items() for shelf in _shelves(type_, conditions, query, view)]
    if len(shelves) == 1:
        (index, found), *_ = shelves
        spots = [(index, number) for number in cut(found, index, query.wishes)]
    else:
        spots = cut_mixed(shelves, query.wishes)
    own = [(index.type, number) for index, number in spots if not index.hosts]
    along = included(own, query.includes, view) if query.includes else ()
    return Page(
        query=query,
        resources=shape([index.resources[number] for index, number in spots], query.wishes),
        included=shape(
            [view.indexes[type_].resources[number] for type_, number in along], replace(query.wishes, elements=())
        ),
        total=sum(len(found) for _, found in shelves),
        notes=(*query.notes, *dict.fromkeys(view.notes)),
    )


def check_sets(conditions: Iterable[Condition], view: View) -> None:
    """Raise Problem for a value set that is not there, even where no resource could be a member of it."""
    for condition in conditions:
        for clause in clauses(condition):
            for sought in clause.alternatives:
                if isinstance(sought, Member):
                    view.terminology.member(sought.value_set, view.bases)


def keep(conditions: Iterable[Condition], index: Index, view: View) -> BitMap:
    """Return the resources of an index that are seen, and of which all conditions hold."""
    sets = [matches(condition, index, view) for condition in conditions]
    if view.visible is not None:
        sets.append(view.of(index))
    found = index.all
    for kept in sorted(sets, key=len):
        found = kept if found is index.all else found & kept
    return found


def _shelves(type_: str, conditions: Sequence[Condition], query: Query, view: View) -> list[tuple[Index, BitMap]]:
    """Return the matches index by index: of one type, or of all, and where it was asked for, in others' insides."""
    types = view.indexes if type_ == ANY_TYPE else [type_] if type_ in view.indexes else ()
    wishes = query.wishes
    found: dict[str, BitMap] = {}
    if wishes.contained != "true":
        found = {name: keep(conditions, view.indexes[name], view) for name in types}
    if wishes.contained == "false":
        return [(view.indexes[name], kept) for name, kept in found.items()]
    inside = [view.contained[name] for name in view.contained if type_ in {name, ANY_TYPE}]
    if wishes.contained_type == "contained":
        within = [(index, keep(conditions, index, view)) for index in inside]
        return [*((view.indexes[name], kept) for name, kept in found.items()), *within]
    for index in inside:
        for number in keep(conditions, index, view):
            host, host_number, _ = index.hosts[number]
            found[host] = found.get(host, BitMap()) | BitMap((host_number,))
    return [(view.indexes[name], kept) for name, kept in found.items()]


def shape(resources: Sequence[Resource], wishes: Wishes) -> tuple[Resource, ...]:
    """Return resources as far as they were asked for."""
    if not wishes.cuts:
        return tuple(resources)
    cut_ = partial(shaped, summary=wishes.summary, elements=wishes.elements)
    return tuple(replace(one, body=cut_(_type(one), one.body)) for one in resources)


def _type(resource: Resource) -> str:
    """Return the type of a resource; one that is contained goes by the name of its container."""
    return str(orjson.loads(resource.body)["resourceType"]) if "#" in resource.id else resource.type
