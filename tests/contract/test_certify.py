"""Does `certify` find what is wrong with each example and pass its repair, and is fast time as good as real time?"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.cli import main
from sandbox.reports.certify_run import CertifyRun, from_json
from sandbox.server import Sandbox
from tests.contract.toolchain import example

FAULTS = {
    "python": {"R02", "R03", "R05", "R09", "R10"},
    "node": {"R02", "R03", "R05", "R09", "R10"},
    "java": {"R02", "R03", "R09", "R10"},
    "go": {"R02", "R03", "R05", "R06", "R09", "R10"},
}
SCENARIOS = (
    "ready", "syncing-6s", "syncing-2x", "syncing-4s+standard", "syncing-5s+http-date", "syncing-4s+none",
    "syncing-4s+duplicate", "stuck+huge", "failed", "failing-1x", "expired", "flaky-503x2",
)  # fmt: skip
# Rules on what was announced or refused: they are as sharp in fast time as in real time.
SHARP = ("R01", "R02", "R03", "R10", "R14", "R20")


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    """Serve, in real time."""
    with Sandbox() as sandbox:
        yield sandbox


def certify(server: Sandbox, folder: Path, command: list[str], *options: str) -> tuple[int, CertifyRun]:
    """Run a client; return the exit code and what came of it."""
    file = folder / "run.json"
    words = ("--url", server.url, "--show", "none", "--json", str(file), *options)
    code = main(["certify", *words, "--", *command])
    return code, from_json(file.read_text(encoding="utf-8"))


def failed(run: CertifyRun) -> set[str]:
    """Return the rules that failed in some row."""
    return {rule["id"] for row in run.rows for rule in row.verdict["rules"] if rule["result"] == "fail"}


def findings(run: CertifyRun) -> dict[str, tuple[str, dict[str, str]]]:
    """Return for each row its result, and those of the sharp rules."""
    return {
        row.scenario: (row.result, {rule["id"]: rule["result"] for rule in row.verdict["rules"] if rule["id"] in SHARP})
        for row in run.rows
    }


@pytest.mark.parametrize("language", FAULTS)
def test_the_fault_of_an_example_is_found(language: str, server: Sandbox, tmp_path: Path) -> None:
    """By the rules that it breaks."""
    code, run = certify(server, tmp_path, example(language, "faulty"), "--suite", "quick")

    assert 1 == code
    assert FAULTS[language] <= failed(run)


@pytest.mark.parametrize("language", FAULTS)
def test_the_repair_of_an_example_passes(language: str, server: Sandbox, tmp_path: Path) -> None:
    """In every row."""
    code, run = certify(server, tmp_path, example(language, "repaired"), "--suite", "quick")

    assert (0, {"pass"}) == (code, {row.result for row in run.rows}), run
    assert {"429.transient", "422.processing", "5xx", "retry-after.http-date"} <= set(run.met)


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs faketime")
@pytest.mark.parametrize("which", ["faulty", "repaired"])
@pytest.mark.parametrize("language", ["python", "node", "java"])
def test_fast_time_says_what_real_time_says(language: str, which: str, server: Sandbox, tmp_path: Path) -> None:
    """Of the same client, unchanged, in twelve scenarios."""
    command = example(language, which)
    rows = [word for scenario in SCENARIOS for word in ("--scenario", scenario)]
    real_code, real = certify(server, tmp_path, command, *rows)
    fast_code, fast = certify(server, tmp_path, command, *rows, "--time", "fast")

    assert real_code == fast_code
    assert findings(real) == findings(fast)
    assert {20} >= {row.speed for row in fast.rows} - {1}


@pytest.mark.skipif(shutil.which("faketime") is None, reason="needs faketime")
def test_a_go_program_is_noticed_and_run_in_real_time(server: Sandbox, tmp_path: Path) -> None:
    """With the verdict of real time."""
    code, run = certify(server, tmp_path, example("go", "repaired"), "--scenario", "syncing-2x", "--time", "fast")

    assert 0 == code
    assert [1] == [row.speed for row in run.rows]
    assert "does not obey fast time" in " ".join(run.remarks)
