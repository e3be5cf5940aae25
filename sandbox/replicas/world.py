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
from sandbox.replicas.state_store import PREFIX, StateStore
from sandbox.replicas.transaction import Knowledge, Transaction
from sandbox.repository import ResourceRepository
from sandbox.sessions.clock import MICROSECONDS

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
            transaction.resets()
            self._known.world = world
            self._known.enter(prefix_of(world))
            return False
        if split(world)[1] > split(self._known.world)[1]:
            for _, make in transaction.changes:
                make()
            self._known.world = world
        return True

    async def follow(self, store: StateStore) -> None:
        """Be in the world that the store names, and begin one where it names none; raises StateUnavailable."""
        async with self._following:
            while not await self._follow(store):
                pass

    async def _follow(self, store: StateStore) -> bool:
        """Go to the world that the store names; return whether nothing has happened here meanwhile."""
        found = await store.ask("GET", store.world_key)
        if found is None:
            if self._known.world:
                _log.warning("the state store was emptied: the sandbox begins anew")
            await store.ask("SET", store.world_key, self.new_name(), "NX")
            found = await store.ask("GET", store.world_key)
        world = found.decode()
        began, changes = split(world)
        if began != split(self._known.world)[0]:
            self._repository.reset()
            self._known.world = f"{began}:0"
            self._known.enter(prefix_of(world))
        known = split(self._known.world)[1]
        lines = []
        if changes > known:
            lines = await store.ask("LRANGE", f"{self._known.prefix}changes", known, changes - 1)
        if self._known.world != f"{began}:{known}":
            return False
        for line in lines:
            self._apply(orjson.loads(line))
        if len(lines) < changes - known:
            _log.error("the state store has lost changes of resources: this replica does not know all of them")
        self._known.world = f"{began}:{max(changes, known)}"
        return True

    def _apply(self, change: dict[str, Any]) -> None:
        """Do what another process has done to the resources."""
        try:
            if "added" in change:
                self._repository.add(change["added"].encode(), change["at"], lines=change["lines"])
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
