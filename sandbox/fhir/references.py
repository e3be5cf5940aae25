"""Where does a literal reference lead? Taken apart, and compared whatever the spelling of the server.

http://hl7.org/fhir/R4/references.html
"""

# tested by: docs/search/reference.md

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sandbox.fhir.path import dicts
from sandbox.fhir.resource_types import RESOURCE_TYPES

_LITERAL = re.compile(
    r"(?:(?P<base>https?://[^?#]+)/)?(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9\-.]{1,64})"
    r"(?:/_history/(?P<version>[A-Za-z0-9\-.]{1,64}))?/?"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A literal reference, taken apart; `base` is empty for a relative one, `version` for an unversioned one."""

    base: str
    type: str
    id: str
    version: str

    @property
    def local(self) -> str:
        """The relative form, with the version if there is one."""
        return f"{self.type}/{self.id}" + (f"/_history/{self.version}" if self.version else "")


def parse(text: str) -> Reference | None:
    """Return the parts of `Type/id`, `http://host/fhir/Type/id`, either with a version; None for anything else."""
    match = _LITERAL.fullmatch(text)
    if match is None or match["type"] not in RESOURCE_TYPES:
        return None
    return Reference(match["base"] or "", match["type"], match["id"], match["version"] or "")


@lru_cache(maxsize=256)
def fold(base: str) -> str:
    """Return an address such that two spellings of one server are equal: without scheme, the host in lower case."""
    host, slash, path = base.partition("://")[2].rstrip("/").partition("/")
    return f"//{host.lower()}{slash}{path}"


def is_here(literal: Reference, bases: tuple[str, ...]) -> bool:
    """Return whether a literal reference is on this server: relative, or at one of its own addresses."""
    return not literal.base or fold(literal.base) in {fold(base) for base in bases}


def type_of(element: Any, resource: dict[str, Any]) -> str:
    """Return the type that a Reference leads to, as far as can be told without following it; "" if it cannot."""
    text = element.get("reference", "")
    if isinstance(text, str) and text.startswith("#"):
        contained = dicts(resource.get("contained"))
        return next((str(inner.get("resourceType")) for inner in contained if f"#{inner.get('id')}" == text), "")
    named = ""
    if isinstance(text, str):
        named = _named_type(text)
    return named or str(element.get("type", ""))


@lru_cache(maxsize=65_536)
def _named_type(text: str) -> str:
    """Return the type that a literal reference names, "" if it is none."""
    literal = parse(text)
    if literal is None:
        return ""
    return literal.type


def local_keys(relative: str, bases: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys under which references to a resource of this server stand, *relative* being `Type/id`."""
    return (relative, *[f"{fold(base)}/{relative}" for base in bases])
