"""What can be asked of a resource? A tree of conditions; none of them knows the resources.

http://hl7.org/fhir/R4/search.html#combining
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias, Union

from sandbox.search.kind import Sought, Span
from sandbox.search.param import Param


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One parameter: any of the alternatives holds, or none if `negated`; with `missing`, whether there is a value.

    `texts` are the alternatives as they were written.
    """

    param: Param
    alternatives: tuple[Sought, ...] = ()
    texts: tuple[str, ...] = ()
    negated: bool = False
    missing: bool | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """The resource refers to one of which something holds; `links` say what, for each type that it may be of."""

    param: Param
    links: "tuple[tuple[str, Condition], ...]"


@dataclass(frozen=True, slots=True)
class Reverse:
    """A resource of a type, of which something holds, refers to this one by a parameter: `_has`."""

    type: str
    param: Param
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Listed:
    """The resource is an item of one of the Lists with these ids."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; of no parts, none does."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition: TypeAlias = Union[Clause, Chain, Reverse, Listed, Every, Some, Not]  # noqa: UP007 - it names itself


def clauses(condition: Condition) -> Iterator[Clause]:
    """Yield every Clause inside a condition, once: parts of a chain may be shared."""
    seen: set[int] = set()
    left = [condition]
    while left:
        part = left.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, Clause):
            yield part
        elif isinstance(part, Chain):
            left += [link for _type, link in part.links]
        elif isinstance(part, Reverse):
            left.append(part.condition)
        elif isinstance(part, Not):
            left.append(part.part)
        elif isinstance(part, Every | Some):
            left += part.parts


def lasts(condition: Condition) -> bool:
    """Return whether the answer stays the same as time goes by: what is approximate is so by its distance from now."""
    sought = (one for clause in clauses(condition) for one in clause.alternatives)
    return not any(isinstance(one, Span) and one.prefix == "ap" for one in sought)
