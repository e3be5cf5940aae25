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


_WHOLE = r"(location|encounter|part-of|partof|performer):above="

FAULTS = (
    Fault("R-9: what is not there", "heap", "Procedure?location:above=l4", _WHOLE),
    Fault("R-9: what is hidden", "heap", "Procedure?encounter:above=e2", _WHOLE, "1"),
)


def spared(question: Question) -> bool:
    """Say whether a question runs into something that is known to be wrong."""
    return any(re.search(fault.looks, f"{name}={value}") for fault in FAULTS for name, value in question.pairs)
