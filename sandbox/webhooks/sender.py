"""How do webhooks get out? A WebhookSender looks into the outbox, sends what is due, and notes how it went.

It looks by real time and asks for what is due by the sessions' clocks: a clock that is advanced past the moment makes
it send at its next look.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from types import TracebackType
from typing import Protocol, Self, TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from sandbox.problem import Unavailable
from sandbox.webhooks.outbox import Delivery, Outbox

T = TypeVar("T")

LOOK_AGAIN = 0.02  # seconds
ASK_AGAIN = 0.2  # seconds, where the outbox cannot be asked
PATIENCE = 30.0  # seconds in which the receiver has to answer


class InTransaction(Protocol):
    """Returns what *ask* returns, as one step that no other process interrupts; raises Unavailable if it cannot."""

    def __call__(self, lane: str, ask: Callable[[], T]) -> Awaitable[T]:
        """Run it."""


class WebhookSender:
    """Delivers what is in an outbox as long as it is entered; without an address for webhooks it does nothing.

    *now* gives the time of day in seconds since 1970, which is signed with each request. *in_transaction* is how the
    outbox is asked where it is shared with other processes: None where it is not.
    """

    def __init__(self, outbox: Outbox, now: Callable[[], float], in_transaction: InTransaction | None = None) -> None:
        self._outbox = outbox
        self._now = now
        self._in_transaction = in_transaction
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
                for delivery in await self._ask(lambda: self._outbox.due(self._now())):
                    self._start(self._send(http, url, delivery))
                await asyncio.sleep(LOOK_AGAIN)

    async def _send(self, http: ClientSession, url: str, delivery: Delivery) -> None:
        body, headers = delivery.request.body, dict(delivery.request.headers)
        status, error = None, ""
        try:
            async with http.post(url, data=body, headers=headers, allow_redirects=False) as response:
                status = response.status
        except TimeoutError:
            error = f"no answer in {PATIENCE:g} s"
        except (ClientError, OSError, ValueError) as failure:
            error = type(failure).__name__
        await self._ask(lambda: self._outbox.note(delivery, status, error))

    async def _ask(self, ask: Callable[[], T]) -> T:
        """Return what the outbox says; where it cannot be asked, it is asked again until it can."""
        if self._in_transaction is None:
            return ask()
        while True:
            try:
                return await self._in_transaction("webhooks", ask)
            except Unavailable:
                await asyncio.sleep(ASK_AGAIN)
