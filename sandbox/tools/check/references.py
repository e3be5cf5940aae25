"""Do references lead to something? A ReferenceIndex keeps what is there, and what is still looked for."""

# tested by: tests/tools/check/test_planted.py

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from sandbox.fhir.resource_types import RESOURCE_TYPES
from sandbox.loading import FileLocation
from sandbox.suggest import did_you_mean
from sandbox.tools.check.issue import Issue, Violation, Way, shown

_RELATIVE = re.compile(r"([A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(/_history/[A-Za-z0-9\-.]{1,64})?")
_ABSOLUTE = re.compile(r"(https?://.+/)([A-Za-z]+/[A-Za-z0-9\-.]{1,64})(/_history/[A-Za-z0-9\-.]{1,64})?")


def references(value: Any, way: Way) -> Iterator[tuple[Way, str]]:
    """Yield every literal reference inside a resource, with the way to it."""
    if isinstance(value, dict):
        literal = value.get("reference")
        if isinstance(literal, str):
            yield (*way, "reference"), literal
        for name, inner in value.items():
            if isinstance(inner, dict | list):
                yield from references(inner, (*way, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from references(item, (*way, number))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The first of the references that lead to the same thing, which has not been seen yet."""

    place: FileLocation
    way: Way
    base: str = ""


class ReferenceIndex:
    """What was seen: of a resource its name, place and a mark of its content; of a reference where it leads."""

    __slots__ = ("_answers", "_bases", "_doubtful", "_seen", "_wanted", "elsewhere")

    def __init__(self) -> None:
        self._seen: dict[str, tuple[FileLocation, int, str]] = {}
        self._wanted: dict[str, Wanted] = {}
        self._bases: set[str] = set()
        self._answers: dict[int, int] = {}
        self._doubtful: set[int] = set()
        self.elsewhere = 0  # how many places on other servers are referred to; set by `open_ends`

    def enter(self, name: str, place: FileLocation, hex_id: int, version: str = "") -> Iterator[Violation]:
        """Keep `Type/id` with a mark of its content; yield a violation if it was there already.

        Two contents with different versionIds are two versions of one resource, as a history has them.
        """
        first, content, before = self._seen.setdefault(name, (place, hex_id, version))
        if first is not place and not (version and before and version != before):
            way = (name.partition("/")[0], "id")
            if content == hex_id:
                yield Violation("repeated-resource", way, f"{name} stands at {first} as well")
            else:
                yield Violation("duplicate-id", way, f"{name} stands at {first} already, with other content")

    def patients(self) -> set[str]:
        """Return the id of every Patient that was seen."""
        return {name.partition("/")[2] for name in self._seen if name.startswith("Patient/")}

    def answer(self, search: str, name: str) -> None:
        """Keep that a search for an identifier, written `Type?system|value`, finds a resource."""
        if self._answers.setdefault(hash(search), hash(name)) != hash(name):
            self._doubtful.add(hash(search))

    def belongs(self, full_url: str) -> None:
        """Keep that these files come from the server of a fullUrl."""
        if url := _ABSOLUTE.fullmatch(full_url):
            self._bases.add(url[1])

    def refer(self, literal: str, place: FileLocation, way: Way) -> Iterator[Violation]:
        """Keep where a reference leads; yield a violation if it cannot lead anywhere."""
        if literal.startswith("#"):
            return
        if literal.startswith("urn:"):
            yield Violation("reference-urn", way, f"{shown(literal)} is not a fullUrl of this Bundle")
        elif re.search(r"\s", literal):
            yield Violation("reference-form", way, f"{shown(literal)} has white space")
        elif absolute := _ABSOLUTE.fullmatch(literal):
            self._wanted.setdefault(literal, Wanted(place, way, absolute[1]))
        elif re.match(r"[a-z][a-z0-9+.-]*:", literal):
            self._wanted.setdefault(literal, Wanted(place, way, literal))
        elif relative := _RELATIVE.fullmatch(literal):
            name = f"{relative[1]}/{relative[2]}"
            if relative[1] not in RESOURCE_TYPES:
                yield _malformed(literal, relative[1], way)
            elif name not in self._seen:
                self._wanted.setdefault(name, Wanted(place, way))
        elif "?" in literal and literal.partition("?")[0] in RESOURCE_TYPES:
            self._wanted.setdefault(literal, Wanted(place, way))
        else:
            yield _malformed(literal, literal.partition("/")[0].partition("?")[0], way)

    def open_ends(self) -> Iterator[Issue]:
        """Yield, once everything was seen, the references that lead to nothing."""
        away: dict[str, Wanted] = {}
        for name, wanted in self._wanted.items():
            if "?" in name and not wanted.base:
                if says := self._unanswered(name):
                    yield Issue(wanted.place, Violation("reference-search", wanted.way, f"{shown(name)}: {says}"))
            elif not wanted.base:
                if name not in self._seen:
                    yield Issue(wanted.place, Violation("reference-missing", wanted.way, f"there is no {name}"))
            elif (url := _ABSOLUTE.fullmatch(name)) and url[2] in self._seen:
                self._bases.add(wanted.base)
            else:
                away[name] = wanted
        for name, wanted in away.items():
            if wanted.base in self._bases:
                yield Issue(
                    wanted.place, Violation("reference-elsewhere", wanted.way, f"{name} is not among these files")
                )
            else:
                self.elsewhere += 1

    def _unanswered(self, search: str) -> str:
        """Return why a search finds no single resource; nothing if it does."""
        type_, _, query = search.partition("?")
        parameters = parse_qsl(query)
        if [name for name, _ in parameters] != ["identifier"]:
            return "only Type?identifier=system|value can be resolved"
        key = hash(f"{type_}?{parameters[0][1]}")
        if key in self._doubtful:
            return "several resources have this identifier"
        if key in self._answers:
            return ""
        return f"no {type_} has this identifier"


def _malformed(literal: str, type_: str, way: Way) -> Violation:
    return Violation("reference-form", way, f"{shown(literal)} leads nowhere.{_near(type_)}")


@lru_cache(maxsize=1024)
def _near(type_: str) -> str:
    return did_you_mean(type_, RESOURCE_TYPES)
