"""Does it stay as it is under load? Many clients, mixed scenarios; what nobody asked for is counted.

`python -m tests.reliability.soak --clients 500 --seconds 300` prints a line of JSON. With `--state` the server keeps
its state there. Exit code 1 if anything came that nobody asked for.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory

import aiohttp

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
SLICES = 10  # of the whole time, to compare the first with the last
GOOD = 200


@dataclass
class Measured:
    """What came of it."""

    requests: int = 0
    unasked: Counter[str] = field(default_factory=Counter)
    seconds: list[list[float]] = field(default_factory=lambda: [[] for _ in range(SLICES)])
    resident: list[int] = field(default_factory=list)

    def told(self) -> dict[str, object]:
        """Return it as JSON has it: p99 in milliseconds and resident memory in MB, of the first and last tenth."""
        kept = [sorted(times) for times in self.seconds if times]
        return {
            "requests": self.requests,
            "unasked": dict(self.unasked),
            "p99_ms": [round(times[int(len(times) * 0.99)] * 1000, 1) for times in (kept[0], kept[-1])],
            "resident_mb": [self.resident[0], self.resident[-1]],
        }


async def run(url: str, pid: int, clients: int, seconds: float) -> Measured:
    """Let so many clients ask for so many seconds; *pid* is the server's."""
    measured, numbers = Measured(), count()
    begun = time.monotonic()
    scenarios = cycle(MIXED)

    async def client(http: aiohttp.ClientSession) -> None:
        while time.monotonic() - begun < seconds:
            scenario, label = next(scenarios), next(numbers)
            headers = {"Authorization": f"Bearer pat_test_{scenario}~ada~soak-{label}"}
            for _ in range(REQUESTS):
                sent = time.monotonic()
                found = await _ask(http, f"{url}/fhir/Procedure?_count=5", headers)
                measured.requests += 1
                if found != GOOD and found not in MIXED[scenario]:
                    measured.unasked[f"{scenario}: {found}"] += 1
                if scenario == "ready":
                    place = min(int((sent - begun) / seconds * SLICES), SLICES - 1)
                    measured.seconds[place].append(time.monotonic() - sent)

    async def watch() -> None:
        # When all sessions and journals have been there once, memory has to be flat: the first tenth is the beginning.
        for _ in range(SLICES):
            await asyncio.sleep(seconds / SLICES)
            measured.resident.append(_resident(pid))

    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=60)) as http:
        await asyncio.gather(watch(), *(client(http) for _ in range(clients)))
    return measured


async def _ask(http: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> int | str:
    try:
        async with http.get(url, headers=headers) as answer:
            await answer.read()
            return answer.status
    except aiohttp.ClientError:
        return "lost"
    except TimeoutError:
        return "silence"


def _resident(pid: int) -> int:
    """Return the resident memory of a process in MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    (found,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(found.split()[1]) // 1024


def main(argv: Sequence[str]) -> int:
    """Serve, ask, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--state")
    options = parser.parse_args(argv)
    words = [sys.executable, "-m", "sandbox", "serve", "--port", "0"]
    if options.state:
        words += ["--state", options.state]
    with TemporaryDirectory() as folder:
        port_file = Path(folder) / "port"
        with Popen([*words, "--port-file", str(port_file)]) as server:
            try:
                while not port_file.exists() and server.poll() is None:
                    time.sleep(0.05)
                url = f"http://127.0.0.1:{int(port_file.read_text())}"
                measured = asyncio.run(run(url, server.pid, options.clients, options.seconds))
            finally:
                server.terminate()
    print(json.dumps(measured.told()))
    return 1 if measured.unasked else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
