"""How is a logical reference searched? `:identifier` is a token search on Reference.identifier.

It looks at what stands in the reference, never at the resource that is referred to. A reference of which nothing says
the type may be of any. http://hl7.org/fhir/R4/search.html#reference
"""

# tested by: docs/search/logical.md

from typing import Any

from sandbox.fhir.references import type_of
from sandbox.search.columns.postings import Postings
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import SearchValue
from sandbox.search.types import token


def column(param: SearchParameter) -> Postings:
    """Return an empty column of the identifiers of references."""
    keys = token.keys_of(param)

    def keys_of_reference(element: Any, resource: dict[str, Any]) -> list[token.Key] | None:
        if not isinstance(element, dict) or not isinstance(element.get("identifier"), dict):
            return None
        if param.narrow and type_of(element, resource) not in {*param.targets, ""}:
            return None
        return keys(element["identifier"], resource)

    return Postings(keys_of_reference, token.rank)


def parse_value(raw: str, _modifier: str, param: SearchParameter, bases: tuple[str, ...]) -> SearchValue:
    """Read a token."""
    return token.parse_value(raw, "", param, bases)
