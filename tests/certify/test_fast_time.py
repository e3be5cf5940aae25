"""Fast time: measured before it is used, refused where it is not to be had, and seen where a client does not obey."""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sandbox.certify import fast_time
from sandbox.certify.fast_time import NoFastTime, check_speed, clean_up, is_doubtful, measure, obeys
from sandbox.certify.own_row import own_row
from sandbox.certify.runner import DOUBTED, REAL_WAITS, CertifyOptions, run_rows
from sandbox.reports.certify_run import RowResult
from sandbox.server import Sandbox

CLIENT = str(Path(__file__).with_name("small_client.py"))
ROW = RowResult(
    row="own/a", scenario="a", right="", expected="data", result="pass", says="", exit_status=0, seconds=0, speed=20,
    verdict={}, journal=[],
)  # fmt: skip
needs_faketime = pytest.mark.skipif(shutil.which("faketime") is None, reason="needs faketime")


def entry(at: float, wait: float | None = 3.0, query: str = "", user_agent: str = "") -> dict[str, Any]:
    """Return a journal entry that was answered at once."""
    return {
        "at": at, "answered_at": at, "wait": wait, "method": "GET", "path": "/fhir/Procedure", "query": query,
        "user_agent": user_agent,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("journal", "expected"),
    [
        ([], True),
        ([entry(0)], True),
        ([entry(0), entry(3.1)], True),
        ([entry(0), entry(30)], True),
        ([entry(0), entry(60)], False),
        ([entry(0), entry(52)], False),
        ([entry(0), entry(3), entry(64)], False),
        ([entry(0), entry(60, query="_count=1")], True),
        ([entry(0, wait=None), entry(60)], True),
        ([entry(0, wait=86_400), entry(2_000_000)], True),
        ([entry(0, user_agent="Go-http-client/1.1")], False),
    ],
)
def test_a_client_whose_waits_stay_real_does_not_obey(journal: list[dict[str, Any]], expected: bool) -> None:  # noqa: FBT001 - as in the rows
    """It comes N times later than was announced; a wait of its own, or of a day, says nothing."""
    assert expected is obeys(journal, 20)


@pytest.mark.parametrize(
    ("result", "journal", "expected"),
    [
        ("pass", [entry(0), entry(3)], False),
        ("pass", [entry(0), entry(0.1)], True),
        ("pass", [entry(0), entry(0.1, query="_count=1")], False),
        ("fail", [entry(0), entry(0.1)], False),
        ("fail", [entry(0) | {"gone": True}, entry(0.1)], True),
        ("fail", [entry(0) | {"gone": True, "fault": "stall"}, entry(0.1)], False),
        ("inconclusive", [entry(0)], True),
        ("not-exercised", [], False),
    ],
)
def test_what_may_come_of_the_speed_alone_is_in_doubt(
    result: str, journal: list[dict[str, Any]], *, expected: bool
) -> None:
    """A pass of a client that hurries, a failure of one that has not waited for an answer, and what was never clear."""
    assert expected is is_doubtful(replace(ROW, result=result, journal=journal))


@pytest.mark.parametrize("speed", [1, 0.5, 101, float("nan")])
def test_a_speed_is_above_1_and_not_beyond_the_clock(speed: float) -> None:
    """Whatever else is refused."""
    with pytest.raises(ValueError, match="--speed takes a number above 1, up to 100"):
        check_speed(speed)
    assert 20 == check_speed(20)


def test_without_libfaketime_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """For each system."""
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoFastTime, match="apt-get install faketime") as caught:
        measure(20)

    assert "There is no `faketime` here. Fast time needs libfaketime" in str(caught.value)
    assert "brew install libfaketime" in str(caught.value)


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ("read line; echo broken", r"`faketime` does not work here: could not convert string to float: 'broken"),
        ('shift 2; exec "$@"', r"`faketime` does not obey here: at x20 the time ran x1\.\d\d\."),
    ],
)
def test_a_faketime_that_does_not_work_is_found_out(
    script: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any client is blamed: it may be broken, or the system may not let it in."""
    pretended = tmp_path / "faketime"
    pretended.write_text(f"#!/bin/sh\n{script}\n")
    pretended.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(NoFastTime, match=says):
        measure(20)


def test_there_is_no_fast_time_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """And it says so."""
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(NoFastTime, match="There is no fast time on Windows"):
        measure(20)


@needs_faketime
def test_both_clocks_keep_the_same_pace() -> None:
    """The client's, which is started a moment later, is the one behind: no date comes early."""
    drift = measure(20)

    assert abs(drift.pace - 1) < 0.02
    assert 0 < drift.behind < 20


@needs_faketime
def test_a_window_of_20_seconds_takes_a_few() -> None:
    """And the verdict is as exact as ever."""
    how = CertifyOptions(command=[sys.executable, "-S", CLIENT, "patient"], templates={}, speed=20)
    with Sandbox() as server:
        (found,) = run_rows([own_row("syncing-20s")], server, how, lambda _: None)

    assert ("pass", 20) == (found.result, found.speed)
    assert found.seconds < 10
    assert all(20 > entry["wait"] for entry in found.journal if entry["wait"])


@needs_faketime
def test_who_does_not_obey_is_run_again_in_real_time() -> None:
    """With a client that shakes off what slows its time; what was done by then is run again, too."""
    shell = 'unset LD_PRELOAD FAKETIME FAKETIME_SHARED; exec "$0" "$@"'
    how = CertifyOptions(
        command=["sh", "-c", shell, sys.executable, "-S", CLIENT, "patient"], templates={}, speed=20, jobs=2
    )
    rows = [own_row("syncing-1x+wait-1"), own_row("flaky-503x1"), own_row("ready")]
    told: list[str] = []
    with Sandbox() as server:
        results = run_rows(rows, server, how, lambda result: told.append(result.row))

    assert [1, 1, 20] == [result.speed for result in results] or [1, 1, 1] == [result.speed for result in results]
    assert ["pass"] * 3 == [result.result for result in results]
    assert REAL_WAITS in results[0].says
    assert {row.id for row in rows} == set(told)


@needs_faketime
@pytest.mark.parametrize(("fast_only", "speed"), [(False, 1), (True, 20)])
def test_what_is_in_doubt_is_run_again_in_real_time(*, fast_only: bool, speed: float) -> None:
    """Unless that takes long."""
    how = CertifyOptions(command=[sys.executable, "-S", CLIENT, "two"], templates={}, speed=20, ignore=["R01", "R09"])
    row = replace(own_row("syncing-1x"), fast_only=fast_only)
    with Sandbox() as server:
        (found,) = run_rows([row], server, how, lambda _: None)

    assert ("inconclusive", speed) == (found.result, found.speed)
    assert (speed == 1) is (DOUBTED in found.says)


def test_what_a_killed_faketime_leaves_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its shared memory, by the number of its process; nothing happens where there is none."""
    monkeypatch.setattr(fast_time, "_SHARED", tmp_path)
    for name in ("faketime_shm_12", "sem.faketime_sem_12", "faketime_shm_13"):
        (tmp_path / name).touch()
    clean_up(12)
    clean_up(14)

    assert ["faketime_shm_13"] == [file.name for file in tmp_path.iterdir()]
