"""Which value of a resource could no search read? A date that is none, and a quantity that is not a number.

Columns are made when they are first asked, and what is wrong with a value has to be told before: where it is loaded.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from sandbox.fhir.path import dicts, follower
from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.search.parameters import search_parameters
from sandbox.search.types.registry import CHECKS

# The element in which a way begins, what follows the way, its parameter, and what raises ValueError for what is there.
_Check = tuple[str, Callable[[dict[str, Any]], list[Any]], str, Callable[[Any], None]]


def refuse_unreadable(resource: dict[str, Any]) -> None:
    """Raise ValueError for a value of a resource, or of one contained in it, that its search parameter cannot read."""
    _check(resource, _of_its_own(resource["resourceType"]), "")
    if "contained" in resource:
        for inner in dicts(resource["contained"]):
            type_, id_ = inner.get("resourceType"), inner.get("id")
            if isinstance(type_, str) and type_ in RESOURCE_TYPES and isinstance(id_, str):
                _check(inner, _checks(type_), f"{resource['resourceType']}/{resource['id']}#")


def _check(resource: dict[str, Any], checks: tuple[_Check, ...], container: str) -> None:
    parameter = ""
    try:
        for element, follow, parameter, check in checks:  # noqa: B007 - it is told where a check fails
            if element in resource:
                for value in follow(resource):
                    check(value)
    except ValueError as error:
        name = container or f"{resource['resourceType']}/"
        raise ValueError(f"{name}{resource['id']}, {parameter}: {error}") from None


@cache
def _checks(type_: str) -> tuple[_Check, ...]:
    """Return what is to be checked, way by way; the parts of composites are parameters by themselves."""
    return tuple(
        (re.split(r"\W", way, maxsplit=1)[0], follower(way), row.name, CHECKS[row.type])
        for row in search_parameters(type_).values()
        if row.type in CHECKS
        for way in row.path.split(" | ")
    )


@cache
def _of_its_own(type_: str) -> tuple[_Check, ...]:
    """Return the same without what was read of every resource that is stored by itself: when it was updated."""
    return tuple(check for check in _checks(type_) if check[0] != "meta")
