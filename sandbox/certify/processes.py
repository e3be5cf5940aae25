"""How does a command run to its end, and leave nothing behind? In a process group of its own, which can be ended whole.

What has left its group is found by a mark in its environment, where the system shows that (Linux).
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from typing import IO

from sandbox.plural import counted_as

KEPT = 16_384  # bytes of a command's output, from its end
GRACE = 1.0  # seconds that a group has between being asked to end and being killed
_BLOCK = 4096
_ROUNDS = 100  # of looking for processes that have left their group: while one is killed, it may start another
_PAUSE = 0.01  # seconds between two of them
_ESCAPES = re.compile(r"\x1b(\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|[@-_])")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended: its exit status, minus the number of a signal, or None where it was killed for its time."""

    exit_status: int | None
    output: str
    pid: int = 0
    strays: int = 0  # processes that it left behind


class NotStarted(Exception):
    """A command could not be started; says why."""


class Processes:
    """The process groups that run now. Any thread may run one; `stop` ends them all, and none starts after that."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: dict[subprocess.Popen[bytes], str] = {}
        self._stopped = False

    def run(self, command: Sequence[str], environ: Mapping[str, str], seconds: float, mark: str) -> Ending:
        """Run a command for so many seconds at most, with stdin empty; *mark* is a `NAME=value` of its environment.

        When this returns, none of its processes is left. Raises NotStarted, also after `stop`.
        """
        process = self._start(command, environ, mark)
        tail = _Tail(process)
        strays, exit_status = 0, None
        try:
            exit_status = process.wait(seconds)
            strays = len(_marked(mark))
        except subprocess.TimeoutExpired:
            _end(process)
        finally:
            _kill_group(process)
            _kill_marked(mark)
            process.wait()
            with self._lock:
                self._running.pop(process)
        return Ending(exit_status, tail.text(), process.pid, strays)

    @property
    def running(self) -> int:
        """How many run now."""
        return len(self._running)

    def stop(self) -> None:
        """End all that runs, at once; whoever waits in `run` gets an Ending."""
        with self._lock:
            self._stopped = True
            running = dict(self._running)
        for process, mark in running.items():
            _kill_group(process)
            _kill_marked(mark)

    def _start(self, command: Sequence[str], environ: Mapping[str, str], mark: str) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
                raise NotStarted("stopped")
            try:
                process = subprocess.Popen(  # noqa: S603 - it is what the user asked to be run
                    command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise NotStarted(f"{command[0]} cannot be run: {error.strerror or error}") from None
            self._running[process] = mark
            return process


class _Tail:
    """The end of what a process writes, read in a thread of its own, so that it never waits for a reader."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._kept = bytearray()
        self._size = 0
        self._reader = Thread(target=self._read, args=[process.stdout], daemon=True)
        self._reader.start()

    def text(self) -> str:
        """Return the end of the output, once it has ended; what is no text, and what moves a cursor, is left out."""
        self._reader.join(GRACE)  # longer only where a process that nobody can find still holds the pipe
        kept = bytes(self._kept[-KEPT:])
        text = _ESCAPES.sub("", kept.decode("utf-8", "replace")).replace("\r\n", "\n").replace("\r", "\n")
        text = _CONTROLS.sub("", text)
        if self._size > len(kept):
            return f"[left out: the first {counted_as(self._size - len(kept), 'byte')}]\n{text}"
        return text

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            while block := stream.read1(_BLOCK):  # type: ignore[attr-defined] # a pipe is a BufferedReader
                self._size += len(block)
                self._kept += block
                if len(self._kept) > 2 * KEPT:  # not each time, for it is a copy
                    del self._kept[:-KEPT]


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask a group to end, and give it a moment."""
    _signal_group(process, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)


if sys.platform == "win32":

    def _signal_group(process: subprocess.Popen[bytes], _number: int) -> None:
        process.terminate()

    def _kill_group(process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            words = ["taskkill", "/t", "/f", "/pid", str(process.pid)]
            subprocess.run(words, capture_output=True, check=False)  # noqa: S603 - a program of the system

else:

    def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
        # There may be nobody in it any more, or only one who is dead already.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)

    def _kill_group(process: subprocess.Popen[bytes]) -> None:
        _signal_group(process, signal.SIGKILL)


def _kill_marked(mark: str) -> None:
    """Kill every process whose environment has the mark, and wait for its end; a signal is only a request for it."""
    for _ in range(_ROUNDS):
        found = _marked(mark)
        if not found:
            break
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        Event().wait(_PAUSE)


def _marked(mark: str) -> set[int]:
    """Return the processes whose environment has the mark; none where the system does not show environments."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark.encode() in file.read_bytes().split(b"\0"):
                found.add(int(file.parent.name))
        except OSError:
            continue  # it has ended meanwhile, or it is somebody else's
    return found
