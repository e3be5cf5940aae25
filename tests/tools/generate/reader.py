"""How does a test look into generated resources? A slow and plain reader of their JSON."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

EIGHT = {
    "preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown",
}  # fmt: skip


def of_type(resources: list[Json], type_: str) -> list[Json]:
    """Return the resources of a type."""
    return [resource for resource in resources if resource["resourceType"] == type_]


def performed(procedure: Json) -> str:
    """Return which performed[x] a Procedure has."""
    return next((name.lstrip("_") for name in procedure if name.lstrip("_").startswith("performed")), "")


def nodes(value: Any) -> Iterator[Json]:
    """Yield every JSON object inside a value."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def references(value: Any) -> Iterator[str]:
    """Yield every relative reference inside a value, without its version."""
    for node in nodes(value):
        reference = node.get("reference")
        if isinstance(reference, str) and "://" not in reference and not reference.startswith("#"):
            yield reference.partition("/_history/")[0]


def name_of(resource: Json) -> str:
    """Return the `Type/id` of a resource."""
    return f"{resource['resourceType']}/{resource['id']}"


def owner_of(resource: Json) -> str:
    """Return the Patient whom a resource is about, if it names one in the usual places."""
    if resource["resourceType"] == "Patient":
        return name_of(resource)
    subject = resource.get("subject") or resource.get("patient") or {}
    return str(subject.get("reference", ""))
