"""Who is who among the patients? The names by which a token may ask for one."""

import re
from collections.abc import Collection, Iterable, Iterator
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


def read_personas(files: Iterable[Path], patients: Collection[str], faults: list[LoadingFault]) -> tuple[Persona, ...]:
    """Return the personas of `personas.json`; without such a file, each of the *patients* is one, named by its id."""
    personas: dict[str, Persona] = {}
    for file in files:
        for number, row in enumerate(_rows(file, faults), 1):
            if said := _wrong_shape(row):
                faults.append(LoadingFault(FileLocation(str(file), 1), f"row {number}: {said}"))
                continue
            persona = Persona(**row)
            faults += [
                LoadingFault(FileLocation(str(file), 1), f"row {number}: persona {persona.name!r}: {said}")
                for said in _wrongs(persona, patients, personas)
            ]
            personas[persona.name] = persona
    return tuple(personas.values()) or tuple(Persona(id_, id_, "") for id_ in patients)


def _rows(file: Path, faults: list[LoadingFault]) -> list[Any]:
    """Return the rows of a file; none, and a fault, where it is not a list."""
    line, said = 1, ""
    try:
        rows = orjson.loads(file.read_bytes().removeprefix(b"\xef\xbb\xbf"))
        if isinstance(rows, list):
            return rows
        said = f"is {_KINDS[type(rows)]}"
    except orjson.JSONDecodeError as error:
        line, said = error.lineno, f"not JSON: {error.msg}"
    except OSError as error:
        line, said = 0, f"cannot be read: {error.strerror}"
    faults.append(LoadingFault(FileLocation(str(file), line), f"{said}, and must be a list of {_ROW}"))
    return []


def _wrong_shape(row: Any) -> str:
    """Return what is wrong with the members of a row, "" for nothing."""
    if not isinstance(row, dict):
        return f"is {_KINDS[type(row)]}, and must be {_ROW}"
    missing = [name for name in _MEMBERS if name not in row]
    unknown = [name for name in row if name not in _MEMBERS]
    if missing:
        return f"has no {_quoted(missing)}, and must be {_ROW}{_near(unknown)}"
    if unknown:
        return f"has {_quoted(unknown)}, and must be {_ROW} alone"
    for name, value in row.items():
        if not isinstance(value, str):
            return f'"{name}" is {_KINDS[type(value)]}, and must be a text'
    return ""


def _wrongs(persona: Persona, patients: Collection[str], others: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with the name of a persona and with its patient."""
    if not NAME.fullmatch(persona.name):
        yield "a token cannot spell this name: write 1 to 64 letters, digits, '.', '_' and '-'"
    if persona.patient not in patients:
        id_ = persona.patient.removeprefix("Patient/")
        if id_ in patients:
            yield f"patient is an id: write {id_!r}"
        else:
            yield f"there is no Patient/{id_}"
    if persona.name in others:
        yield "stands there twice"


def _quoted(names: list[str]) -> str:
    return " and ".join(f'"{name}"' for name in names)


def _near(unknown: list[str]) -> str:
    if unknown:
        return f" (it has {_quoted(unknown)})"
    return ""


_MEMBERS = ("name", "patient", "about")
_ROW = '{"name", "patient", "about"}'
_KINDS = {
    dict: "an object", list: "a list", str: "a text", int: "a number", float: "a number", bool: "a boolean",
    type(None): "null",
}  # fmt: skip
