"""Is this an address as its datatype has it? For uri, url, canonical, oid and uuid."""

# tested by: tests/tools/check/test_mutants.py

import re

_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_OID = re.compile(r"urn:oid:[0-2](\.(0|[1-9][0-9]*))+")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|#")


def wrong_address(datatype: str, text: str) -> str:
    """Return what is wrong with the text of an address, "" for nothing, or where *datatype* is another one."""
    if not datatype:
        return ""
    if re.search(r"\s", text):
        return f"is not a {datatype}: it has white space"
    if text.startswith("urn:oid:") and not _OID.fullmatch(text):
        return "is not an OID: write urn:oid:1.2.840 with numbers that have no zero in front"
    if text.lower().startswith("urn:uuid:") and not _UUID.fullmatch(text):
        return "is not a UUID: write 32 lower-case hexadecimal digits in groups of 8, 4, 4, 4 and 12"
    if datatype == "canonical" and not _ABSOLUTE.match(text):
        return "is not a canonical: it has to be absolute, or begin with #"
    return ""
