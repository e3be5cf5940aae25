"""Why was this found, and that not? Clause by clause: how many it keeps, and why it refuses a resource.

All of it is done in slices.
"""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from typing import Any

import orjson

from sandbox.fhir.path import follower
from sandbox.search.evaluate.evaluate import evaluate
from sandbox.search.evaluate.execute import matching
from sandbox.search.evaluate.view import View
from sandbox.search.explain.expectations import needs
from sandbox.search.explain.stored_values import absent_text, stored_text
from sandbox.search.index.index import Index
from sandbox.search.model.conditions import And, Chain, Clause, Condition, InCompartment, InList, Not, ReverseChain
from sandbox.search.model.query import Query
from sandbox.search.model.values import FullText, Interval

# In words, why a condition refuses a resource.
Reason = Generator[int, None, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """One clause: how many resources it keeps by itself, and how many are left with those before it."""

    clause: str
    keeps: int
    left: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A clause that refuses a resource, and why."""

    clause: str
    says: str


@dataclass(frozen=True, slots=True)
class Explained:
    """What became of a query: `seen` resources of its type, clause by clause, and what was refused of one resource."""

    type: str
    """the resource type that is searched"""
    seen: int
    """how many resources of it the client sees"""
    clauses: tuple[Kept, ...]
    """what each clause keeps, in order"""
    matches: int
    """how many resources all clauses keep"""
    there: bool = True
    """whether the resource that was asked about is seen at all"""
    refused: tuple[Refused, ...] | None = None
    """the clauses that refuse it; None where no resource was asked about"""


def explain(type_: str, query: Query, view: View, id_: str | None) -> Generator[int, None, Explained]:
    """Return what became of a query in one type; with an id, also what became of that resource."""
    if (index := view.indexes.get(type_)) is None:
        rows = tuple(Kept(said, 0, 0) for said in query.said)
        empty = Explained(type_, 0, rows, 0, there=False)
        if id_ is None:
            return empty
        return replace(empty, refused=())
    asks = query.asks[type_]
    # What is asked and was not said is that no type is left: `_type` names others than the address.
    said = (*query.said, *["_type"] * (len(asks) - len(query.said)))
    return (yield from _of_type(index, list(zip(said, asks, strict=True)), view, id_))


def _of_type(
    index: Index, clauses: list[tuple[str, Condition]], view: View, id_: str | None
) -> Generator[int, None, Explained]:
    seen = left = view.of(index)
    rows: list[Kept] = []
    for said, condition in clauses:
        kept = yield from matching([condition], index, view)
        left = left & kept
        rows.append(Kept(said, len(kept), len(left)))
    if id_ is None:
        return Explained(index.type, len(seen), tuple(rows), len(left))
    place = view.find(index.type, id_.removeprefix(f"{index.type}/"))
    refused: list[Refused] = []
    for said, condition in clauses:
        if place and place[1] not in (yield from evaluate(condition, index, view)):
            refused += [Refused(said, (yield from why(condition, index, place[1], view)))]
    return Explained(index.type, len(seen), tuple(rows), len(left), place is not None, tuple(refused))


def why(condition: Condition, index: Index, number: int, view: View) -> Reason:
    """Return why a condition refuses a resource, in words."""
    resource = orjson.loads(index.resources[number].body)
    if isinstance(condition, Clause):
        return _clause(condition, resource)
    if isinstance(condition, Chain):
        return (yield from _chain(condition, resource, (index, number), view))
    if isinstance(condition, ReverseChain):
        return (yield from _reverse_chain(condition, (index, number), view))
    if isinstance(condition, InList | InCompartment):
        return _outside(condition)
    if isinstance(condition, Not):
        return _negated(condition.part, resource)
    reasons: list[str] = []
    for part in condition.parts:
        if number not in (yield from evaluate(part, index, view)):
            reasons += [(yield from why(part, index, number, view))]
    return ", and ".join(reasons) or "no type is left to be searched"


def _reverse_chain(condition: ReverseChain, place: tuple[Index, int], view: View) -> Reason:
    index, number = place
    said = f"{condition.type} that is seen refers to it by {condition.param.name}"
    anything = ReverseChain(condition.type, condition.param, And(()))
    if number in (yield from evaluate(anything, index, view)):
        return f"some {said}, but none that satisfies the rest"
    return f"no {said}"


def _negated(part: Condition, resource: dict[str, Any]) -> str:
    if isinstance(part, Clause) and (said := stored_text(part.param, resource)):
        return f"{said}, which is what is negated"
    return "what is negated holds"


def _outside(condition: InList | InCompartment) -> str:
    if isinstance(condition, InList):
        return f"it is not an item of List/{' or List/'.join(condition.ids)}"
    return f"it is not in the compartment of {condition.owner}/{condition.id}"


def _clause(clause: Clause, resource: dict[str, Any]) -> str:
    first = next(iter(clause.alternatives), None)
    sought = None
    if isinstance(first, Interval) and len(clause.alternatives) == 1:
        sought = first
    said = stored_text(clause.param, resource, sought)
    if clause.missing:
        return f"{said or 'there is a value'}, so it is not missing"
    if clause.missing is False:
        if said:
            return f"{said}, which is no {clause.param.name}"
        return absent_text(clause.param)
    if isinstance(first, FullText) and follower(clause.param.path)(resource):
        said = f"{clause.param.path or 'the resource'} has other words"
    if said:
        return f"{said}; {needs(clause, resource)}"
    return absent_text(clause.param)


def _chain(condition: Chain, resource: dict[str, Any], place: tuple[Index, int], view: View) -> Reason:
    """Return where the references lead, and why what is there does not satisfy what follows."""
    links = dict(condition.links)
    found: list[str] = []
    for element in follower(condition.param.path)(resource):
        if isinstance(element, dict):
            reference = str(element.get("reference", ""))
        else:
            reference = str(element)
        if reference.startswith("#"):
            target = _inside(reference, links, place, view)
        else:
            target = _led(reference, condition, view)
        if target is None:
            found.append(f"leads to {reference or 'no address'}, which is not here, or not seen")
        elif target[0].type not in links:
            found.append(f"leads to {reference}, of a type of which this is not asked")
        else:
            reason = yield from why(links[target[0].type], *target, view)
            found.append(f"leads to {reference}, where {reason}")
    if found:
        return f"{condition.param.name} {'; it '.join(found)}"
    return absent_text(condition.param)


def _led(reference: str, condition: Chain, view: View) -> tuple[Index, int] | None:
    if condition.param.search_type == "canonical":
        place = view.canonical(reference, [type_ for type_, _ in condition.links])
    else:
        place = view.place(reference)
    if place:
        return (view.indexes[place[0]], place[1])
    return None


def _inside(reference: str, links: Iterable[str], place: tuple[Index, int], view: View) -> tuple[Index, int] | None:
    """Return the contained resource that a reference such as `#x` means, if it is of one of the types."""
    for index in (view.contained[type_] for type_ in links if type_ in view.contained):
        wanted = (place[0].type, place[1], reference[1:])
        if wanted in index.hosts:
            return index, index.hosts.index(wanted)
    return None
