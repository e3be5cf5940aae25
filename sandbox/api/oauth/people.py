"""Who is asked for on the consent page? A dozen people at most: the first, or those whom a person looks for."""

# tested by: tests/api/oauth/test_people.py

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import orjson

from sandbox.api.shared.options import parse_options
from sandbox.backend import Backend
from sandbox.fhir.store import id_in
from sandbox.loading import Persona
from sandbox.problem import Problem
from sandbox.search import Scope, Viewer
from sandbox.web.messages import Request

MOST_SHOWN = 12
FIND = "sandbox_find"  # the parameter that says whom
LONGEST = 100  # characters of it

_MOST_FOUND = 1000


@dataclass(frozen=True, slots=True)
class People:
    """Those who are `shown`, each with a human name ("" without one), of `found` whom somebody looks for."""

    shown: Sequence[tuple[Persona, str]]
    found: int


def people(backend: Backend, request: Request, find: str, first: str) -> People:
    """Return whom to show: those who have all words of *find* in name or id, the patient that is chosen *first*."""
    words = find[:LONGEST].casefold().split()
    found = list(backend.personas)
    if words:
        named = _named(backend, request, words)
        found = [one for one in found if one.patient in named or _has(one, words)]
    chosen = [one for one in backend.personas if one.patient == first]
    others = [one for one in found[: MOST_SHOWN + 1] if one.patient != first]
    if len(found) > MOST_SHOWN or words:
        shown = [*chosen, *others][:MOST_SHOWN]
    else:
        shown = found
    return People([(one, _human_name(backend, one.patient)) for one in shown], len(found))


def _has(persona: Persona, words: Sequence[str]) -> bool:
    text = f"{persona.name} {persona.patient} {persona.about}".casefold()
    return all(word in text for word in words)


def _named(backend: Backend, request: Request, words: Sequence[str]) -> set[str]:
    """Return the ids of the patients in whose names all the words stand."""
    query = "&".join(f"name:contains={quote(_escaped(word))}" for word in words)
    everybody = Viewer((None, False), None, backend.now())
    try:
        page = backend.engine.search(
            Scope("Patient", "/Patient"), f"{query}&_count={_MOST_FOUND}", parse_options(backend, request), everybody
        )
    except Problem:  # a word that no name can have
        return set()
    return {id_in(entry) for entry in page.entries}


def _escaped(word: str) -> str:
    """Return a word as a value of a search, in which nothing has a meaning."""
    for character in "\\,$|":
        word = word.replace(character, f"\\{character}")
    return word


def _human_name(backend: Backend, patient: str) -> str:
    """Return what somebody is called, "" if nobody knows."""
    resource = backend.store.get("Patient", patient)
    if resource is None:
        return ""
    return next((name for name in _names(orjson.loads(resource.body).get("name")) if name), "")


def _names(written: Any) -> Iterator[str]:
    if not isinstance(written, list):
        return
    for one in written:
        if not isinstance(one, dict):
            continue
        if isinstance(one.get("text"), str):
            yield one["text"]
        given = one.get("given") if isinstance(one.get("given"), list) else []
        yield " ".join(part for part in [*(given or []), one.get("family")] if isinstance(part, str))
