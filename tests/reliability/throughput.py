"""What does a request cost with more replicas, and does a storm of connections bring anything down? As JSON.

`python -m tests.reliability.throughput replicas` asks one replica, and then two at once, on one store: the processor
time of a request with two as a ratio to that with one, which stays near 1 where throughput grows with the cores, and as
a ratio to that of the store, which says how many replicas are too many for it. `python -m tests.reliability.throughput
memory` asks a process without a store and one replica in alternating rounds, each client with a token of its own: what
a request costs in memory, as a ratio to that on a store.

`python -m tests.reliability.throughput growth` lets each replica have a small part of a core (`cpulimit`), so that
three, the store and whoever asks have room on two cores: how many requests a second two and three answer, as ratios to
one, where each client stays with a replica, and where each of its requests goes to the next one. `shares` are the least
and the most of a core that a replica had, in hundredths: they tell if the machine was too busy to let it have that.

`python -m tests.reliability.throughput storm` lets a thousand connections knock at once, ten times. Exit code 1 if
anything came that nobody asked for.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from itertools import cycle, islice, product
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp

from tests.reliability.usage import used
from tests.replicas.processes import Process, RedisProcess, Replica, needs, replicas

KNOCKING = 1000  # connections at once
STORMS = 10
ROUNDS = 5  # of two measurements that are compared
SECONDS = 5.0  # of each measurement
CLIENTS = 16  # of each process that asks
GOOD = 200
CPULIMIT = "cpulimit"
SHARE = 8  # of a core, in hundredths, that a replica may have where three of them are to be less than the machine
MOST = 3  # replicas then
MANY = 64  # clients then: enough that none of the replicas is without work while another one is stopped


def asked(urls: Sequence[str], name: str, seconds: float, *, clients: int = CLIENTS, in_turn: bool = False) -> int:
    """Return how many requests are answered in so many seconds; raises RuntimeError for any answer that is not data.

    Each client has a token of its own, and stays with one of the addresses, or goes to each of them *in turn*.
    """

    async def run() -> int:
        found, end = 0, time.monotonic() + seconds

        async def client(http: aiohttp.ClientSession, number: int) -> None:
            nonlocal found
            headers = {"Authorization": f"Bearer pat_test_ready~p1~{name}-{number}"}
            places = islice(cycle(urls), number % len(urls), None)
            url = next(places)
            while time.monotonic() < end:
                if in_turn:
                    url = next(places)
                async with http.get(f"{url}/fhir/Procedure?_count=10", headers=headers) as answer:
                    await answer.read()
                    if answer.status != GOOD:
                        raise RuntimeError(f"{answer.status} from {url}")
                found += 1

        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
            await asyncio.gather(*(client(http, number) for number in range(clients)))
        return found

    return asyncio.run(run())


def costs(found: Sequence[Replica], store: RedisProcess) -> tuple[float, float]:
    """Return the processor time of a request, in microseconds: at the replicas, and at the store."""
    processes = [replica.running.pid for replica in found]
    before = sum(map(used, processes)), used(store.running.pid)
    with ProcessPoolExecutor(len(found), mp_context=get_context("spawn")) as pool:
        runs = [pool.submit(asked, [replica.url], f"cost-{n}", SECONDS) for n, replica in enumerate(found)]
        requests = sum(run.result() for run in runs)
    after = sum(map(used, processes)), used(store.running.pid)
    return (after[0] - before[0]) / requests * 1e6, (after[1] - before[1]) / requests * 1e6


def grown(folder: Path) -> dict[str, object]:
    """Return what a request costs with one replica, and what it costs with two at work at the same time."""
    with RedisProcess(folder) as store, replicas(store.url, folder, 2) as found:
        for replica in found:
            asked([replica.url], "warm", 1)
        (one, _), (two, stored) = costs(found[:1], store), costs(found, store)
    ratio = round(two / one, 2)
    return {"cost_of_two_to_one": ratio, "replica_to_store": round(two / stored, 1), "unasked": {}}


def in_memory(folder: Path) -> dict[str, object]:
    """Return what a request costs in memory, as a ratio to what it costs a replica, and the least and most of it."""
    with RedisProcess(folder) as store, replicas(store.url, folder, 1) as found, Replica("", folder).wait() as alone:
        for server in (*found, alone):
            asked([server.url], "warm", 1)
        rounds = [(costs([alone], store)[0], costs(found, store)[0]) for _ in range(ROUNDS)]
    memory, stored = (sum(column) for column in zip(*rounds, strict=True))
    ratios = sorted(round(one / other, 2) for one, other in rounds)
    return {"memory_to_replica": round(memory / stored, 2), "rounds": [ratios[0], ratios[-1]], "unasked": {}}


def grown_rates(folder: Path) -> dict[str, object]:
    """Return how many requests two and three replicas answer, as ratios to one, each with a part of a core."""
    needs(CPULIMIT)
    rates: dict[tuple[bool, int], list[float]] = {}
    shares = []
    with ExitStack() as stack:
        store = stack.enter_context(RedisProcess(folder))
        found = stack.enter_context(replicas(store.url, folder, MOST))
        for replica in found:
            asked([replica.url], "warm", 1)
            words = [CPULIMIT, "-q", "-z", "-p", str(replica.running.pid), "-l", str(SHARE)]
            stack.enter_context(Process(words, folder / "cpulimit.log"))
        for turn, in_turn, number in product(range(ROUNDS), (False, True), range(1, MOST + 1)):
            some = found[:number]
            urls = [replica.url for replica in some]
            before = [used(replica.running.pid) for replica in some]
            begun = time.monotonic()
            answered = asked(urls, f"grown-{turn}", SECONDS, clients=MANY, in_turn=in_turn)
            took = time.monotonic() - begun
            rates.setdefault((in_turn, number), []).append(answered / took)
            pairs = zip(some, before, strict=True)
            shares += [(used(replica.running.pid) - earlier) / took * 100 for replica, earlier in pairs]

    def growth(*, in_turn: bool) -> list[float]:
        one, *more = (median(rates[in_turn, number]) for number in range(1, MOST + 1))
        return [round(rate / one, 2) for rate in more]

    return {
        "staying": growth(in_turn=False),
        "in_turn": growth(in_turn=True),
        "shares": [round(min(shares)), round(max(shares))],
        "unasked": {},
    }


async def knock(url: str) -> Counter[str]:
    """Let so many connect at once, each for one request; return what came that is not data."""
    headers = {"Authorization": "Bearer aat_test_ready", "Connection": "close"}
    unasked: Counter[str] = Counter()
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=60)) as http:

        async def one() -> None:
            try:
                async with http.get(f"{url}/fhir/Procedure?_count=1", headers=headers) as answer:
                    await answer.read()
                    if answer.status != GOOD:
                        unasked[str(answer.status)] += 1
            except (aiohttp.ClientError, TimeoutError) as error:
                unasked[type(error).__name__] += 1

        await asyncio.gather(*(one() for _ in range(KNOCKING)))
    return unasked


def stormed(folder: Path) -> dict[str, object]:
    """Return what came of storms of connections."""
    unasked: Counter[str] = Counter()
    with Replica("", folder).wait() as server:
        for _ in range(STORMS):
            unasked += asyncio.run(knock(server.url))
    return {"connections": STORMS * KNOCKING, "unasked": dict(unasked)}


def main(argv: Sequence[str]) -> int:
    """Measure, print what came of it, and return the exit code."""
    measure = {"replicas": grown, "memory": in_memory, "growth": grown_rates, "storm": stormed}[argv[0]]
    with TemporaryDirectory() as folder:
        told = measure(Path(folder))
    print(json.dumps(told))
    return 1 if told["unasked"] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
