"""How does a process take part in a sandbox of many? It offers stores to the core, and keeps in touch with the store.

It is there before the store is reached. What is wrong with the store is said as long as it lasts, and ends by itself.
"""

# tested by: tests/replicas/test_faults.py, tests/replicas/test_shared_stores.py

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from hashlib import blake2b
from types import TracebackType
from typing import Any, Self, TypeVar

import orjson

from sandbox.problem import Mismatch
from sandbox.replicas.kinds import SESSIONS
from sandbox.replicas.shared_stores import (
    NAMES,
    WATCHED,
    Current,
    SharedChangeLog,
    SharedConsentStore,
    SharedCounters,
    SharedFailureLog,
    SharedLongSearchStore,
    SharedSessionStore,
    SharedSubscriptionStore,
)
from sandbox.replicas.shared_time import SharedTime
from sandbox.replicas.state_store import LONG, PREFIX, PROCESSES, StateStore, StateUnavailable
from sandbox.replicas.transaction import Knowledge
from sandbox.replicas.transactor import Transactor
from sandbox.replicas.world import World
from sandbox.repository import ResourceRepository
from sandbox.sessions.clock import MICROSECONDS, Clock
from sandbox.sessions.memory import ROOM, SHRUNK
from sandbox.settings import Settings
from sandbox.stores import Stores

T = TypeVar("T")

LAYOUT = 3  # of what is in the store: another number cannot be read
HEARTBEAT = 1.0  # seconds
LOG_LONGEST = 1_000  # changes of resources, until a snapshot takes their place
LOG_LARGEST = 16 * 1024 * 1024  # bytes of them
LOOK_AGAIN = 1_000  # milliseconds from one look at its length to the next
COUNT_AGAIN = 5_000  # milliseconds from one count of all journal entries to the next
TRY_AGAIN = 0.1  # seconds between two attempts to reach a store that is in trouble

_log = logging.getLogger("sandbox")


