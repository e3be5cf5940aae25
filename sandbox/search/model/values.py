"""What must a search type offer? A module per type, and a column of values per parameter."""

# tested by: tests/oracle/test_random_queries.py, docs/search/parsing.md

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ExactMatch:
    """One alternative of a clause that is looked up: the resources under any of the keys match.

    `rivals` are the resources (`Type/id`) that a bare id may mean; if more than one of them exists, the client has to
    say which.
    """

    keys: tuple[Hashable, ...]
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Predicate:
    """One alternative of a clause: the resources under any of the keys that pass the test match."""

    test: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Interval:
    """One alternative that compares: a prefix, and the half-open interval `[low, high)`.

    Of dates it is in microseconds since 1970, of quantities a number; `unit` is then a key of units, if one was named.
    """

    prefix: str
    low: float
    high: float
    unit: Hashable = None


@dataclass(frozen=True, slots=True)
class CompositeValue:
    """One alternative of a composite: what each component seeks, all of it in the same element."""

    parts: "tuple[SearchValue, ...]"


@dataclass(frozen=True, slots=True)
class InValueSet:
    """One alternative that only the terminology can turn into keys: a code of the value set at this address."""

    value_set: str


@dataclass(frozen=True, slots=True)
class Subsumption:
    """One alternative that only a hierarchy can turn into keys: a code, and what stands below or above it.

    Of references it is a resource instead: `code` is its id, and `types` are those that it may be of. `system` None is
    any.
    """

    system: str | None
    code: str
    above: bool
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StringMatch:
    """One alternative of a string: how the folded text stands to the value (see `strings.RELATIONS`)."""

    relation: str
    text: str


@dataclass(frozen=True, slots=True)
class FullText:
    """One alternative of a search in free text: words and phrases, of which all or any must occur."""

    every: bool
    parts: "tuple[FullText | str, ...]"


SearchValue = ExactMatch | Predicate | Interval | CompositeValue | InValueSet | Subsumption | StringMatch | FullText
