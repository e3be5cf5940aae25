"""What stands in the folder of an export besides resources? It is passed over with a word, unless it was meant."""

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.loading import FixturesInvalid, Loaded, load

LoadFiles = Callable[[dict[str, str | bytes]], Loaded]
FaultsOf = Callable[[dict[str, str | bytes]], list[str]]

ADA = '{"resourceType":"Patient","id":"ada"}'
NOTHING_IN_IT = "is passed over, for nothing in it has a resourceType"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("parameters.json", '{"resourceType":"Parameters","parameter":[]}',
         "parameters.json:1: Parameters is passed over, for it is not a stored resource"),
        ("errors.ndjson", '{"resourceType":"OperationOutcome","issue":[]}',
         "errors.ndjson:1: OperationOutcome is passed over, for it is not a stored resource"),
        ("log.ndjson", '{"exportId":"1","eventId":"kickoff"}\n{"exportId":"1","eventId":"complete"}',
         f"log.ndjson: {NOTHING_IN_IT}"),
        ("manifest.json", '{"transactionTime":"2026-01-01T00:00:00Z","output":[],"error":[]}',
         f"manifest.json: {NOTHING_IN_IT}"),
        ("metadata/run.json", '{"runID":"1","seed":7}', f"metadata/run.json: {NOTHING_IN_IT}"),
    ],
)  # fmt: skip
def test_what_is_not_a_stored_resource_is_passed_over(
    load_files: LoadFiles, caplog: pytest.LogCaptureFixture, name: str, text: str, said: str
) -> None:
    """The resources beside it are served, and the log says what was left."""
    with caplog.at_level(logging.WARNING, "sandbox"):
        loaded = load_files({"a.ndjson": ADA, name: text})

    assert {"Patient": 1} == loaded.store.counts
    (message,) = caplog.messages
    assert message.endswith(f"/{said}")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'{ADA}\n{{"some":"thing"}}', 2),
        ('{"some":"thing"}\n' + ADA.replace("ada", "eve"), 1),
        ('{"resourcetype":"Patient"}', 1),
        ('{"ressourceType":"Patient"}', 1),
        ('{"id":"eve"}', 1),
        ('{"subject":{"reference":"Patient/ada"}}', 1),
        ("{}", 1),
    ],
)
def test_what_was_meant_as_a_resource_is_a_fault(faults_of: FaultsOf, text: str, line: int) -> None:
    """It lacks its type: beside resources, with the word misspelt, or with an element that resources have."""
    assert [f"b.ndjson:{line}: no resourceType"] == faults_of({"a.ndjson": ADA, "b.ndjson": text})


def test_a_file_that_is_named_has_to_hold_resources(tmp_path: Path) -> None:
    """Whoever names a log wanted something of it."""
    (tmp_path / "a.ndjson").write_text(ADA)
    (tmp_path / "log.ndjson").write_text('{"eventId":"kickoff"}')
    with pytest.raises(FixturesInvalid) as caught:
        load([tmp_path / "a.ndjson", tmp_path / "log.ndjson"])

    assert [f"{tmp_path}/log.ndjson:1: no resourceType"] == list(map(str, caught.value.faults))


def test_a_folder_without_any_resource_says_what_was_passed_over(faults_of: FaultsOf) -> None:
    """Else nobody would know why it is empty."""
    assert [f"log.ndjson: {NOTHING_IN_IT}", "the fixtures hold no resource"] == faults_of(
        {"log.ndjson": '{"eventId":"kickoff"}'}
    )
