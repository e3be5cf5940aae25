"""What must a search type offer? A module per type, and a column of values per parameter."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pyroaring import BitMap

from sandbox.search.table import Param


@dataclass(frozen=True, slots=True)
class Keys:
    """One alternative of a clause that is looked up: the resources under any of the keys match.

    `rivals` are the resources (`Type/id`) that a bare id may mean; if more than one of them exists, the client has to
    say which.
    """

    keys: tuple[Hashable, ...]
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """One alternative of a clause about time: a prefix, and the half-open interval `[low, high)` in microseconds."""

    prefix: str
    low: int
    high: int


Sought = Keys | Span


class Column(Protocol):
    """All values of one parameter over all resources of a type, resources being numbers."""

    @property
    def present(self) -> BitMap:
        """The resources that have a value; the set must not be changed."""

    def add(self, number: int, elements: list[Any], resource: dict[str, Any]) -> None:
        """Take in the elements of one resource; a ValueError says which value cannot be read."""

    def seal(self) -> None:
        """Get ready to be asked: nothing more will be added for now."""

    def select(self, sought: Any, now: float) -> BitMap:
        """Return the resources that match; the caller must not change the set."""

    def groups(self, *, descending: bool) -> Iterator[Iterable[int]]:
        """Yield resources with equal values together, in the order of their values; one may come again later."""


class Kind(Protocol):
    """What the module of a search type offers."""

    MODIFIERS: frozenset[str]

    def column(self, param: Param) -> Column:
        """Return an empty column for a parameter."""

    def compile(self, raw: str, modifier: str, param: Param, bases: tuple[str, ...]) -> Sought:
        """Read one alternative of a clause; a ValueError says what is wrong with it and what would be right.

        *bases* are the addresses of this server, such as `http://localhost:12429/fhir`.
        """
