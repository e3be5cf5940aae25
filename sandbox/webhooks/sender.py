"""How do webhooks get out? A WebhookSender looks into the outbox, sends what is due, and notes how it went.

It looks by real time and asks for what is due by the sessions' clocks: a clock that is advanced past the moment makes
it send at its next look.
"""

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from sandbox.webhooks.outbox import Delivery, Outbox

LOOK_AGAIN = 0.02  # seconds
PATIENCE = 30.0  # seconds in which the receiver has to answer


class WebhookSender:
    """Delivers what is in an outbox as long as it is entered; without an address for webhooks it does nothing.

    *now* gives the time of day in seconds since 1970, which is signed with each request.
    """

    def __init__(self, outbox: Outbox, now: Callable[[], float]) -> None:
        self._outbox = outbox
        self._now = now
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        if self._outbox.url is not None:
            self._start(self._send_all(self._outbox.url))
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_all(self, url: str) -> None:
        # No proxy, no cookies, no redirects: what is sent goes to the one address that was configured. And no kept
        # connection: the receiver may have closed it just now.
        connector, timeout = TCPConnector(force_close=True), ClientTimeout(total=PATIENCE)
        async with ClientSession(connector=connector, timeout=timeout, cookie_jar=DummyCookieJar()) as http:
            while True:
                for delivery in self._outbox.due(self._now()):
                    self._start(self._send(http, url, delivery))
                await asyncio.sleep(LOOK_AGAIN)

    async def _send(self, http: ClientSession, url: str, delivery: Delivery) -> None:
        body, headers = delivery.request.body, dict(delivery.request.headers)
        try:
            async with http.post(url, data=body, headers=headers, allow_redirects=False) as response:
                self._outbox.note(delivery, response.status)
        except TimeoutError:
            self._outbox.note(delivery, None, f"no answer in {PATIENCE:g} s")
        except (ClientError, OSError, ValueError) as error:
            self._outbox.note(delivery, None, type(error).__name__)
