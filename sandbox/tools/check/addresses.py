"""Is this an address as its datatype has it? For uri, url, canonical, oid and uuid, and for those of Identifiers."""

# tested by: tests/tools/check/test_mutants.py

import re
from collections.abc import Iterator
from typing import Any

from sandbox.tools.check.issue import Violation, Way, shown

_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OID = re.compile(r"urn:oid:[0-2](\.(0|[1-9][0-9]*))+")
_WITH_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_URI = "urn:ietf:rfc:3986"
_DATATYPES = frozenset({"uri", "url", "canonical", "oid", "uuid"})
_BASE64 = re.compile(r"[0-9A-Za-z+/]*={0,2}")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|#")

_OID_SAYS = "is not an OID: write urn:oid:1.2.840 with numbers that have no zero in front"
_UUID_SAYS = "is not a UUID: write 32 lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12"
_CANONICAL_SAYS = "is not a canonical: it has to be absolute, or begin with #"


def wrong_address(datatype: str, text: str) -> str:
    """Return what is wrong with the text of an address, "" for nothing, or where *datatype* is another one."""
    if datatype not in _DATATYPES:
        return ""
    if re.search(r"\s", text):
        return f"is not a {datatype}: it has white space"
    for found, says in (
        (datatype == "uuid" and not text.startswith("urn:uuid:"), "is not a UUID: it begins with urn:uuid:"),
        (text.startswith("urn:oid:") and not _OID.fullmatch(text), _OID_SAYS),
        (text.lower().startswith("urn:uuid:") and not _UUID.fullmatch(text), _UUID_SAYS),
        (datatype == "canonical" and not _ABSOLUTE.match(text), _CANONICAL_SAYS),
    ):
        if found:
            return says
    return ""


def wrong_data(text: str) -> str:
    """Return what is wrong with an address that holds the data itself, "" for any other address."""
    head, _, data = text.partition(",")
    if head.startswith("data:") and head.endswith(";base64") and not is_base64(data):
        return "has data that are not base64"
    return ""


def is_base64(text: str) -> bool:
    """Say whether a text is base64, white space aside."""
    letters = re.sub(r"\s", "", text)
    return not len(letters) % 4 and bool(_BASE64.fullmatch(letters))


def identifier_addresses(value: dict[str, Any], way: Way) -> Iterator[Violation]:
    """Yield what is wrong with the addresses in an Identifier: its system, and a value that is to be a URI."""
    system, text = value.get("system"), value.get("value")
    if isinstance(system, str) and not _WITH_SCHEME.match(system):
        yield Violation("r4-value", (*way, "system"), f"{shown(system)} is not absolute: write http://... or urn:...")
    elif system == _URI and isinstance(text, str) and not _WITH_SCHEME.match(text):
        yield Violation("r4-value", (*way, "value"), f"{shown(text)} is not a URI, as the system {_URI} has it")
