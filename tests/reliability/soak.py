"""Does it stay as it is under load? Many clients, mixed scenarios; what nobody asked for is counted.

`python -m tests.reliability.soak` lets 500 clients ask for 300 seconds and prints a line of JSON; with `--state` the
server keeps its state there. The clients keep a rate, for a loop that asks as fast as it can measures how many queue:
together they ask `--rate` times a second, 300 by default. That is each of them about every two seconds, as tests do
that poll a sync which is not over, on 500 connections. A time begins when a request was due and not when it was sent:
whoever is kept waiting does not ask less. With `--rate 0` each asks as fast as it can.

Before anything is measured, as many sessions are opened as a server keeps, each with two requests; and it is served
with `--journal-entries`, 20,000 by default. So all that has a bound stands at it from the beginning, and what grows
from then on would grow for ever. Of each tenth of the time three numbers and a table of counts are kept, however
long it is.

Printed are the first tenth, the last, and the highest of all. Exit code 1 if

- anything came that nobody asked for, or the journals kept more than their bound (with `--state`, where they are
  counted every few seconds, that is not looked at);
- resident memory of the last tenth is more than 1.15 times that of the first: a server of 130 MB which loses 20 bytes
  with each request is there after an hour, and an allocator that finds its level is not;
- the processor time of a request, `cost_us`, in microseconds, is more than twice what it was: of all numbers it depends
  least on what else the machine does, and any that is slower because it holds more has a higher one;
- p99 of the last tenth is more than twice that of the first and 50 ms above it, and the server did not wait longer for
  a processor: `waited_us` is for how long it could have run and another program did, in microseconds for each request.
  With `--rate 0` p99 is not looked at, since it says how many queue.
"""

import argparse
import asyncio
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from sandbox.sessions.memory import SESSIONS_KEPT
from tests.reliability.usage import resident, used, waited

# Scenario -> what may come, beside data: statuses, and "lost" for an answer that did not arrive whole.
MIXED: dict[str, frozenset[int | str]] = {
    "ready": frozenset(),
    "syncing-2x": frozenset({429}),
    "flaky-503x1": frozenset({503}),
    "throttled-3x": frozenset({429}),
    "slow-20ms": frozenset(),
    "truncated-1x": frozenset({"lost", 200}),
    "reset-1x": frozenset({"lost"}),
    "garbled-1x": frozenset(),
}
REQUESTS = 5  # of each client, before it is another one
WARM = 2  # requests of each session before anything is measured
SLICES = 10  # of the whole time, to compare the first with the last
WATCHED = 10  # times in each of them that memory and journals are looked at
GOOD = 200
GROWTH = 1.02  # from one bucket of times to the next: they are told to two in a hundred
MORE_MEMORY = 1.15  # of the last tenth to the first, at most
MORE_TIME = 2.0  # likewise of p99, and of the processor time of a request
UNSEEN = 0.05  # seconds by which p99 may differ whatever the ratio is


class Times:
    """How long things took, in seconds: counted by their size, so that a million take no more room than a thousand."""

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()

    def add(self, seconds: float) -> None:
        """Count one."""
        self._counts[math.ceil(math.log(max(seconds, 1e-6), GROWTH))] += 1

    def below(self, part: float) -> float:
        """Return the time that this part of them did not exceed, in seconds; 0 if there is none."""
        left = part * self._counts.total()
        for size, number in sorted(self._counts.items()):
            left -= number
            if left <= 0:
                return math.pow(GROWTH, size)
        return 0.0


@dataclass
class Tenth:
    """What came of a tenth of the time."""

    times: Times = field(default_factory=Times)
    requests: int = 0
    resident: float = 0.0  # MB, at most
    used: float = 0.0  # processor time of the server, in seconds
    waited: float = 0.0  # for how long it had none though it could have run, in seconds

    def each(self, seconds: float) -> float:
        """Return what a request has of so many seconds, in microseconds."""
        return seconds / max(self.requests, 1) * 1e6


@dataclass
class Measured:
    """What came of it; `entries` is what all journals together kept at most."""

    rate: float
    bound: int
    unasked: Counter[str] = field(default_factory=Counter)
    tenths: list[Tenth] = field(default_factory=lambda: [Tenth() for _ in range(SLICES)])
    entries: int = 0

    def told(self, seconds: float) -> dict[str, object]:
        """Return it as JSON has it; each list has the first tenth, the last, and the highest of all."""
        asked = sum(tenth.requests for tenth in self.tenths)
        return {
            "requests": asked,
            "a_second": round(asked / seconds),
            "unasked": dict(self.unasked),
            "p50_ms": _ends([tenth.times.below(0.5) * 1e3 for tenth in self.tenths]),
            "p99_ms": _ends([tenth.times.below(0.99) * 1e3 for tenth in self.tenths]),
            "resident_mb": _ends([tenth.resident for tenth in self.tenths]),
            "cost_us": _ends([tenth.each(tenth.used) for tenth in self.tenths]),
            "waited_us": _ends([tenth.each(tenth.waited) for tenth in self.tenths]),
            "journal_entries": self.entries,
            "wrong": self.wrong(),
        }

    def wrong(self) -> list[str]:
        """Return what is not as it should be."""
        first, last = self.tenths[0], self.tenths[-1]
        found = []
        if self.unasked:
            found.append("unasked")
        if self.entries > self.bound:
            found.append("journal_entries")
        if last.resident > first.resident * MORE_MEMORY:
            found.append("resident_mb")
        if last.each(last.used) > first.each(first.used) * MORE_TIME:
            found.append("cost_us")
        before, after = first.times.below(0.99), last.times.below(0.99)
        is_slower = after > before * MORE_TIME and after > before + UNSEEN
        if self.rate and is_slower and last.each(last.waited) <= first.each(first.waited):
            found.append("p99_ms")
        return found


