"""Which resources come along with the matches? Those that `_include` and `_revinclude` name, each once."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.oracle.charts import Chart, Thing
from tests.oracle.joins import references_of
from tests.oracle.links import TYPES
from tests.oracle.parameters import Parameter
from tests.oracle.values import Refused

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Include:
    """One `_include` or `_revinclude`: whose references count, which of them, and where they lead."""

    backwards: bool
    again: bool
    source: str
    rows: tuple[Parameter, ...]
    target: str


def includes_of(type_: str, pairs: Pairs) -> list[Include]:
    """Return what a query wants to come along."""
    found = []
    for name, value in pairs:
        which, _, modifier = name.partition(":")
        if which in {"_include", "_revinclude"} and value:
            if modifier not in {"", "iterate"}:
                raise Refused(f"{which} does not know :{modifier}")
            everything = f"{type_}:*" if value == "*" else value
            found.append(_include(everything, backwards=which == "_revinclude", again=modifier == "iterate"))
    return found


def _include(value: str, *, backwards: bool, again: bool) -> Include:
    source, link, target = (*value.split(":"), "")[:3] if value.count(":") in {1, 2} else ("", "", "")
    rows = references_of(source) if source in TYPES else {}
    wanted = tuple(rows.values()) if link == "*" else tuple(row for name, row in rows.items() if name == link)
    if not wanted or (target and (target not in TYPES or not any(row.leads_to(target) for row in wanted))):
        raise Refused(f"nothing to include: {value}")
    return Include(backwards, again, source, wanted, target)


def included(chart: Chart, type_: str, matches: Iterable[Thing], pairs: Pairs) -> set[str]:
    """Return the places of everything that comes along with matches."""
    wanted = includes_of(type_, pairs)
    here = {thing.key: thing for thing in matches}
    first = set(here)
    fresh = list(here.values())
    again = wanted
    while fresh:
        brought = [one for include in again for one in _brought(chart, include, fresh)]
        fresh = list({one.key: one for one in brought if one.key not in here}.values())
        here |= {one.key: one for one in fresh}
        again = [include for include in wanted if include.again]
    return set(here) - first


def _brought(chart: Chart, include: Include, things: list[Thing]) -> list[Thing]:
    if not include.backwards:
        sources = [thing for thing in things if thing.type == include.source]
        found = [one for thing in sources for row in include.rows for one in chart.targets(thing, row)]
        return [one for one in found if one.key and include.target in {"", one.type}]
    keys = {thing.key for thing in things if include.target in {"", thing.type}}
    return [
        thing
        for thing in chart.of(include.source)
        if keys & {one.key for row in include.rows for one in chart.targets(thing, row)}
    ]
