"""Which files are read, and how? Every spelling of a fixture file, and what is said of one that cannot be read."""

import gzip
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.loading import documents as reading
from sandbox.loading.documents import SUFFIXES, FileLocation, LoadingFault
from sandbox.loading.loader import FixturesInvalid, Loaded, load

Loads = Callable[[dict[str, str | bytes]], dict[str, Any]]
FaultsOf = Callable[[dict[str, str | bytes]], list[str]]

ADA = '{"resourceType":"Patient","id":"ada"}'
PACKED = gzip.compress(ADA.encode(), mtime=0)  # the same bytes in each process: they stand in the name of a test
BEN = '{"resourceType":"Patient","id":"ben"}'
BOM = "\ufeff"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_suffix_is_read(loads: Loads, suffix: str) -> None:
    """A resource may stand in an NDJSON or a JSON file, packed or not."""
    assert ["Patient/ada"] == list(loads({f"a{suffix}": ADA}))


@pytest.mark.parametrize(
    "text",
    [
        f"{ADA}\n{BEN}\n",
        f"{ADA}\n{BEN}",
        f"{ADA}\r\n{BEN}\r\n",
        f"{BOM}{ADA}\n{BEN}\n",
        f"\n\n{ADA}\n  \n\t\r\n{BEN}\n\n",
        f"  {ADA}  \n\t{BEN}\t\n",
    ],
)
@pytest.mark.parametrize("suffix", [".ndjson", ".ndjson.gz"])
def test_lines_may_be_written_as_editors_write_them(loads: Loads, text: str, suffix: str) -> None:
    """A byte order mark, blank lines, white space and Windows line ends mean nothing."""
    assert ["Patient/ada", "Patient/ben"] == list(loads({f"a{suffix}": text}))


@pytest.mark.parametrize("suffix", [".json", ".json.gz"])
def test_a_json_file_may_be_laid_out_and_begin_with_a_byte_order_mark(loads: Loads, suffix: str) -> None:
    """White space and a byte order mark mean nothing in a JSON file either."""
    assert ["Patient/ada"] == list(loads({f"a{suffix}": BOM + ADA.replace(",", ",\n  ")}))


def test_a_folder_is_read_with_all_below_it_in_alphabetical_order(loads: Loads) -> None:
    """Where a resource stands does not matter, but the order of loading is always the same."""
    resources = {f"Patient/{name}": f'{{"resourceType":"Patient","id":"{name}"}}' for name in "abcd"}
    a, b, c, d = resources.values()

    assert list(resources) == list(loads({"z.json": d, "m/z.ndjson": c, "m/deep/er/a.ndjson": b, "a.ndjson.gz": a}))


def test_other_files_of_a_folder_are_left_alone(loads: Loads) -> None:
    """A README beside the fixtures is no fault."""
    assert ["Patient/ada"] == list(loads({"README.md": "# Who is who", "a.ndjson": ADA, "a.ndjson.bak": "{"}))


def test_files_and_folders_are_read_in_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    """Several paths may be given, and each may be a file or a folder."""
    (tmp_path / "b").mkdir()
    (tmp_path / "a.ndjson").write_text(ADA)
    (tmp_path / "b" / "b.ndjson").write_text(BEN)

    assert ["ben", "ada"] == [found.id for found in load([tmp_path / "b", tmp_path / "a.ndjson"]).store]


