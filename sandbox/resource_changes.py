"""How are the resources changed while the server runs? One change after another, each told to the log of changes."""

# tested by: tests/api/admin/test_resources_in_slices.py, tests/replicas/test_shared_resources.py

from collections.abc import Callable, Generator, Sequence
from typing import Any, TypeVar

from sandbox.change_log import ChangeLog
from sandbox.fhir.store import Resource
from sandbox.repository import ResourceRepository
from sandbox.search import UnderWay, UnpreparedError
from sandbox.stepwise import Work

T = TypeVar("T")


class ResourceChanges:
    """Changes the resources of a repository. Where others make the changes, too, each is one step, not in slices.

    Every call raises UnpreparedError while another change is under way.
    """

    def __init__(self, repository: ResourceRepository, log: ChangeLog) -> None:
        self._repository = repository
        self._log = log
        self._under_way: UnderWay[Any] | None = None

    def add(self, body: bytes, now: float, *, lines: bool) -> UnderWay[Sequence[Resource]]:
        """Add or replace the resources of a body, as for `ResourceRepository.adding`."""
        return self._begun(self._adding(body, now, lines=lines))

    def _adding(self, body: bytes, now: float, *, lines: bool) -> Generator[int, None, Sequence[Resource]]:
        change = yield from self._repository.adding(body, now, lines=lines)
        written = {"added": body.decode(), "moment": change.moment, "lines": lines}
        yield from self._log.change(written, lambda: self._repository.make(change))
        return change.added

    def remove(self, type_: str, id_: str) -> UnderWay[None]:
        """Delete a resource."""
        return self._begun(self._removing(type_, id_))

    def _removing(self, type_: str, id_: str) -> Work:
        change = self._repository.removing(type_, id_)
        yield from self._log.change({"removed": [type_, id_]}, lambda: self._repository.make(change))

    def reset(self, clear: Callable[[], list[Any]]) -> UnderWay[None]:
        """Hold what was there at the start, then *clear* all else; it returns what takes long to be freed."""
        return self._begun(self._resetting(clear))

    def _resetting(self, clear: Callable[[], list[Any]]) -> Work:
        yield from self._log.reset(self._repository.resetting)
        gone = clear()
        while gone:  # a full journal takes a quarter of a millisecond
            gone.pop()
            yield 1

    def _begun(self, work: Generator[int, None, T]) -> UnderWay[T]:
        if self._under_way is not None:
            raise UnpreparedError(self._under_way)
        change = UnderWay(work, self._ended)
        if self._log.is_shared:
            change.finish()
        else:
            self._under_way = change
        return change

    def _ended(self) -> None:
        self._under_way = None
