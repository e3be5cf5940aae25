"""How does the client want its answer? The parameters that filter nothing: order, page, total, summary, layout.

http://hl7.org/fhir/R4/search.html#return
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.problem import Kind, Problem
from sandbox.spelling import did_you_mean

DEFAULT_COUNT = 20
LARGEST_COUNT = 1000


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of `_sort`: a search parameter, and whether its order is turned round."""

    name: str
    descending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was wished; what was not is as it stands here. With `only_total`, no resource is wanted at all."""

    sort: tuple[SortKey, ...] = ()
    count: int = DEFAULT_COUNT
    offset: int = 0
    total: str = "none"
    summary: str = "false"
    pretty: str = "false"
    format: str = "json"

    @property
    def only_total(self) -> bool:
        """Whether just the number of matches is asked for."""
        return self.count == 0 or self.summary == "count"


def read_wish(name: str, value: str, sortable: Collection[str]) -> Any:
    """Return what one wish comes to, as a field of Wishes; raises Problem for a value that cannot be.

    *sortable* are the names of the parameters by which one may sort.
    """
    where = f"http.{name}"
    if name == "_sort":
        return tuple(_sort_keys(value, sortable))
    if name in NUMBERS:
        if not value.isascii() or not value.isdigit():
            raise Problem(Kind.BAD_VALUE, f"{name} takes a whole number from 0, not {value!r}.", where)
        return min(int(value.lstrip("0")[:18] or "0"), NUMBERS[name])
    if name in WORDS and value not in WORDS[name]:
        raise Problem(Kind.BAD_OPTION, f"{name} takes {' or '.join(WORDS[name])}, not {value!r}.", where)
    return value


def _sort_keys(value: str, sortable: Collection[str]) -> Iterator[SortKey]:
    for word in dict.fromkeys(value.split(",")):
        name = word.removeprefix("-")
        if name in sortable:
            yield SortKey(name, word.startswith("-"))
        elif name not in {"", "_score"}:  # the score is the same for every match
            hint = did_you_mean(name, sortable)
            raise Problem(Kind.BAD_OPTION, f"There is no parameter {name!r} to sort by.{hint}", "http._sort")


NAMES = ("_count", "_format", "_offset", "_pretty", "_sort", "_summary", "_total")
NUMBERS = {"_count": LARGEST_COUNT, "_offset": 10**15}
WORDS = {"_total": ("none", "estimate", "accurate"), "_summary": ("count", "false"), "_pretty": ("true", "false")}
