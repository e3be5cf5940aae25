"""What do the fixture files say? Files and folders become documents, each with the place where it stands."""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

PERSONAS_FILE = "personas.json"
SUFFIXES = (".ndjson", ".json", ".ndjson.gz", ".json.gz")

LONGEST = 512 << 20  # bytes of one JSON value: a packed file of a few kilobytes may hold as many as it likes
MOST_EMPTY_LINES = 100_000  # in a row
_TOO_LONG = f"longer than {LONGEST >> 20} MiB"

# Numbers that a float would not give back as they were written: FHIR decimals keep their precision (1.50, 1e2).
_FRAGILE_NUMBER = re.compile(rb"[0-9]\.[0-9]*0(?![0-9])|[0-9][eE][+-]?[0-9]|[0-9.]{16}|[0-9]\.0000|-0(?![.0-9])")

Meter = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]


@dataclass(frozen=True, slots=True)
class FileLocation:
    """Where something stands: a file, its line (0 is the whole file), and the entry if it is in a Bundle."""

    file: str
    line: int
    entry: int | None = None

    def __str__(self) -> str:
        if self.line:
            line = f":{self.line}"
        else:
            line = ""
        return f"{self.file}{line}" + ("" if self.entry is None else f" entry {self.entry}")


@dataclass(frozen=True, slots=True)
class LoadingFault:
    """Something wrong with the fixtures, and where."""

    place: FileLocation | None
    text: str

    def __str__(self) -> str:
        if self.place:
            return f"{self.place}: {self.text}"
        return self.text


@dataclass(frozen=True, slots=True)
class Document:
    """One JSON value of a file; `raw` is its line where the bytes can be served as they are, `source` what was read."""

    place: FileLocation
    value: Any
    raw: bytes | None
    source: bytes | None = None


def no_meter(_label: str, _total: int) -> AbstractContextManager[Callable[[int], object]]:
    """Measure nothing: the meter of everybody who shows no progress."""
    return nullcontext(lambda _step: None)


def decode(raw: bytes) -> Any:
    """Return the JSON value, its numbers such that `orjson.dumps` writes them back as they were."""
    value = orjson.loads(raw)
    if not _comes_back(value, raw) and _FRAGILE_NUMBER.search(raw):
        try:
            return json.loads(raw, parse_float=orjson.Fragment, parse_int=orjson.Fragment)
        except RecursionError:
            raise orjson.JSONDecodeError("nested too deeply", "", 0) from None
    return value


def _comes_back(value: Any, raw: bytes) -> bool:
    """Return whether a value is written as it was read, all of its numbers included: most are."""
    try:
        return orjson.dumps(value) == raw
    except orjson.JSONEncodeError:  # nested too deeply to be written at once
        return False


def fixture_files(paths: Iterable[Path], faults: list[LoadingFault]) -> list[Path]:
    """Return the files to read, those of a folder in alphabetical order."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if file.is_file() and file.name.endswith(SUFFIXES))
            if not found:
                faults.append(
                    LoadingFault(FileLocation(str(path), 0), f"no fixture in this folder ({', '.join(SUFFIXES)})")
                )
            files += found
        elif path.is_file() and path.name.endswith(SUFFIXES):
            files.append(path)
        else:
            if path.exists():
                wrong = f"not a fixture file: its name must end in {', '.join(SUFFIXES)}"
            else:
                wrong = "not there"
            faults.append(LoadingFault(FileLocation(str(path), 0), wrong))
    return files


def documents(files: Iterable[Path], faults: list[LoadingFault], meter: Meter = no_meter) -> Iterator[Document]:
    """Yield what stands in the files; what cannot be read becomes a fault."""
    files = list(files)
    with meter("reading", sum(file.stat().st_size for file in files)) as step:
        for file in files:
            try:
                if file.name.removesuffix(".gz").endswith(".json"):
                    yield from _whole(file, faults)
                    step(file.stat().st_size)
                else:
                    yield from _lines(file, faults, step)
            except (OSError, EOFError, zlib.error) as error:
                faults.append(LoadingFault(FileLocation(str(file), 0), f"cannot be read: {error}"))


def documents_of_body(body: bytes, faults: list[LoadingFault], *, lines: bool) -> Iterator[Document]:
    """Yield the JSON value of a body, or with *lines* that of each line; what cannot be read becomes a fault."""
    if lines:
        parts = [(number, line.strip()) for number, line in enumerate(body.split(b"\n"), 1)]
    else:
        parts = [(0, body)]
    for number, part in parts:
        if lines and not part:
            continue
        try:
            yield Document(FileLocation("the body", number), decode(part), None)
        except orjson.JSONDecodeError as error:
            faults.append(LoadingFault(FileLocation("the body", number or error.lineno), f"not JSON: {error.msg}"))


def _whole(file: Path, faults: list[LoadingFault]) -> Iterator[Document]:
    with _open(file) as stream:
        raw = stream.read(LONGEST + 1)
    if len(raw) > LONGEST:
        faults.append(LoadingFault(FileLocation(str(file), 0), f"{_TOO_LONG}: write one resource a line (NDJSON)"))
        return
    try:
        yield Document(FileLocation(str(file), 1), decode(raw.removeprefix(b"\xef\xbb\xbf")), None, raw)
    except orjson.JSONDecodeError as error:
        faults.append(LoadingFault(FileLocation(str(file), error.lineno), f"not JSON: {error.msg}"))


def _lines(file: Path, faults: list[LoadingFault], step: Callable[[int], object]) -> Iterator[Document]:
    packed = file.name.endswith(".gz")
    last = 0  # the number of the last line that was not empty
    with _open(file) as stream:
        for number, line in enumerate(iter(lambda: stream.readline(LONGEST + 1), b""), 1):
            if not packed:
                step(len(line))
            if number > 1:
                raw = line.strip()
            else:
                raw = line.removeprefix(b"\xef\xbb\xbf").strip()
            place = FileLocation(str(file), number)
            if len(line) > LONGEST:
                faults.append(LoadingFault(place, _TOO_LONG))
                return
            if number - last > MOST_EMPTY_LINES:
                faults.append(LoadingFault(place, f"more than {MOST_EMPTY_LINES:,} empty lines in a row"))
                return
            if not raw:
                continue
            last = number
            try:
                yield Document(place, decode(raw), raw, raw)
            except orjson.JSONDecodeError as error:
                faults.append(LoadingFault(place, f"not JSON: {error.msg}"))
    if packed:
        step(file.stat().st_size)


def _open(file: Path) -> Any:
    if file.name.endswith(".gz"):
        return gzip.open(file, "rb")
    return file.open("rb")
