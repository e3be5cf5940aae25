"""How is another program run beside this one? Started on a core, watched, and always ended."""

import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.cores import on_core

_PATIENCE = 300.0  # seconds until a server that loads must be ready
_GRACE = 5.0  # seconds that a child may take to end
_POLL = 0.02
_QUIET = 1.0  # seconds over which a server that has nothing to do is looked at: a busy machine may let it wait for some
_NOTHING = 0.02  # seconds that it computes in these all the same


class NotMeasured(Exception):
    """Something went wrong, so that a figure would mean nothing; says what."""


@contextmanager
def child(
    words: Sequence[str], log: Path, core: int | None = None, program: str = sys.executable
) -> Iterator[subprocess.Popen[str]]:
    """Give a running `python *words*`, or another program, its stdout a pipe, its stderr in *log*; it is ended."""
    # A developer's SANDBOX_... variables would be settings of the server that is measured; and users have its bytecode.
    kept = (name for name in os.environ if not name.startswith("SANDBOX_") and name != "PYTHONDONTWRITEBYTECODE")
    environ = {name: os.environ[name] for name in kept}
    with log.open("w", encoding="utf-8") as stderr, on_core(core):
        process = subprocess.Popen(  # noqa: S603 - the words are this program's own
            [program, *words], stdout=subprocess.PIPE, stderr=stderr, text=True, env=environ
        )
    with process:
        try:
            yield process
        finally:
            end(process)


def end(process: subprocess.Popen[str]) -> None:
    """End a child: asked first, and made to if it does not listen."""
    process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs as another process."""

    port: int
    process: int

    @property
    def host(self) -> str:
        """Where it listens, as in `127.0.0.1:8080`."""
        return f"127.0.0.1:{self.port}"

    def processor_time(self) -> float:
        """Return the seconds that its threads have computed so far, in its own code and in that of the kernel."""
        tasks = Path(f"/proc/{self.process}/task")
        if tasks.exists():
            times = [(task / "schedstat").read_text(encoding="ascii") for task in tasks.iterdir()]
            return sum(int(one.split()[0]) for one in times) / 1_000_000_000
        said = subprocess.run(  # noqa: S603 - a number
            ["/bin/ps", "-o", "time=", "-p", str(self.process)], capture_output=True, text=True, check=True
        )
        minutes, seconds = said.stdout.strip().rsplit(":", 1)
        return 60 * float(minutes.replace(":", "")) + float(seconds)


@dataclass(frozen=True, slots=True)
class Remote:
    """A server that somebody else runs: `host` is as in `127.0.0.1:8080`."""

    host: str

    def processor_time(self) -> float:
        """Return that nobody here knows."""
        return math.nan


@contextmanager
def listening(words: Sequence[str], folder: Path, core: int | None, program: str = sys.executable) -> Iterator[Server]:
    """Give a running server that takes `--port-file`; *folder* is for its files alone."""
    folder.mkdir()
    port_file, log = folder / "port", folder / "log"
    with child([*words, "--port-file", str(port_file)], log, core, program) as process:
        deadline = time.perf_counter() + _PATIENCE
        while not port_file.exists():
            if process.poll() is not None or time.perf_counter() > deadline:
                last = log.read_text(encoding="utf-8").strip().rpartition("\n")[2]
                raise NotMeasured(f"{Path(program).name} {' '.join(words)} did not become ready: {last}")
            time.sleep(_POLL)
        yield Server(int(port_file.read_text(encoding="utf-8")), process.pid)


def wait_until_idle(server: Server) -> None:
    """Wait until a server has nothing to do: the sandbox indexes what is usually asked for right after it is ready."""
    deadline = time.perf_counter() + _PATIENCE
    before, now = -_PATIENCE, server.processor_time()
    while now - before > _NOTHING:
        if time.perf_counter() > deadline:
            raise NotMeasured(f"the server on port {server.port} has never come to rest")
        time.sleep(_QUIET)
        before, now = now, server.processor_time()
