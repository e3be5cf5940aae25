"""Which known word did the user probably mean? Answers every "did you mean" of the program."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

_TOO_LONG = 100  # characters
_TOO_MANY = 1000  # comparing takes time, and among so many a guess is of no help


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the nearest of the *known* words, or "" if none is near."""
    words = list(islice(known, _TOO_MANY + 1))
    if len(words) > _TOO_MANY or len(word) > _TOO_LONG:
        return ""
    same = [known_word for known_word in words if known_word.casefold() == word.casefold()]
    near = same or get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return near[0]
    return ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean "status"?` for the nearest of the *known* words, or nothing if none is near."""
    if near := nearest(word, known):
        return f' Did you mean "{near}"?'
    return ""