class SharedState:
    """The state of a sandbox that many processes share, on the store that the settings name."""

    def __init__(self, settings: Settings) -> None:
        assert settings.state is not None, "whoever has no store keeps all in memory"  # noqa: S101 - for the type checker
        self._settings = settings
        self._time = SharedTime()
        self._known = Knowledge()
        self._current = Current(self._known)
        self._store = StateStore(settings.state, settings.state_life, self._time)
        self._store.when_set_back = self._known.records.clear
        self._subscriptions = SharedSubscriptionStore(self._current, self._time)
        self._sessions = SharedSessionStore(
            self._current, self._time, lambda: self._store.trouble, watched=settings.webhook_url is not None
        )
        self._identity = b""
        self._number_anonymous: Callable[[int], object] = lambda _number: None
        self._keeper: asyncio.Task[None] | None = None
        self._world: World | None = None
        self._transactor: Transactor | None = None

    @property
    def stores(self) -> Stores:
        """What the core asks, inside of `run` alone."""
        return Stores(
            sessions=self._sessions,
            consents=SharedConsentStore(self._current),
            subscriptions=self._subscriptions,
            counters=SharedCounters(self._current),
            long_searches=SharedLongSearchStore(self._current),
            changes=SharedChangeLog(self._current),
            failures=SharedFailureLog(self._current),
        )

    @property
    def round_trips(self) -> int:
        """How many times the store was asked."""
        return self._store.round_trips

    def new_clock(self) -> Clock:
        """Return a clock that goes by the time of the store."""
        return Clock(source=self._time.now, wall=self._time.now)

    def serve(self, repository: ResourceRepository, number_anonymous: Callable[[int], object]) -> None:
        """Take note of what this process serves: its resources, and who is told how to number requests of nobody."""
        self._world = World(self._known, repository, self._time)
        self._transactor = Transactor(self._store, self._world, self._current)
        self._identity = identity(self._settings, repository)
        self._number_anonymous = number_anonymous

    def run(self, lane: str, ask: Callable[[], T]) -> Coroutine[Any, Any, T]:
        """Return what *ask* returns in a transaction; raises StateUnavailable."""
        return self._running.run(lane, ask)

    def peek(self, ask: Callable[[], T]) -> T | None:
        """Return what *ask* returns by what is known here; None if that is not enough."""
        return self._running.peek(ask)

    async def __aenter__(self) -> Self:
        """Reach the store, if it can be reached; raises Mismatch if it holds the state of something else."""
        try:
            await self._join()
        except StateUnavailable as error:
            _log.warning("%s Requests are refused until it answers.", error)
        except Mismatch:
            await self._store.close()
            raise
        self._keeper = asyncio.create_task(self._keep())
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        await self._store.close()

    @property
    def _running(self) -> Transactor:
        assert self._transactor is not None, "it serves something"  # noqa: S101 - for the type checker
        return self._transactor

    async def _join(self) -> None:
        """Be one of the processes of the sandbox; raises StateUnavailable or Mismatch."""
        assert self._world is not None, "it serves something"  # noqa: S101 - for the type checker
        await self._store.connect()
        await self._store.learn_time()
        await self._store.ask("SET", f"{PREFIX}:identity", self._identity, "NX")
        found = await self._store.ask("GET", f"{PREFIX}:identity")
        if (difference := _difference(self._identity, found)) is not None:
            raise Mismatch(difference)
        if not self._store.process:
            self._store.process = await self._store.ask("INCR", f"{PREFIX}:last-process")
            self._subscriptions.sender = f"{self._store.process:06x}"
            self._number_anonymous(self._store.process << 32)
            await self._warn_of_eviction()
        await self._world.follow(self._store)
        await self._beat()
        if self._store.trouble:
            _log.info("the state store answers")
        self._store.trouble = ""

    async def _keep(self) -> None:
        """Say that this process is alive, and reach the store again when it is in trouble; for ever."""
        while True:
            try:
                if self._store.trouble:
                    await self._join()
                else:
                    await self._beat()
                    await self._clear_away()
                    await self._bound_log()
                    await self._bound_journals()
            except StateUnavailable:
                pass
            except Mismatch as error:
                self._store.trouble = str(error)
            await asyncio.sleep(TRY_AGAIN if self._store.trouble else HEARTBEAT)

    async def _beat(self) -> None:
        """Say that this process is alive, and keep alive what all of them need."""
        now = round(self._time.now() * MICROSECONDS)
        life, prefix = round(self._settings.state_life * 1000), self._known.prefix
        lives = [
            (f"{PREFIX}:identity", life), (PROCESSES, life), (self._store.world_key, life), (f"{prefix}changes", life),
            (f"{prefix}changes:size", life), (f"{prefix}snapshot", life),
            (f"{prefix}{NAMES}", life), (f"{prefix}{WATCHED}", life), (f"{prefix}counters", LONG * life),
            (f"{PREFIX}:last-process", LONG * life),
        ]  # fmt: skip
        await self._store.ask_all(
            [
                ("ZADD", PROCESSES, now, self._subscriptions.sender),
                ("ZREMRANGEBYSCORE", PROCESSES, "-inf", now - 60 * MICROSECONDS),
                *(("PEXPIRE", key, kept) for key, kept in lives),
            ]
        )

    async def _clear_away(self) -> None:
        """Give back the memory of what a reset has ended."""
        assert self._world is not None, "it serves something"  # noqa: S101 - for the type checker
        while self._world.left:
            prefix, cursor = self._world.left[-1], b"0"
            while True:
                cursor, keys = await self._store.ask("SCAN", cursor, "MATCH", f"{prefix}*", "COUNT", 1000)
                if keys:
                    await self._store.ask("UNLINK", *keys)
                if cursor == b"0":
                    break
            self._world.left.pop()

    async def _bound_log(self) -> None:
        """Let a snapshot take the place of the log of changes if that is too long; one process does so."""
        assert self._world is not None, "it serves something"  # noqa: S101 - for the type checker
        if await self._store.ask("SET", f"{PREFIX}:compacting", "1", "NX", "PX", LOOK_AGAIN):
            await self._world.compact(self._store, LOG_LONGEST, LOG_LARGEST)

    async def _bound_journals(self) -> None:
        """Let the oldest sessions give up entries if all journals together keep too many; one process does so."""
        if not await self._store.ask("SET", f"{PREFIX}:counting", "1", "NX", "PX", COUNT_AGAIN):
            return
        prefix, bound = self._known.prefix, self._settings.journal_entries
        names = [name.decode() for name in await self._store.ask("ZRANGE", f"{prefix}{NAMES}", 0, -1)]
        kept = await self._store.ask_all([("LLEN", f"{prefix}{SESSIONS}{name}:journal") for name in names])
        held = sum(kept)
        if held <= bound:
            return
        for most in SHRUNK:
            for name, entries in zip(names, kept, strict=True):
                if held > bound * ROOM and entries > most:
                    held -= await self.run("journals", partial(self._shrink, name, most))

    def _shrink(self, name: str, most: int) -> int:
        """Keep so many entries of a session at most; return how many have gone."""
        if self._sessions.named(name) is None:
            return 0
        return self._sessions.update(name, lambda one: one.journal.shrink(most))

    async def _warn_of_eviction(self) -> None:
        """Say so if the store throws away what is in use when its memory is full."""
        lines = (await self._store.ask("INFO", "memory")).decode().splitlines()
        memory = dict(line.split(":", 1) for line in lines if ":" in line)
        policy = memory.get("maxmemory_policy", "noeviction")
        if memory.get("maxmemory", "0") != "0" and policy != "noeviction":
            _log.warning("the state store forgets sessions when its memory is full (%s): set noeviction", policy)


def identity(settings: Settings, repository: ResourceRepository) -> bytes:
    """Return what all processes of a sandbox have in common: seed, data, and how the state is written."""
    digest = blake2b(digest_size=16)
    for type_ in sorted(repository.store.counts):
        for resource in sorted(repository.store.of(type_), key=lambda one: one.id):
            digest.update(resource.body)
    return orjson.dumps({"layout": LAYOUT, "seed": settings.seed, "fixtures": digest.hexdigest()})


def _difference(ours: bytes, theirs: bytes) -> str | None:
    """Return a sentence on why a state is not for this process, None if it is."""
    wanted, found = orjson.loads(ours), orjson.loads(theirs)
    for name, says in _SAYS.items():
        if wanted[name] != found.get(name):
            return f"The state store holds the sessions of a sandbox with {says}. {_REPAIR}"
    return None


_SAYS = {
    "layout": "another release, whose state cannot be read",
    "seed": "another seed, which its tokens are signed with",
    "fixtures": "other fixtures",
}
_REPAIR = "Give all replicas the same, or use another database (redis://host:6379/1), or empty this one."
