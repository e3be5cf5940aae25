"""Places in braces: filled where they are known, refused where they are misspelt, else left alone."""

import re

import pytest

from sandbox.certify.templates import fill, parse_variable, parse_variables

VALUES = {"url": "http://127.0.0.1:1", "token": "pat_test_ready"}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("--base={url}/fhir", "--base=http://127.0.0.1:1/fhir"),
        ("{token}{token}", "pat_test_readypat_test_ready"),
        ("{print $1}", "{print $1}"),
        ('{"url": "{url}"}', '{"url": "http://127.0.0.1:1"}'),
        ("${url}", "${url}"),
        ("{{url}}", "{{url}}"),
        ("{other}", "{other}"),
    ],
)
def test_known_places_are_filled_and_nothing_else(template: str, expected: str) -> None:
    """Shell variables, double braces, JSON and awk are somebody else's."""
    assert expected == fill(template, VALUES)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("API_TOKEN", "'API_TOKEN' is not a variable: write NAME=TEMPLATE, such as API_TOKEN={token}."),
        ("=x", "'=x' is not a variable"),
        ("A B=x", "'A B=x' is not a variable"),
        ("T={tokn}", '{tokn} is not a place of a template. Did you mean "token"? Places: {url}, {fhir_url},'),
    ],
)
def test_a_variable_that_cannot_be_is_refused(text: str, says: str) -> None:
    """With a word on what would be right."""
    with pytest.raises(ValueError, match=re.escape(says)):
        parse_variable(text)


def test_a_variable_has_one_value() -> None:
    """It may be empty, and may have an equals sign in it."""
    assert {"A": "", "B": "x={url}"} == parse_variables(["A=", "B=x={url}"])
    with pytest.raises(ValueError, match="A is given twice: a variable has one value"):
        parse_variables(["A=1", "A=2"])
