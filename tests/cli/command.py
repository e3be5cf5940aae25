"""How does a test run the command? As a process of its own, so that streams and exit codes are real."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

ROOT = Path(__file__).parents[2]
CLIENT = (sys.executable, "-S", str(ROOT / "tests/certify/small_client.py"))  # what certify runs; a way follows
_PATIENCE = 30  # seconds after which a process that says nothing counts as stuck


@dataclass(frozen=True, slots=True)
class Running:
    """A server in a process of its own, its ready line read; what it says on stderr goes to a file."""

    process: subprocess.Popen[str]
    line: str
    errors: Path

    @property
    def url(self) -> str:
        """The address of the ready line."""
        return self.line.rpartition(" ")[2].strip()

    @property
    def port(self) -> int:
        """The port of the ready line."""
        return int(self.url.rpartition(":")[2])

    def get(self, path: str, bearer: str = "") -> httpx.Response:
        """Ask it, on a connection that is closed afterwards."""
        return httpx.get(self.url + path, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str, str]:
        """Send a signal; return the exit code, the rest of stdout, and stderr. More than two seconds are too many."""
        self.process.send_signal(number)
        code = self.process.wait(timeout=2)
        return code, _rest(self.process.stdout), self.errors.read_text()


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        command(arguments), cwd=ROOT, env=os.environ | environ, capture_output=True, text=True, check=False,
        timeout=_PATIENCE, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def command(arguments: tuple[str, ...], python: tuple[str, ...] = ()) -> list[str]:
    """Return the words that start the command, with options for Python itself."""
    return [sys.executable, *python, "-m", "sandbox", *arguments]


@contextmanager
def serving(
    folder: Path, *arguments: str, python: tuple[str, ...] = (), environ: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Serve on a free port, from the ready line to the end of the block."""
    errors = folder / "stderr"
    with errors.open("w") as stderr:
        process = subprocess.Popen(
            command(("serve", "--port", "0", *arguments), python), cwd=ROOT, env=os.environ | dict(environ or {}),
            stdout=subprocess.PIPE, stderr=stderr, stdin=subprocess.DEVNULL, text=True,
        )  # fmt: skip
    try:
        yield Running(process, first_line(process), errors)
    finally:
        process.terminate()
        _rest(process.stdout)
        process.wait(_PATIENCE)


def first_line(process: subprocess.Popen[str]) -> str:
    """Return the first line that a process says on stdout; empty if it ended without a word."""
    stdout = process.stdout
    assert stdout is not None
    if not select.select([stdout], [], [], _PATIENCE)[0]:
        process.kill()
    return stdout.readline()


def _rest(stream: IO[str] | None) -> str:
    assert stream is not None
    if stream.closed:
        return ""
    with stream:
        return stream.read()
