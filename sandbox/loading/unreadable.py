"""Which value of a resource could no search read? A date that is none, and a quantity that is not a number.

Columns are made when they are first asked, and what is wrong with a value has to be told before: where it is loaded.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from sandbox.fhir.path import dicts, follower
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.search.parameters import search_parameters
from sandbox.search.types.registry import CHECKS

# The name of a parameter, what finds its elements, and what raises ValueError for one of them.
_Check = tuple[str, Callable[[dict[str, Any]], list[Any]], Callable[[Any], None]]


def refuse_unreadable(resource: dict[str, Any]) -> None:
    """Raise ValueError for a value of a resource, or of one contained in it, that its search parameter cannot read."""
    name = f"{resource['resourceType']}/{resource['id']}"
    _check(resource, name)
    if "contained" in resource:
        for inner in dicts(resource["contained"]):
            type_, id_ = inner.get("resourceType"), inner.get("id")
            if isinstance(type_, str) and type_ in RESOURCE_TYPES and isinstance(id_, str):
                _check(inner, f"{name}#{id_}")


def _check(resource: dict[str, Any], name: str) -> None:
    for parameter, follow, check in _checks(resource["resourceType"]):
        for element in follow(resource):
            try:
                check(element)
            except ValueError as error:
                raise ValueError(f"{name}, {parameter}: {error}") from None


@cache
def _checks(type_: str) -> tuple[_Check, ...]:
    """Return what is to be checked; the parts of composites are parameters by themselves."""
    rows = search_parameters(type_).values()
    return tuple((row.name, follower(row.path), CHECKS[row.type]) for row in rows if row.type in CHECKS)
