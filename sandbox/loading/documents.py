"""What do the fixture files say? Files and folders become documents, each with the place where it stands."""

import gzip
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from sandbox.fhir.decimals import decode

PERSONAS_FILE = "personas.json"
SUFFIXES = (".ndjson", ".json", ".ndjson.gz", ".json.gz")

LONGEST = 512 << 20  # bytes of one JSON value: a packed file of a few kilobytes may hold as many as it likes
MOST_EMPTY_LINES = 100_000  # in a row
_ONE_A_LINE = "one resource a line, or let the name of an indented file end in .json"
_LINES = "let the name of a file with one resource a line end in .ndjson"
_GZIP = b"\x1f\x8b"
_TOO_LONG = f"longer than {LONGEST >> 20} MiB"

Meter = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]


class FileLocation(NamedTuple):
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


@dataclass(slots=True)
class Document:
    """One JSON value of a file; `raw` is its line where the bytes can be served as they are, `source` what was read."""

    place: FileLocation
    value: Any
    raw: bytes | None
    source: bytes | None = None


def no_meter(_label: str, _total: int) -> AbstractContextManager[Callable[[int], object]]:
    """Measure nothing: the meter of everybody who shows no progress."""
    return nullcontext(lambda _step: None)


def fixture_files(paths: Iterable[Path], faults: list[LoadingFault]) -> list[Path]:
    """Return the files to read, those of a folder in alphabetical order, each once however often it is named."""
    files: dict[str, Path] = {}
    for path in paths:
        if path.is_dir():
            found = sorted(_in_folder(path, faults))
            if not found:
                faults.append(
                    LoadingFault(FileLocation(str(path), 0), f"no fixture in this folder ({', '.join(SUFFIXES)})")
                )
        elif wrong := _no_fixture(path):
            faults.append(LoadingFault(FileLocation(str(path), 0), wrong))
            continue
        else:
            found = [path]
        for file in found:
            files.setdefault(os.path.realpath(file), file)
    return list(files.values())


def _in_folder(folder: Path, faults: list[LoadingFault]) -> Iterator[Path]:
    """Yield the files of fixtures in a folder and its folders; what is named like one and cannot be read is a fault."""

    def unreadable(error: OSError) -> None:
        faults.append(LoadingFault(FileLocation(str(error.filename), 0), f"cannot be read: {error.strerror}"))

    for where, _, names in os.walk(folder, onerror=unreadable):
        for file in (Path(where, name) for name in names if _ending(name)):
            if wrong := _no_fixture(file):
                faults.append(LoadingFault(FileLocation(str(file), 0), wrong))
            else:
                yield file


def _no_fixture(path: Path) -> str:
    """Return why a path is not a file of fixtures, "" if it is."""
    if path.is_symlink() and not path.exists():
        return "a link that leads nowhere"
    if not path.exists():
        return "not there"
    if not _ending(path.name):
        return f"not a fixture file: its name must end in {', '.join(SUFFIXES)}"
    if not path.is_file():
        return "not a file with an end: write what it brings into one"
    return ""


def _ending(name: str) -> str:
    """Return the ending of a fixture file, "" if it is none."""
    return next((suffix for suffix in reversed(SUFFIXES) if name.lower().endswith(suffix)), "")


def documents(files: Iterable[Path], faults: list[LoadingFault], meter: Meter = no_meter) -> Iterator[Document]:
    """Yield what stands in the files; what cannot be read becomes a fault."""
    files = list(files)
    with meter("reading", sum(file.stat().st_size for file in files)) as step:
        for file in files:
            try:
                if _ending(file.name).startswith(".json"):
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


def not_json(error: orjson.JSONDecodeError, raw: bytes, *, is_line: bool = False) -> str:
    """Return what is wrong with a text that is not JSON, or with *is_line* with a line that is not."""
    for found, says in (
        (is_utf16(raw), "is UTF-16, and must be UTF-8"),
        (raw.startswith(_GZIP), "is packed by gzip, more often than its name says"),
        (True, _not_utf8(raw)),
        (is_line and raw in {b"{", b"["}, f"{error.msg}: {_ONE_A_LINE}"),
        (is_line and raw.endswith(b","), f"{error.msg}: no comma stands between lines"),
        (not is_line and "after document" in error.msg, f"{error.msg}: {_LINES}"),
    ):
        if found and says:
            return f"not JSON: {says}"
    return f"not JSON: {error.msg}"


def _not_utf8(raw: bytes) -> str:
    """Return which byte of a text is not UTF-8, "" if it is UTF-8."""
    at = _at(raw)
    if at is None:
        return ""
    column = at - raw.rfind(b"\n", 0, at)
    return f"byte 0x{raw[at]:02x} in column {column} is not UTF-8"


def _at(raw: bytes) -> int | None:
    """Return where a text ceases to be UTF-8, None if it does not."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


def is_utf16(raw: bytes) -> bool:
    """Say whether a text that is not JSON has every other byte zero, or says at its beginning that it is UTF-16."""
    return raw.startswith((b"\xff\xfe", b"\xfe\xff")) or (len(raw) > 1 and b"\0" in raw[:2] and raw[:2] != b"\0\0")


def is_of_another_kind(raw: bytes) -> bool:
    """Say whether, after a line like this, the lines that follow would all be wrong in the same way."""
    return raw in {b"{", b"["} or is_utf16(raw) or raw.startswith(_GZIP)


def _whole(file: Path, faults: list[LoadingFault]) -> Iterator[Document]:
    with _open(file) as stream:
        raw = stream.read(LONGEST + 1)
    if len(raw) > LONGEST:
        faults.append(LoadingFault(FileLocation(str(file), 0), f"{_TOO_LONG}: write one resource a line (NDJSON)"))
        return
    try:
        value = decode(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        line, at = error.lineno, _at(raw)
        if at is not None and not is_utf16(raw):
            line = raw.count(b"\n", 0, at) + 1
        faults.append(LoadingFault(FileLocation(str(file), line), not_json(error, raw)))
        return
    place = FileLocation(str(file), 1)
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        yield from (Document(place._replace(entry=number), item, None) for number, item in enumerate(value, 1))
    else:
        yield Document(place, value, None, raw)


def _lines(file: Path, faults: list[LoadingFault], step: Callable[[int], object]) -> Iterator[Document]:
    packed, name = _ending(file.name).endswith(".gz"), str(file)
    last = 0  # the number of the last line that was not empty
    with _open(file) as stream:
        for number, line in enumerate(iter(partial(stream.readline, LONGEST + 1), b""), 1):
            if not packed:
                step(len(line))
            if number > 1:
                raw = line.strip()
            else:
                raw = line.removeprefix(b"\xef\xbb\xbf").strip()
            place = FileLocation(name, number)
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
                faults.append(LoadingFault(place, not_json(error, raw, is_line=True)))
                if is_of_another_kind(raw):
                    return
    if packed:
        step(file.stat().st_size)


def _open(file: Path) -> Any:
    if _ending(file.name).endswith(".gz"):
        return gzip.open(file, "rb")
    return file.open("rb")
