"""How does the core run where the state is elsewhere? In transactions: again if something was missing or has changed.

Requests of one client go through one lane, one transaction at a time; what arrives meanwhile goes into the next one
together. So a client of this process is never in its own way, and a crowd of them takes few round trips.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from typing import Any, TypeVar

from sandbox.replicas.missing import Missing
from sandbox.replicas.record import read_record
from sandbox.replicas.shared_stores import Current
from sandbox.replicas.state_store import CommitResult, StateStore, StateUnavailable, newest_of
from sandbox.replicas.transaction import Fetched, Transaction
from sandbox.replicas.world import World

T = TypeVar("T")
Ask = Callable[[], Any]

_LONGEST = 10.0  # seconds that a transaction may take, with all that it begins again
_TOGETHER = 64  # requests in one transaction, at most

Asked = tuple[Ask, "asyncio.Future[Any]"]


class Transactor:
    """Runs the core in transactions on a store."""

    def __init__(self, store: StateStore, world: World, current: Current) -> None:
        self._store = store
        self._world = world
        self._current = current
        self._lanes: dict[str, deque[Asked]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        """The loop in which all of it runs: until Python 3.12, a system call says which."""
        return asyncio.get_running_loop()

    async def run(self, lane: str, ask: Callable[[], T]) -> T:
        """Return what *ask* returns in a transaction that has become true; raises StateUnavailable.

        It is asked in the order of its lane, and perhaps more than once.
        """
        if self._store.trouble:
            raise StateUnavailable(self._store.trouble)
        queue = self._lanes.get(lane)
        if queue is not None:
            answer: asyncio.Future[T] = self._loop.create_future()
            queue.append((ask, answer))
            return await answer
        self._lanes[lane] = deque()
        try:
            (found,) = await self._transact([ask])
        finally:
            self._go_on(lane)
        result: T = found
        return result

    def peek(self, ask: Callable[[], T]) -> T | None:
        """Return what *ask* returns by what is known here, without asking anybody; None if that is not enough."""
        transaction = Transaction(self._current.known, Fetched())
        found: list[T] = []
        with suppress(Missing):
            self._call(transaction, [ask], found)
        transaction.give_back()
        return next(iter(found), None)

    def _go_on(self, lane: str) -> None:
        """Let the next transaction of a lane begin, if anybody waits in it."""
        if not self._lanes[lane]:
            del self._lanes[lane]
            return
        task = self._loop.create_task(self._drain(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, lane: str) -> None:
        """Run what waits in a lane, several requests in one transaction."""
        queue = self._lanes[lane]
        together = [queue.popleft() for _ in range(min(len(queue), _TOGETHER))]
        together = [(ask, answer) for ask, answer in together if not answer.done()]
        if not together:
            self._go_on(lane)
            return
        try:
            found = await self._transact([ask for ask, _ in together])
        except StateUnavailable as error:
            for _, answer in together:
                _refuse(answer, error)
        except Exception as error:  # noqa: BLE001 - whoever has asked for it gets it
            queue.extendleft(reversed(together[1:]))
            _refuse(together[0][1], error)
        else:
            queue.extendleft(reversed(together[len(found) :]))
            for (_, answer), result in zip(together, found, strict=False):
                if not answer.done():
                    answer.set_result(result)
        finally:
            self._go_on(lane)

    async def _transact(self, asks: list[Ask]) -> list[Any]:
        """Return what they return, or the first of them, in one transaction that has become true.

        Raises what the first of them raises, if what that has read is still so; otherwise it is asked again.
        """
        fetched = Fetched()
        until = self._loop.time() + _LONGEST
        while self._loop.time() < until:
            if self._store.trouble:
                raise StateUnavailable(self._store.trouble)
            transaction = Transaction(self._current.known, fetched)
            found: list[Any] = []
            try:
                self._call(transaction, asks, found)
            except Missing as missing:
                transaction.abandon()
                wanted = missing.wanted
            except Exception:
                transaction.only_read()
                if found:
                    asks = asks[: len(found)]
                elif await self._commit(transaction):
                    raise
                continue
            else:
                wanted = ()
            if wanted:
                await self._store.fetch(wanted, self._current.known, fetched)
                continue
            if await self._commit(transaction):
                return found
        raise StateUnavailable(f"The state was changed by others for more than {_LONGEST:g} s.")

    def _call(self, transaction: Transaction, asks: list[Ask], found: list[Any]) -> None:
        """Run the core, and add what it returns to *found*; what follows a change of resources is left for later."""
        before, self._current.running = self._current.running, transaction
        try:
            for ask in asks:
                found.append(ask())
                if transaction.ends:
                    break
        finally:
            self._current.running = before

    async def _commit(self, transaction: Transaction) -> bool:
        """Make a transaction true; return whether it has become so."""
        known, store = self._current.known, self._store
        written, stamp = transaction.written(), store.next_stamp()
        world = self._world.next_name(transaction)
        kept = False
        try:
            result, others = await store.commit(transaction, known, written, world, stamp)
            if result == CommitResult.DONE:
                if world == known.world or self._world.enter(world, transaction):
                    transaction.keep(stamp, written)
                kept = True
                for tell in transaction.failures:
                    tell()
        finally:
            if not kept:
                transaction.abandon()
        if result == CommitResult.CONFLICT:
            for key, value, attempts in others:
                record = read_record(value)
                record.newest = newest_of(attempts)
                known.records.put(key.decode().removeprefix(known.prefix), record)
        elif result == CommitResult.OTHER_WORLD:
            await self._world.follow(store)
        return kept


def _refuse(answer: "asyncio.Future[Any]", error: Exception) -> None:
    """Let somebody who waits get an error, if they still wait."""
    if not answer.done():
        answer.set_exception(error)
