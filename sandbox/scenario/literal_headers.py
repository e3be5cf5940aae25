"""Which headers may a plan send literally? All but those that move or frame the answer, and those of every answer.

A name is a token of HTTP, a value holds no control characters but tabs, so nothing can break out of its line.
http://www.rfc-editor.org/rfc/rfc9110#name-field-values
"""

import re
from typing import Any

from sandbox.json_text import in_json
from sandbox.plural import counted_as
from sandbox.scenario.retry_after import Headers

MOST_HEADERS = 32
LONGEST_VALUE = 4096  # characters: HTTP libraries take 8 KiB a line

_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}")
_VALUE = re.compile(r"[\t\x20-\x7e\xa0-\xff]*")

# Reason -> headers, in lower case, that a plan may not send for that reason.
_REFUSED: dict[str, frozenset[str]] = {
    "is between two hops, and not the answer's": frozenset({
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "upgrade",
    }),
    "frames the body, which the server does itself": frozenset({
        "content-encoding", "content-length", "content-range", "trailer", "transfer-encoding",
    }),
    "stands on every answer, and the server writes it": frozenset({"date", "x-request-id", "x-sandbox"}),
}  # fmt: skip
_CORS = "access-control-"


def parse_headers(value: Any, where: str) -> Headers:
    """Return the headers of a JSON object of names and values; a ValueError names the place and what would be right."""
    if not isinstance(value, dict):
        raise ValueError(f'{where} must be a JSON object, such as {{"Retry-After": "soon"}}.')
    if len(value) > MOST_HEADERS:
        raise ValueError(f"{where} has {counted_as(len(value), 'header')}: {MOST_HEADERS:,} are the most.")
    names = [name.lower() for name in value]
    for name, text in value.items():
        _check_name(name, where)
        if names.count(name.lower()) > 1:
            raise ValueError(f"{where} has {name!r} twice: the case of a header's name does not matter.")
        _check_value(text, f"{where}[{name!r}]")
    return tuple(value.items())


def _check_name(name: str, where: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"{where} has {name!r}, which is not a header's name: write up to 64 letters, digits and any of "
            "!#$%&'*+-.^_`|~, without blanks and colons."
        )
    for reason, names in _REFUSED.items():
        if name.lower() in names:
            raise ValueError(f"{where} may not have {name}: it {reason}.")
    if name.lower().startswith(_CORS):
        raise ValueError(f"{where} may not have {name}: pages of elsewhere are permitted by the setting cors.")


def _check_value(text: Any, where: str) -> None:
    if not isinstance(text, str):
        raise ValueError(f'{where} takes a string, such as "{text}", not {in_json(text)}.')
    found = _VALUE.fullmatch(text)
    if found is None:
        bad = next(character for character in text if not _VALUE.fullmatch(character))
        raise ValueError(
            f"{where} holds {bad!r}: a header's value takes tabs, blanks and printable characters of Latin-1 alone."
        )
    if len(text) > LONGEST_VALUE:
        raise ValueError(f"{where} has {counted_as(len(text), 'character')}: {LONGEST_VALUE:,} are the most.")
