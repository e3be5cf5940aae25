"""Which answers of the server are known to be wrong? Each one as a query, and how random queries keep clear of it.

A row goes when the server is repaired: `test_awaiting` fails as soon as one of them is answered rightly.
"""

import re
from dataclasses import dataclass

from tests.properties.queries import Question


@dataclass(frozen=True)
class Fault:
    """A rule that is broken, a set of resources and a query that show it, what such queries look like, and to whom."""

    rule: str
    name: str
    query: str
    looks: str
    patient: str = ""

    @property
    def question(self) -> Question:
        """The query, to be asked."""
        type_, _, pair = self.query.partition("?")
        key, _, value = pair.partition("=")
        return Question(type_, ((key, value),))


_URN = "Procedure?subject:Patient=urn:uuid:6b0c0b5e-3f0a-4c0e-9a57-0d6f1c1b8a11"
_OWN = "Procedure?subject:Group=http://m.test/fhir/Patient/1"
_CASE = "Procedure?status:below=http://hl7.org/fhir/event-status|COMPLETED"
_SET = "Procedure?performer:Device.type:in=ValueSet/nope"
_WHOLE = r"(location|encounter|part-of|partof|performer):above="

FAULTS = (
    Fault("R-3: own address", "example", _OWN, r":[A-Z]\w+=.*[Mm]\.test"),
    Fault("R-3: urn", "heap", _URN, r":[A-Z]\w+=.*urn:"),
    Fault("R-9: what is not there", "heap", "Procedure?location:above=l4", _WHOLE),
    Fault("R-9: what is hidden", "heap", "Procedure?encounter:above=e2", _WHOLE, "1"),
    Fault("F-2: pr", "example", "Procedure?_filter=part-of.status pr false", r"_filter=.*[\w\]]\.\S+ pr "),
    Fault("SORT-3: missing last", "built-in", "Patient?_sort=-given", r"_sort=.*-(given|name|telecom)"),
    Fault("T-3: case of a status", "example", _CASE, r":(above|below)=.*\|[A-Z-]+(,|$)"),
    Fault("D11: unknown set", "example", _SET, r"[._].*ValueSet/nope"),
)


def spared(question: Question) -> bool:
    """Say whether a question runs into something that is known to be wrong."""
    return any(re.search(fault.looks, f"{name}={value}") for fault in FAULTS for name, value in question.pairs)
