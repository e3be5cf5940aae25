"""What does a stored element say, in words that a person can compare with what was asked?

A moment that was written in another zone is told in UTC as well, for that is how moments are compared.
"""

# tested by: tests/search/explain/test_explain.py, docs/search/explain.md

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox.fhir import dates
from sandbox.fhir.path import dicts, follower
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import Interval
from sandbox.search.types import token_text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 3  # values of one element that are told


def stored_text(param: SearchParameter, resource: dict[str, Any], sought: Interval | None = None) -> str:
    """Return what stands in a resource at the place of a parameter: `code is http://snomed.info/sct|80146002`.

    Of a period only the end is told that keeps it from being what is *sought*, if something is. Empty for no value.
    """
    if param.parts:
        elements = follower(param.path)(resource)
        return _some(
            [" and ".join(stored_text(part, one) or absent_text(part) for part in param.parts) for one in elements]
        )
    found: list[str] = []
    for path in param.path.split(" | "):
        elements = follower(path)(resource)
        if param.search_type == "date":
            said = [_date(one, sought) for one in elements]
        else:
            said = [_WORDS[param.search_type](one) for one in elements]
        if some := _some([words for words in said if words]):
            verb = {"date": "", "token-text": "reads "}.get(param.search_type, "is ")
            found.append(f"{path.removesuffix('()')} {verb}{some}")
    return "; ".join(found)


def absent_text(param: SearchParameter) -> str:
    """Return that there is no value at the place of a parameter."""
    ways = param.path or " | ".join(part.path for part in param.parts)
    lacking = {
        "token-text": " with a text",
        "reference-identifier": " with an identifier",
        "identifier-of-type": " with a type and a value",
    }
    return f"there is no {ways.replace(' | ', ' or ')}{lacking.get(param.search_type, '')}"


def in_utc(text: str, moment: float) -> str:
    """Return a moment in UTC as precisely as it was written, if it was written in another zone."""
    if "T" not in text or text.endswith(("Z", "+00:00")):
        return ""
    try:
        found = _EPOCH + timedelta(microseconds=moment)
    except OverflowError:
        return ""
    if text[16:17] == ":":
        precision = "seconds"
    else:
        precision = "minutes"
    return f", that is {found.isoformat(timespec=precision).removesuffix('+00:00')}Z"


def _some(found: list[str]) -> str:
    if len(found) > _LONGEST:
        more = f" and {len(found) - _LONGEST} more"
    else:
        more = ""
    return f"{', '.join(found[:_LONGEST])}{more}"


def _date(element: Any, sought: Interval | None) -> str:
    if (found := dates.of(element)) is None:
        return ""
    if isinstance(element, str):
        return f"is {element}{in_utc(element, found[0])}"
    begins, ends = "has no start", "has no end"
    if isinstance(start := element.get("start"), str):
        begins = f"starts {start}{in_utc(start, found[0])}"
    if isinstance(end := element.get("end"), str):
        ends = f"ends {end}{in_utc(end, dates.parse(end)[0])}"
    if not element.keys() & {"start", "end"}:
        return "is a Timing"
    if sought is None:
        return f"{begins}, {ends}"
    return _decisive_end(found, sought, begins, ends)


def _decisive_end(found: tuple[float, float], sought: Interval, begins: str, ends: str) -> str:
    """Return the end of a period that keeps it from being what is sought; both where both do."""
    early, late = found[0] < sought.low, found[1] > sought.high
    if sought.prefix == "eq" and early != late:
        return begins if early else ends
    decisive = {"gt": ends, "eb": ends, "lt": begins, "sa": begins}
    return decisive.get(sought.prefix, f"{begins}, {ends}")


def _text(element: Any) -> str:
    if isinstance(element, bool):
        return str(element).lower()
    return str(element)


def _token(element: Any) -> str:
    if not isinstance(element, dict):
        return _text(element)
    if "coding" in element or not element.keys() & {"system", "code", "value"}:
        codings = _codings(element)
    else:
        codings = [element]
    found = [f"{one.get('system', '')}|{one.get('code', one.get('value', ''))}" for one in codings]
    if not found and "text" in element:
        return f"only the text {element['text']!r}"
    return " and ".join(found)


def _codings(concept: Any) -> list[dict[str, Any]]:
    if isinstance(concept, dict):
        return dicts(concept.get("coding"))
    return []


def _label(element: Any) -> str:
    return " and ".join(dict.fromkeys(repr(text) for text in token_text.texts(element)))


def _typed(element: Any) -> str:
    search_type = None
    if isinstance(element, dict) and "value" in element:
        search_type = element.get("type")
    return " and ".join(f"{_token(one)}|{element['value']}" for one in _codings(search_type))


def _logical(element: Any) -> str:
    identifier = None
    if isinstance(element, dict):
        identifier = element.get("identifier")
    if isinstance(identifier, dict):
        return f"the identifier {_token(identifier)}"
    return ""


def _reference(element: Any) -> str:
    if not isinstance(element, dict):
        return _text(element)
    if "reference" in element:
        return str(element["reference"])
    if "identifier" in element:
        return f"only {_logical(element)}"
    return f"only the text {element.get('display', '')!r}"


def _quantity(element: Any) -> str:
    if not isinstance(element, dict):
        return ""
    if "low" in element or "high" in element:
        return " ".join(f"{word} {_quantity(element[end])}" for word, end in _ENDS if end in element)
    unit = element.get("unit", element.get("code", ""))
    if "system" in element:
        code = f" ({_token(element)})"
    else:
        code = ""
    if "value" in element:
        return f"{element.get('comparator', '')}{element['value']} {unit}".strip() + code
    return ""


def _name(element: Any) -> str:
    if not isinstance(element, dict):
        return repr(element)
    parts: list[Any] = []
    for name in _PARTS:
        value = element.get(name)
        if isinstance(value, list):
            parts += value
        else:
            parts.append(value)
    return " ".join(repr(part) for part in parts if isinstance(part, str))


_ENDS = (("from", "low"), ("to", "high"))
_PARTS = (
    "text", "prefix", "given", "family", "suffix", "line", "city", "district", "state", "postalCode", "country",
)  # fmt: skip
# Kind -> the words for an element; a date has its own.
_WORDS: dict[str, Callable[[Any], str]] = {
    "canonical": _text,
    "freetext": lambda _element: "",
    "id": _text,
    "token-text": _label,
    "reference-identifier": _logical,
    "quantity": _quantity,
    "reference": _reference,
    "string": _name,
    "token": _token,
    "identifier-of-type": _typed,
    "uri": _text,
}
