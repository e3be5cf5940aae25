"""What comes of all files together? A store, or every fault at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import FixturesInvalid, Loaded, load

LoadFiles = Callable[[dict[str, str | bytes]], Loaded]
FaultsOf = Callable[[dict[str, str | bytes]], list[str]]

ADA = '{"resourceType":"Patient","id":"ada"}'


def ada(more: str) -> str:
    """Return the Patient with one element more."""
    return ADA.replace("}", f",{more}}}")


@pytest.mark.parametrize(
    "again",
    [
        ADA,
        '{ "id": "ada", "resourceType": "Patient" }',
        ada('"meta":{"versionId":"1"}'),
        ada('"meta":{"lastUpdated":"2026-01-01T00:00:00Z","versionId":"1"}'),
    ],
)
def test_the_same_resource_may_come_twice(load_files: LoadFiles, again: str) -> None:
    """Two exports may overlap: equal content is one resource, however it is written, stamps included."""
    assert {"Patient": 1} == load_files({"a.ndjson": ADA, "b.ndjson": again}).store.counts


def test_ids_of_different_types_do_not_meet(load_files: LoadFiles) -> None:
    """An id is unique within its type."""
    assert {"Organization": 1, "Patient": 1} == (
        load_files({"a.ndjson": f"{ADA}\n{ADA.replace('Patient', 'Organization')}"}).store.counts
    )


def test_every_fault_is_told_in_the_order_of_the_files(faults_of: FaultsOf) -> None:
    """One run shows everything that has to be repaired."""
    assert [
        "a.ndjson:1: no resourceType",
        "a.ndjson:3: Patient without id",
        "b.json:1 entry 1: Patient without id",
        "b.json:1 entry 2: Patient?identifier=7: no loaded Patient has this identifier",
        "personas.json:1: row 1: persona 'x': there is no Patient/x",
    ] == faults_of(
        {
            "a.ndjson": f'{{}}\n{ADA}\n{{"resourceType":"Patient"}}',
            "b.json": '{"resourceType":"Bundle","type":"batch","entry":['
            '{"resource":{"resourceType":"Patient","id":null}},'
            '{"resource":{"resourceType":"Procedure","id":"1","subject":{"reference":"Patient?identifier=7"}}}]}',
            "personas.json": '[{"name":"x","patient":"x","about":""}]',
        }
    )


def test_the_sum_of_the_faults_is_the_message(tmp_path: Path) -> None:
    """A caller who prints the exception learns how many there are, and a traceback says which."""
    for number, text in ((1, "1 fault in the fixtures"), (2, "2 faults in the fixtures")):
        (tmp_path / "a.ndjson").write_text("{}\n" * number)
        with pytest.raises(FixturesInvalid) as caught:
            load([tmp_path])
        assert text == str(caught.value)
        assert [str(fault) for fault in caught.value.faults] == caught.value.__notes__


def test_the_built_in_fixtures_are_without_fault() -> None:
    """What comes with the program loads, and its personas are the ten of its README."""
    loaded = load(built_in_fixtures())

    assert 1425 == loaded.store.counts["Procedure"]
    assert "ada ben cleo dora edge finn gus hana iris thea".split() == [persona.name for persona in loaded.personas]


def test_the_built_in_fixtures_are_served_byte_by_byte() -> None:
    """They carry their stamps, so that each line is sent as it stands in the file."""
    (folder,) = built_in_fixtures()
    lines = {line for file in folder.glob("*.ndjson") for line in file.read_bytes().splitlines()}

    assert lines == {found.body for found in load([folder]).store}
