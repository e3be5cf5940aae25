"""What can be asked of the store? Records, numbers, journals, and to make a transaction true: one round trip each.

What goes wrong is one thing to whoever asks: the state is unavailable, and a sentence says why.
"""

# tested by: tests/replicas/test_faults.py, tests/replicas/test_shared_stores.py

from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from hashlib import sha1
from importlib.resources import files
from typing import Any, TypeVar
from urllib.parse import urlsplit

from sandbox.json_codec import from_bytes
from sandbox.problem import Unavailable
from sandbox.replicas.kinds import SESSIONS
from sandbox.replicas.missing import (
    AttemptWanted,
    JournalWanted,
    NumbersWanted,
    RecordWanted,
    SessionsWanted,
    Wanted,
    WatchedWanted,
)
from sandbox.replicas.record import Record, read_record
from sandbox.replicas.redis_link import LinkLost, LinkSilent, RedisLink, StoreRefused, UnknownScript, Word, pairs_of
from sandbox.replicas.shared_stores import NAMES, WATCHED
from sandbox.replicas.shared_time import SharedTime
from sandbox.replicas.transaction import Fetched, Knowledge, Transaction, Written
from sandbox.sessions.clock import MICROSECONDS
from sandbox.sessions.journal import Entry

T = TypeVar("T")

PATIENCE = 1.0  # seconds in which the store has to answer
PREFIX = "procedure-sandbox"
PROCESSES = f"{PREFIX}:processes"  # a sorted set: the names of the processes, by the time at which they were last seen
ALIVE = 3.0  # seconds after which a process that was not seen is taken to be dead

LONG = 10  # times the life: what the ids of everything follow from lives longer than all of it

_NUMBERS_AT_ONCE = 16
_MOST_DIGESTS = 64  # of a session that come with it
_MOST_WATCHED = 100  # subscriptions that are looked at in one go


class StateUnavailable(Unavailable):
    """The store does not answer, or not as it should; a sentence says which of it."""


class CommitResult(IntEnum):
    """What came of a commit."""

    DONE = 0
    CONFLICT = 1
    LATE = 2
    OTHER_WORLD = 3


