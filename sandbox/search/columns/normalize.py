"""When are two texts the same to a reader? Without case, accents and punctuation, white space being one space.

http://hl7.org/fhir/R4/search.html#string
"""

# tested by: docs/search/string.md

import re
from functools import lru_cache
from unicodedata import category, normalize

_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return a text as it is compared."""
    if text.isascii() and text.isalnum():
        return text.lower()
    decomposed = normalize("NFKD", normalize("NFKD", text).casefold())
    letters = (letter for letter in decomposed if category(letter) != "Mn" and category(letter)[0] != "P")
    return " ".join("".join(letters).split())


def words(text: str) -> list[str]:
    """Return the folded words of a text; here punctuation divides."""
    if text.isascii():
        return _WORD.findall(text.lower())
    decomposed = normalize("NFKD", text).casefold()
    return _WORD.findall("".join(letter for letter in decomposed if category(letter) != "Mn"))
