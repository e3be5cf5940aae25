"""What do real retry libraries do here? `python -m tests.stories.stacks` writes the table of docs/stacks.md anew.

Each stack sleeps by moving its session's clock, and reads the time from it; what it draws at random comes from one
seed. A brake ends what would go on for ever.
"""

import asyncio
import contextlib
import logging
import random
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import aiohttp
import aiohttp_retry
import backoff
import httpx
import httpx_retries
import requests
import stamina
import tenacity
import urllib3
from requests.adapters import HTTPAdapter

from sandbox.server import Sandbox
from sandbox.sessions.clock import Clock
from tests.stories.client import PROCEDURES, Person

PAGE = Path(__file__).parents[2] / "docs" / "stacks.md"
BRAKE = 60  # requests: who is still asking then, will not stop

SCENARIOS = (
    "syncing-10s",
    "syncing-45s",
    "syncing-10s+http-date",
    "syncing-10s+vendor",
    "syncing-10s+none",
    "syncing-10s+garbage",
    "flaky-503x2",
    "stuck",
    "failed",
    "reset-1x",
)

_MARKED = re.compile(r"(<!-- table: stacks -->\n).*?(<!-- end -->)", re.DOTALL)


class Braked(BaseException):
    """Ends a stack that would go on for ever; it is no error, and must not be caught as one."""


def _get(person: Person) -> None:
    """Ask by httpx, an error status being an exception."""
    if person.asked >= BRAKE:
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


def _requests(person: Person, retries: urllib3.Retry | int) -> None:
    with requests.Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=retries))
        session.get(person.address + PROCEDURES, headers={"Authorization": f"Bearer {person.token}"})


def requests_default(person: Person) -> None:
    """`requests.get` as it comes."""
    _requests(person, 0)


def requests_told(person: Person) -> None:
    """`HTTPAdapter(max_retries=Retry(total=25, backoff_factor=0.5, status_forcelist=[429, 502, 503, 504]))`."""
    _requests(person, urllib3.Retry(total=25, backoff_factor=0.5, status_forcelist=[429, 502, 503, 504]))


def backoff_default(person: Person) -> None:
    """`@on_exception(expo, httpx.HTTPError)`."""
    backoff.on_exception(backoff.expo, httpx.HTTPError)(_get)(person)


def _runtime(answer: httpx.Response) -> int:
    return int(answer.headers["Retry-After"])


def backoff_told(person: Person) -> None:
    """`@on_predicate(runtime, ...)` for 429, with the header's number; `@on_exception(expo, ..., max_time=90)`."""

    def ask() -> httpx.Response:
        answer = person.ask()
        if answer.status_code >= 500:
            answer.raise_for_status()
        return answer

    waiting = backoff.on_predicate(
        backoff.runtime, predicate=lambda answer: answer.status_code == 429, value=_runtime, jitter=None, max_tries=25
    )
    backoff.on_exception(backoff.expo, httpx.HTTPError, max_time=90)(waiting(ask))()


def _httpx_retries(person: Person, retry: httpx_retries.Retry | None) -> None:
    headers = {"Authorization": f"Bearer {person.token}"}
    with httpx.Client(transport=httpx_retries.RetryTransport(retry=retry), headers=headers) as client:
        client.get(person.address + PROCEDURES)


def httpx_retries_default(person: Person) -> None:
    """`RetryTransport()`."""
    _httpx_retries(person, None)


def httpx_retries_told(person: Person) -> None:
    """`RetryTransport(retry=Retry(total=25, backoff_factor=0.5))`."""
    _httpx_retries(person, httpx_retries.Retry(total=25, backoff_factor=0.5))


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
    ("requests", requests_default),
    ("requests", requests_told),
    ("backoff, httpx", backoff_default),
    ("backoff, httpx", backoff_told),
    ("httpx-retries", httpx_retries_default),
    ("httpx-retries", httpx_retries_told),
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

    class DateTime:
        """The one call of `datetime` that a library makes."""

        @staticmethod
        def now(zone: timezone) -> datetime:
            return datetime.fromtimestamp(now(), zone)

    rng = random.Random(1)  # noqa: S311 - no secret
    with (
        patch("urllib3.util.retry.time", time),
        patch("tenacity.time", time),
        patch("tenacity.nap.time", time),
        patch("stamina._core.random", rng),
        patch("backoff._sync.time", time),
        patch("backoff._jitter.random", rng),
        patch("httpx_retries.retry.time", time),
        patch("httpx_retries.retry.datetime", SimpleNamespace(datetime=DateTime, timezone=timezone)),
        patch("httpx_retries.retry.random", rng),
        patch("aiohttp_retry.client.asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": asleep})),
    ):
        yield


def told(person: Person, stack: Callable[[Person], None]) -> str:
    """Run a stack; return its verdict, the rules that failed, and how many requests it took."""
    with in_time_of(person), contextlib.suppress(Exception, Braked):
        stack(person)
    asked = len(person.journal())
    counted = f"{asked} or more" if asked >= BRAKE else str(asked)
    return f"{judged(person)} ({counted})"


def judged(person: Person) -> str:
    """Return the verdict on a stack that has ended, and the rules that failed, or else those in doubt."""
    verdict = person.verdict(clients="one", ended="exit")
    shown = [rule["id"] for rule in verdict["rules"] if rule["result"] == verdict["result"]]
    if verdict["result"] in {"pass", "not-exercised"}:
        return str(verdict["result"])
    return f"{verdict['result']}: {', '.join(shown)}"


def _standing_still() -> Clock:
    return Clock(start=1_800_000_000.25, source=lambda: 0.0)


def table() -> str:
    """Return the table of virtual time: a row per stack, a column per scenario."""
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
    return lines(heads, rows)


def lines(heads: list[str], rows: list[list[str]]) -> str:
    """Return a table as a page has it."""
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [heads, ["---"] * len(heads), *rows])


def written(text: str) -> str:
    """Return the page with its table as the stacks are today."""
    return _MARKED.sub(lambda match: match[1] + table() + match[2], text)


if __name__ == "__main__":
    logging.disable()  # some log each retry
    stamina.instrumentation.set_on_retry_hooks(())
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
