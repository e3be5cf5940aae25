"""Which module answers for which search type? The table of kinds, and what a parameter becomes by a modifier."""

from dataclasses import replace

from sandbox.search.kind import Column, ColumnType, SearchType, SearchValue
from sandbox.search.kinds import (
    canonical,
    composite,
    date,
    freetext,
    identity,
    label,
    logical,
    quantity,
    reference,
    string,
    token,
    typed,
    uri,
)
from sandbox.search.param import SearchParameter

# What takes part in no order.
UNSORTABLE = frozenset({"composite", "freetext"})


def modifiers(param: SearchParameter) -> frozenset[str]:
    """Return the modifiers that a parameter takes, the resource types of a reference aside."""
    return frozenset() if param.parts else SEARCH_TYPES[param.search_type].modifiers(param)


def parameter_under(param: SearchParameter, modifier: str) -> SearchParameter:
    """Return the parameter that a modifier makes of another: one over other values of the same elements."""
    search_type = MODIFIER_TYPES.get(modifier)
    return replace(param, name=f"{param.name}:{modifier}", search_type=search_type) if search_type else param


def column(param: SearchParameter) -> Column:
    """Return an empty column for a parameter."""
    if param.parts:
        return composite.Composites(param, column)
    search_type = _LOOKED_INTO.get(param.search_type) or SEARCH_TYPES[param.search_type]
    return search_type.column(param)


def parse_value(raw: str, modifier: str, param: SearchParameter, bases: tuple[str, ...]) -> SearchValue:
    """Read one alternative of a clause; a ValueError says what is wrong with it and what would be right."""
    if param.parts:
        return composite.read(raw, param, lambda one, part: parse_value(one, "", part, bases))
    search_type = _LOOKED_INTO.get(param.search_type) or SEARCH_TYPES[param.search_type]
    return search_type.parse_value(raw, modifier, param, bases)


SEARCH_TYPES: dict[str, SearchType] = {
    "canonical": canonical,
    "date": date,
    "freetext": freetext,
    "id": identity,
    "quantity": quantity,
    "reference": reference,
    "string": string,
    "token": token,
    "uri": uri,
}
# Modifier -> the kind that the parameter then is of.
MODIFIER_TYPES: dict[str, str] = {"identifier": "logical", "of-type": "typed", "ofType": "typed", "text": "label"}
_LOOKED_INTO: dict[str, ColumnType] = {"label": label, "logical": logical, "typed": typed}
