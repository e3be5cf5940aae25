"""Which resources satisfy a condition? Every condition becomes a set of numbers of one index.

Chains, `_has` and lists go through other resources: only through those that are seen, in their current version. That
is done in slices: what yields says how much it has done, one being what it takes to take in a resource.
"""

# tested by: tests/oracle/test_random_queries.py

from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import Any

import orjson
from pyroaring import BitMap

from sandbox.fhir.path import dicts, follower
from sandbox.fhir.references import local_keys, type_of
from sandbox.problem import Problem, ProblemKind
from sandbox.search.columns.column import Selection
from sandbox.search.columns.inverted_index import InvertedIndex
from sandbox.search.evaluate.view import View
from sandbox.search.index.index import Index
from sandbox.search.model.conditions import And, Chain, Clause, Condition, InCompartment, InList, Not, Or, ReverseChain
from sandbox.search.model.resource_ref import ResourceRef
from sandbox.search.model.values import ExactMatch, InValueSet, Predicate, SearchValue, Subsumption
from sandbox.search.model.warning import SearchWarning
from sandbox.search.parameters import search_parameters
from sandbox.search.parameters.compartments import membership
from sandbox.search.types.reference import PARENTS

_DEAR = 20  # reading one resource costs as much as asking a column about so many keys
_ASKED = 64  # keys about which a column is asked in the time in which a resource is taken in


