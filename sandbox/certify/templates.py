"""What does a name in braces stand for? The places of a row's session, filled into variables and arguments."""

import re
from collections.abc import Mapping

from sandbox.suggest import did_you_mean

# What may stand in braces -> what it is.
PLACES: dict[str, str] = {
    "url": "the root address of the sandbox",
    "fhir_url": "the base address for FHIR clients",
    "token": "the row's access token",
    "patient": "the id of its Patient",
    "scenario": "its scenario",
    "client_id": "a key for the token endpoint",
    "client_secret": "the secret that belongs to it",
    "refresh_token": "the refresh token, in rows of `oauth`",
    "token_url": "where it can be used",
}
# A name in braces; ${name}, {{name}} and JSON are somebody else's.
_PLACE = re.compile(r"(?<![{$])\{([a-z_]+)\}(?!\})")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a text with a value in each place that is known; everything else stays as it is."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), template)


def parse_variable(text: str) -> tuple[str, str]:
    """Return name and template of `NAME=TEMPLATE`; a ValueError says what would be right."""
    name, equals, template = text.partition("=")
    if not equals or not _VARIABLE.fullmatch(name):
        raise ValueError(f"{text!r} is not a variable: write NAME=TEMPLATE, such as API_TOKEN={{token}}.")
    for place in _PLACE.findall(template):
        if place not in PLACES:
            known = ", ".join(f"{{{one}}}" for one in PLACES)
            raise ValueError(f"{{{place}}} is not a place of a template.{did_you_mean(place, PLACES)} Places: {known}.")
    return name, template


def parse_variables(texts: list[str]) -> dict[str, str]:
    """Return the templates by their variables; a ValueError says what is wrong with one, or which stands twice."""
    found: dict[str, str] = {}
    for name, template in map(parse_variable, texts):
        if name in found:
            raise ValueError(f"{name} is given twice: a variable has one value.")
        found[name] = template
    return found
