"""Is what is no JSON always the same error? Then a file of somebody else's is refused in a sentence."""

from typing import Any

import pytest

from sandbox.json_text import check_names, in_json, read_json, read_unambiguous_json


def test_what_json_is_comes_back() -> None:
    """Whatever its kind."""
    assert {"a": [1, 2.5, -1e-7, "é", True, None], "b": 10**30} == read_json(
        '{"a": [1, 2.5, -1e-7, "é", true, null], "b": 1' + "0" * 30 + "}"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("[NaN]", "NaN is not a number of JSON"),
        ("-Infinity", "-Infinity is not a number of JSON"),
        ("[1e999]", "the number 1e999 is too large"),
        ("9" * 5000, "limit"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
    ],
    ids=["nothing", "half", "NaN", "Infinity", "float", "whole", "arrays", "objects"],
)
def test_what_is_no_json_is_told(text: str, says: str) -> None:
    """Never as another error, and never taken for a value."""
    with pytest.raises(ValueError, match=says):
        read_json(text)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        ("é", "'é'"),
        (1.5, "1.5"),
        ({"a": [False, "x"]}, '{"a": [false, "x"]}'),
        (read_json("[" * 400 + "]" * 400), "[" * 400 + "]" * 400),
    ],
    ids=["null", "true", "text", "number", "object", "deep"],
)
def test_a_sentence_quotes_what_was_sent(value: Any, words: str) -> None:
    """As its author wrote it, not as Python would."""
    assert words == in_json(value)


def test_what_is_nested_too_deeply_is_not_quoted() -> None:
    """To say so must not fail in its turn."""
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]

    assert "what is nested so deeply" == in_json(value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('{"a": 1, "b": 2, "a": 1}', "'a'"),
        ('{"a": [{"b": {"c d": 1, "c d": null}}]}', "'c d'"),
        ('{"\\u0061": 1, "a": 2}', "'a'"),
        ('{"": 1, "": 2}', "''"),
    ],
)
def test_a_name_that_stands_twice_is_told(text: str, name: str) -> None:
    """However deep, and however it is written; whether the values are equal or not."""
    with pytest.raises(ValueError, match=f"^{name} stands twice in one object$"):
        read_unambiguous_json(text)
    with pytest.raises(ValueError, match=f"^{name} stands twice in one object$"):
        check_names(text.encode())


def test_a_name_may_stand_once_in_each_object() -> None:
    """Or as a value."""
    assert [{"a": "a"}, {"a": {"a": 1}}] == read_unambiguous_json('[{"a": "a"}, {"a": {"a": 1}}]')


def test_names_of_what_is_nested_too_deeply_are_not_looked_at() -> None:
    """It is refused as such."""
    with pytest.raises(ValueError, match="nested too deeply"):
        check_names("[" * 100_000)
