r"""Which characters of a value divide it? Those without a backslash, for a backslash takes the meaning away."""

import pytest

from sandbox.search.model.escape import split, unescape


# Columns: the value, the divider, its parts.
@pytest.mark.parametrize(
    ("raw", "divider", "parts"),
    [
        ("", ",", [""]),
        ("a", ",", ["a"]),
        ("a,b", ",", ["a", "b"]),
        (",", ",", ["", ""]),
        ("a,,b,", ",", ["a", "", "b", ""]),
        (r"a\,b", ",", [r"a\,b"]),
        (r"a\,b,c", ",", [r"a\,b", "c"]),
        (r"a\\,b", ",", [r"a\\", "b"]),
        (r"a\\\,b", ",", [r"a\\\,b"]),
        (r"\,", ",", [r"\,"]),
        (r"a\|b|c", "|", [r"a\|b", "c"]),
        (r"a\$b$c,d", "$", [r"a\$b", "c,d"]),
        (r"a\,b|c\|d", "|", [r"a\,b", r"c\|d"]),
        ("a\nb,c", ",", ["a\nb", "c"]),
        ("été,☃", ",", ["été", "☃"]),
    ],
)
def test_a_value_is_divided_where_no_backslash_stands(raw: str, divider: str, parts: list[str]) -> None:
    """The parts stay escaped."""
    assert parts == split(raw, divider)


# Columns: escaped, meant.
@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("", ""),
        ("plain", "plain"),
        (r"\,", ","),
        (r"\|", "|"),
        (r"\$", "$"),
        (r"\\", "\\"),
        (r"\\,", r"\,"),
        (r"\\\,", r"\,"),
        (r"\\\\", r"\\"),
        (r"a\,b\|c\$d\\e", r"a,b|c$d\e"),
    ],
)
def test_a_backslash_takes_the_meaning_away(raw: str, meant: str) -> None:
    """Before each of the four characters."""
    assert meant == unescape(raw)


@pytest.mark.parametrize("raw", [r"a\b", "\\", "a\\", r"\:", r"\n", "\\\n", r"a\,\ ", "\\\\\\", r"\é", r"\/"])
def test_any_other_backslash_is_a_mistake(raw: str) -> None:
    """Dividing and unescaping refuse the same."""
    for read in (unescape, lambda value: split(value, ",")):
        with pytest.raises(ValueError, match="is not an escape"):
            read(raw)


@pytest.mark.parametrize("meant", ["a,b", "|", "$1", "\\", r"\,", "a,b|c$d\\e", ",,", r"\\|"])
def test_what_is_escaped_comes_back_whole(meant: str) -> None:
    """Escaping by the book and reading it again gives the same, in one part."""
    raw = "".join(f"\\{char}" if char in ",|$\\" else char for char in meant)

    assert [raw] == split(raw, ",") == split(raw, "|") == split(raw, "$")
    assert meant == unescape(raw)
