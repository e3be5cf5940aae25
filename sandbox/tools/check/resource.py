"""What is wrong with one resource? Every rule that needs to see only this one, applied in one walk through it."""

from collections.abc import Iterator
from typing import Any

from sandbox.tools.check.bundle_invariants import bundle_invariants
from sandbox.tools.check.codes import coding
from sandbox.tools.check.datatypes import period
from sandbox.tools.check.defined_extensions import defined_extension
from sandbox.tools.check.identifiers import contact, identifier
from sandbox.tools.check.invariants import contained, element_ids, empties, extension
from sandbox.tools.check.issue import Violation, Way
from sandbox.tools.check.narrative import narrative_links
from sandbox.tools.check.procedure import us_core
from sandbox.tools.check.structure import structure


def violations(value: dict[str, Any], body: bytes) -> Iterator[Violation]:
    """Yield every violation by a resource, given as JSON value and as bytes."""
    found = list(structure(body, value))
    yield from found
    ways = {other.way for other in found}
    yield from (violation for violation in _walked(value, (value["resourceType"],)) if violation.way not in ways)
    if value["resourceType"] == "Procedure":
        yield from us_core(value)
    if body.count(b'"id":') > 1:
        yield from element_ids(value, (value["resourceType"],))
    if "contained" in value or b'"#' in body:
        yield from contained(value, (value["resourceType"],))
    if b'=\\"#' in body or b"='#" in body:
        yield from narrative_links(value, (value["resourceType"],))


def _walked(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what is wrong with each object inside a resource."""
    for judge in (empties, *(judge for names, judge in _JUDGES if names <= value.keys())):
        yield from judge(value, way)
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _walked(inner, (*way, name))
        elif isinstance(inner, list):
            for number, item in enumerate(inner):
                if isinstance(item, dict):
                    yield from _walked(item, (*way, name, number))


# Which members an object must have for a judge to look at it.
_JUDGES = (
    ({"system", "code"}, coding),
    ({"value"}, identifier),
    ({"system", "value"}, contact),
    ({"start", "end"}, period),
    ({"url"}, extension),
    ({"url"}, defined_extension),
    ({"resourceType", "type"}, bundle_invariants),
)
