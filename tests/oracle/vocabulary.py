"""Which values are worth searching for? Those that occur, and their near misses: other case, next day, wrong system."""

import random
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from tests.oracle.charts import Chart, Thing
from tests.oracle.elements import at
from tests.oracle.links import OTHER_TYPES
from tests.oracle.moments import PREFIXES
from tests.oracle.parameters import Parameter, known
from tests.oracle.texts import families, fields
from tests.oracle.tokens import BARE, Token, tokens
from tests.oracle.values import protected

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class Vocabulary:
    """What stands in a heap of resources, and a pair of dice to choose from it."""

    def __init__(self, chart: Chart, rng: random.Random) -> None:
        self.chart = chart
        self.rng = rng
        self.types = sorted({resource["resourceType"] for resource in chart.resources})
        self.focus: Thing | None = None

    def look_at(self, type_: str) -> None:
        """Choose a resource of a type, from which values are then taken by preference, so that more is found."""
        things = self.chart.of(type_)
        self.focus = self.rng.choice(things) if things and self.rng.random() < 0.8 else None

    def stored(self, type_: str, parameter: Parameter) -> list[Any]:
        """Return all values of a parameter that occur, or those of the resource that is looked at."""
        if self.focus is not None and self.focus.type == type_ and self.rng.random() < 0.7:
            return self.chart.values(self.focus, parameter)
        return self.chart.stored(type_, parameter)

    def occurs(self, type_: str, parameter: Parameter) -> bool:
        """Say whether a parameter has a value in the resource that is looked at, or else anywhere."""
        if self.focus is not None and self.focus.type == type_:
            return bool(self.chart.values(self.focus, parameter)) or self.rng.random() < 0.2
        return bool(self.chart.stored(type_, parameter))

    def value(self, type_: str, parameter: Parameter, modifier: str = "") -> str:
        """Return one alternative to search a parameter for, its special signs protected."""
        stored = self.stored(type_, parameter)
        one = self.rng.choice(stored) if stored else None
        kinds: dict[str, Callable[[], str]] = {
            "token": lambda: self._token(parameter, modifier, one),
            "date": lambda: self._date(one),
            "reference": lambda: self._reference(modifier, one),
            "quantity": lambda: self._quantity(one),
            "composite": lambda: self._composite(type_, parameter),
            "string": lambda: protected(self._string(parameter, modifier, one)),
        }
        return kinds.get(parameter.kind, lambda: protected(self._uri(one)))()

    def _token(self, parameter: Parameter, modifier: str, element: Any) -> str:
        if modifier == "text":
            places = "text|coding.display|display|type.text|type.coding.display"
            return protected(self._piece(self.rng.choice(at(element, places) or ["nothing"])))
        if modifier in {"in", "not-in"}:
            return self._set()
        if modifier == "of-type":
            return self._of_type(element)
        if parameter.datatype in {"boolean", "life"}:
            return self.rng.choice(("true", "false"))
        found = tokens(parameter.datatype, element, parameter.system) if element is not None else []
        token = self.rng.choice(found) if found else Token(None, None)
        return self._spelled(parameter, modifier, token)

    def _spelled(self, parameter: Parameter, modifier: str, token: Token) -> str:
        system = protected(token.system or "")
        code = protected(token.code or self.rng.choice(("nope", "1010", "77")))
        changed = (code.swapcase(), code[:-1] or "x")
        if parameter.datatype in BARE:
            return self.rng.choice((code, code, code, *changed))
        if modifier in {"above", "below"}:
            return f"{system or 'http://snomed.info/sct'}|{self.rng.choice((code, code, code.swapcase(), '9'))}"
        wrong = (f"urn:x|{code}", f"{system.swapcase()}|{code}")
        right = (code, f"{system}|{code}", f"|{code}", f"{system or 'urn:x'}|")
        return self.rng.choice((*right, *right, *changed, *wrong))

    def _set(self) -> str:
        found = self.chart.library.of("ValueSet")
        if not found or self.rng.random() < 0.05:
            return "ValueSet/nope"
        one = self.rng.choice(found)
        ways = [f"ValueSet/{one.id}", f"{self.chart.base}/ValueSet/{one.id}", one.body["url"]]
        if "version" in one.body:
            ways.append(f"{one.body['url']}|{one.body['version']}")
        return str(self.rng.choice(ways))

    def _of_type(self, element: Any) -> str:
        typed = at(element, "type.coding")
        coding = self.rng.choice(typed) if typed else {"system": "urn:x", "code": "MR"}
        value = (element or {}).get("value", "nope")
        pieces = [
            coding.get("system", "urn:x"),
            coding.get("code", "MR"),
            self.rng.choice((value, value.swapcase(), "0")),
        ]
        return "|".join(map(protected, pieces))

    def _date(self, element: Any) -> str:
        texts = [element] if isinstance(element, str) else [text for text in (element or {}).values() if text != []]
        texts = [text for text in texts if isinstance(text, str)] or ["2019-03-26"]
        text = self.rng.choice(texts)
        ways = [text, text, text[:10], text[:7], text[:4], self._next_day(text[:10])]
        if "T" in text:
            ways += [text[:16] + (text[19:] if text[19:20] in "Z+-" else "Z"), text[:19] + ".5Z", text[:19]]
        chosen = self.rng.choice(ways)
        return self.rng.choice(("", *PREFIXES)) + chosen

    def _next_day(self, text: str) -> str:
        if not _DAY.fullmatch(text):
            return text
        day = int(text[8:]) + self.rng.choice((-1, 1))
        return f"{text[:8]}{min(max(day, 1), 28):02}"

    def _reference(self, modifier: str, element: Any) -> str:
        if modifier == "identifier":
            found = [one for one in self._identified(element) if one]
            return self._token(Parameter("", "identifier", ""), "", self.rng.choice(found)) if found else "77"
        link = self.chart.link(element) if element else None
        if link is None or self.rng.random() < 0.1:
            return self.rng.choice(("1", "d1", "nope", "Patient/1", "http://other.test/fhir/Patient/1", "urn:uuid:0"))
        if link.url:
            return protected(link.url)
        bare = link.id if self.rng.random() < 0.3 or modifier else link.key
        ways = (link.key, bare, bare, f"{self.chart.base}/{link.key}", f"https://M.test/fhir/{link.key}/")
        versions = (f"{link.key}/_history/1", f"{link.type}/{link.id.swapcase()}")
        return self.rng.choice(ways if modifier else ways + versions)

    def _identified(self, element: Any) -> list[Any]:
        everywhere = [
            self.stored(type_, row) for type_ in self.types for row in known(type_).values() if row.kind == "reference"
        ]
        known_by = [one.get("identifier") for values in everywhere for one in values]
        return [element.get("identifier")] if element and "identifier" in element else known_by

    def _string(self, parameter: Parameter, modifier: str, element: Any) -> str:
        texts = [text for text in fields(parameter.datatype, element) if text] if element is not None else []
        text = self.rng.choice(texts or ["Hart"])
        if modifier == "exact":
            return self.rng.choice((text, text, text.swapcase(), _bare(text), text[:-1] or text))
        if modifier == "contains":
            start = self.rng.randrange(len(text))
            return self._written(text[start : start + self.rng.randint(1, 5)].strip() or text)
        return self._piece(self.rng.choice([text, text, *families(parameter.datatype, element)]) if element else text)

    def _piece(self, text: str) -> str:
        return self._written(text[: self.rng.randint(2, max(2, len(text)))].strip() or text)

    def _written(self, text: str) -> str:
        return self.rng.choice((text, text, text.upper(), text.lower(), _bare(text)))

    def _uri(self, element: Any) -> str:
        text = str(element or "http://ex.test/nope")
        address, _, version = text.partition("|")
        base = f"{self.chart.base}/"
        ways = [
            text,
            text,
            text,
            address,
            f"{address}|1",
            text.swapcase(),
            f"{text}/v2",
            text[: text.rfind("/")] or text,
        ]
        if version:
            ways += [f"{address}|{version.partition('.')[0]}", f"{address}|{version[:-1] or 0}"]
        return self.rng.choice([text.removeprefix(base)] if text.startswith(base) and self.rng.random() < 0.5 else ways)

    def _quantity(self, element: Any) -> str:
        stored = element if isinstance(element, dict) and "value" in element else {"value": 5.4, "code": "mmol/L"}
        number = str(stored["value"])
        longer = f"{number}0" if "." in number else f"{number}.0"
        shorter = number[:-1] if "." in number and not number[:-1].endswith(".") else number
        written = self.rng.choice((number, number, longer, shorter, "100", "-1", "0.5"))
        prefix = self.rng.choice(("", *PREFIXES))
        system, code = stored.get("system", "http://unitsofmeasure.org"), stored.get("code", "mg")
        units = ("", "", f"|{system}|{code}", f"||{code}", f"||{stored.get('unit', 'mg')}", f"|urn:x|{code}")
        return prefix + written + self.rng.choice(units)

    def _composite(self, type_: str, parameter: Parameter) -> str:
        group, *parts = parameter.path.split("$")
        rows = [Parameter("", datatype, path) for datatype, path in (part.split(":") for part in parts)]
        bodies = [thing.body for thing in self.chart.of(type_)]
        groups = [one for body in bodies for part in group.split("|") for one in (at(body, part) if part else [body])]
        whole = [one for one in groups if all(at(one, row.path) for row in rows)] or groups
        first = self.rng.choice(whole or [{}])
        others = [first, first, self.rng.choice(whole or [{}])]
        stored = [at(one, row.path) for one, row in zip((first, self.rng.choice(others)), rows, strict=True)]
        return "$".join(
            self._part(row, values[0] if values else None) for row, values in zip(rows, stored, strict=True)
        )

    def _part(self, row: Parameter, element: Any) -> str:
        return self._quantity(element) if row.kind == "quantity" else self._token(row, "", element)

    def other_type(self) -> str:
        """Return a type of resource that is probably not there."""
        return self.rng.choice(OTHER_TYPES.split())


def _bare(text: str) -> str:
    """Return a text without its accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")
