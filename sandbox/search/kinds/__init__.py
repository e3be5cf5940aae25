"""Which module answers for which search type? The table of kinds, and what a parameter becomes by a modifier."""

from dataclasses import replace

from sandbox.search.kind import Column, Facet, Kind, Sought
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
from sandbox.search.param import Param

# What takes part in no order.
UNSORTABLE = frozenset({"composite", "freetext"})


def modifiers(param: Param) -> frozenset[str]:
    """Return the modifiers that a parameter takes, the resource types of a reference aside."""
    return frozenset() if param.parts else KINDS[param.kind].modifiers(param)


def facet(param: Param, modifier: str) -> Param:
    """Return the parameter that a modifier makes of another: one over other values of the same elements."""
    kind = FACETS.get(modifier)
    return replace(param, name=f"{param.name}:{modifier}", kind=kind) if kind else param


def column(param: Param) -> Column:
    """Return an empty column for a parameter."""
    if param.parts:
        return composite.Composites(param, column)
    kind = _LOOKED_INTO.get(param.kind) or KINDS[param.kind]
    return kind.column(param)


def compile(raw: str, modifier: str, param: Param, bases: tuple[str, ...]) -> Sought:  # noqa: A001 - a Kind's word
    """Read one alternative of a clause; a ValueError says what is wrong with it and what would be right."""
    if param.parts:
        return composite.read(raw, param, lambda one, part: compile(one, "", part, bases))
    kind = _LOOKED_INTO.get(param.kind) or KINDS[param.kind]
    return kind.compile(raw, modifier, param, bases)


KINDS: dict[str, Kind] = {
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
FACETS: dict[str, str] = {"identifier": "logical", "of-type": "typed", "ofType": "typed", "text": "label"}
_LOOKED_INTO: dict[str, Facet] = {"label": label, "logical": logical, "typed": typed}
