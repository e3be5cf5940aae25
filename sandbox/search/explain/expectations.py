"""What does a clause ask of a value, in words that a person can compare with what is stored?"""

# tested by: tests/search/explain/test_explain.py, docs/search/explain.md

from typing import Any

from sandbox.fhir.path import follower
from sandbox.search.explain.stored_values import in_utc
from sandbox.search.model.conditions import Clause
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.model.values import FullText, Interval, InValueSet, StringMatch, Subsumption


def needs(clause: Clause, resource: dict[str, Any]) -> str:
    """Return what the alternatives of a clause ask of a resource: `eq needs the whole period inside 2024`."""
    first, said = clause.alternatives[0], " or ".join(clause.texts)
    if isinstance(first, Interval):
        pairs = zip(clause.alternatives, clause.texts, strict=True)
        return " or ".join(
            _compared(one, text, clause.param, resource) for one, text in pairs if isinstance(one, Interval)
        )
    if isinstance(first, StringMatch):
        texts = [repr(one.text) for one in clause.alternatives if isinstance(one, StringMatch)]
        return f"it must {_TEXTS[first.relation]} {' or '.join(texts)}"
    if isinstance(first, Subsumption):
        way = {True: "above", False: "below"}[first.above]
        return f"{said}, or what is {way} it, is {_asked(clause)}"
    if isinstance(first, InValueSet):
        return f"what is in the value set {said} is {_asked(clause)}"
    return f"{'what matches ' * isinstance(first, FullText)}{said} is {_asked(clause)}"


def _asked(clause: Clause) -> str:
    if clause.negated:
        return "excluded"
    return "asked for"


def _compared(sought: Interval, text: str, param: SearchParameter, resource: dict[str, Any]) -> str:
    written = text.removeprefix(sought.prefix).strip()
    if param.search_type == "date":
        whole, part = _named(follower(param.path)(resource))
        said = f"{written}{in_utc(written, sought.low)}"
        return f"{sought.prefix} needs {_DATES[sought.prefix].format(said, whole=whole, part=part)}"
    number, _, unit = written.partition("|")
    said = _NUMBERS[sought.prefix].format(number, low=f"{sought.low:g}", high=f"{sought.high:g}")
    if unit.strip("|"):
        inside = f", in the unit {unit.removeprefix('|')}"
    else:
        inside = ""
    return f"{sought.prefix} needs {said}{inside}"


def _named(elements: list[Any]) -> tuple[str, str]:
    """Return how to speak of the whole of dates, and of a part of them; an exact time has no parts."""
    if any(isinstance(element, dict) for element in elements):
        return "the whole period", "a part of it"
    if all("T" in str(element) for element in elements):
        return ("it", "it")
    return ("all of it", "a part of it")


# Prefix -> what it needs of a date or period; {} is what was asked for.
_DATES: dict[str, str] = {
    "eq": "{whole} inside {0}",
    "ne": "{part} outside {0}",
    "gt": "{part} after {0}",
    "lt": "{part} before {0}",
    "ge": "{part} after {0}, or {whole} inside",
    "le": "{part} before {0}, or {whole} inside",
    "sa": "{whole} after {0}",
    "eb": "{whole} before {0}",
    "ap": "it to be near {0}",
    "co": "{0} inside it",
    "po": "it to overlap {0}",
}
_NUMBERS: dict[str, str] = {
    "eq": "{low} or more, and less than {high}",
    "ne": "less than {low}, or {high} or more",
    "gt": "more than {}",
    "lt": "less than {}",
    "ge": "{} or more",
    "le": "{} or less",
    "sa": "all of it over {}",
    "eb": "all of it under {}",
    "ap": "it to be near {}",
    "co": "{} inside it",
}
_TEXTS: dict[str, str] = {
    "begins": "begin with",
    "contains": "contain",
    "differs": "be something else than",
    "ends": "end with",
    "equals": "be",
    "exact": "be exactly",
    "starts": "begin with",
}
