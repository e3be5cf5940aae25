"""What is there to be searched? A heap of resources, found by type and id, and what their references lead to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.oracle.elements import Json, at, says_something
from tests.oracle.links import Link, named_type, read
from tests.oracle.parameters import ONLY, Parameter


@dataclass(frozen=True, eq=False)
class Thing:
    """A resource, and the one it stands in: another if it is contained, else itself."""

    body: Json
    home: Json

    @property
    def type(self) -> str:
        """Its type."""
        return str(self.body["resourceType"])

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.body.get("id", ""))

    @cached_property
    def key(self) -> str:
        """Its place on the server; nothing, if it is inside another."""
        return f"{self.type}/{self.id}" if self.body is self.home else ""


class Chart:
    """All resources that a client can see, at an address and a moment (in nanoseconds, as `moments` counts)."""

    def __init__(self, resources: Iterable[Json], base: str, now: int, library: "Chart | None" = None) -> None:
        self.library = library or self  # where ValueSets and CodeSystems are looked up, which nobody is barred from
        self.resources = list(resources)
        self.base = base
        self.now = now
        self._known: dict[tuple[Thing, Parameter], list[Any]] = {}
        self._stored: dict[tuple[str, Parameter], list[Any]] = {}
        self._by_type: dict[str, dict[str, Thing]] = {}
        for resource in self.resources:
            self._by_type.setdefault(resource["resourceType"], {})[resource["id"]] = Thing(resource, resource)

    def of(self, type_: str) -> list[Thing]:
        """Return all resources of a type."""
        return list(self._by_type.get(type_, {}).values())

    def get(self, type_: str, id_: str) -> Thing | None:
        """Return one resource, if it is there."""
        return self._by_type.get(type_, {}).get(id_)

    def stored(self, type_: str, parameter: Parameter) -> list[Any]:
        """Return the values of all resources of a type that a parameter looks at."""
        if (type_, parameter) not in self._stored:
            found = [value for thing in self.of(type_) for value in self.values(thing, parameter)]
            self._stored[type_, parameter] = found
        return self._stored[type_, parameter]

    def values(self, thing: Thing, parameter: Parameter) -> list[Any]:
        """Return the values of a resource that a parameter looks at; looked up once, for this is asked very often."""
        if not thing.key:
            return self._values(thing, parameter)
        if (thing, parameter) not in self._known:
            self._known[thing, parameter] = self._values(thing, parameter)
        return self._known[thing, parameter]

    def _values(self, thing: Thing, parameter: Parameter) -> list[Any]:
        found = at(thing.body, parameter.path)
        if parameter.datatype == "life":
            return [any(value is not False for value in found)]
        if only := ONLY.get(parameter.name):
            found = [value for value in found if self.leads_to(thing, value) == only]
        if parameter.kind == "date":
            return found  # a Period without bounds still is one
        return [value for value in found if says_something(value)]

    def leads_to(self, thing: Thing, reference: Json) -> str:
        """Return the type that a Reference names, "" if it does not tell."""
        inside = {one.get("id", ""): one["resourceType"] for one in thing.home.get("contained", [])}
        return named_type(reference, inside, self.base)

    def link(self, reference: Any) -> Link | None:
        """Return what a stored Reference names by its address; None if it is inside, or has none."""
        text = reference.get("reference") if isinstance(reference, dict) else None
        return read(text, self.base) if text else None

    def targets(self, thing: Thing, parameter: Parameter) -> list[Thing]:
        """Return the resources that a parameter's references lead to, as far as they are there, or inside."""
        values = self.values(thing, parameter)
        if parameter.datatype == "canonical":
            return [found for value in values for found in self._defined(value, parameter)]
        return [found for value in values for found in self._resolved(thing, value)]

    def _resolved(self, thing: Thing, reference: Json) -> list[Thing]:
        text = reference.get("reference", "")
        if text.startswith("#"):
            return [Thing(one, thing.home) for one in thing.home.get("contained", []) if one.get("id") == text[1:]]
        link = self.link(reference)
        found = self.get(link.type, link.id) if link else None
        return [found] if found else []

    def _defined(self, canonical: str, parameter: Parameter) -> list[Thing]:
        """Return the definition that a canonical names: of this version, or else the newest."""
        url, _, version = canonical.partition("|")
        candidates = [one for type_ in parameter.targets for one in self.of(type_) if one.body.get("url") == url]
        if version:
            return [one for one in candidates if one.body.get("version") == version]
        return sorted(candidates, key=lambda one: str(one.body.get("version", "")))[-1:]
