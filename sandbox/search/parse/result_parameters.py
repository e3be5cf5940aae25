"""How does the client want its answer? The parameters that filter nothing: order, page, total, summary, layout.

http://hl7.org/fhir/R4/search.html#return
"""

# tested by: docs/search/results.md, docs/search/shape.md

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

from sandbox.problem import Problem, ProblemKind
from sandbox.search.model.result_parameters import _PARTS, LARGEST_COUNT, ResultParameters, SortKey
from sandbox.suggest import did_you_mean


def parse_result_parameter(name: str, value: str, sortable: Collection[str]) -> Any:
    """Return the value of one parameter, as a field of ResultParameters has it; raises Problem.

    *sortable* are the names of the parameters by which one may sort.
    """
    where = f"http.{name}"
    if name == "_sort":
        return tuple(_sort_keys(value, sortable))
    if name == "_elements":
        return tuple(word.strip() for word in value.split(",") if word.strip())
    if name in NUMBERS:
        if not value.isascii() or not value.isdigit():
            raise Problem(ProblemKind.BAD_VALUE, f"{name} takes a whole number from 0, not {value!r}.", where)
        return min(int(value.lstrip("0")[:18] or "0"), NUMBERS[name])
    if name in WORDS and value not in WORDS[name]:
        hint = did_you_mean(value, WORDS[name])
        raise Problem(ProblemKind.BAD_OPTION, f"{name} takes {' or '.join(WORDS[name])}, not {value!r}.{hint}", where)
    return value


class ResultParametersParser:
    """The result parameters of a query as they come, one by one."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[str, Any] = {}

    def add(self, name: str, value: Any) -> None:
        """Take in the value of one of NAMES, as it was parsed; raises Problem if there is one already."""
        if name in _LISTS:
            value = tuple(dict.fromkeys(self._found.get(name, ()) + value))
        elif name in self._found:
            raise Problem(ProblemKind.BAD_VALUE, f"{name} may be given only once.", f"http.{name}")
        self._found[name] = value

    def result_parameters(self, *, lenient: bool) -> ResultParameters:
        """Return them together; raises Problem if two contradict each other."""
        found = together(tuple(self._found.items()))
        if found.elements and found.summary in _PARTS and not lenient:
            raise Problem(
                ProblemKind.BAD_OPTION, "_summary and _elements are two ways to cut: take one.", "http._elements"
            )
        return found


@lru_cache(maxsize=1024)
def together(found: tuple[tuple[str, Any], ...]) -> ResultParameters:
    """Return parameters together, by name and value as they were parsed."""
    return ResultParameters(**{FIELDS[name]: value for name, value in found if name in FIELDS})


def _sort_keys(value: str, sortable: Collection[str]) -> Iterator[SortKey]:
    for word in dict.fromkeys(value.split(",")):
        name = word.removeprefix("-")
        if name in sortable:
            yield SortKey(name, word.startswith("-"))
        elif name not in {"", "_score"}:  # the score is the same for every match
            hint = did_you_mean(name, sortable)
            raise Problem(ProblemKind.BAD_OPTION, f"There is no parameter {name!r} to sort by.{hint}", "http._sort")


NAMES = (
    "_contained", "_containedType", "_count", "_elements", "_format",
    "_offset", "_pretty", "_sort", "_summary", "_total",
)  # fmt: skip
NUMBERS = {"_count": LARGEST_COUNT, "_offset": 10**15}
WORDS = {
    "_contained": ("true", "false", "both"),
    "_containedType": ("container", "contained"),
    "_pretty": ("true", "false"),
    "_summary": ("true", "text", "data", "count", "false"),
    "_total": ("none", "estimate", "accurate"),
}
# Parameter -> the field of ResultParameters; those without one are decided where the response is written.
FIELDS = {
    "_contained": "contained",
    "_containedType": "contained_type",
    "_count": "count",
    "_elements": "elements",
    "_offset": "offset",
    "_sort": "sort",
    "_summary": "summary",
    "_total": "total",
}
_LISTS = frozenset({"_sort", "_elements"})
