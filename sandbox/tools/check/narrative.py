"""May this stand in the narrative of a resource? XHTML without anything that runs, loads or asks, and not empty."""

# tested by: tests/tools/check/test_mutants.py

import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from sandbox.tools.check.addresses import wrong_data
from sandbox.tools.check.issue import Violation, Way, shown

XHTML = "http://www.w3.org/1999/xhtml"
_BLANK = re.compile(r"[ \t\r\n]*")  # what XML has as white space: a blank that may not break is something


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


def narrative_links(resource: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield the links of narratives that begin with # and lead to nothing in their resource."""
    ids: set[str] = set()
    links: list[tuple[Way, str]] = []
    for there, name, text in _texts(resource, way):
        if name == "id":
            ids.add(text)
        elif name == "div" and "#" in text:
            root = _root(text)
            for element in () if root is None else root.iter():
                ids |= {element.get("id", ""), element.get("name", "")}
                links += [(there, text) for name, text in element.items() if name in {"href", "src"}]
    for there, link in links:
        if link.startswith("#") and len(link) > 1 and link[1:] not in ids:
            yield Violation("txt-1", there, f"{shown(link)} leads to nothing in this resource")


def _texts(value: Any, way: Way) -> Iterator[tuple[Way, str, str]]:
    """Yield every text inside a resource, with its way and its name."""
    for name, inner in value.items():
        if isinstance(inner, str):
            yield (*way, name), name, inner
        elif isinstance(inner, dict):
            yield from _texts(inner, (*way, name))
        elif isinstance(inner, list):
            for number, item in enumerate(inner):
                if isinstance(item, dict):
                    yield from _texts(item, (*way, name, number))


def _root(div: str) -> ET.Element | None:
    """Return the outermost element of a narrative, None for what is refused elsewhere."""
    if "<!DOCTYPE" in div or "<!ENTITY" in div:
        return None
    try:
        return ET.fromstring(div)  # noqa: S314 - what could be made to grow, a declaration, is refused above
    except ET.ParseError:
        return None


def _misplaced(element: ET.Element, name: str) -> str:
    """Return what is wrong with the children of an element: only some may stand in a list, a table or a paragraph."""
    children = [child.tag.rpartition("}")[2] for child in element]
    if name in {"p", "span"}:
        inside = [child.tag.rpartition("}")[2] for child in element.iter() if child is not element]
        wrong = [child for child in inside if child in _BLOCKS]
    elif name in _CHILDREN:
        wrong = [child for child in children if child not in _CHILDREN[name]]
        loose = [element.text, *(child.tail for child in element)]
        if not all(_BLANK.fullmatch(text or "") for text in loose):
            return f"<{name}> in a narrative may not have text of its own"
    else:
        wrong = [child for child in children if name not in _PARENTS.get(child, {name})]
    if wrong:
        return f"<{wrong[0]}> may not stand in <{name}>"
    return ""


def _wrongs(element: ET.Element) -> Iterator[str]:
    """Yield what is wrong with one element and its attributes."""
    space, _, name = element.tag.rpartition("}")
    if space.removeprefix("{") != XHTML or name not in _ELEMENTS:
        yield f"<{name}> may not stand in a narrative"
        return
    if said := _misplaced(element, name):
        yield said
    for attribute, text in element.items():
        plain = attribute.replace("{http://www.w3.org/XML/1998/namespace}", "xml:")
        if plain not in _EVERYWHERE and plain not in _OF_ONE_ELEMENT.get(name, ()):
            yield f"<{name}> in a narrative may not have {shown(plain)}"
        elif plain in {"href", "src"} and (said := wrong_data(text)):
            yield f"<{name} {plain}> {said}"
        elif plain in {"href", "src"} and (not text.strip() or re.search(r"\s", text.strip())):
            yield f"<{name} {plain}> is empty or has white space"
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
_BLOCKS = frozenset("address blockquote div dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
_ROWS = frozenset({"tr"})
_CHILDREN = {
    "dl": frozenset({"dt", "dd"}),
    "ol": frozenset({"li"}),
    "table": frozenset("caption col colgroup tbody tfoot thead tr".split()),
    "tbody": _ROWS,
    "tfoot": _ROWS,
    "thead": _ROWS,
    "tr": frozenset({"td", "th"}),
    "ul": frozenset({"li"}),
}
_PARENTS = {
    child: {name for name, inner in _CHILDREN.items() if child in inner} for child in ("dd", "dt", "li", "td", "th")
}
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
    "td": frozenset({"nowrap"}),
    "th": frozenset({"nowrap"}),
    "table": frozenset("border cellpadding cellspacing frame rules summary".split()),
}
