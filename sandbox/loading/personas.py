"""Who is who among the patients? The names by which a token may ask for one."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from sandbox.loading.documents import FileLocation, LoadingFault

NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")  # as it stands in a token, between two ~


@dataclass(frozen=True, slots=True)
class Persona:
    """A patient with a name that is easy to remember, and a sentence about them."""

    name: str
    patient: str
    about: str


def read_personas(
    files: Iterable[Path], found: Collection[tuple[str, str]], faults: list[LoadingFault]
) -> tuple[Persona, ...]:
    """Return the personas of `personas.json`; without such a file, every Patient is one, named by its id."""
    personas: dict[str, Persona] = {}
    for file in files:
        place = FileLocation(str(file), 1)
        try:
            rows = [_persona(row) for row in orjson.loads(file.read_bytes().removeprefix(b"\xef\xbb\xbf"))]
        except (ValueError, TypeError, OSError):
            faults.append(LoadingFault(place, 'must be a JSON list of {"name", "patient", "about"}'))
            continue
        for persona in rows:
            if not NAME.fullmatch(persona.name):
                text = (
                    f"persona {persona.name!r}: a token cannot spell this name: write letters, digits, '.', '_' and '-'"
                )
                faults.append(LoadingFault(place, text))
            if ("Patient", persona.patient) not in found:
                faults.append(LoadingFault(place, f"persona {persona.name!r}: there is no Patient/{persona.patient}"))
            if persona.name in personas:
                faults.append(LoadingFault(place, f"persona {persona.name!r} stands there twice"))
            personas[persona.name] = persona
    return tuple(personas.values()) or tuple(Persona(id_, id_, "") for type_, id_ in found if type_ == "Patient")


def _persona(row: Any) -> Persona:
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise TypeError(row)
    return Persona(**row)
