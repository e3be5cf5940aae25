"""What does a strict validator say of our fixtures? HAPI's, of R4, and of US Core where its package is unpacked.

`US_CORE_PACKAGE` names the folder of an unpacked package of US Core 6.1 with its StructureDefinitions, ValueSets and
CodeSystems; without it the resources are held against R4 alone. `VALIDATED` is how many resources are taken of each
source: some in CI, thousands by `make nightly`.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import orjson

from sandbox.cli import main
from sandbox.loading import built_in_fixtures
from tests.contract.toolchain import Told, validated
from tests.tools.check.mutants import MUTANTS, RIGHT, written

VALIDATED = int(os.environ.get("VALIDATED", "150"))

# Codes of big code systems, which only a terminology server knows, and profiles that are not there.
UNKNOWN = ("Terminology_TX_", "Validation_VAL_Profile_Unknown")
# All that is said of codes, some of which the validator has lists of that are not R4's.
ASIDE = ("Terminology_", *UNKNOWN)


def _sample(files: Iterable[Path], into: Path) -> list[Path]:
    """Write of each file as many lines as come to it, evenly drawn, into a file of the same name."""
    lines = {file.name: file.read_bytes().splitlines() for file in sorted(files)}
    share = VALIDATED / sum(map(len, lines.values()))
    into.mkdir()
    for name, found in lines.items():
        wanted = min(len(found), max(1, round(len(found) * share)))
        drawn = [found[number * len(found) // wanted] for number in range(wanted)]
        (into / name).write_bytes(b"\n".join(drawn) + b"\n")
    return sorted(into.iterdir())


def _errors(files: list[Path], aside: tuple[str, ...] = ASIDE) -> list[Told]:
    *messages, summary = validated(files, os.environ.get("US_CORE_PACKAGE"))
    assert summary["resources"] == sum(len(file.read_bytes().splitlines()) for file in files)
    return [message for message in messages if not message["id"].startswith(aside)]


def test_the_built_in_fixtures_are_valid(tmp_path: Path) -> None:
    """Of each type some."""
    (folder,) = built_in_fixtures()

    assert [] == _errors(_sample(folder.glob("*.ndjson"), tmp_path / "sample"))


def test_generated_patients_are_valid(tmp_path: Path) -> None:
    """`generate` makes what a strict server takes, the awkward shapes included."""
    made = tmp_path / "made"
    assert 0 == main(["generate", "--patients", "40", "--seed", "7", "--edge-cases", "--out", str(made)])

    assert [] == _errors(_sample(made.glob("*.ndjson"), tmp_path / "sample"))


def test_the_validator_sees_what_is_wrong(tmp_path: Path) -> None:
    """Else its silence would prove nothing: a Period that ends before it begins, a script in a narrative."""
    value = {
        "resourceType": "Procedure",
        "id": "wrong",
        "status": "completed",
        "subject": {"reference": "Patient/p"},
        "performedPeriod": {"start": "2024-02-01", "end": "2024-01-01"},
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>'},
    }
    file = tmp_path / "wrong.ndjson"
    file.write_bytes(orjson.dumps(value) + b"\n")
    found = {message["id"].rpartition("#")[2] for message in _errors([file])}

    assert {"per-1", "txt-1"} <= found


def test_the_validator_finds_the_mutants(tmp_path: Path) -> None:
    """What `check` is taught to find is wrong by the word of another; what it leaves alone is right."""
    planted = [row.resource for row in MUTANTS.values() if not row.alone]
    file = written(tmp_path / "mutants.ndjson", [*planted, *RIGHT.values()])
    errors = _errors([file], UNKNOWN)
    found = {message["line"] - 2 for message in errors}
    of_no_codes = {message["line"] - 2 for message in errors if not message["id"].startswith(ASIDE)}

    assert set(range(len(planted))) - found == set()
    assert of_no_codes - set(range(len(planted))) == set()
