"""How is a backend used in its own process? Its admin API is asked without HTTP, and its sessions are held by handles.

Nothing here may listen or start a thread: that is `server` and `testing`.
"""

# tested by: tests/test_server.py, tests/test_testing.py

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from itertools import count
from pathlib import Path
from typing import Any

from multidict import CIMultiDict

from sandbox.api.admin import routes as admin_routes
from sandbox.api.shared.preparing import when_prepared
from sandbox.backend import Backend
from sandbox.json_text import read_unambiguous_json
from sandbox.loading import Duplicates, Loaded, built_in_fixtures, load
from sandbox.oauth.magic_tokens import PATIENT_PREFIX
from sandbox.scenario import parse_setting
from sandbox.search import UnpreparedError
from sandbox.session_handle import Place, SessionHandle, decoded
from sandbox.sessions.clock import Clock
from sandbox.settings import Settings, SettingsError, from_values
from sandbox.web.messages import Request
from sandbox.web.unfinished import finished

_NUMBERS = count(1)  # of sessions: two servers of one backend must not give out the same label


def backend_of(
    fixtures: str | Path | Iterable[str | Path], settings: Mapping[str, Any], new_clock: Callable[[], Clock] = Clock
) -> Backend:
    """Return a backend of some fixtures, or of the built-in patients, with settings by their names.

    Raises SettingsError for a setting that cannot be, FixturesInvalid for fixtures that cannot be served.
    """
    if isinstance(fixtures, str | Path):
        fixtures = [fixtures]
    found = from_values(fixtures=list(fixtures), **settings)
    if found.state is not None:
        raise SettingsError("state: a sandbox in this process keeps all in memory; `procedure-sandbox serve` shares it")
    try:
        parse_setting(found.scenario)
    except ValueError as error:
        raise SettingsError(f"scenario: {error}") from None
    return Backend(_loaded(found), found, new_clock=new_clock)


def _loaded(settings: Settings) -> Loaded:
    return load(settings.fixtures or built_in_fixtures(), duplicates=Duplicates(settings.duplicates))


class EmbeddedBackend:
    """A backend that is served by an event loop of this process, whichever thread runs that.

    Whoever serves it calls `serving_at` on that loop once there is an address, and `stopped` in the end.
    """

    backend: Backend
    _not_running = "It is not running yet, or any more."  # what is said to whoever uses it too early, or too late

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self._url = ""
        self._serving_loop: asyncio.AbstractEventLoop | None = None
        self._serving_thread = 0

    @property
    def url(self) -> str:
        """The root address, such as http://127.0.0.1:41234; raises RuntimeError before there is one."""
        if not self._url:
            raise RuntimeError(self._not_running)
        return self._url

    @property
    def fhir_url(self) -> str:
        """The base address for FHIR clients."""
        return f"{self.url}/fhir"

    def session(
        self,
        scenario: str | Mapping[str, Any] = "default",
        *,
        patient: str = "",
        frozen: bool = True,
        authorized: bool = False,
    ) -> SessionHandle:
        """Return a new session, with a token of its own, of a patient: a persona, an id, or else the first persona.

        *scenario* is written as in a token, or a plan; without one it is that of the server. With *frozen*, its clock
        stands still and `sleep` moves it. With *authorized*, its token is a real JWT, and a refresh token comes with
        it, as after a patient's consent.
        Raises ValueError for a scenario or a patient that is not there, RuntimeError while nothing is served.
        """
        place = Place(self.url, self.ask, self.session)
        label = f"session-{next(_NUMBERS)}"
        if isinstance(scenario, str) and scenario.lstrip().startswith("{"):
            scenario = read_unambiguous_json(scenario)
        if isinstance(scenario, str) and not authorized:
            return SessionHandle(place, f"{PATIENT_PREFIX}{scenario}~{patient}~{label}", frozen=frozen)
        body: dict[str, Any] = {"scenario": scenario}
        if patient:
            body["patient"] = patient
        tokens = self.ask("POST", "/sessions", "", body)
        return SessionHandle(place, tokens["access_token"], frozen=frozen, refresh_token=tokens["refresh_token"])

    def ask(self, method: str, path: str, token: str, body: Any = None) -> Any:
        """Ask the admin API in this process, whatever the settings say of it; *path* stands below /_sandbox.

        Returns the JSON that is answered; raises ValueError with the sentence of an error, RuntimeError while nothing
        is served.
        """
        loop = self._serving_loop
        if loop is None:
            raise RuntimeError(self._not_running)
        if threading.get_ident() == self._serving_thread:
            return self._answer(method, path, token, body)
        asked: Future[Any] = Future()

        def answer() -> None:
            try:
                asked.set_result(self._answer(method, path, token, body))
            except Exception as error:  # noqa: BLE001 - whoever asked gets it, in the thread that asked
                asked.set_exception(error)

        loop.call_soon_threadsafe(answer)
        return asked.result()

    def serving_at(self, url: str) -> None:
        """Take note of the address, on the loop that serves."""
        self._url = url
        self._serving_loop = asyncio.get_running_loop()
        self._serving_thread = threading.get_ident()

    def call_soon(self, function: Callable[[], object]) -> None:
        """Call a function on the loop that serves, from another thread; nothing happens while nothing is served."""
        if self._serving_loop is not None:
            self._serving_loop.call_soon_threadsafe(function)

    def stopped(self) -> None:
        """Take note that nothing is served any more."""
        self._serving_loop = None

    def _answer(self, method: str, path: str, token: str, body: Any) -> Any:
        headers = CIMultiDict({"Host": self.url.partition("://")[2], "Authorization": f"Bearer {token}"})
        written = b""
        if body is not None:
            written, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        path, _, query = path.partition("?")
        scheme = self.url.partition(":")[0]
        request = Request(method, f"/_sandbox{path}", query, headers, written, "", scheme=scheme)
        try:
            response = admin_routes.answer(self.backend, request, path)
        except UnpreparedError as error:
            response = when_prepared(error.preparation, lambda: admin_routes.answer(self.backend, request, path))
        response = finished(response)
        return decoded(response.status, response.body)
