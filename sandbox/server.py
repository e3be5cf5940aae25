"""How does a world get on the network? Served on an event loop, or from a thread of its own."""

# tested by: tests/api/admin/test_stopping.py, tests/web/test_aiohttp_server.py

import asyncio
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox.api.app import Api
from sandbox.backend import Backend
from sandbox.web import AiohttpServer
from sandbox.webhooks.sender import WebhookSender

_GRACE = 1.0  # seconds that an answer on its way may take when the server stops


async def serve(
    backend: Backend, host: str, port: int, *, ready: Callable[[str, int], None], stop: asyncio.Event
) -> None:
    """Serve a world until *stop* is set; *ready* is called with host and port once requests can be answered.

    Port 0 takes a free one. Raises OSError if the address cannot be listened on.
    """
    runner = web.ServerRunner(AiohttpServer(Api(backend), stop), shutdown_timeout=_GRACE)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        async with WebhookSender(backend.outbox, backend.now):
            ready(host, int(runner.addresses[0][1]))
            await stop.wait()
    finally:
        await runner.cleanup()


class Sandbox:
    """A world served from its own thread, for tests: `with Sandbox(world) as sandbox: get(sandbox.url)`."""

    def __init__(self, backend: Backend, host: str = "127.0.0.1", port: int = 0) -> None:
        self.backend = backend
        self.url = ""
        self._address = host, port
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="procedure-sandbox", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(serve(self.backend, *self._address, ready=self._announce, stop=self._stop))
        except OSError as error:
            self._failure = error
        finally:
            self._loop.close()
            self._ready.set()

    def _announce(self, host: str, port: int) -> None:
        self.url = f"http://{host}:{port}"
        self._ready.set()
