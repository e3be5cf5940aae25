"""How does an aiohttp test get a sandbox on its own event loop? As a test server, which `aiohttp_client` takes."""

# tested by: tests/test_testing.py

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aiohttp.test_utils import BaseTestServer
from aiohttp.web import ServerRunner

from sandbox.api.app import Api
from sandbox.backend import Backend
from sandbox.embedded import EmbeddedBackend, backend_of
from sandbox.tls import tls_context
from sandbox.web import AiohttpServer
from sandbox.webhooks.sender import WebhookSender

_GRACE = 1.0  # seconds that an answer on its way may take when the server stops


class SandboxTestServer(EmbeddedBackend, BaseTestServer):
    """A sandbox as a test server of aiohttp: `client = await aiohttp_client(server)`, or `async with server:`.

    Once it has started, `url`, `fhir_url`, `session(...)` and `ask(...)` are those of a Sandbox.
    """

    _not_running = "The sandbox is not running: give it to `aiohttp_client` first, or use it inside `async with`."

    def __init__(self, backend: Backend) -> None:
        EmbeddedBackend.__init__(self, backend)
        BaseTestServer.__init__(self, host=backend.settings.host)
        self._stop = asyncio.Event()
        self._webhooks = WebhookSender(backend.outbox, backend.now)

    async def start_server(self, *positional: Any, **keywords: Any) -> None:
        """Listen on a free port; what was started already stays so. The arguments are those of aiohttp."""
        if self.started:
            return
        if (tls := tls_context(self.backend.settings)) is not None:
            keywords["ssl"] = tls
        await super().start_server(*positional, **keywords)
        await self._webhooks.__aenter__()
        self.serving_at(str(self.make_url("/")).rstrip("/"))

    async def close(self) -> None:
        """Wake what waits, and stop; what was stopped already stays so."""
        if self.started and not self.closed:
            self._stop.set()
            self.stopped()
            await self._webhooks.__aexit__(None, None, None)
        await super().close()

    async def _make_runner(self, **_keywords: Any) -> ServerRunner:
        return ServerRunner(AiohttpServer(Api(self.backend), self._stop), shutdown_timeout=_GRACE)


def aiohttp_server(
    fixtures: str | Path | Iterable[str | Path] = (), *, backend: Backend | None = None, **settings: Any
) -> SandboxTestServer:
    """Return a sandbox for the loop of an aiohttp test, with the keywords of `Sandbox`; it is to be started there.

    Loading takes a moment: tests can share a *backend*, as that of the fixture `sandbox_server`, one test at a time.
    """
    return SandboxTestServer(backend or backend_of(fixtures, settings))
