"""How does a backend get on the network? Served on an event loop, or from a thread of its own."""

# tested by: tests/api/admin/test_stopping.py, tests/web/test_aiohttp_server.py

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from multidict import CIMultiDict

from sandbox.api.admin import routes as admin_routes
from sandbox.api.app import Api
from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures, load
from sandbox.oauth.magic_tokens import PATIENT_PREFIX
from sandbox.scenario import parse_setting
from sandbox.session_handle import Place, SessionHandle, decoded
from sandbox.sessions.clock import Clock
from sandbox.settings import SettingsError, from_values
from sandbox.web import AiohttpServer
from sandbox.web.authority import authority
from sandbox.web.messages import Request
from sandbox.webhooks.sender import WebhookSender

_BACKLOG = 128  # sockets that may wait to be accepted
_GRACE = 1.0  # seconds that an answer on its way may take when the server stops
_TURNS = 3  # of the event loop, from an accepted socket to its connection: the task, the transport, the protocol
_NOT_RUNNING = "The sandbox is not running: use it inside `with Sandbox() as server:`, or `async with`."


async def serve(api: Api, host: str, port: int, *, ready: Callable[[str, int], None], stop: asyncio.Event) -> None:
    """Serve a backend's APIs until *stop* is set; *ready* is called with host and port once requests can be answered.

    Port 0 takes a free one. Raises OSError if the address cannot be listened on.
    """
    server = AiohttpServer(api, stop)
    listening = await asyncio.get_running_loop().create_server(server, host, port, backlog=_BACKLOG)
    try:
        async with WebhookSender(api.backend.outbox, api.now):
            ready(host, listening.sockets[0].getsockname()[1])
            await stop.wait()
    finally:
        await _stop_listening(listening)
        server.pre_shutdown()
        await server.shutdown(_GRACE)


async def _stop_listening(server: asyncio.Server) -> None:
    """Accept nothing more, and see to it that whatever was accepted just now is a connection, which can be closed.

    The event loop makes a connection of a socket in a task: if that found its server closed, the client would wait for
    ever. A loop that does so at once has no readers, and nothing to be forgotten.
    """
    for listening in server.sockets:
        with suppress(NotImplementedError):
            asyncio.get_running_loop().remove_reader(listening)
    for _ in range(_TURNS):
        await asyncio.sleep(0)
    server.close()


def _backend(
    fixtures: str | Path | Iterable[str | Path], settings: Mapping[str, Any], new_clock: Callable[[], Clock]
) -> Backend:
    """Return the backend of the keywords of a Sandbox."""
    if isinstance(fixtures, str | Path):
        fixtures = [fixtures]
    found = from_values(fixtures=list(fixtures), **settings)
    try:
        parse_setting(found.scenario)
    except ValueError as error:
        raise SettingsError(f"scenario: {error}") from None
    return Backend(load(found.fixtures or built_in_fixtures()), found, new_clock=new_clock)


class Sandbox:
    """A sandbox in this process, for tests: `with Sandbox() as server: get(server.url)`; `async with` does as well.

    It serves from a thread of its own, on a free port of 127.0.0.1 unless *port* names one. *fixtures* is a file or
    folder, or several; without any, the built-in patients are there. *scenario* is what `pat_test_default` and freshly
    minted tokens begin with, as text or as a plan. Every setting may be given by its name (`handling="lenient"`). What
    was made elsewhere is served as *backend*; *new_clock* makes the clocks of sessions.
    Raises SettingsError for a setting that cannot be, FixturesInvalid for fixtures that cannot be served, and on entry
    OSError where the port cannot be listened on.
    """

    def __init__(
        self,
        fixtures: str | Path | Iterable[str | Path] = (),
        *,
        port: int = 0,
        backend: Backend | None = None,
        new_clock: Callable[[], Clock] = Clock,
        **settings: Any,
    ) -> None:
        self.backend = backend or _backend(fixtures, settings, new_clock)
        self._url = ""
        self._port = port
        self._labels = count(1)
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="procedure-sandbox", daemon=True)

    @property
    def url(self) -> str:
        """The root address, such as http://127.0.0.1:41234; raises RuntimeError before the sandbox is entered."""
        if not self._url:
            raise RuntimeError(_NOT_RUNNING)
        return self._url

    @property
    def fhir_url(self) -> str:
        """The base address for FHIR clients."""
        return f"{self.url}/fhir"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            raise self._failure
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.__exit__, None, None, None)

    def session(
        self, scenario: str | Mapping[str, Any] = "ready", *, patient: str = "", frozen: bool = True
    ) -> SessionHandle:
        """Return a new session, with a token of its own, of a patient: a persona, an id, or else the first persona.

        *scenario* is written as in a token, or a plan. With *frozen*, its clock stands still and `sleep` moves it.
        Raises ValueError for a scenario or a patient that is not there, RuntimeError outside `with`.
        """
        place = Place(self.url, self.ask, self.session)
        label = f"session-{next(self._labels)}"
        if isinstance(scenario, str) and not scenario.lstrip().startswith("{"):
            return SessionHandle(place, f"{PATIENT_PREFIX}{scenario}~{patient}~{label}", frozen=frozen)
        body: dict[str, Any] = {"scenario": scenario}
        if isinstance(scenario, str):
            body["scenario"] = json.loads(scenario)
        if patient:
            body["patient"] = patient
        return SessionHandle(place, self.ask("POST", "/sessions", "", body)["access_token"], frozen=frozen)

    def ask(self, method: str, path: str, token: str, body: Any = None) -> Any:
        """Ask the admin API in this process, whatever the settings say of it; *path* stands below /_sandbox.

        Returns the JSON that is answered; raises ValueError with the sentence of an error, RuntimeError outside `with`.
        """
        loop = self._loop
        if loop is None:
            raise RuntimeError(_NOT_RUNNING)
        if threading.current_thread() is self._thread:
            return self._answer(method, path, token, body)
        asked: Future[Any] = Future()

        def answer() -> None:
            try:
                asked.set_result(self._answer(method, path, token, body))
            except Exception as error:  # noqa: BLE001 - whoever asked gets it, in the thread that asked
                asked.set_exception(error)

        loop.call_soon_threadsafe(answer)
        return asked.result()

    def _answer(self, method: str, path: str, token: str, body: Any) -> Any:
        headers = CIMultiDict({"Host": self.url.partition("://")[2], "Authorization": f"Bearer {token}"})
        written = b""
        if body is not None:
            written, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        path, _, query = path.partition("?")
        request = Request(method, f"/_sandbox{path}", query, headers, written, "")
        response = admin_routes.answer(self.backend, request, path)
        return decoded(response.status, response.body)

    def _run(self) -> None:
        address = self.backend.settings.host, self._port
        try:
            asyncio.run(serve(Api(self.backend), *address, ready=self._announce, stop=self._stop))
        except OSError as error:
            self._failure = error
        finally:
            self._loop = None
            self._ready.set()

    def _announce(self, host: str, port: int) -> None:
        self._url = f"http://{authority(host, port)}"
        self._loop = asyncio.get_running_loop()
        self._ready.set()
