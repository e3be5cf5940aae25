"""How does a test get a store, replicas and a load balancer? As processes on free ports of 127.0.0.1, ended by it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

from tests.replicas.asked import Asked, fixtures

REDIS, HAPROXY = "redis-server", "haproxy"
PATIENCE = 60.0  # seconds until something must be there, on a machine that has other things to do

_ENDED = 5.0  # seconds until a process that was asked to end is made to


def needs(program: str) -> None:
    """Skip the test where a program is not installed; where the variable CI is set, it fails."""
    if shutil.which(program) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed")
        pytest.skip(f"{program} is not installed")


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def until(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Return what a function returns once that is true, and at the latest when the time is over."""
    end = time.monotonic() + seconds
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


class Process:
    """A process of this test, in a group of its own, with which it ends; the words are its command."""

    def __init__(self, words: Sequence[str], log: Path, environ: dict[str, str] | None = None) -> None:
        self.log = log
        with log.open("a", encoding="utf-8") as output:
            self.running = subprocess.Popen(
                words, stdout=output, stderr=subprocess.STDOUT, env={**_clean_environment(), **(environ or {})},
                start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.wait(_ENDED)
        self.kill()

    def kill(self) -> None:
        """End it at once, with no word of farewell."""
        self.send(signal.SIGKILL)
        self.running.wait()

    def send(self, number: signal.Signals) -> None:
        """Send it and its children a signal, as far as they are still there."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.running.pid, number)


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("SANDBOX_")}


class RedisProcess(Process):
    """A store without anything on disk but, with *durable*, its log of changes."""

    def __init__(self, folder: Path, *options: str, port: int | None = None, durable: bool = False) -> None:
        needs(REDIS)
        folder.mkdir(exist_ok=True)
        self.port = port or free_port()
        words = [REDIS, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder), *options]
        if durable:
            words += ["--appendonly", "yes", "--appendfsync", "always"]
        super().__init__(words, folder / "redis.log")
        assert until(self._answers), self.log.read_text()

    @property
    def url(self) -> str:
        """Where replicas find it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def ask(self, *words: str) -> str:
        """Return what redis-cli prints for a command."""
        command = ["redis-cli", "-p", str(self.port), *words]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout.strip()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as asked:
                asked.sendall(b"PING\r\n")
                return asked.recv(16).startswith(b"+PONG")
        except OSError:
            return False


class Replica(Asked, Process):
    """A process of the sandbox, on the state of a store, or in memory if there is none; `client` asks it."""

    def __init__(self, state: str, folder: Path, *options: str, prefix: Sequence[str] = ()) -> None:
        folder.mkdir(exist_ok=True)
        self.port = free_port()
        words = [
            *prefix, sys.executable, "-m", "sandbox", "serve", "--port", str(self.port),
            *(("--state", state) if state else ()), "--fixtures", str(fixtures(folder)), *options,
        ]  # fmt: skip
        Process.__init__(self, words, folder / f"replica-{self.port}.log")
        Asked.__init__(self, f"http://127.0.0.1:{self.port}")

    def wait(self) -> Self:
        """Wait until it can be asked."""
        assert until(lambda: self.running.poll() is None and "ready on" in self.log.read_text()), self.log.read_text()
        return self

    def __exit__(self, *words: object) -> None:
        self.client.close()
        super().__exit__(*words)


@contextmanager
def replicas(state: str, folder: Path, count: int, *options: str) -> Iterator[list[Replica]]:
    """Give so many replicas that are ready."""
    with contextlib.ExitStack() as stack:
        found = [stack.enter_context(Replica(state, folder, *options)) for _ in range(count)]
        yield [replica.wait() for replica in found]


class LoadBalancer(Process):
    """HAProxy before replicas, by round robin; one that does not answer is left out at once, and asked again."""

    def __init__(self, behind: Sequence[Replica], folder: Path) -> None:
        needs(HAPROXY)
        self.port = free_port()
        servers = "\n".join(
            f"  server r{replica.port} 127.0.0.1:{replica.port} check inter 200ms fall 1 rise 1 "
            "observe layer4 error-limit 1 on-error mark-down"
            for replica in behind
        )
        file = folder / "haproxy.cfg"
        file.write_text(
            "defaults\n  mode http\n  timeout connect 2s\n  timeout client 30s\n  timeout server 30s\n"
            f"frontend front\n  bind 127.0.0.1:{self.port}\n  default_backend back\n"
            "backend back\n  balance roundrobin\n  option httpchk GET /_sandbox/health?ready\n  option redispatch\n"
            f"  retries 3\n{servers}\n",
            encoding="utf-8",
        )
        super().__init__([HAPROXY, "-db", "-f", str(file)], folder / "haproxy.log")
        self.url = f"http://127.0.0.1:{self.port}"
        assert until(self._answers), self.log.read_text()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/_sandbox/health", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False
