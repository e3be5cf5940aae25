"""Which known word did the user probably mean?"""

import pytest

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.suggest import did_you_mean

NAMES = ["status", "subject", "date", "_lastUpdated"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("statsu", "status"),
        ("stauts", "status"),
        ("subjects", "subject"),
        ("DATE", "date"),
        ("lastUpdated", "_lastUpdated"),
        ("_LASTUPDATED", "_lastUpdated"),
    ],
)
def test_a_near_word_is_named(word: str, meant: str) -> None:
    """Slips of the finger and of the shift key are understood."""
    assert f' Did you mean "{meant}"?' == did_you_mean(word, NAMES)


@pytest.mark.parametrize("word", ["", "xyzzy", "performer"])
def test_no_word_is_named_where_none_is_near(word: str) -> None:
    """A wild guess helps nobody."""
    assert "" == did_you_mean(word, NAMES)


def test_the_nearest_of_several_is_named() -> None:
    """Only one word is proposed."""
    assert ' Did you mean "status"?' == did_you_mean("statu", ["state", "status", "stats-of"])


def test_a_type_in_other_letters_is_understood() -> None:
    """Capitals are the commonest mistake in a path, and mean the type with the same letters."""
    assert {f' Did you mean "{type_}"?': type_ for type_ in RESOURCE_TYPES} == {
        did_you_mean(type_.lower(), RESOURCE_TYPES): type_ for type_ in RESOURCE_TYPES
    }


def test_the_same_word_in_other_letters_beats_a_near_one() -> None:
    """Whoever wrote the right word in the wrong case meant that word."""
    assert ' Did you mean "SANDBOX_PORT"?' == did_you_mean("SANDBOX_port", ["SANDBOX_SEED", "SANDBOX_PORT"])


def test_any_iterable_of_words_will_do() -> None:
    """The words may come from a generator, which can be read only once."""
    assert ' Did you mean "STATUS"?' == did_you_mean("status", (name.upper() for name in NAMES))
    assert "" == did_you_mean("status", [])
