"""How is an identifier of a type searched? `:of-type=system|code|value`: type and value stand in one Identifier.

http://hl7.org/fhir/R4/search.html#token
"""

# tested by: docs/search/labels.md

from collections.abc import Iterator
from typing import Any

from sandbox.fhir.path import dicts
from sandbox.search.columns.postings import Postings
from sandbox.search.model.escape import split, unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import ExactMatch


def column(_param: SearchParameter) -> Postings:
    """Return an empty column of Identifiers by type and value."""
    return Postings(lambda element, _resource: list(_keys(element)), lambda _key: None)


def parse_value(raw: str, _modifier: str, _param: SearchParameter, _bases: tuple[str, ...]) -> ExactMatch:
    """Read `system|code|value`."""
    parts = [unescape(part) for part in split(raw, "|")]
    if len(parts) != 3 or not all(parts):
        raise ValueError(f"{raw!r} needs three parts: the type's system, the type's code and the value, as in s|c|v")
    return ExactMatch(((parts[0], parts[1].casefold(), parts[2].casefold()),))


def _keys(element: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(element, dict) and isinstance(search_type := element.get("type"), dict) and "value" in element:
        for coding in dicts(search_type.get("coding")):
            system, code = str(coding.get("system", "")), str(coding.get("code", ""))
            yield system, code.casefold(), str(element["value"]).casefold()