@dataclass(frozen=True, slots=True)
class Script:
    """A function on the store: its source, and the name that the store has for it."""

    source: str
    sha: str


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What was changed in a world, or has led to it: perhaps a snapshot first, then lines of the log.

    *before* is how many changes come before the lines.
    """

    world: str
    snapshot: bytes | None
    before: int
    lines: list[bytes]


def _script(name: str) -> Script:
    source = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return Script(source, sha1(source.encode(), usedforsecurity=False).hexdigest())


class StateStore:
    """The store of a sandbox at a URL. `trouble` says what is wrong with it at this moment, "" if nothing is.

    *life* is for how many seconds it keeps what nobody uses.
    """

    def __init__(self, url: str, life: float, time: SharedTime) -> None:
        self.trouble = f"The state store at {shown(url)} was not reached yet."
        self.process = 0
        self.round_trips = 0
        self._life = round(life * 1000)
        self._link = RedisLink(url, PATIENCE)
        self._place = shown(url)
        self._time = time
        self.when_set_back: Callable[[], object] = lambda: None
        self._commit, self._load = _script("commit.lua"), _script("load.lua")
        self._follow, self._compact = _script("follow.lua"), _script("compact.lua")
        self._stamps = 0

    @property
    def world_key(self) -> str:
        """The key of what says which world there is."""
        return f"{PREFIX}:world"

    async def connect(self) -> None:
        """Connect; raises StateUnavailable."""
        try:
            await self._link.connect()
        except LinkLost as error:
            raise self._unavailable(error) from None

    async def close(self) -> None:
        """End the connection."""
        await self._link.close()

    async def ask(self, *words: Word) -> Any:
        """Return the answer to a command; raises StateUnavailable."""
        (found,) = await self.ask_all([words])
        return found

    async def ask_all(self, commands: Iterable[tuple[Word, ...]]) -> list[Any]:
        """Return the answers to several commands, in one round trip; raises StateUnavailable."""
        asked = list(commands)

        async def ask() -> list[Any]:
            self.round_trips += 1
            answers = [self._link.ask(*words) for words in asked]
            return [await answer for answer in answers]

        return await self._until_answered(ask)

    async def learn_time(self) -> None:
        """Learn what time it is; raises StateUnavailable."""
        sent = self._time.sent()
        self._learn(sent, *await self.ask("TIME"))

    def next_stamp(self) -> bytes:
        """Return a stamp that no other change has."""
        self._stamps += 1
        return b"%06x%010x" % (self.process, self._stamps)

    async def commit(
        self, transaction: Transaction, known: Knowledge, written: list[Written], world: str, stamp: bytes
    ) -> tuple[int, list[Any]]:
        """Make a transaction true; return what came of it, and what is there instead. Raises StateUnavailable.

        If the connection is lost, nobody knows what came of it: it is sent again, and counts once.
        """
        deadline = self._time.now() + PATIENCE
        words: list[Word] = [round(deadline * MICROSECONDS), stamp, self.world_key, known.world, self._life]
        words += transaction.checks()
        words += transaction.operations(written)
        for change, _ in transaction.changes:
            words += ("log", f"{known.prefix}changes", change)
        if world != known.world:
            words += ("world", world)
        answer = await self._until_answered(lambda: self._evaluate(self._commit, words))
        return answer[0], answer[3:]

    async def changes_since(self, known: str) -> ChangesSince | None:
        """Return what leads from a world that is *known* to the one that there is; None if there is none."""
        words: list[Word] = [self.world_key, f"{PREFIX}:", known]
        answer = await self._until_answered(lambda: self._evaluate(self._follow, words))
        world, snapshot, before, lines = answer[2:]
        if world is None:
            return None
        return ChangesSince(world.decode(), snapshot, before, lines)

    async def compact(self, began: str, sum_of: int, snapshot: bytes) -> None:
        """Let a snapshot take the place of the first changes of a world; does nothing in another world."""
        words: list[Word] = [self.world_key, f"{PREFIX}:", began, sum_of, snapshot, self._life]
        await self._until_answered(lambda: self._evaluate(self._compact, words))

    async def fetch(self, wanted: Iterable[Wanted], known: Knowledge, fetched: Fetched) -> None:
        """Get to know what is wanted; raises StateUnavailable."""
        keys = [f"{known.prefix}{one.key}" for one in wanted if isinstance(one, RecordWanted)]
        if keys:
            await self._fetch_records(keys, known)
        sessions = [one.session for one in wanted if isinstance(one, JournalWanted)]
        if sessions:
            await self._fetch_journals(sessions, known, fetched)
        for one in wanted:
            if isinstance(one, AttemptWanted):
                await self._fetch_attempt(one, known)
            elif isinstance(one, NumbersWanted):
                await self._fetch_numbers(one, known)
            elif isinstance(one, SessionsWanted):
                fetched.sessions = await self._fetch_sessions(known)
            elif isinstance(one, WatchedWanted):
                await self._fetch_watched(known, fetched)

    async def _fetch_records(self, keys: list[str], known: Knowledge) -> None:
        words: list[Word] = [f"{known.prefix}{SESSIONS}", _MOST_DIGESTS, *keys]
        answer = await self._until_answered(lambda: self._evaluate(self._load, words))
        for key, value, attempts in answer[2:]:
            record = read_record(value)
            if attempts is not None:
                record.newest, record.complete = newest_of(attempts), True
            known.records.put(key.decode().removeprefix(known.prefix), record)

    async def _fetch_journals(self, sessions: list[str], known: Knowledge, fetched: Fetched) -> None:
        commands: list[tuple[Word, ...]] = []
        for session in sessions:
            key = f"{known.prefix}{SESSIONS}{session}"
            # Both in one step: the entries are those of this version of the session.
            commands += [("MULTI",), ("GET", key), ("LRANGE", f"{key}:journal", 0, -1), ("EXEC",)]
        answers = await self.ask_all(commands)
        for session, (value, lines) in zip(sessions, answers[3::4], strict=True):
            key = f"{SESSIONS}{session}"
            before, record = known.records.get(key), read_record(value)
            if before is not None and before.stamp == record.stamp:
                record.newest, record.complete = before.newest, before.complete
            record.entries = [read_entry(line) for line in lines]
            known.records.put(key, record)
            known.records.remember_entries(key)
            fetched.journals[session] = replace(record)  # its entries stay until the transaction ends

    async def _fetch_attempt(self, wanted: AttemptWanted, known: Knowledge) -> None:
        key = f"{SESSIONS}{wanted.session}"
        found = await self.ask("HGET", f"{known.prefix}{key}:attempts", wanted.digest)
        record = known.records.get(key)
        if record is not None:
            record.newest |= newest_of([wanted.digest.encode(), found])

    async def _fetch_numbers(self, wanted: NumbersWanted, known: Knowledge) -> None:
        prefix = known.prefix
        key = f"{prefix}counters"
        last, _ = await self.ask_all(
            [("HINCRBY", key, wanted.counter, _NUMBERS_AT_ONCE), ("PEXPIRE", key, LONG * self._life)]
        )
        if known.prefix != prefix:  # a reset has come: those are numbers of before
            return
        numbers = known.numbers.setdefault(wanted.counter, deque())
        numbers.extend(range(last - _NUMBERS_AT_ONCE + 1, last + 1))

    async def _fetch_sessions(self, known: Knowledge) -> dict[str, Record]:
        names = [name.decode() for name in await self.ask("ZREVRANGE", f"{known.prefix}{NAMES}", 0, -1)]
        if not names:
            return {}
        values = await self.ask("MGET", *(f"{known.prefix}{SESSIONS}{name}" for name in names))
        found = {name: read_record(value) for name, value in zip(names, values, strict=True) if value is not None}
        gone = [name for name in names if name not in found]
        if gone:
            await self.ask("ZREM", f"{known.prefix}{NAMES}", *gone)
        return found

    async def _fetch_watched(self, known: Knowledge, fetched: Fetched) -> None:
        now = round(self._time.now() * MICROSECONDS)
        alive = now - round(ALIVE * MICROSECONDS)
        ids, processes = await self.ask_all(
            [
                ("ZRANGEBYSCORE", f"{known.prefix}{WATCHED}", "-inf", now, "LIMIT", 0, _MOST_WATCHED),
                ("ZRANGEBYSCORE", PROCESSES, alive, "+inf"),
            ]
        )
        fetched.watched = [id_.decode() for id_ in ids]
        fetched.processes = frozenset(process.decode() for process in processes)

    async def _until_answered(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Return an answer, asked for anew if a connection is lost meanwhile; raises StateUnavailable."""
        until = self._time.now() + PATIENCE
        while True:
            try:
                return await ask()
            except LinkLost as error:
                if self._time.now() > until:
                    raise self._unavailable(error) from None
                await self.connect()
            except (LinkSilent, StoreRefused) as error:
                raise self._unavailable(error) from None

    async def _evaluate(self, script: Script, words: list[Word]) -> Any:
        """Return the answer of a function on the store, and learn its time; it comes first, after a code if any."""
        self.round_trips += 1
        sent = self._time.sent()
        try:
            answer = await self._link.ask("EVALSHA", script.sha, 0, *words)
        except UnknownScript:
            answer = await self._link.ask("EVAL", script.source, 0, *words)
        at = 1 if script is self._commit else 0
        self._learn(sent, *answer[at : at + 2])
        return answer

    def _learn(self, sent: float, seconds: bytes, microseconds: bytes) -> None:
        if self._time.learn(sent, int(seconds) + int(microseconds) / MICROSECONDS):
            self.when_set_back()

    def _unavailable(self, error: Exception) -> StateUnavailable:
        """Take note that the store is in trouble."""
        if isinstance(error, LinkLost):
            text = "cannot be reached"
        elif isinstance(error, LinkSilent):
            text = "does not answer"
        elif "OOM" in str(error) or "maxmemory" in str(error):
            text = "has no memory left (its maxmemory)"
        else:
            text = "refuses to work"
        self.trouble = f"The state store at {self._place} {text}: {str(error).rstrip('.')}."
        return StateUnavailable(self.trouble)


def newest_of(flat: Iterable[Any]) -> dict[str, tuple[int, int] | None]:
    """Return how often a session has asked for what: from digests and "number:attempt", one after the other."""
    found: dict[str, tuple[int, int] | None] = {}
    for digest, value in pairs_of(flat):
        known = None
        if value is not None:
            number, _, attempt = value.partition(b":")
            known = (int(number), int(attempt))
        found[digest.decode()] = known
    return found


def read_entry(line: bytes) -> Entry:
    """Return the journal entry of a line of the store: its number, the digest of its request, and JSON."""
    return from_bytes(Entry, line.split(b" ", 2)[2])


def shown(url: str) -> str:
    """Return the address of a store without its password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
