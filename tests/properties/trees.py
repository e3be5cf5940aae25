"""Which codes are kinds of another? Those below it in the tree of its CodeSystem, if that is loaded; and it itself."""

from collections.abc import Iterator

from tests.properties.charts import Chart
from tests.properties.elements import Json, at
from tests.properties.values import Refused

SCT = "http://snomed.info/sct"


def kinds_of(chart: Chart, system: str, code: str) -> set[str]:
    """Return a code and everything below it."""
    return {code} | {lower for upper, lower in _lines(chart, system) if upper == code}


def what_it_is(chart: Chart, system: str, code: str) -> set[str]:
    """Return a code and everything above it."""
    return {code} | {upper for upper, lower in _lines(chart, system) if lower == code}


def _lines(chart: Chart, system: str) -> Iterator[tuple[str, str]]:
    """Yield every pair of a code and one that is somewhere below it."""
    for thing in chart.library.of("CodeSystem"):
        if thing.body.get("url") == system:
            for concept in at(thing.body, "concept"):
                yield from _below(concept)


def _below(concept: Json) -> Iterator[tuple[str, str]]:
    for inner in at(concept, "concept"):
        yield concept["code"], inner["code"]
        for upper, lower in _below(inner):
            yield upper, lower
            if upper == inner["code"]:
                yield concept["code"], lower


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