def test_the_same_file_may_be_named_twice(tmp_path: Path) -> None:
    """A file that is named by itself and by its folder is no contradiction."""
    (tmp_path / "a.ndjson").write_text(ADA)

    assert ["ada"] == [found.id for found in load([tmp_path, tmp_path / "a.ndjson"]).store]


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"a.ndjson": f"{ADA}\n\n{{nonsense\n"}, "a.ndjson:3: not JSON: "),
        ({"a.ndjson": ADA.replace(",", ",\n")}, "a.ndjson:1: not JSON: "),
        ({"a.ndjson.gz": f"{ADA}\n{{"}, "a.ndjson.gz:2: not JSON: "),
        ({"a.json": '{\n"resourceType": "Patient",\n"id":\n}'}, "a.json:4: not JSON: "),
        ({"a.json": f"{ADA}\n{BEN}"}, "a.json:2: not JSON: "),
        ({"a.json": ""}, "a.json:1: not JSON: "),
        ({"a.json": "[3]"}, "a.json:1: a resource must be a JSON object"),
        ({"a.ndjson": '"Patient"'}, "a.ndjson:1: a resource must be a JSON object"),
        ({"a.ndjson": "null"}, "a.ndjson:1: a resource must be a JSON object"),
    ],
)
def test_what_is_no_json_object_is_named_with_its_line(
    faults_of: FaultsOf, files: dict[str, str | bytes], fault: str
) -> None:
    """A fault of the writing says the file and the line."""
    assert faults_of(files)[0].startswith(fault)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.ndjson.gz", gzip.compress(f"{ADA}\n".encode() * 999)[:-9]),
        ("cut.json.gz", gzip.compress(ADA.encode())[:-9]),
        ("plain.ndjson.gz", ADA.encode()),
        ("broken.ndjson.gz", gzip.compress(ADA.encode())[:14] + b"\xff" * 30),
        ("empty.json.gz", b"\x1f"),
    ],
    ids=["cut lines", "cut document", "not packed", "broken", "nearly empty"],
)
def test_a_packed_file_that_cannot_be_unpacked_is_a_fault(faults_of: FaultsOf, name: str, content: bytes) -> None:
    """A truncated download is named, and the other files are read."""
    faults = faults_of({name: content, "z.ndjson": "{}"})

    assert 2 == len(faults)
    assert faults[0].startswith(name)
    assert ": cannot be read: " in faults[0]
    assert "z.ndjson:1: no resourceType" == faults[1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("missing.ndjson", ": not there"),
        ("missing", ": not there"),
        ("a.txt", ": not a fixture file: its name must end in .ndjson, .json, .ndjson.gz, .json.gz"),
        ("folder", ": no fixture in this folder (.ndjson, .json, .ndjson.gz, .json.gz)"),
    ],
)
def test_a_path_that_is_no_fixture_is_a_fault(tmp_path: Path, name: str, text: str) -> None:
    """A path that is not there, has another suffix or is an empty folder is named; nothing stands in for it."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.txt").write_text(ADA)
    (tmp_path / "a.ndjson").write_text(ADA)
    with pytest.raises(FixturesInvalid) as caught:
        load([tmp_path / name, tmp_path / "a.ndjson"])

    assert ["1 fault in the fixtures"] == list(caught.value.args)
    assert str(caught.value.faults[0]).startswith(str(tmp_path / name))
    assert str(caught.value.faults[0]).endswith(text)


def test_a_path_that_is_no_file_is_not_given_a_line(tmp_path: Path) -> None:
    """There is no line 0: what is wrong with a whole file is said of the file."""
    with pytest.raises(FixturesInvalid) as caught:
        load([tmp_path / "missing.ndjson"])

    assert f"{tmp_path}/missing.ndjson: not there" == str(caught.value.faults[0])


def test_files_without_any_resource_are_a_fault(faults_of: FaultsOf) -> None:
    """A server without data would only look as if it worked."""
    assert ["the fixtures hold no resource"] == faults_of({"a.ndjson": "\n\n"})


def test_a_place_says_the_entry_of_a_bundle() -> None:
    """A place is written as compilers write it, and a fault after it."""
    assert "a.json:1 entry 7: wrong" == str(LoadingFault(FileLocation("a.json", 1, 7), "wrong"))
    assert "a.json:3: wrong" == str(LoadingFault(FileLocation("a.json", 3), "wrong"))
    assert "wrong" == str(LoadingFault(None, "wrong"))


@pytest.mark.parametrize("depth", [300, 1000])
@pytest.mark.parametrize("name", ["a.json", "a.ndjson"])
def test_json_that_is_too_deep_is_a_fault(faults_of: FaultsOf, name: str, depth: int) -> None:
    """A file that nests beyond all reason is named; the program does not fall over it."""
    deep = f'{{"resourceType":"Patient","id":"ada","x":1.50,"y":{"[" * depth}{"]" * depth}}}'

    assert faults_of({name: deep})[0].startswith(f"{name}:1: ")


def test_a_meter_is_told_every_byte(tmp_path: Path, load_files: Callable[[dict[str, str | bytes]], Loaded]) -> None:
    """What is measured while reading adds up to the size of the files, packed or not."""
    load_files({"a.ndjson": f"{ADA}\n\n", "b.ndjson.gz": BEN, "c.json": ADA, "d.json.gz": BEN})
    files = sorted(tmp_path.iterdir())
    meter = Meter()
    load(files, meter)

    assert "reading" == meter.label
    assert sum(file.stat().st_size for file in files) == meter.total == meter.seen


class Meter:
    """A progress bar that only counts."""

    def __init__(self) -> None:
        self.label, self.total, self.seen = "", 0, 0

    def __call__(self, label: str, total: int) -> "Meter":
        """Begin."""
        self.label, self.total = label, total
        return self

    def __enter__(self) -> Callable[[int], object]:
        return self._count

    def __exit__(self, *_: object) -> None:
        """End."""

    def _count(self, steps: int) -> None:
        self.seen += steps


def test_a_file_of_empty_lines_is_given_up(faults_of: FaultsOf) -> None:
    """A packed file of a few kilobytes may hold hundreds of millions of them."""
    assert ["a.ndjson.gz:100001: more than 100,000 empty lines in a row"] == faults_of({"a.ndjson.gz": "\n" * 200_000})


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("a.ndjson.gz", "a.ndjson.gz:1: longer than 0 MiB"),
        ("a.json.gz", "a.json.gz: longer than 0 MiB: write one resource a line (NDJSON)"),
    ],
)
def test_a_value_has_a_greatest_length(
    faults_of: FaultsOf, monkeypatch: pytest.MonkeyPatch, name: str, fault: str
) -> None:
    """What is packed may unpack to more than the machine has; no more is read than that."""
    monkeypatch.setattr(reading, "LONGEST", 40)
    monkeypatch.setattr(reading, "_TOO_LONG", "longer than 0 MiB")

    assert [fault] == faults_of({name: f"{ADA}{' ' * 1000}"})


def test_an_array_of_resources_is_read(loads: Loads) -> None:
    """No form of FHIR, but what a script writes that has a list."""
    assert ["Patient/ada", "Patient/ben"] == list(loads({"a.json": f"[{ADA},\n{BEN}]"}))


def test_a_fault_in_an_array_is_named_by_its_number(faults_of: FaultsOf) -> None:
    """As that of an entry of a Bundle is."""
    assert ["a.json:1 entry 2: Patient without id"] == faults_of({"a.json": f'[{ADA}, {{"resourceType":"Patient"}}]'})


@pytest.mark.parametrize("name", ["A.NDJSON", "a.Json", "a.NDJSON.GZ", "a b.ndjson", "ä.json"])
def test_a_name_may_be_written_as_file_systems_allow(tmp_path: Path, name: str) -> None:
    """In capitals, with blanks, beyond ASCII."""
    raw = ADA.encode()
    if name.endswith("GZ"):
        raw = gzip.compress(raw)
    (tmp_path / name).write_bytes(raw)

    assert 1 == len(list(load([tmp_path]).store))


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("a.ndjson", f"{ADA}\n{BEN}\n".encode("utf-16"), "1: not JSON: is UTF-16, and must be UTF-8"),
        ("a.ndjson", f"{ADA}\n{BEN}\n".encode("utf-16-be"), "1: not JSON: is UTF-16, and must be UTF-8"),
        ("a.json", ADA.encode("utf-16-le"), "1: not JSON: is UTF-16, and must be UTF-8"),
        ("a.json", b'{"id":\n "\xe4"}', "2: not JSON: byte 0xe4 in column 3 is not UTF-8"),
        ("a.ndjson", b'{"id": "\xe4"}', "1: not JSON: byte 0xe4 in column 9 is not UTF-8"),
        ("a.ndjson", f"{ADA},\n{BEN}".encode(), "1: not JSON: … no comma stands between lines"),
        ("a.ndjson", b'{\n "id": "x"\n}\n', "1: not JSON: … let the name of an indented file end in .json"),
        ("a.ndjson", f"[\n{ADA}\n]".encode(), "1: not JSON: … let the name of an indented file end in .json"),
        (
            "a.json",
            f"{ADA}\n{BEN}".encode(),
            "2: not JSON: … let the name of a file with one resource a line end in .ndjson",
        ),
        ("a.json", PACKED, "1: not JSON: is packed by gzip, more often than its name says"),
        ("a.json.gz", gzip.compress(PACKED, mtime=0), "1: not JSON: is packed by gzip, …"),
    ],
)
def test_what_is_not_json_is_told_from_what_it_is(faults_of: FaultsOf, name: str, raw: bytes, says: str) -> None:
    """Once, with what would be right: not a fault for each line that cannot be read for the same reason."""
    (fault,) = faults_of({name: raw})
    begins, _, ends = says.partition("…")

    assert fault.startswith(f"{name}:{begins}")
    assert fault.endswith(ends.strip())


def test_a_folder_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    """So its personas stand there once; a link to a file is that file."""
    (tmp_path / "a.ndjson").write_text(ADA)
    (tmp_path / "personas.json").write_text('[{"name":"ada","patient":"ada","about":""}]')
    (tmp_path / "b.ndjson").symlink_to("a.ndjson")
    loaded = load([tmp_path, tmp_path / ".", tmp_path / "a.ndjson"])

    assert (1, 1) == (len(list(loaded.store)), len(loaded.personas))


def test_what_is_no_file_is_a_fault(tmp_path: Path) -> None:
    """A pipe would be waited for without end; a link that leads nowhere hides that something is missing."""
    (tmp_path / "a.ndjson").write_text(ADA)
    os.mkfifo(tmp_path / "b.ndjson")
    (tmp_path / "c.ndjson").symlink_to("nowhere")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "self").symlink_to(".")
    with pytest.raises(FixturesInvalid) as caught:
        load([tmp_path])

    assert [
        f"{tmp_path}/b.ndjson: not a file with an end: write what it brings into one",
        f"{tmp_path}/c.ndjson: a link that leads nowhere",
    ] == sorted(map(str, caught.value.faults))


def test_a_folder_that_cannot_be_read_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nobody would miss what is in it."""

    def closed(folder: object, *, onerror: Callable[[OSError], None]) -> list[Any]:
        onerror(PermissionError(13, "Permission denied", str(folder)))
        return []

    monkeypatch.setattr(os, "walk", closed)
    with pytest.raises(FixturesInvalid) as caught:
        load([tmp_path])

    assert f"{tmp_path}: cannot be read: Permission denied" in map(str, caught.value.faults)
