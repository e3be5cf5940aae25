"""Which answers of the server are known to be wrong? Each one as a query, and how random queries keep clear of it.

A row goes when the server is repaired: `test_awaiting` fails as soon as one of them is answered rightly.
"""

import re
from dataclasses import dataclass

from tests.properties.queries import Question


@dataclass(frozen=True)
class Fault:
    """A rule that is broken, a set of resources and a query that show it, and what such queries look like."""

    rule: str
    name: str
    type: str
    pairs: tuple[tuple[str, str], ...]
    looks: re.Pattern[str]


def _fault(rule: str, name: str, query: str, looks: str) -> Fault:
    type_, _, pair = query.partition("?")
    key, _, value = pair.partition("=")
    return Fault(rule, name, type_, ((key, value),), re.compile(looks))


_ABOVE = "Procedure?status:below=http://hl7.org/fhir/event-status|COMPLETED"

_URN = "Procedure?subject:Patient=urn:uuid:6b0c0b5e-3f0a-4c0e-9a57-0d6f1c1b8a11"
_OWN = "Procedure?subject:Group=http://m.test/fhir/Patient/1"

FAULTS = (
    _fault("R-3: own address", "example", _OWN, r":[A-Z]\w+=.*[Mm]\.test"),
    _fault("R-3: urn", "heap", _URN, r":[A-Z]\w+=.*urn:"),
    _fault("F-2: pr", "example", "Procedure?_filter=part-of.status pr false", r"_filter=.*[\w\]]\.\S+ pr "),
    _fault("SORT-3: missing last", "built-in", "Patient?_sort=-given", r"_sort=.*-(given|name|telecom)"),
    _fault("T-3: case of a status", "example", _ABOVE, r":(above|below)=.*\|[A-Z-]+(,|$)"),
    _fault("D11: unknown set", "example", "Procedure?performer:Device.type:in=ValueSet/nope", r"[._].*ValueSet/nope"),
)


def spared(question: Question) -> bool:
    """Say whether a question runs into something that is known to be wrong."""
    return any(fault.looks.search(f"{name}={value}") for fault in FAULTS for name, value in question.pairs)
