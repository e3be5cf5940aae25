"""Which codes are kinds of another? Those below it in the tree of a CodeSystem, or of an expansion; and it itself."""

from collections.abc import Iterator

from tests.oracle.charts import Chart
from tests.oracle.elements import Json, at
from tests.oracle.values import Refused

SCT = "http://snomed.info/sct"

Line = tuple[str, str]


def kinds_of(chart: Chart, system: str, code: str) -> set[str]:
    """Return a code and everything below it."""
    return _reached(list(_lines(chart, system)), code)


def what_it_is(chart: Chart, system: str, code: str) -> set[str]:
    """Return a code and everything above it."""
    return _reached([(lower, upper) for upper, lower in _lines(chart, system)], code)


def _reached(lines: list[Line], code: str) -> set[str]:
    """Return where lines lead from a code; in a tree, case is of no account."""
    found: set[str] = set()
    waiting = {code}
    while waiting:
        found |= waiting
        here = {one.casefold() for one in waiting}
        waiting = {end for start, end in lines if start.casefold() in here} - found
    return found


def _lines(chart: Chart, system: str) -> Iterator[Line]:
    """Yield every pair of a code and one that stands directly below it."""
    for thing in chart.library.of("CodeSystem"):
        if thing.body.get("url") == system:
            yield from _within(at(thing.body, "concept"), "concept", "")
    for thing in chart.library.of("ValueSet"):
        yield from _within(at(thing.body, "expansion.contains"), "contains", system)


def _within(nodes: list[Json], inner: str, system: str) -> Iterator[Line]:
    for node in nodes:
        below = at(node, inner)
        yield from ((node["code"], one["code"]) for one in below if node.get("system", "") == system)
        yield from _within(below, inner, system)


def filtered(chart: Chart, system: str, rule: Json) -> set[str]:
    """Return the codes that a filter of a ValueSet lets through; Refused if it is none about kinds."""
    code = rule["value"]
    if rule["property"] != "concept" or rule["op"] not in {"is-a", "descendent-of"}:
        raise Refused(f"no rule that is known here: {rule}")
    return kinds_of(chart, system, code) - ({code} if rule["op"] == "descendent-of" else set())


def of_snomed(chart: Chart, address: str) -> set[str] | None:
    """Return the codes of a set that SNOMED CT defines by its address, None for all; Refused if they are not known."""
    kind, _, code = address.partition("?fhir_vs")[2].removeprefix("=").partition("/")
    if not kind:
        return None
    if kind != "isa" or not code:
        raise Refused(f"no set of SNOMED CT that is known here: {address}")
    return kinds_of(chart, SCT, code)