def _ends(numbers: Sequence[float]) -> list[float]:
    return [round(number, 1) for number in (numbers[0], numbers[-1], max(numbers))]


class Soak:
    """Clients of a server; each is somebody else after a few requests, and asks for the verdict on whom it was."""

    def __init__(self, http: aiohttp.ClientSession, url: str, measured: Measured) -> None:
        self._http = http
        self._url = url
        self._measured = measured
        self._numbers = count()
        self._scenarios = cycle(MIXED)

    async def warm(self, sessions: int, clients: int) -> None:
        """Let so many sessions be opened by so many clients at once."""
        waiting = iter(range(sessions))

        async def client() -> None:
            for number in waiting:
                for _ in range(WARM):
                    await self._search("ready", f"warm-{number}")

        await asyncio.gather(*(client() for _ in range(clients)))

    async def load(self, clients: int, seconds: float) -> None:
        """Let so many clients ask for so many seconds, each at even distances and one after the other."""
        rate = self._measured.rate
        begun = time.monotonic()
        await asyncio.gather(*(self._client(_due(begun, seconds, rate, n, clients)) for n in range(clients)))

    async def _client(self, times: Iterator[tuple[float, int]]) -> None:
        scenario, label, asked = "", "", 0
        for due, place in times:
            await asyncio.sleep(max(due - time.monotonic(), 0))
            if asked % (REQUESTS + 1) == 0:
                scenario, label = next(self._scenarios), f"soak-{next(self._numbers)}"
            asked += 1
            tenth = self._measured.tenths[place]
            tenth.requests += 1
            if asked % (REQUESTS + 1) == 0:
                await self._get("/_sandbox/session/verdict", scenario, label, frozenset())
                continue
            await self._search(scenario, label)
            if scenario == "ready":
                tenth.times.add(time.monotonic() - due)

    async def _search(self, scenario: str, label: str) -> None:
        await self._get("/fhir/Procedure?_count=5", scenario, label, MIXED[scenario])

    async def _get(self, path: str, scenario: str, label: str, may_come: frozenset[int | str]) -> None:
        headers = {"Authorization": f"Bearer pat_test_{scenario}~ada~{label}"}
        found = await _ask(self._http, self._url + path, headers)
        if found != GOOD and found not in may_come:
            self._measured.unasked[f"{scenario}: {found}"] += 1

    async def watch(self, pid: int, seconds: float) -> None:
        """Look at the memory, the processor time and the journals of the server, a process of this machine."""
        begun, before = time.monotonic(), (used(pid), waited(pid))
        for tenth in self._measured.tenths:
            for _ in range(WATCHED):
                begun += seconds / SLICES / WATCHED
                await asyncio.sleep(max(begun - time.monotonic(), 0))
                tenth.resident = max(tenth.resident, resident(pid))
                self._measured.entries = max(self._measured.entries, await self._entries())
            now = used(pid), waited(pid)
            tenth.used, tenth.waited = now[0] - before[0], now[1] - before[1]
            before = now

    async def _entries(self) -> int:
        """Return how many entries all journals together keep."""
        async with self._http.get(f"{self._url}/_sandbox/metrics") as answer:
            families = text_string_to_metric_families(await answer.text())
        (found,) = (family for family in families if family.name == "procedure_sandbox_journal_entries")
        return int(found.samples[0].value)


def _due(begun: float, seconds: float, rate: float, number: int, clients: int) -> Iterator[tuple[float, int]]:
    """Yield when a client is to ask, in seconds of the monotonic clock, and the tenth in which that is."""
    for turn in count():
        due = time.monotonic()
        if rate:
            due = begun + (turn * clients + number) / rate
        if due - begun >= seconds:
            return
        yield due, int((due - begun) / seconds * SLICES)


async def run(url: str, pid: int, measured: Measured, options: argparse.Namespace) -> None:
    """Let clients ask a server, whose process is *pid*, and measure."""
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as http:
        soak = Soak(http, url, measured)
        await soak.warm(options.warm, options.clients)
        await asyncio.gather(soak.watch(pid, options.seconds), soak.load(options.clients, options.seconds))


async def _ask(http: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> int | str:
    try:
        async with http.get(url, headers=headers) as answer:
            await answer.read()
            return answer.status
    except aiohttp.ClientError:
        return "lost"
    except TimeoutError:
        return "silence"


def main(argv: Sequence[str]) -> int:
    """Serve, ask, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--rate", type=float, default=300, help="requests a second of all clients; 0: no bound")
    parser.add_argument("--warm", type=int, default=SESSIONS_KEPT, help="sessions that are opened before")
    parser.add_argument("--journal-entries", type=int, default=2 * SESSIONS_KEPT)
    parser.add_argument("--state")
    options = parser.parse_args(argv)
    words = [sys.executable, "-m", "sandbox", "serve", "--port", "0", "--metrics", "on"]
    words += ["--journal-entries", str(options.journal_entries)]
    if options.state:
        words += ["--state", options.state]
    measured = Measured(options.rate, options.journal_entries)
    if options.state:
        measured.bound = sys.maxsize
    with TemporaryDirectory() as folder:
        port_file = Path(folder) / "port"
        with Popen([*words, "--port-file", str(port_file)]) as server:
            try:
                while not port_file.exists() and server.poll() is None:
                    time.sleep(0.05)
                url = f"http://127.0.0.1:{int(port_file.read_text())}"
                asyncio.run(run(url, server.pid, measured, options))
            finally:
                server.terminate()
    print(json.dumps(measured.told(options.seconds)))
    return int(bool(measured.wrong()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
