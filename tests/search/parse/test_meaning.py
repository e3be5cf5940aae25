"""How do links repeat a pair? Percent-encoded, so that it comes back as it was meant."""

from urllib.parse import quote

import pytest

from sandbox.query_string import pairs
from sandbox.search import ParseOptions
from sandbox.search.parse.cost import Cost
from sandbox.search.parse.meaning import read, searched

WHERE = searched("Procedure", ("Procedure",), ParseOptions(bases=("http://m.test/fhir",)))


@pytest.mark.parametrize("value", ["".join(map(chr, range(32, 127))).replace("\\", "").replace("|", ""), "ä€😀", "a"])
def test_a_link_says_the_same(value: str) -> None:
    """With every character of ASCII that a value may have, and with others; nothing but what has to be is encoded."""
    written = read(WHERE, "code:text", value, Cost()).written

    assert f"&code:text={quote(value, safe='')}" == written
    assert (("code:text", value),) == pairs(written)


def test_what_says_nothing_is_left_out() -> None:
    """An empty value, or nothing but commas."""
    assert ["", ""] == [read(WHERE, "code", value, Cost()).written for value in ("", ",,")]
