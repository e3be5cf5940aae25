"""Which module answers for which search type? The table of search types, and what a parameter becomes by a modifier."""

# tested by: docs/search/parsing.md

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sandbox.fhir import dates
from sandbox.search.columns.column import Column
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import SearchValue
from sandbox.search.types import (
    canonical,
    composite,
    date,
    freetext,
    identifier_of_type,
    quantity,
    reference,
    reference_identifier,
    string,
    token,
    token_text,
    uri,
)
from sandbox.search.types import id as id_type
from sandbox.search.types.search_type import ColumnType, SearchType

# What takes part in no order.
UNSORTABLE = frozenset({"composite", "freetext"})


def modifiers(param: SearchParameter) -> frozenset[str]:
    """Return the modifiers that a parameter takes, the resource types of a reference aside."""
    if param.parts:
        return frozenset()
    return SEARCH_TYPES[param.search_type].modifiers(param)


def parameter_under(param: SearchParameter, modifier: str) -> SearchParameter:
    """Return the parameter that a modifier makes of another: one over other values of the same elements."""
    search_type = MODIFIER_TYPES.get(modifier)
    if search_type:
        return replace(param, name=f"{param.name}:{modifier}", search_type=search_type)
    return param


def column(param: SearchParameter) -> Column:
    """Return an empty column for a parameter."""
    if param.parts:
        return composite.Composites(param, column)
    search_type = _COLUMN_TYPES.get(param.search_type) or SEARCH_TYPES[param.search_type]
    return search_type.column(param)


def parse_value(raw: str, modifier: str, param: SearchParameter, bases: tuple[str, ...]) -> SearchValue:
    """Read one alternative of a clause; a ValueError says what is wrong with it and what would be right."""
    if param.parts:
        return composite.read(raw, param, lambda one, part: parse_value(one, "", part, bases))
    search_type = _COLUMN_TYPES.get(param.search_type) or SEARCH_TYPES[param.search_type]
    return search_type.parse_value(raw, modifier, param, bases)


SEARCH_TYPES: dict[str, SearchType] = {
    "canonical": canonical,
    "date": date,
    "freetext": freetext,
    "id": id_type,
    "quantity": quantity,
    "reference": reference,
    "string": string,
    "token": token,
    "uri": uri,
}
# Modifier -> the type that the parameter then is of.
MODIFIER_TYPES: dict[str, str] = {
    "identifier": "reference-identifier",
    "of-type": "identifier-of-type",
    "ofType": "identifier-of-type",
    "text": "token-text",
}
# What raises ValueError where a stored element cannot be read: all other types read whatever is there.
CHECKS: dict[str, Callable[[Any], None]] = {"date": dates.check, "quantity": quantity.check}
_COLUMN_TYPES: dict[str, ColumnType] = {
    "identifier-of-type": identifier_of_type,
    "reference-identifier": reference_identifier,
    "token-text": token_text,
}
