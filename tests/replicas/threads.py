"""How does a test get replicas in a moment? As threads of its process, each with a loop and a link to the store.

What ends a process, or depends on its clock or its log, is tried with processes.
"""

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

from sandbox.api.app import Api
from sandbox.api.shared_api import SharedApi
from sandbox.backend import Backend
from sandbox.loading import Duplicates
from sandbox.loading.loader import load
from sandbox.replicas.shared_state import SharedState
from sandbox.server import serve
from sandbox.settings import from_values
from sandbox.stores import Stores
from tests.replicas.asked import Asked, fixtures


class ReplicaThread(Asked):
    """A replica in a thread: `with ReplicaThread(store.url, folder) as replica`. Raises what keeps it from joining."""

    def __init__(self, state: str, folder: Path, **settings: Any) -> None:
        folder.mkdir(exist_ok=True)
        found = from_values(**({"state": state, "fixtures": [fixtures(folder)]} | settings))
        self._shared = SharedState(found)
        loaded = load(found.fixtures, duplicates=Duplicates(found.duplicates))
        self._backend = Backend(loaded, found, new_clock=self._shared.new_clock, stores=self._shared.stores)
        self._shared.serve(self._backend.repository, self._backend.count_anonymous_from)
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._leave: Callable[[], object] = lambda: None
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def stores(self) -> Stores:
        """What the core asks, in `run` alone."""
        return self._shared.stores

    def run(self, lane: str, ask: Callable[[], Any]) -> Any:
        """Return what *ask* returns in a transaction."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(self._shared.run(lane, ask), self._loop).result()

    def run_together(self, lane: str, asks: Iterable[Callable[[], Any]]) -> list[Any]:
        """Return what all of them return, or raise, that come to a lane at the same moment."""

        async def together() -> list[Any]:
            return await asyncio.gather(*(self._shared.run(lane, ask) for ask in asks), return_exceptions=True)

        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(together(), self._loop).result()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2])

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self._thread.join()
            raise self._failure
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self._leave()
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # noqa: BLE001 - whoever enters gets it
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = loop = asyncio.get_running_loop()
        stop = asyncio.Event()

        def ready(url: str) -> None:
            Asked.__init__(self, url)
            self._leave = lambda: loop.call_soon_threadsafe(stop.set)
            self._ready.set()

        async with self._shared as state:
            await serve(SharedApi(Api(self._backend), state), "127.0.0.1", 0, ready=ready, stop=stop)


@contextmanager
def threads(state: str, folder: Path, count: int, **settings: Any) -> Iterator[list[ReplicaThread]]:
    """Give so many replicas that are ready."""
    with ExitStack() as stack:
        yield [stack.enter_context(ReplicaThread(state, folder, **settings)) for _ in range(count)]
