"""Text by anybody in Markdown: read as it is written."""

import pytest

from sandbox.reports.markdown import code, table, text
from tests.reports.made import HOSTILE


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("plain, with a number 1.5", "plain, with a number 1.5"),
        ("a_b * c | d", r"a\_b \* c \| d"),
        ("[link](x) <b> & #1", r"\[link\](x) &lt;b&gt; &amp; \#1"),
        ("read `Retry_After` as `a|b`, *please*", r"read `Retry_After` as `a\|b`, \*please\*"),
        ("an odd ` backtick", r"an odd \` backtick"),
        ("two\nlines, 'quoted'", "two lines, 'quoted'"),
    ],
)
def test_text_is_read_as_it_is_written(said: str, expected: str) -> None:
    """What would mean something is escaped; code between backticks stays code."""
    assert expected == text(said)


@pytest.mark.parametrize(
    ("said", "expected"), [("a_b", "`a_b`"), ("a`b", "``a`b``"), ("`a", "`` `a ``"), ("a|b", r"`a\|b`"), ("", "")]
)
def test_code_may_have_backticks(said: str, expected: str) -> None:
    """The fence is longer than any of them."""
    assert expected == code(said)


def test_a_table_has_as_many_cells_in_each_line() -> None:
    """Whatever is in them."""
    lines = list(table(("a", "b"), [(text(HOSTILE), code("x | y"))]))

    assert ["| a | b |", "| --- | --- |"] == lines[:2]
    assert {3} == {line.replace(r"\|", "").count("|") for line in lines}
    assert "<script" not in lines[2]
