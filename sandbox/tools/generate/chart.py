"""What is in a patient's chart so far? A Chart remembers it, numbers what is added, and draws random numbers."""

# tested by: tests/tools/generate/test_validity.py, tests/tools/generate/test_reach.py

from datetime import date
from typing import Any

from sandbox.seed import Rng
from sandbox.tools.generate.calendar import Moment, moment
from sandbox.tools.generate.identity import id_of
from sandbox.tools.generate.person import Person
from sandbox.tools.generate.region import US_CORE, Doctor, Json


def references_to(*names: str) -> list[Json]:
    """Return a reference to each of the names, `Type/id`; "" is nobody."""
    return [{"reference": name} for name in names if name]


def reference_to(visited: Any) -> Json | None:
    """Return a reference to what has one, None to nothing; an element without value is left out of a chart."""
    if visited is None:
        return None
    return {"reference": visited.reference}


AUTHOR, TRANSMITTER = "author", "transmitter"


class Chart:
    """One patient's resources as they come to be."""

    __slots__ = ("_counts", "_doctors", "person", "resources", "rng", "seed")

    def __init__(self, seed: int, rng: Rng, person: Person) -> None:
        self.seed = seed
        self.rng = rng
        self.person = person
        self.resources: list[Json] = []
        self._counts: dict[str, int] = {}
        self._doctors: dict[str, Doctor] = {}

    def add(self, type_: str, profile: str, stamp: str, body: Json, meta: Json | None = None) -> str:
        """Add a resource without its empty elements; return its reference."""
        self._counts[type_] = number = self._counts.get(type_, 0) + 1
        id_ = id_of(self.seed, f"patient/{self.person.number}/{type_}/{number}")
        head: Json = {"lastUpdated": stamp}
        if profile:
            head["profile"] = [US_CORE + profile]
        head["versionId"] = "1"
        found: Json = {"resourceType": type_, "id": id_, "meta": head | meta if meta else head}
        for element, value in body.items():
            if value or value is False or value == 0:
                found[element] = value
        self.resources.append(found)
        return f"{type_}/{id_}"

    def count(self, type_: str) -> int:
        """Return how many of a type there are."""
        return self._counts.get(type_, 0)

    def happens(self, chance: float) -> bool:
        """Return whether something happens that happens to so many of a hundred."""
        return self.rng.random() * 100 < chance

    def doctor(self, role: str) -> Doctor:
        """Return who treats this patient in a role: always the same."""
        if role == "physician":
            return self.person.doctor
        if role not in self._doctors:
            self._doctors[role] = self.rng.choice(self.person.region.doctors[role])
        return self._doctors[role]

    def moment(self, day: date, first: int = 8 * 60, last: int = 16 * 60) -> Moment:
        """Return a moment of a day in the patient's town, between two minutes of it."""
        return moment(day, self.rng.randrange(first, last, 5), self.person.region.zone)

    def stamp(self, at: Moment) -> str:
        """Return when the record of what happened then was last changed: some hours or days later."""
        return at.later(self.rng.randrange(120, 4000)).utc
