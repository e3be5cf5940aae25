"""What did a request ask for whose head could not be read? So much of it as its first line says.

No more is wanted of it than whose errors the client reads, and whether it reads a body at all.
"""

import re

LONGEST_BEGINNING = 1024  # bytes of a first line that are kept: more than any API's prefix

# The method, and the path after the scheme and the host that a proxy is sent. Both may be cut off: all of it may be.
_LINE = re.compile(rb"([!#-'*+.^_`|~0-9A-Za-z-]+) (?:https?://[^/? ]*)?(/[^? \r\n]*)", re.IGNORECASE)


def beginning(begun: bytes, part: bytes) -> bytes:
    """Return what is kept of a head that has *begun*, now that another part of it is there."""
    if b"\n" in begun or len(begun) == LONGEST_BEGINNING:
        return begun
    return (begun + part[: LONGEST_BEGINNING + 2]).lstrip(b"\r\n")[:LONGEST_BEGINNING]


def method_and_path(begun: bytes) -> tuple[str, str]:
    """Return the method and the path of a head that has *begun*; "" and "/" where it is no HTTP."""
    found = _LINE.match(begun)
    if found is None:
        return "", "/"
    method, path = found.groups()
    return method.decode("ascii"), path.decode("ascii", "replace")
