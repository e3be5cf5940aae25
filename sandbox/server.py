"""How does a backend get on the network? Served on an event loop, or from a thread of its own."""

# tested by: tests/test_server.py, tests/api/admin/test_stopping.py, tests/web/test_aiohttp_server.py

import asyncio
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sandbox.api.app import Api
from sandbox.backend import Backend
from sandbox.embedded import EmbeddedBackend, backend_of
from sandbox.listening import listen, stop_listening
from sandbox.loop_lag import measuring_lag
from sandbox.search import Preparation
from sandbox.sessions.clock import Clock
from sandbox.settings import SettingsError, from_values
from sandbox.tls import tls_context
from sandbox.web import AiohttpServer
from sandbox.web.authority import authority
from sandbox.web.unfinished import finish
from sandbox.webhooks.sender import WebhookSender

_GRACE = 1.0  # seconds that an answer on its way may take when the server stops


def _nothing() -> None:
    """Do nothing."""


async def serve(  # noqa: PLR0913 - what is told to whoever serves is named
    api: Api,
    host: str,
    port: int,
    *,
    ready: Callable[[str], None],
    stop: asyncio.Event,
    prepared: Callable[[], None] = _nothing,
) -> None:
    """Serve a backend's APIs until *stop* is set; *ready* is called with the address once requests can be answered.

    *prepared* is called when all is made that nearly every client asks for.
    Port 0 takes a free one. Raises OSError if it cannot be listened there, SettingsError for a certificate that cannot
    serve.
    """
    server, tls = AiohttpServer(api, stop), tls_context(api.backend.settings)
    listening = await listen(server, host, port, tls)
    try:
        async with WebhookSender(api.backend.outbox, api.now, api.in_transaction):
            scheme = "http" if tls is None else "https"
            ready(f"{scheme}://{authority(host, listening[0].sockets[0].getsockname()[1])}")
            preparing = asyncio.create_task(_prepare_usual(api.backend, prepared))
            with _lag_measured(api.backend):
                await stop.wait()
            preparing.cancel()
            server.pre_shutdown()
    finally:
        await stop_listening(listening, server, tls)
        await server.shutdown(_GRACE)


async def _prepare_usual(backend: Backend, prepared: Callable[[], None]) -> None:
    """Make what nearly every client asks for before it is asked, in slices, between which all others are answered."""
    for preparation in backend.engine.usual_columns():
        await finish(partial(_gone_on, preparation))
    prepared()


def _gone_on(preparation: Preparation) -> bool | None:
    return preparation.go_on() or None


def _lag_measured(backend: Backend) -> AbstractContextManager[None]:
    """Return what lets the metrics know by how much the event loop is late, where there are any."""
    if backend.metrics is None:
        return nullcontext()
    return measuring_lag(asyncio.get_running_loop(), backend.metrics.lag.add)


class Sandbox(EmbeddedBackend):
    """A sandbox in this process, for tests: `with Sandbox() as server: get(server.url)`; `async with` does as well.

    It serves from a thread of its own, on a free port of 127.0.0.1 unless *port* names one. *fixtures* is a file or
    folder, or several; without any, the built-in patients are there. *scenario* is what sessions, the token
    `pat_test_default` and freshly minted tokens begin with, as text or as a plan. Every setting may be given by its
    name (`handling="lenient"`). What was made elsewhere is served as *backend*; *new_clock* makes the clocks of
    sessions.
    Raises SettingsError for a setting that cannot be, FixturesInvalid for fixtures that cannot be served, and on entry
    OSError where the port cannot be listened on, RuntimeError where it has been entered before.
    """

    _not_running = "The sandbox is not running: use it inside `with Sandbox() as server:`, or `async with`."

    def __init__(
        self,
        fixtures: str | Path | Iterable[str | Path] = (),
        *,
        port: int = 0,
        backend: Backend | None = None,
        new_clock: Callable[[], Clock] = Clock,
        **settings: Any,
    ) -> None:
        if backend is not None and (fixtures or settings):
            raise SettingsError("backend: it has its fixtures and settings; give either the backend or these")
        super().__init__(backend or backend_of(fixtures, settings, new_clock))
        self._port = from_values(port=port).port
        self._ready = threading.Event()
        self._failure: Exception | None = None
        self._stop = asyncio.Event()
        self._server = threading.Thread(target=self._run, name="procedure-sandbox", daemon=True)

    def __enter__(self) -> Self:
        if self._server.ident is not None:
            raise RuntimeError("A sandbox is entered once: make another `Sandbox()` for each `with`.")
        self._server.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.call_soon(self._stop.set)
        self._server.join()

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.__exit__, None, None, None)

    def _run(self) -> None:
        address = self.backend.settings.host, self._port
        try:
            asyncio.run(serve(Api(self.backend), *address, ready=self._announce, stop=self._stop))
        except Exception as error:  # noqa: BLE001 - whoever enters gets it
            self._failure = error
        finally:
            self.stopped()
            self._ready.set()

    def _announce(self, url: str) -> None:
        self.serving_at(url)
        self._ready.set()