def evaluate(condition: Condition, index: Index, view: View) -> Selection:
    """Return the resources of an index that satisfy a condition, seen or not; the set must not be changed."""
    key = (id(condition), id(index))
    if key not in view.matched:
        view.work.spend(4 + len(index.all) // 4096, "a condition")
        view.matched[key] = condition, (yield from _MATCHED[type(condition)](condition, index, view))
    return view.matched[key][1]


def _not(condition: Not, index: Index, view: View) -> Selection:
    return index.all - (yield from evaluate(condition.part, index, view))


def _every(condition: And, index: Index, view: View) -> Selection:
    sets = [index.all]
    for part in condition.parts:
        sets += [(yield from evaluate(part, index, view))]
    return BitMap.intersection(*sets)


def _some(condition: Or, index: Index, view: View) -> Selection:
    sets = [BitMap()]
    for part in condition.parts:
        sets += [(yield from evaluate(part, index, view))]
    return BitMap().union(*sets)


def _clause(clause: Clause, index: Index, view: View) -> Selection:
    column = index.column(clause.param)
    if clause.missing is not None:
        if clause.missing:
            return index.all - column.present
        return column.present
    sets: list[BitMap] = []
    for one in dict.fromkeys(clause.alternatives):
        sought = _keyed(one, clause, view)
        view.work.spend(column.effort(sought), clause.param.name)
        sets += [(yield from column.select(sought, view.now))]
    if len(sets) == 1:
        (found,) = sets
    else:
        found = BitMap().union(*sets)
    if clause.negated:
        return index.all - found
    return found


def _keyed(sought: SearchValue, clause: Clause, view: View) -> SearchValue:
    """Return what is to be looked up for an alternative that means more than it says."""
    if isinstance(sought, ExactMatch):
        if len(sought.rivals) > 1 and len(there := [name for name in sought.rivals if view.exists(name)]) > 1:
            text = f"{clause.param.name}: this id is ambiguous, write one of {', '.join(there)}"
            raise Problem(ProblemKind.AMBIGUOUS, text, f"http.{clause.param.name}")
    elif isinstance(sought, InValueSet):
        return Predicate(view.terminology.member(sought.value_set, view.bases))
    elif isinstance(sought, Subsumption):
        if not sought.types:
            exact = clause.param.exact
            return Predicate(view.terminology.kin(sought.system, sought.code, above=sought.above, exact=exact))
        branch = (_branch(type_, sought, view) for type_ in sought.types)
        return ExactMatch(tuple(key for name in chain(*branch) for key in local_keys(name, view.bases)))
    return sought


def _branch(type_: str, kin: Subsumption, view: View) -> Iterable[str]:
    """Return the names of a resource and of all below it, or above it; a circle is gone round once.

    Which Location is in which is no patient's secret, so what belongs to nobody is gone through even where it is not
    seen. The resource itself, and the last one above it, need not be there.
    """
    if (index := view.indexes.get(type_)) is None:
        return [f"{type_}/{kin.code}"]
    if kin.above:
        near = _parents
    else:
        near = _children
    through = view.of(index) | (index.all - index.owners.present)
    found = {kin.code: None}
    fresh = [kin.code]
    while fresh:
        view.work.spend(_DEAR * len(fresh), f"the hierarchy of {type_}")
        more = [id_ for id_ in near(index, fresh, through, view) if id_ not in found]
        found |= dict.fromkeys(more)
        fresh = more
    return [f"{type_}/{id_}" for id_ in found]


def _children(index: Index, ids: Iterable[str], through: BitMap, view: View) -> Iterator[str]:
    lists = index.links(search_parameters(index.type)[PARENTS[index.type]]).lists
    keys = (key for id_ in ids for key in local_keys(f"{index.type}/{id_}", view.bases))
    return (index.resources[number].id for number in lists.under_any(keys) & through)


def _parents(index: Index, ids: Iterable[str], through: BitMap, view: View) -> Iterator[str]:
    follow = follower(search_parameters(index.type)[PARENTS[index.type]].path)
    for id_ in ids:
        if (number := index.numbers.get(id_)) is not None and number in through:
            for element in follow(orjson.loads(index.resources[number].body)):
                local = None
                if isinstance(element, dict):
                    local = view.local(str(element.get("reference", "")))
                if local and local[0] == index.type:
                    yield local[1]


def _chain(condition: Chain, index: Index, view: View) -> Selection:
    """Return the resources that refer to one that satisfies what follows, on this server or contained."""
    column = index.links(condition.param)
    found = BitMap()
    for type_, link in condition.links:
        if target := view.indexes.get(type_):
            there = (yield from evaluate(link, target, view)) & view.of(target)
            view.work.spend(8 + 3 * len(there), f"the chain through {condition.param.name} to {type_}")
            if condition.param.search_type == "canonical":
                keys = view.canonicals
            else:
                keys = view.literals
            found |= yield from column.lists.under_many(keys(target, there))
        if inside := view.contained.get(type_):
            within = yield from evaluate(link, inside, view)
            found |= yield from _containing(within, inside, index, condition, view)
    if condition.param.search_type == "reference" and found & view.of(index) & column.versioned:
        text = f"{condition.param.name} refers to a version; what was asked was asked of the current one."
        view.notes.append(SearchWarning("informational", text))
    return found


def _containing(inner: BitMap, inside: Index, index: Index, condition: Chain, view: View) -> Selection:
    """Return the resources that refer to a contained one, which stands in the same container."""
    column = index.links(condition.param)
    homes: dict[ResourceRef, list[int]] = {}
    for number, (type_, host, _) in enumerate(index.hosts):
        homes.setdefault((type_, host), []).append(number)
    found = BitMap()
    view.work.spend(
        len(index.hosts) + 3 * len(inner), f"the chain through {condition.param.name} into its own resource"
    )
    for place, number in enumerate(inner & view.of(inside)):
        if not place % _ASKED:
            yield 1
        type_, host, id_ = inside.hosts[number]
        if index.hosts:
            near = homes.get((type_, host), ())
        else:
            near = [host] * (type_ == index.type)
        found |= column.lists.under(f"#{id_}") & BitMap(near)
    return found


def _reverse(condition: ReverseChain, index: Index, view: View) -> Selection:
    """Return the resources to which others refer that satisfy the condition."""
    source = view.indexes.get(condition.type)
    if source is None or index.hosts:
        return BitMap()
    inner = (yield from evaluate(condition.condition, source, view)) & view.of(source)
    on = f"_has:{condition.type}:{condition.param.name}"
    lists = source.links(condition.param).lists
    if condition.param.search_type == "canonical":
        named = [view.canonical(str(key), (index.type,)) for key in lists if lists.meets(key, inner)]
        return BitMap([place[1] for place in named if place])
    view.work.spend(2 * min(len(inner) * _DEAR, len(lists)), on)
    found, here = BitMap(), local_keys(index.type, view.bases)
    several: Iterator[Any]
    meant: Callable[[list[Any]], Iterator[str]]
    if len(inner) * _DEAR < len(lists):
        several, at_once, meant = iter(inner), _ASKED // _DEAR, partial(_referred, source, condition, index, view)
    else:
        several, at_once, meant = iter(lists), _ASKED, partial(_met, lists, inner, here)
    while some := list(islice(several, at_once)):
        found.update([index.numbers[id_] for id_ in meant(some) if id_ in index.numbers])
        yield 1
    return found & view.of(index)


def _met(lists: InvertedIndex, inner: BitMap, here: Iterable[str], keys: Iterable[Hashable]) -> Iterator[str]:
    """Yield the ids in those of the keys, being references to what is *here*, under which there is any of a set."""
    for key in keys:
        head, _, id_ = str(key).rpartition("/")
        if head in here and lists.meets(key, inner):
            yield id_


def _referred(
    source: Index, condition: ReverseChain, index: Index, view: View, numbers: Iterable[int]
) -> Iterator[str]:
    """Yield the ids of the resources of an index to which a few of another refer."""
    follow, param = follower(condition.param.path), condition.param
    for number in numbers:
        value = orjson.loads(source.resources[number].body)
        for element in follow(value):
            if not isinstance(element, dict) or (param.narrow and type_of(element, value) not in param.targets):
                continue
            local = view.local(str(element.get("reference", "")))
            if local and local[0] == index.type:
                yield local[1]


def _listed(condition: InList, index: Index, view: View) -> Selection:
    """Return the items of Lists; what is marked as deleted is none, and a List in a List is not followed."""
    found = BitMap()
    for id_ in dict.fromkeys(condition.ids):
        if (place := view.find("List", id_)) is None:
            view.notes.append(SearchWarning("not-found", f"There is no List/{id_} that this token can see."))
            continue
        entries = list(dicts(orjson.loads(view.indexes["List"].resources[place[1]].body).get("entry")))
        view.work.spend(_DEAR + 2 * len(entries), "_list")
        yield 1 + len(entries) // _ASKED
        for entry in entries:
            item = entry.get("item")
            local = None
            if isinstance(item, dict):
                local = view.local(str(item.get("reference", "")))
            if local and local[0] == index.type and entry.get("deleted") is not True and local[1] in index.numbers:
                found.add(index.numbers[local[1]])
    return found


def _in_compartment(condition: InCompartment, index: Index, view: View) -> Selection:
    """Return what belongs to a resource, as R4 says it; the resource belongs to itself."""
    sought = ExactMatch(condition.keys)
    rows = membership(condition.owner, index.type)
    view.work.spend(4 * len(rows), f"the compartment of {condition.owner}/{condition.id}")
    found = BitMap()
    for row in rows:
        found |= yield from index.column(row).select(sought, view.now)
    if condition.owner == index.type and condition.id in index.numbers:
        found.add(index.numbers[condition.id])
    return found


_MATCHED: dict[type, Callable[[Any, Index, View], Selection]] = {
    Chain: _chain,
    Clause: _clause,
    And: _every,
    InCompartment: _in_compartment,
    InList: _listed,
    Not: _not,
    ReverseChain: _reverse,
    Or: _some,
}
