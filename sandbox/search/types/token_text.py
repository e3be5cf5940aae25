"""How is the text of a token searched? `:text` looks at what people read: text and displays, never at codes.

http://hl7.org/fhir/R4/search.html#token
"""

# tested by: docs/search/labels.md

from collections.abc import Iterator
from typing import Any

from sandbox.fhir.path import dicts
from sandbox.search.columns.strings import Strings
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.types import string


def column(_param: SearchParameter) -> Strings:
    """Return an empty column of the texts of CodeableConcepts, Codings or Identifiers."""
    return Strings(lambda element: ((text, False) for text in texts(element)))


def parse_value(raw: str, _modifier: str, param: SearchParameter, bases: tuple[str, ...]) -> Any:
    """Read a text."""
    return string.parse_value(raw, "", param, bases)


def texts(element: Any) -> Iterator[str]:
    """Yield the text and the displays of a CodeableConcept, a Coding, or the type of an Identifier."""
    if isinstance(element, dict) and "coding" not in element:
        concept = element.get("type", element)
    else:
        concept = element
    if isinstance(concept, dict):
        codings = dicts(concept.get("coding"))
        found = [concept.get("text"), concept.get("display"), *(coding.get("display") for coding in codings)]
        yield from (text for text in found if isinstance(text, str))
