"""What can be asked of a resource? A tree of conditions; none of them knows the resources.

http://hl7.org/fhir/R4/search.html#combining
"""

# tested by: tests/oracle/test_random_queries.py, docs/search/parsing.md

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, Union

from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import SearchValue


@dataclass(slots=True, kw_only=True)
class Clause:
    """One parameter: any of the alternatives holds, or none if `negated`; with `missing`, whether there is a value.

    `texts` are the alternatives as they were written.
    """

    param: SearchParameter
    alternatives: tuple[SearchValue, ...] = ()
    texts: tuple[str, ...] = ()
    negated: bool = False
    missing: bool | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The resource refers to one of which something holds; `links` say what, for each type that it may be of."""

    param: SearchParameter
    links: "tuple[tuple[str, Condition], ...]"


@dataclass(frozen=True, slots=True)
class ReverseChain:
    """A resource of a type, of which something holds, refers to this one by a parameter: `_has`."""

    type: str
    param: SearchParameter
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class InList:
    """The resource is an item of one of the Lists with these ids."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InCompartment:
    """The resource is in the compartment of `owner`/`id`; `keys` are the ways in which references name that one."""

    owner: str
    id: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds; of no parts, none does."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition: TypeAlias = Union[  # noqa: UP007 - it names itself
    Clause, Chain, ReverseChain, InList, InCompartment, And, Or, Not
]


def single(condition: Condition) -> tuple[SearchParameter, SearchValue] | None:
    """Return parameter and value of a condition that seeks one value of one parameter, None for any other."""
    if type(condition) is not Clause or condition.negated or len(condition.alternatives) != 1:
        return None
    return condition.param, condition.alternatives[0]


def values(condition: Condition) -> Iterator[SearchValue]:
    """Yield every value that is sought inside a condition, once: parts of a chain may be shared."""
    if type(condition) is Clause:  # most are
        yield from condition.alternatives
        return
    seen: set[int] = set()
    left: list[Condition] = [condition]
    while left:
        part = left.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, Clause):
            yield from part.alternatives
        elif isinstance(part, Chain):
            left += [link for _type, link in part.links]
        elif isinstance(part, ReverseChain):
            left.append(part.condition)
        elif isinstance(part, Not):
            left.append(part.part)
        elif isinstance(part, And | Or):
            left += part.parts
