"""How does a server stand what is hostile? It is asked on real connections, and every answer is looked at."""

import os
import socket
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from tests.hostile.checks import HostileAnswer, fault_of
from tests.hostile.generator import HostileRequest

_PATIENCE = 10.0  # seconds after which no answer counts as none


@dataclass(slots=True)
class Siege:
    """What came of many requests, by their family."""

    asked: Counter[str] = field(default_factory=Counter)
    """how many were sent"""
    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    """how often each class of status came: 2 is 200 to 299, 0 is none"""
    slowest: dict[str, float] = field(default_factory=dict)
    """the longest time until an answer was whole, in seconds"""
    faults: list[tuple[HostileRequest, str]] = field(default_factory=list)
    """what was wrong, and with which request"""

    def note(self, request: HostileRequest, answer: HostileAnswer) -> None:
        """Count one request and its answer."""
        self.asked[request.family] += 1
        self.statuses.setdefault(request.family, Counter())[answer.status // 100] += 1
        self.slowest[request.family] = max(self.slowest.get(request.family, 0.0), answer.seconds)
        if fault := fault_of(request, answer):
            self.faults.append((request, fault))

    def table(self) -> str:
        """Return the counts, a line for each family."""
        lines = [f"{'family':10} {'asked':>8} {'none':>7} {'2xx':>8} {'3xx':>7} {'4xx':>8} {'5xx':>5} {'slowest':>9}"]
        for family, number in sorted(self.asked.items()):
            found = self.statuses[family]
            counts = f"{found[0]:7} {found[2]:8} {found[3]:7} {found[4]:8} {found[5]:5}"
            lines.append(f"{family:10} {number:8} {counts} {self.slowest[family] * 1000:6.0f} ms")
        kinds = Counter(fault.partition(":")[0] for _, fault in self.faults)
        named = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common()) or "none"
        lines.append(f"{'together':10} {self.asked.total():8}   faults: {named}")
        return "\n".join(lines)


def besiege(port: int, requests: Iterable[HostileRequest]) -> Siege:
    """Send requests to a server on this machine, one after another, on a connection for as long as it is kept."""
    siege = Siege()
    line: Line | None = None
    for request in requests:
        if request.raw:
            with Line(port) as own:
                siege.note(request, own.ask(request, last=True))
            continue
        line = line or Line(port)
        answer = line.ask(request)
        if answer.status == 0:  # it was closed between two requests
            line.close()
            line = Line(port)
            answer = line.ask(request)
        siege.note(request, answer)
        if answer.status == 0 or answer.headers.get("connection") == "close":
            line.close()
            line = None
    if line is not None:
        line.close()
    return siege


class Line:
    """A connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        self._received = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave."""
        self._socket.close()

    def ask(self, request: HostileRequest, *, last: bool = False) -> HostileAnswer:
        """Send a request and return its answer; if it is the *last*, the server is told that nothing follows."""
        began = time.perf_counter()
        try:
            self._socket.sendall(request.sent())
            if last:
                self._socket.shutdown(socket.SHUT_WR)
            head = self._head()
            while head.startswith(b"HTTP/1.1 100"):
                head = self._head()
            status, headers = _parsed(head)
            body = b"" if request.method == "HEAD" or status in {204, 304} else self._body(headers)
        except (OSError, EOFError):
            return HostileAnswer(0, {}, b"", 0.0)
        return HostileAnswer(status, headers, body, time.perf_counter() - began)

    def _head(self) -> bytes:
        while b"\r\n\r\n" not in self._received:
            self._receive()
        head, _, self._received = self._received.partition(b"\r\n\r\n")
        return head

    def _body(self, headers: dict[str, str]) -> bytes:
        length = int(headers["content-length"])
        while len(self._received) < length:
            self._receive()
        body, self._received = self._received[:length], self._received[length:]
        return body

    def _receive(self) -> None:
        piece = self._socket.recv(262_144)
        if not piece:
            raise EOFError
        self._received += piece


def _parsed(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return int(first.split(" ")[1]), {name.lower(): value for name, _, value in pairs}


def memory_of(process: int) -> int | None:
    """Return how many bytes of memory a process holds, None where the system does not say."""
    try:
        with open(f"/proc/{process}/statm", encoding="ascii") as file:  # noqa: PTH123 - no path of ours
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None
