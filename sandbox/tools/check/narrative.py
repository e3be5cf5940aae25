"""May this stand in the narrative of a resource? XHTML without anything that runs, loads or asks, and not empty."""

# tested by: tests/tools/check/test_mutants.py

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from sandbox.tools.check.issue import Violation, Way, shown

XHTML = "http://www.w3.org/1999/xhtml"
_BLANK = re.compile(r"[\s\u00a0]*")


def narrative(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what is wrong with the `div` of a Narrative."""
    div = value.get("div")
    if not isinstance(div, str):
        return
    there = (*way, "div")
    if "<!DOCTYPE" in div or "<!ENTITY" in div:
        yield Violation("txt-1", there, "declares a document type or an entity")
        return
    try:
        root = ET.fromstring(div)  # noqa: S314 - what could be made to grow, a declaration, is refused above
    except ET.ParseError as error:
        yield Violation("txt-1", there, f"is not well-formed XML: {error}")
        return
    if root.tag != f"{{{XHTML}}}div":
        yield Violation("txt-1", there, f'is not <div xmlns="{XHTML}">')
        return
    yield from (Violation("txt-1", there, said) for element in root.iter() for said in _wrongs(element))
    if _BLANK.fullmatch("".join(root.itertext())) and root.find(f".//{{{XHTML}}}img") is None:
        yield Violation("txt-2", there, "says nothing")


def _wrongs(element: ET.Element) -> Iterator[str]:
    """Yield what is wrong with one element and its attributes."""
    space, _, name = element.tag.rpartition("}")
    if space.removeprefix("{") != XHTML or name not in _ELEMENTS:
        yield f"<{name}> may not stand in a narrative"
        return
    for attribute, text in element.items():
        plain = attribute.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")
        if plain not in _EVERYWHERE and plain not in _OF_ONE_ELEMENT.get(name, ()):
            yield f"<{name}> in a narrative may not have {shown(plain)}"
        elif plain in {"href", "src"} and re.match(r"\s*(javascript|vbscript)\s*:", text, re.IGNORECASE):
            yield f"<{name} {plain}> runs a script"


# What HTML 4 formats text with: its chapters 7 to 11 (without the changes of section 9.4) and 15, links and images.
# http://hl7.org/fhir/R4/narrative.html
_ELEMENTS = frozenset(
    """
    a abbr acronym address b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6
    hr i img kbd li ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var
    """.split()
)
_EVERYWHERE = frozenset(
    """
    abbr accesskey align axis char charoff class colspan dir headers id lang rowspan scope span style tabindex title
    valign width xml:lang xml:space
    """.split()
)
_OF_ONE_ELEMENT = {
    "a": frozenset("charset coords href hreflang name rel rev shape type".split()),
    "blockquote": frozenset({"cite"}),
    "img": frozenset("alt border height ismap longdesc src usemap".split()),
    "q": frozenset({"cite"}),
    "table": frozenset("border cellpadding cellspacing frame rules summary".split()),
}
