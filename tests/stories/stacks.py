"""What do real retry libraries do here? `python -m tests.stories.stacks` writes the table of docs/stacks.md anew.

Each stack sleeps by moving its session's clock, and reads the time from it; what it draws at random comes from one
seed. A brake ends what would go on for ever.
"""

import asyncio
import contextlib
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import aiohttp
import aiohttp_retry
import httpx
import stamina
import tenacity
import urllib3

from sandbox.server import Sandbox
from sandbox.sessions.clock import Clock
from tests.stories.client import PROCEDURES, Person

PAGE = Path(__file__).parents[2] / "docs" / "stacks.md"
BRAKE = 60  # requests: who is still asking then, will not stop
AFTERWARDS = 600.0  # seconds until the verdict is asked for, so that nothing is left open

SCENARIOS = (
    "syncing-10s",
    "syncing-45s",
    "syncing-10s+http-date",
    "syncing-10s+vendor",
    "syncing-10s+none",
    "syncing-10s+garbage",
    "stuck",
    "failed",
    "reset-1x",
)

_MARKED = re.compile(r"(<!-- table: stacks -->\n).*?(<!-- end -->)", re.DOTALL)


class Braked(BaseException):
    """Ends a stack that would go on for ever; it is no error, and must not be caught as one."""


def _get(person: Person) -> None:
    """Ask by httpx, an error status being an exception."""
    if len(person.journal()) >= BRAKE:
        raise Braked
    person.ask().raise_for_status()


def _urllib3(person: Person, pool: urllib3.PoolManager) -> None:
    with pool:
        pool.request("GET", person.address + PROCEDURES, headers={"Authorization": f"Bearer {person.token}"})


def urllib3_default(person: Person) -> None:
    """`PoolManager()` as it comes."""
    _urllib3(person, urllib3.PoolManager())


def urllib3_told(person: Person) -> None:
    """`Retry(total=10, backoff_factor=1, status_forcelist=[429, 503])`."""
    retries = urllib3.Retry(total=10, backoff_factor=1, status_forcelist=[429, 503])
    _urllib3(person, urllib3.PoolManager(retries=retries))


def tenacity_default(person: Person) -> None:
    """`@retry`."""
    tenacity.Retrying(sleep=person.sleep)(_get, person)


def tenacity_told(person: Person) -> None:
    """`@retry(wait=wait_exponential(max=30), stop=stop_after_delay(90))`."""
    wait, stop = tenacity.wait_exponential(max=30), tenacity.stop_after_delay(90)
    tenacity.Retrying(wait=wait, stop=stop, sleep=person.sleep)(_get, person)


def stamina_default(person: Person) -> None:
    """`@retry(on=httpx.HTTPError)`."""
    for attempt in stamina.retry_context(on=httpx.HTTPError):
        with attempt:
            _get(person)


def stamina_told(person: Person) -> None:
    """`@retry(on=...)`, a hook that gives Retry-After of a 429, and `timeout=90, attempts=30`."""

    def wanted(error: Exception) -> bool | float:
        if isinstance(error, httpx.HTTPStatusError):
            said = error.response.headers.get("Retry-After", "")
            return error.response.status_code == 429 and (float(said) if said.isdecimal() else True)
        return isinstance(error, httpx.TransportError)

    for attempt in stamina.retry_context(on=wanted, timeout=90, attempts=30):
        with attempt:
            _get(person)


async def _aiohttp_retry(person: Person, options: aiohttp_retry.ExponentialRetry | None) -> None:
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {person.token}"}) as session,
        aiohttp_retry.RetryClient(session, retry_options=options) as client,
        client.get(person.address + PROCEDURES) as answer,
    ):
        await answer.read()


def aiohttp_retry_default(person: Person) -> None:
    """`RetryClient()`."""
    asyncio.run(_aiohttp_retry(person, None))


def aiohttp_retry_told(person: Person) -> None:
    """`RetryClient(retry_options=ExponentialRetry(attempts=10, statuses={429}))`."""
    asyncio.run(_aiohttp_retry(person, aiohttp_retry.ExponentialRetry(attempts=10, statuses={429})))


# Columns: the stack as it is named, and what it does with one client.
STACKS: tuple[tuple[str, Callable[[Person], None]], ...] = (
    ("urllib3", urllib3_default),
    ("urllib3", urllib3_told),
    ("tenacity, httpx", tenacity_default),
    ("tenacity, httpx", tenacity_told),
    ("stamina, httpx", stamina_default),
    ("stamina, httpx", stamina_told),
    ("aiohttp-retry", aiohttp_retry_default),
    ("aiohttp-retry", aiohttp_retry_told),
)


@contextlib.contextmanager
def in_time_of(person: Person) -> Iterator[None]:
    """Let the libraries sleep in a client's time, read that time, and draw from one seed."""

    def now() -> float:
        return float(person.steer("clock")["now"])

    async def asleep(seconds: float) -> None:
        person.sleep(seconds)

    time = SimpleNamespace(sleep=person.sleep, time=now, monotonic=now)
    rng = random.Random(1)  # noqa: S311 - no secret
    with (
        patch("urllib3.util.retry.time", time),
        patch("tenacity.time", time),
        patch("tenacity.nap.time", time),
        patch("stamina._core.random", rng),
        patch("aiohttp_retry.client.asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": asleep})),
    ):
        yield


def told(person: Person, stack: Callable[[Person], None]) -> str:
    """Run a stack; return its verdict, the rules that failed, and how many requests it took."""
    with in_time_of(person), contextlib.suppress(Exception, Braked):
        stack(person)
    person.sleep(AFTERWARDS)
    verdict = person.verdict()
    requests, blamed = len(person.journal()), ", ".join(person.blamed_for())
    shown = f"{verdict['result']}{': ' if blamed else ''}{blamed}"
    return f"{shown} ({f'{requests} or more' if requests >= BRAKE else requests})"


def _standing_still() -> Clock:
    return Clock(start=1_800_000_000.25, source=lambda: 0.0)


def table() -> str:
    """Return the table: a row per stack, a column per scenario."""
    with Sandbox(new_clock=_standing_still) as sandbox:
        return _table(sandbox.url)


def _table(address: str) -> str:
    heads = ["Stack", "As", *(f"`{scenario}`" for scenario in SCENARIOS)]
    rows = []
    for place, (name, stack) in enumerate(STACKS):
        cells = []
        for column, scenario in enumerate(SCENARIOS):
            person = Person(address, f"pat_test_{scenario}~ada~stacks-{place}-{column}")
            cells.append(told(person, stack))
            person.leave()
        rows.append([name, (stack.__doc__ or "").removesuffix("."), *cells])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [heads, ["---"] * len(heads), *rows])


def written(text: str) -> str:
    """Return the page with its table as the stacks are today."""
    return _MARKED.sub(lambda match: match[1] + table() + match[2], text)


if __name__ == "__main__":
    stamina.instrumentation.set_on_retry_hooks(())  # it would log each retry
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
