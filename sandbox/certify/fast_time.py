"""How does a command's time run N times as fast? Under libfaketime, whose figures are measured here before it is used.

The relative form `+0 xN` is one clock for a whole tree of processes. It works for programs that take their time from
the C library. Go programs do not: that shows by their first wait, or by what they call themselves.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from sandbox.certify.conditions import JournalEntry
from sandbox.reports.certify_run import RowResult
from sandbox.sessions.clock import FASTEST, Clock

PER_REQUEST = 0.0015  # seconds of real time that one request costs beside the client's own work
_SHARED = Path("/dev/shm")  # noqa: S108 - where Linux keeps what processes share
_MOST_DRIFT = 0.02  # the share by which both clocks may differ in their pace
_PROBE = "import sys, time\nfor _ in sys.stdin: print(time.time(), flush=True)"
_PROBE_SECONDS = 0.25  # of real time, over which the pace is measured
_READINGS = 7
_PATIENCE = 10.0  # seconds of real time for the probe
_GO = "Go-http-client"
_LONG = 3600.0  # an announced wait of an hour says nothing: nobody waits it out
_HASTY = 0.25  # seconds between two attempts: as short as that is only a loop without a delay
_NEAR = 0.85  # the share of N times the announced wait from which a wait was not a fast one

HOW_TO_GET_IT = (
    "Fast time needs libfaketime: `apt-get install faketime` on Debian and Ubuntu, `dnf install libfaketime` on "
    "Fedora, `apk add libfaketime` on Alpine, `brew install libfaketime` on macOS. Or leave out --time fast."
)


class NoFastTime(Exception):
    """Fast time is not to be had here; says why, and how to get it."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What was measured of a client's clock beside a session's, both at one speed.

    `behind` is by how many of its seconds a client's clock lags behind, for it is started a moment later; `pace` is how
    many seconds passed on it while one passed on the session's.
    """

    behind: float
    pace: float


def fast_command(command: Sequence[str], speed: float) -> list[str]:
    """Return the command that runs a command *speed* times as fast."""
    return ["faketime", "-f", f"+0 x{speed:g}", *command]


def check_speed(speed: float) -> float:
    """Return a speed that can be; raises ValueError."""
    if not 1 < speed <= FASTEST:
        raise ValueError(f"--speed takes a number above 1, up to {FASTEST}, not {speed:g}.")
    return speed


def measure(speed: float) -> Drift:
    """Run a small program at a speed, and compare its clock with that of a session; raises NoFastTime."""
    if sys.platform == "win32":
        raise NoFastTime("There is no fast time on Windows: leave out --time fast.")
    if shutil.which("faketime") is None:
        raise NoFastTime(f"There is no `faketime` here. {HOW_TO_GET_IT}")
    clock = Clock()
    clock.run_at(speed)
    probe = subprocess.Popen(  # noqa: S603 - it is our own
        fast_command([sys.executable, "-S", "-c", _PROBE], speed),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        _reading(probe, clock)  # until the program has started
        first = _best_reading(probe, clock)
        Event().wait(_PROBE_SECONDS)
        last = _best_reading(probe, clock)
        probe.communicate(timeout=_PATIENCE)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise NoFastTime(f"`faketime` does not work here: {error}.") from None
    finally:
        probe.kill()
        probe.communicate()
        clean_up(probe.pid)
    pace = (last.client - first.client) / (last.session - first.session)
    if abs(pace - 1) > _MOST_DRIFT:
        raise NoFastTime(f"`faketime` does not obey here: at x{speed:g} the time ran x{pace * speed:.2f}.")
    return Drift(first.session - first.client, pace)


def clean_up(pid: int) -> None:
    """Remove what a `faketime` of that process id has left behind, where it was killed."""
    for name in (f"faketime_shm_{pid}", f"sem.faketime_sem_{pid}"):
        with suppress(OSError):
            (_SHARED / name).unlink()


def obeys(journal: Sequence[JournalEntry], speed: float) -> bool:
    """Return whether a client's waits, as its journal has them, are none of real time.

    A client whose waits stay real comes N times later than was announced; what a Go program calls itself gives it away
    even where it does not wait as it is told.
    """
    if any(str(entry.get("user_agent", "")).startswith(_GO) for entry in journal):
        return False
    waits = [(before["wait"], gap) for before, gap in _gaps(journal) if before["wait"] and before["wait"] < _LONG]
    return all(gap < wait * speed * _NEAR for wait, gap in waits)


def is_doubtful(result: RowResult) -> bool:
    """Return whether it may be for the speed that a row is as it is.

    Whatever takes real time is N times as long for the client. Its own delays look less regular than they are, a loop
    without delays looks as if it had some, and its own time limits may be over before an answer is there.
    """
    if result.result == "inconclusive":
        return True
    if result.result == "pass":
        return any(gap < _HASTY for _, gap in _gaps(result.journal))
    return any(entry.get("gone") and not entry.get("fault") for entry in result.journal)


def _gaps(journal: Iterable[JournalEntry]) -> Iterator[tuple[JournalEntry, float]]:
    """Yield each entry that was asked for again, with the seconds from its answer to the next attempt."""
    last: dict[tuple[str, str, str], JournalEntry] = {}
    for entry in journal:
        request = entry["method"], entry["path"], entry["query"]
        before = last.get(request)
        if before is not None and before["answered_at"] is not None:
            yield before, entry["at"] - before["answered_at"]
        last[request] = entry


@dataclass(frozen=True, slots=True)
class _Reading:
    """What both clocks showed at one moment, in seconds since 1970."""

    session: float
    client: float
    within: float  # seconds of the session's clock that it took


def _best_reading(probe: subprocess.Popen[str], clock: Clock) -> _Reading:
    """Return the one of several readings that took the least time: on a busy machine, others say nothing."""
    return min((_reading(probe, clock) for _ in range(_READINGS)), key=lambda reading: reading.within)


def _reading(probe: subprocess.Popen[str], clock: Clock) -> _Reading:
    """Ask a probe what time it is, and set that beside the middle of the time that this took."""
    stdin, stdout = probe.stdin, probe.stdout
    if stdin is None or stdout is None:
        raise OSError("its pipes are closed")
    before = clock.now()
    stdin.write("\n")
    stdin.flush()
    line = stdout.readline()
    after = clock.now()
    return _Reading((before + after) / 2, float(line), after - before)
