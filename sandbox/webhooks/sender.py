"""How do webhooks get out? A courier looks into the outbox, sends what is due, and notes how it went.

It looks by real time and asks for what is due by the sessions' clocks: a clock that is advanced past the moment makes
the courier go at its next look.
"""

import asyncio
from collections.abc import Coroutine
from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from sandbox.backend import Backend
from sandbox.webhooks.outbox import Delivery

LOOK_AGAIN = 0.02  # seconds
PATIENCE = 30.0  # seconds in which the receiver has to answer


class WebhookSender:
    """Delivers the webhooks of a world as long as it is entered; without an address for them it does nothing."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        if self._backend.outbox.url is not None:
            self._start(self._walk(self._backend.outbox.url))
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, errand: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(errand)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _walk(self, url: str) -> None:
        # No proxy, no cookies, no redirects: what is sent goes to the one address that was configured. And no kept
        # connection: the receiver may have closed it just now.
        connector, timeout = TCPConnector(force_close=True), ClientTimeout(total=PATIENCE)
        async with ClientSession(connector=connector, timeout=timeout, cookie_jar=DummyCookieJar()) as http:
            while True:
                for parcel in self._backend.outbox.due(self._backend.now()):
                    self._start(self._deliver(http, url, parcel))
                await asyncio.sleep(LOOK_AGAIN)

    async def _deliver(self, http: ClientSession, url: str, parcel: Delivery) -> None:
        letter, outbox = parcel.letter, self._backend.outbox
        try:
            headers = dict(letter.headers)
            async with http.post(url, data=letter.body, headers=headers, allow_redirects=False) as answer:
                outbox.note(parcel, answer.status)
        except TimeoutError:
            outbox.note(parcel, None, f"no answer in {PATIENCE:g} s")
        except (ClientError, OSError, ValueError) as error:
            outbox.note(parcel, None, type(error).__name__)
