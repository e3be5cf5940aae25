"""On which line does an element of an indented file stand?"""

import json

import pytest

from sandbox.tools.check.issue import Way
from sandbox.tools.check.lines import line_of

TEXT = json.dumps({"a": 1, "b": {"c": ["{", {"d": None}, []], "e\n": "}"}, "f": [[1], [2, 3]]}, indent=1)


@pytest.mark.parametrize(
    ("way", "starts"),
    [
        (("a",), "1,"),
        (("b", "c", 0), '"{"'),
        (("b", "c", 1, "d"), "null"),
        (("b", "e\n"), '"}"'),
        (("f", 1, 1), "3"),
        (("b", "c", 1, "missing"), "{"),
        (("b", "c", 9), "["),
        (("a", "b"), "1,"),
        (("a", 0), "1,"),
        ((), "{"),
    ],
)
def test_a_way_leads_to_a_line(way: Way, starts: str) -> None:
    """That of the value, or of the innermost thing on the way that is there."""
    line = TEXT.splitlines()[line_of(TEXT, way) - 1]

    assert line.rpartition(": ")[2].strip().startswith(starts)


@pytest.mark.parametrize("text", ['{"a": tru', '{"a"', '{"a": [1', "", "[" * 5])
def test_what_is_no_json_has_a_line_all_the_same(text: str) -> None:
    """Nobody looks into a file that cannot be read, but nothing breaks either."""
    assert 1 == line_of(text, ("a", 3))
