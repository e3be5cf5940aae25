"""How does a test hold a session? By a handle: the token for the client, a clock to move, and the verdict at the end.

It speaks to the application in the process, not over HTTP, so it needs neither the admin API nor its token.
"""

# tested by: tests/test_server.py

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any, Protocol
from urllib.parse import urlencode

from sandbox.session_verdict import SessionVerdict

# Asks the admin API: method, path below /_sandbox with its query, bearer token, JSON body (None for none).
# Returns the JSON that is answered; raises ValueError with the sentence of an error.
Ask = Callable[[str, str, str, Any], Any]


class Opener(Protocol):
    """What opens another session, on the same server."""

    def __call__(
        self, scenario: str | Mapping[str, Any], *, patient: str, frozen: bool, authorized: bool
    ) -> "SessionHandle":
        """Return the handle of a new session."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session is served, and by whom."""

    url: str
    ask: Ask
    opener: Opener


@dataclass(frozen=True, slots=True)
class VerdictDefaults:
    """How a client is judged where nothing else is said: by which policy, and without which rules.

    With `every_page` it was to fetch each page that it was offered.
    """

    policy: str = "flexpa"
    ignore: tuple[str, ...] = ()
    every_page: bool = False


class SessionHandle:
    """One session: give `fhir_url` and `token` to the client under test, and `sleep` in the place of its own sleep.

    `frozen` says that the session's clock stands still: then `sleep` and `asleep` move it forward and take no time.
    `patient` is the id of its patient, `scenario` what its client is to meet, as it is written. A session that was
    `authorized` has a `refresh_token`, which is good at `token_url`; others have "". `opened` are the sessions that
    were opened by `session(...)`, and `verdict_defaults` is what `verdict` goes by.
    """

    def __init__(
        self,
        place: Place,
        token: str,
        *,
        frozen: bool = True,
        refresh_token: str = "",
    ) -> None:
        self.url = place.url
        self.fhir_url = f"{place.url}/fhir"
        self.token = token
        self.token_url = f"{place.url}/link/token"
        self.refresh_token = refresh_token
        self.frozen = frozen
        self.verdict_defaults = VerdictDefaults()
        self.opened: list[SessionHandle] = []
        self._place = place
        if frozen:
            self._ask("POST", "/session/clock", {"freeze": True})
        begun = self._ask("GET", "/session")
        self.patient: str | None = begun["patient"]
        self.scenario: str = begun["scenario"]

    def __repr__(self) -> str:
        return f"<session of {self.token} at {self.url}>"

    @property
    def clock(self) -> dict[str, Any]:
        """The session's clock: `now` in seconds since 1970, and whether it is `frozen`."""
        found: dict[str, Any] = self._ask("GET", "/session")["clock"]
        return found

    @property
    def journal(self) -> list[dict[str, Any]]:
        """What the client did, oldest first, as `GET /_sandbox/session/journal` has it."""
        found: list[dict[str, Any]] = self._ask("GET", "/session/journal")["entries"]
        return found

    def advance(self, seconds: float) -> None:
        """Move the session's clock forward; a negative number is a ValueError."""
        self._ask("POST", "/session/clock", {"advance": seconds})

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass for the session: at once if its clock is frozen, else by sleeping."""
        if self.frozen:
            self.advance(seconds)
        else:
            Event().wait(seconds)

    async def asleep(self, seconds: float) -> None:
        """Do as `sleep` does, for a client that awaits: on asyncio, or on trio."""
        if self.frozen:
            self.advance(seconds)
            seconds = 0
        await _sleeping(seconds)

    def verdict(
        self,
        policy: str | None = None,
        *,
        clients: str = "one",
        ended: str | None = None,
        ignore: Collection[str] | None = None,
    ) -> SessionVerdict:
        """Return what the client did right and wrong.

        *policy* and *ignore*, ids of rules that do not count, are those of `verdict_defaults` where they are not given.
        *clients* is `one` or `many`, *ended* `exit` or `killed` if the client will not come back. Raises ValueError for
        a word that is not known.
        """
        if ignore is None:
            ignore = self.verdict_defaults.ignore
        asked = {"policy": policy or self.verdict_defaults.policy, "clients": clients, "ignore": list(ignore)}
        if ended is not None:
            asked["ended"] = ended
        if self.verdict_defaults.every_page:
            asked["pages"] = "every"
        found = self._ask("GET", f"/session/verdict?{urlencode(asked, doseq=True)}")
        return SessionVerdict(found, self.journal)

    def add(self, resource: Mapping[str, Any]) -> list[str]:
        """Add or replace a FHIR resource or those of a Bundle, for all sessions; return their names, `Type/id`."""
        found: list[str] = self._ask("POST", "/resources", resource)["ids"]
        return found

    def outcome(self, *, success: bool, count: int | None = None) -> None:
        """Say how the client took it: whether it reported success, and how many resources it got (rule R20)."""
        body: dict[str, Any] = {"success": success}
        if count is not None:
            body["count"] = count
        self._ask("POST", "/session/outcome", body)

    def session(
        self,
        scenario: str | Mapping[str, Any] = "ready",
        *,
        patient: str = "",
        frozen: bool | None = None,
        authorized: bool = False,
    ) -> "SessionHandle":
        """Return another session on the same server, with a token of its own; frozen as this one unless it is said."""
        if frozen is None:
            frozen = self.frozen
        found = self._place.opener(scenario, patient=patient, frozen=frozen, authorized=authorized)
        found.verdict_defaults = self.verdict_defaults
        self.opened.append(found)
        return found

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        __tracebackhide__ = True  # pytest shows the line of the test instead
        try:
            return self._place.ask(method, path, self.token, body)
        except ValueError as error:
            raise ValueError(*error.args) from None


def decoded(status: int, body: bytes) -> Any:
    """Return the JSON of an answer of the admin API; raises ValueError with its sentence if it is an error."""
    found = json.loads(body)
    if status >= 400:
        raise ValueError(found["error"]["message"])
    return found


def _sleeping(seconds: float) -> Awaitable[Any]:
    """Return the sleep of the library that runs this task; trio is there already if it does."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        sleeping: Awaitable[Any] = sys.modules["trio"].sleep(seconds)
        return sleeping
    return asyncio.sleep(seconds)
