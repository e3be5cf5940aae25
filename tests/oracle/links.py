"""Where does a reference lead? To a resource of this server, to somewhere else, inside, or nowhere."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.oracle.parameters import TABLE
from tests.oracle.values import Refused

# Types that are not among the types that are searched, but that references and queries of these tests may name.
OTHER_TYPES = (
    "Account Appointment CareTeam Claim CodeSystem Coverage DeviceRequest Endpoint Goal HealthcareService ImagingStudy "
    "Immunization Measure Media Medication MedicationDispense MedicationRequest MedicationStatement "
    "OperationDefinition Questionnaire QuestionnaireResponse Specimen StructureDefinition Substance Task"
)
_TARGETS = (target for rows in TABLE.values() for row in rows.values() for target in row.targets)
TYPES = frozenset({*TABLE, *OTHER_TYPES.split(), *_TARGETS} - {"*"})

ID = r"[A-Za-z0-9.\-]{1,64}"
_RELATIVE = re.compile(rf"(?P<type>[A-Za-z]+)/(?P<id>{ID})(?:/_history/(?P<version>{ID}))?", re.ASCII)
_ABSOLUTE = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*):(?://(?P<host>[^/?#]*))?(?P<path>.*)", re.DOTALL)


@dataclass(frozen=True)
class Link:
    """A reference that was read: type and id on this server, or the url of something elsewhere."""

    type: str = ""
    id: str = ""
    version: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """Type and id, whatever the server; or else the whole url."""
        pieces = self.url.partition("/_history/")[0].rstrip("/").split("/")
        return self.key or ("/".join(pieces[-2:]) if self.type else self.url)

    @property
    def key(self) -> str:
        """The place on this server, empty if it is elsewhere."""
        return f"{self.type}/{self.id}" if self.id else ""


@cache
def read(text: str, base: str) -> Link | None:
    """Return what a reference means, or None if it is neither relative nor absolute: `#p`, or a bare id."""
    if relative := _relative(text):
        return relative
    absolute = _ABSOLUTE.fullmatch(text)
    if absolute is None:
        return None
    if here := _own(text, base):
        return _relative(here) or Link(url=text)
    pieces = absolute["path"].partition("/_history/")[0].split("/")
    named = pieces[-2] if len(pieces) > 1 and pieces[-2] in TYPES else ""
    return Link(type=named, url=text)


def _relative(text: str) -> Link | None:
    found = _RELATIVE.fullmatch(text)
    return Link(found["type"], found["id"], found["version"] or "") if found and found["type"] in TYPES else None


def _own(text: str, base: str) -> str:
    """Return what follows this server's address, whichever of http and https it begins with."""
    asked, own = _ABSOLUTE.fullmatch(text), _ABSOLUTE.fullmatch(base)
    if asked is None or own is None or asked["scheme"].lower() not in {"http", "https"}:
        return ""
    same = (asked["host"] or "").lower() == own["host"].lower() and asked["path"].startswith(own["path"] + "/")
    return asked["path"][len(own["path"]) + 1 :].rstrip("/") if same else ""


def named_type(element: dict[str, Any], contained: dict[str, str], base: str) -> str:
    """Return the type that a stored Reference leads to, as far as it tells; *contained* are the types inside."""
    text = element.get("reference", "")
    if text.startswith("#"):
        return contained.get(text[1:], "")
    link = read(text, base) if text else None
    return (link.type if link else "") or str(element.get("type", ""))


def searched(value: str, base: str) -> Link | str:
    """Return what a searched reference names: a Link, or a bare id; Refused if it is neither."""
    if value.startswith("#"):
        return Link(url=value)
    if link := read(value, base):
        return link
    if re.fullmatch(ID, value, re.ASCII):
        return value
    raise Refused(f"no reference: {value}")
