"""Which headers may a plan send literally? What is safe on the wire, and what is said to the rest."""

import re
from typing import Any

import pytest

from sandbox.scenario.literal_headers import LONGEST_VALUE, MOST_HEADERS, parse_headers

GOOD: list[dict[str, str]] = [
    {},
    {"Retry-After": "Friday, 31-Dec-99 23:59:59 GMT"},
    {"Retry-After": ""},
    {"retry-after": " \t3 "},
    {"X-Note": "caf\xe9"},
    {"Content-Type": "application/json", "Server": "gate/1.0", "WWW-Authenticate": "Basic"},
    {f"X-{number}": "x" for number in range(MOST_HEADERS)},
    {"X": "x" * LONGEST_VALUE},
]


@pytest.mark.parametrize("headers", GOOD, ids=lambda value: str(value)[:50])
def test_what_is_safe_is_sent_as_it_is(headers: dict[str, str]) -> None:
    """In the order of the plan, blanks and case included."""
    assert tuple(headers.items()) == parse_headers(headers, "here")


BAD: list[tuple[Any, str]] = [
    ([], 'here must be a JSON object, such as {"Retry-After": "soon"}.'),
    ("Retry-After: 5", "here must be a JSON object"),
    ({"Retry-After": 5}, "here['Retry-After'] takes a string, such as \"5\", not 5."),
    ({"Retry-After": None}, "here['Retry-After'] takes a string"),
    ({"": "x"}, "here has '', which is not a header's name: write up to 64 letters"),
    ({"X Y": "x"}, "here has 'X Y', which is not a header's name"),
    ({"X:": "x"}, "here has 'X:', which is not a header's name"),
    ({"X\n": "x"}, "here has 'X\\n', which is not a header's name"),
    ({"Caf\xe9": "x"}, "here has 'Caf\xe9', which is not a header's name"),
    ({"X" * 65: "x"}, f"here has '{'X' * 65}', which is not a header's name"),
    ({"X": "a\r\nSet-Cookie: b"}, "here['X'] holds '\\r': a header's value takes tabs, blanks and printable"),
    ({"X": "a\nb"}, "here['X'] holds '\\n'"),
    ({"X": "a\x00"}, "here['X'] holds '\\x00'"),
    ({"X": "a\x7f"}, "here['X'] holds '\\x7f'"),
    ({"X": "a\x85"}, "here['X'] holds '\\x85'"),
    ({"X": "\u20ac"}, "here['X'] holds '\u20ac'"),
    ({"X": "\ud800"}, "here['X'] holds '\\ud800'"),
    ({"X": "x" * (LONGEST_VALUE + 1)}, "here['X'] has 4,097 characters: 4,096 are the most."),
    ({f"X-{number}": "" for number in range(MOST_HEADERS + 1)}, "here has 33 headers: 32 are the most."),
    ({"X-A": "1", "x-a": "2"}, "here has 'X-A' twice: the case of a header's name does not matter."),
    ({"Connection": "close"}, "here may not have Connection: it is between two hops, and not the answer's."),
    ({"Content-Length": "0"}, "here may not have Content-Length: it frames the body, which the server does itself."),
    ({"Date": "now"}, "here may not have Date: it stands on every answer, and the server writes it."),
    ({"Access-Control-Allow-Origin": "x"}, "here may not have Access-Control-Allow-Origin: pages of elsewhere are"),
]


@pytest.mark.parametrize(("headers", "says"), BAD, ids=lambda value: ascii(value)[:50])
def test_what_is_not_safe_is_refused(headers: Any, says: str) -> None:
    """With its place, and with what would be right."""
    with pytest.raises(ValueError, match="^" + re.escape(says)):
        parse_headers(headers, "here")


@pytest.mark.parametrize(
    "name",
    [
        *("Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "UPGRADE", "Proxy-Connection", "Proxy-Authenticate"),
        *("proxy-authorization", "content-encoding", "Content-Range", "X-Request-Id", "x-sandbox"),
    ],
)
def test_no_header_moves_or_frames_the_answer(name: str) -> None:
    """Whatever the case of its name."""
    with pytest.raises(ValueError, match=f"may not have {name}: it "):
        parse_headers({name: "x"}, "here")
