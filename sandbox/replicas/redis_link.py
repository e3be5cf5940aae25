"""How does this process talk to the store? By one connection, on which many questions are under way at a time.

The only file that knows the client of Redis. Questions go out as they come, and are answered in their order.
"""

# tested by: tests/replicas/test_redis_link.py

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from typing import Any

from hiredis import pack_command
from redis.asyncio import ConnectionPool
from redis.exceptions import NoScriptError, RedisError, ResponseError

Word = str | bytes | int

_CLOSED = "it was closed"


class LinkLost(Exception):
    """The store cannot be reached, or the connection to it is gone: nobody knows what became of a question."""


class LinkSilent(Exception):
    """The store has not answered in time."""


class StoreRefused(Exception):
    """The store has answered with an error, whose text this is."""


class UnknownScript(StoreRefused):
    """The store does not have this function: it was started anew, or never had it."""


class RedisLink:
    """The connection to a store by its URL; a question that is not answered in *patience* seconds ends it."""

    def __init__(self, url: str, patience: float) -> None:
        # Whether an answer is late is looked at once for all of them, by the oldest, and not by the client for each.
        self._pool = ConnectionPool.from_url(
            url, protocol=2, socket_connect_timeout=patience, socket_timeout=None, client_name="sandbox"
        )
        self._patience = patience
        self._connection: Any = None
        self._connecting = asyncio.Lock()
        self._outgoing: list[tuple[Word, ...]] = []
        self._waiting: deque[tuple[asyncio.Future[Any], float]] = deque()
        self._flushing = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._closing: set[asyncio.Task[None]] = set()
        self._watch: asyncio.TimerHandle | None = None
        self._closed = False

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        """The loop in which all of it runs: until Python 3.12, a system call says which."""
        return asyncio.get_running_loop()

    @property
    def is_up(self) -> bool:
        """Whether there is a connection."""
        return self._connection is not None

    async def connect(self) -> None:
        """Connect, if there is no connection; raises LinkLost, also once it was closed."""
        async with self._connecting:
            if self._connection is not None:
                return
            connection: Any = self._pool.make_connection()  # type: ignore[no-untyped-call] # it has no types
            try:
                async with asyncio.timeout(self._patience):
                    await connection.connect()
            except (RedisError, OSError) as error:  # a TimeoutError is an OSError
                await _close(connection)
                raise LinkLost(str(error) or "it does not answer") from None
            except asyncio.CancelledError:  # whoever connects leaves
                await _close(connection)
                raise
            if self._closed:  # meanwhile, or before: nobody would end it any more
                await _close(connection)
                raise LinkLost(_CLOSED)
            self._connection = connection
            self._tasks = [
                asyncio.create_task(self._write(connection)),
                asyncio.create_task(self._read(connection)),
            ]

    def ask(self, *words: Word) -> "asyncio.Future[Any]":
        """Send a command; what is returned gets its answer, or LinkLost, LinkSilent or StoreRefused."""
        answer = self._loop.create_future()
        if self._connection is None:
            answer.set_exception(LinkLost("there is no connection"))
            return answer
        self._outgoing.append(words)
        self._waiting.append((answer, self._loop.time()))
        self._flushing.set()
        if self._watch is None:
            self._watch = self._loop.call_later(self._patience, self._look_at_the_oldest)
        return answer

    async def close(self) -> None:
        """End the connection, for good."""
        self._closed = True
        self._end(lambda: LinkLost(_CLOSED))
        await asyncio.gather(*self._closing)
        await self._pool.disconnect()

    async def _write(self, connection: Any) -> None:
        while True:
            await self._flushing.wait()
            self._flushing.clear()
            outgoing, self._outgoing = self._outgoing, []
            try:
                await connection.send_packed_command(_packed(outgoing), check_health=False)
            except (RedisError, OSError) as error:
                self._lost(connection, str(error))
                return

    async def _read(self, connection: Any) -> None:
        while True:
            refusal: Exception | None = None
            found: Any = None
            try:
                found = await connection.read_response(disconnect_on_error=False)
            except NoScriptError as error:
                refusal = UnknownScript(str(error))
            except ResponseError as error:
                refusal = StoreRefused(str(error))
            except (RedisError, OSError) as error:
                self._lost(connection, str(error))
                return
            answer, _ = self._waiting.popleft()
            if answer.done():  # whoever asked has given up
                continue
            if refusal is not None:
                answer.set_exception(refusal)
            else:
                answer.set_result(found)

    def _look_at_the_oldest(self) -> None:
        """End the connection if the oldest question has waited too long."""
        self._watch = None
        if not self._waiting:
            return
        left = self._waiting[0][1] + self._patience - self._loop.time()
        if left > 0:
            self._watch = self._loop.call_later(left, self._look_at_the_oldest)
            return
        self._end(lambda: LinkSilent(f"no answer in {self._patience:g} s"))

    def _lost(self, connection: Any, text: str) -> None:
        if connection is self._connection:
            self._end(lambda: LinkLost(text))

    def _end(self, why: Callable[[], Exception]) -> None:
        """Forget the connection, and tell everybody who waits."""
        if self._connection is not None:
            closing = self._loop.create_task(_close(self._connection))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)
        self._connection = None
        self._outgoing = []
        waiting, self._waiting = self._waiting, deque()
        current = asyncio.current_task()
        for task in self._tasks:
            if task is not current:
                task.cancel()
        self._tasks = []
        for answer, _ in waiting:
            if not answer.done():
                answer.set_exception(why())
                answer.exception()  # it may be that nobody asks any more


def _packed(commands: Iterable[tuple[Word, ...]]) -> bytes:
    """Return commands as they go over the wire."""
    packed: list[bytes] = [pack_command(words) for words in commands]  # type: ignore[arg-type] # it takes any length
    return b"".join(packed)


async def _close(connection: Any) -> None:
    with suppress(RedisError, OSError):
        await connection.disconnect(nowait=True)


def pairs_of(flat: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Return what a flat list of names and values holds, in pairs."""
    steps = iter(flat)
    return zip(steps, steps, strict=True)
