"""How is a string searched? By how it begins, whatever its case and accents; `:contains` anywhere, `:exact` as it is.

Of a name and an address every part counts, and of a family name every word. http://hl7.org/fhir/R4/search.html#string
"""

# tested by: docs/search/string.md

from collections.abc import Iterator
from typing import Any

from sandbox.search.columns.strings import Strings
from sandbox.search.model.escape import unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import StringMatch

# The parts of a HumanName and of an Address that are searched.
_PARTS = (
    "text", "family", "given", "prefix", "suffix", "line", "city", "district", "state", "postalCode", "country",
)  # fmt: skip


def modifiers(_param: SearchParameter) -> frozenset[str]:
    """Return what a string takes."""
    return frozenset({"missing", "exact", "contains"})


def column(param: SearchParameter) -> Strings:
    """Return an empty column of strings, HumanNames or Addresses."""
    is_family = param.path.endswith(".family")

    def texts(element: Any) -> Iterator[tuple[str, bool]]:
        if isinstance(element, str):
            yield element, is_family
        elif isinstance(element, dict):
            for part in _PARTS:
                value = element.get(part, ())
                for text in value if isinstance(value, list) else [value]:
                    if isinstance(text, str):
                        yield text, part == "family"

    return Strings(texts)


def parse_value(raw: str, modifier: str, _param: SearchParameter, _bases: tuple[str, ...]) -> StringMatch:
    """Read a text."""
    return StringMatch(modifier or "starts", unescape(raw))
