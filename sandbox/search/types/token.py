"""How is a token searched? `code`, `system|code`, `|code` and `system|`, compared literally.

System and code must stand in the same coding. A concept that is only text has a value, but none that a plain search
finds. Case counts in systems and where the parameter says so (`exact`); in other codes it does not.
http://hl7.org/fhir/R4/search.html#token
"""

# tested by: docs/search/token.md

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from sandbox.fhir.path import dicts
from sandbox.search.columns.postings import Postings
from sandbox.search.model.escape import split, unescape
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import ExactMatch, InValueSet, SearchValue, Subsumption

# A key is (system, code); None stands for "any", "" for "has none".
Key = tuple[str | None, str | None]


def modifiers(param: SearchParameter) -> frozenset[str]:
    """Return what a token takes, which depends on the data type of its elements."""
    return frozenset({"missing", "not", *_OF_ELEMENT.get(param.element, _OF_CONCEPTS)})


def column(param: SearchParameter) -> Postings:
    """Return an empty column of tokens."""
    return Postings(keys_of(param), rank)


def keys_of(param: SearchParameter) -> Callable[[Any, dict[str, Any]], list[Key] | None]:
    """Return the function that says under which keys an element is found, None if it is no value."""
    exact = param.exact

    def keys(element: Any, _resource: dict[str, Any]) -> list[Key] | None:
        codings = _codings(element, param)
        if codings is None:
            return None
        return [key for system, code in codings for key in _keys(system, code, exact)]

    return keys


@lru_cache(maxsize=65_536)
def _keys(system: str, code: str, exact: bool) -> tuple[Key, ...]:  # noqa: FBT001 - a cache takes no keywords
    """Return the keys of a coding, the same ones for all who have it."""
    found: list[Key] = []
    if code:
        folded = code if exact else code.casefold()
        found += ((system, folded), (None, folded))
    if system:
        found.append((system, None))
    return tuple(found)


def parse_value(raw: str, modifier: str, param: SearchParameter, _bases: tuple[str, ...]) -> SearchValue:
    """Read `code`, `system|code`, `|code` or `system|`; with `:in` and `:not-in` the address of a value set."""
    if modifier in {"in", "not-in"}:
        return InValueSet(unescape(raw))
    parts = [unescape(part) for part in split(raw, "|")]
    if len(parts) > 1 and param.element in _PLAIN:
        raise ValueError(f"{raw!r} has a '|', but here no value has a system")
    if len(parts) > 2:
        raise ValueError(f"{raw!r} has more than one '|': write system|code, and a literal pipe as \\|")
    if len(parts) == 2:
        system, code = parts
    else:
        system, code = (None, parts[0])
    if not system and not code:
        raise ValueError("'|' alone is not a token: write code, system|code, |code or system|")
    if param.element == "boolean" and code not in {"true", "false"}:
        raise ValueError(f"{raw!r} is neither true nor false")
    if not param.exact:
        code = code.casefold()
    if modifier in {"above", "below"}:
        return Subsumption(system, code, above=modifier == "above")
    return ExactMatch(((system, code or None),))


def _codings(element: Any, param: SearchParameter) -> Iterator[tuple[str, str]] | None:
    """Return (system, code) of each coding in the element, or None if the element has no value at all."""
    if isinstance(element, str):
        return iter([(param.system, element)])
    if isinstance(element, bool):
        return iter([("", str(element).lower())])
    if not isinstance(element, dict) or not element.keys() - {"id", "extension"}:
        return None
    codings = dicts(element.get("coding"))
    if "coding" not in element and "text" not in element:
        codings = [element]
    return ((_text(coding.get("system")), _text(coding.get("code", coding.get("value")))) for coding in codings)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return ""


def rank(key: Key) -> tuple[str, str] | None:
    """Sort by code, then by system; what leaves one of them open is only an alias."""
    system, code = key
    if system is None or code is None:
        return None
    return (code, system)


# What a token takes besides :missing and :not, by the data type of its elements.
_OF_CONCEPTS = ("text", "in", "not-in", "above", "below")
_OF_ELEMENT = {
    "code": ("in", "not-in", "above", "below"),
    "Identifier": ("text", "of-type", "ofType"),
    "ContactPoint": (),
    "boolean": (),
    "string": (),
}
_PLAIN = frozenset({"ContactPoint", "boolean", "string"})
