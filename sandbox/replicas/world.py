"""In which world are we? Each reset begins another, and each change of the resources is a line in the log of a world.

A process answers by the resources of the world that the store names: whoever has seen a change sees it everywhere.
"""

# tested by: tests/replicas/test_shared_resources.py

import asyncio
import logging
from typing import Any

import orjson

from sandbox.loading.loader import FixturesInvalid
from sandbox.problem import Problem
from sandbox.replicas.shared_time import SharedTime
from sandbox.replicas.snapshot import Snapshot, read_snapshot, write_snapshot
from sandbox.replicas.state_store import PREFIX, ChangesSince, StateStore
from sandbox.replicas.transaction import Knowledge, Transaction
from sandbox.repository import ResourceRepository
from sandbox.sessions.clock import MICROSECONDS
from sandbox.stepwise import whole

_PATIENCE = 4  # times its size that a snapshot may have before the log is too small for another one

_log = logging.getLogger("sandbox")


class World:
    """The world that this process is in: `<when it began>:<number of changes of its resources>`."""

    def __init__(self, known: Knowledge, repository: ResourceRepository, time: SharedTime) -> None:
        self._known = known
        self._repository = repository
        self._time = time
        self._following = asyncio.Lock()
        self.left: list[str] = []  # prefixes of the worlds that this process has ended

    def new_name(self) -> str:
        """Return the name of a world that begins now."""
        return f"{round(self._time.now() * MICROSECONDS):x}:0"

    def next_name(self, transaction: Transaction) -> str:
        """Return the world that a transaction leads to: another one after a reset or a change of resources."""
        if transaction.resets is not None:
            return self.new_name()
        if not transaction.changes:
            return self._known.world
        began, changes = split(self._known.world)
        return f"{began}:{changes + len(transaction.changes)}"

    def enter(self, world: str, transaction: Transaction) -> bool:
        """Be in the world that a transaction has led to; return whether what it has written belongs to that.

        It may be that this process has got to know that from the log already.
        """
        if transaction.resets is not None:
            self.left.append(self._known.prefix)
            whole(transaction.resets())
            self._known.world = world
            self._known.enter(prefix_of(world))
            return False
        if split(world)[1] > split(self._known.world)[1]:
            for _, make in transaction.changes:
                whole(make())
            self._known.world = world
        return True

    async def follow(self, store: StateStore) -> None:
        """Be in the world that the store names, and begin one where it names none; raises StateUnavailable."""
        async with self._following:
            while not await self._follow(store):
                pass

    async def _follow(self, store: StateStore) -> bool:
        """Go to the world that the store names; return whether nothing has happened here meanwhile."""
        before = self._known.world
        found = await store.changes_since(before)
        if found is None:
            if self._known.world:
                _log.warning("the state store was emptied: the sandbox begins anew")
            await store.ask("SET", store.world_key, self.new_name(), "NX")
            return False
        if self._known.world != before:
            return False
        began, changes = split(found.world)
        if began != split(before)[0]:
            self._repository.reset()
            self._known.world = f"{began}:0"
            self._known.enter(prefix_of(found.world))
        self._catch_up(found, split(self._known.world)[1])
        self._known.world = f"{began}:{max(changes, split(self._known.world)[1])}"
        return True

    def _catch_up(self, found: ChangesSince, known: int) -> None:
        """Make the changes that were made elsewhere, *known* being how many of all were made here."""
        lines, before = found.lines, found.before
        if found.snapshot is not None:
            snapshot = read_snapshot(found.snapshot)
            self._repository.come_to(snapshot.net)
            known = snapshot.sum_of
        if before > known:
            _log.error("the state store has lost changes of resources: this replica does not know all of them")
        for line in lines[max(known - before, 0) :]:
            self._apply(orjson.loads(line))

    async def compact(self, store: StateStore, longest: int, largest: int) -> None:
        """Let a snapshot take the place of a log of more than *longest* changes, or *largest* bytes.

        That is at most a few times as much work as it was to make the changes: a snapshot that is far larger than the
        log waits for more of them. Raises StateUnavailable.
        """
        log = f"{self._known.prefix}changes"
        length, size, before = await store.ask_all(
            [("LLEN", log), ("GET", f"{log}:size"), ("STRLEN", f"{self._known.prefix}snapshot")]
        )
        size = int(size or 0)
        if (length <= longest and size <= largest) or size * _PATIENCE < before:
            return
        await self.follow(store)
        _, sum_of = split(self._known.world)
        await store.compact(
            split(self._known.world)[0], sum_of, write_snapshot(Snapshot(sum_of, self._repository.net_changes))
        )

    def _apply(self, change: dict[str, Any]) -> None:
        """Do what another process has done to the resources."""
        try:
            if "added" in change:
                self._repository.add_again(change["added"].encode(), change["moment"], lines=change["lines"])
            else:
                self._repository.remove(*change["removed"])
        except (FixturesInvalid, Problem) as error:
            _log.error("a change of resources by another replica cannot be followed: %s", error)


def split(world: str) -> tuple[str, int]:
    """Return when a world began, and the number of changes of its resources."""
    began, _, changes = world.partition(":")
    return began, int(changes or 0)


def prefix_of(world: str) -> str:
    """Return what all keys of a world begin with."""
    return f"{PREFIX}:{split(world)[0]}:"
