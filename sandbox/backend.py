"""What is there, and who is asking? A Backend holds the resources, their index, and the sessions of all clients.

It is plain Python that can be asked and told things: it does not wait and opens no socket.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox import __version__
from sandbox.fhir.store import Resource, Store
from sandbox.loading import Persona
from sandbox.loading.loader import Loaded
from sandbox.oauth import TOKEN_LIFE, AuthorizationRequest, Consent, MagicToken, read_token
from sandbox.oauth.authorization_server import ISSUER, AuthorizationServer, TokenResponse
from sandbox.problem import Problem, ProblemKind
from sandbox.repository import ResourceRepository
from sandbox.scenario import Phase, Scenario, parse_setting
from sandbox.scenario import parse_scenario as read_scenario
from sandbox.search import Explained, Page, ParseOptions, Scope, SearchEngine, Viewer, Visible, capability_statement
from sandbox.search.evaluate.expunge import without
from sandbox.seed import Seed
from sandbox.sessions.clock import Clock
from sandbox.sessions.session import Session
from sandbox.settings import Settings
from sandbox.suggest import did_you_mean
from sandbox.webhooks.outbox import Outbox

SESSIONS_KEPT = 10_000
WILDCARD = "$PATIENT_ID"
_NAME = 24  # digits of a session's name; with 8 more for the request they make an X-Request-Id


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for data in one request: its session, and whether only the older half is there for this request.

    That is decided with the request (`Decision.partial`) and never stored.
    """

    session: Session
    partial: bool


class Backend:
    """All that changes. Raises IndexingError if a resource cannot be indexed, ValueError for an unknown scenario."""

    def __init__(
        self,
        loaded: Loaded,
        settings: Settings,
        *,
        new_clock: Callable[[], Clock] = Clock,
        step: Callable[[int], object] = lambda _: None,
    ) -> None:
        self.settings = settings
        self.repository = ResourceRepository(loaded, step)
        self.personas = loaded.personas
        self.seed = Seed(settings.seed)
        self.outbox = Outbox(settings, self.seed)
        self.authorization_server = AuthorizationServer(self, self.seed, self.outbox)
        self.default = parse_setting(settings.scenario)
        self._new_clock = new_clock
        self._clock = new_clock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._opened = 0
        self._strangers = 0

    @property
    def store(self) -> Store:
        """All resources that are held now."""
        return self.repository.store

    @property
    def engine(self) -> SearchEngine:
        """Their indexes."""
        return self.repository.engine

    def now(self) -> float:
        """Return the time of the world itself, in seconds since 1970: of whoever has no session."""
        return self._clock.now()

    def anonymous_request_id(self) -> str:
        """Return an id for a request that belongs to no session."""
        self._strangers += 1
        return self.seed.hex_id("", self._strangers)

    # — sessions —

    def admit(self, token: str) -> Session:
        """Return the session of a token, a new one at its first use; raises Problem if the token is not valid."""
        session = self._sessions.get(token)
        if session is None:
            return self._open(token, read_token(token))
        self._sessions.move_to_end(token)
        return session

    def session_of_handle(self, handle: str) -> Session:
        """Return the session of a token, or of the code that it was given for; raises Problem if it is neither."""
        return self.authorization_server.session_of(handle) or self.admit(handle)

    def consent(self, request: AuthorizationRequest, name: str, scenario: Scenario | None = None) -> Consent:
        """Let a patient (a persona's name, an id, or "" for the first persona) permit what is asked for.

        Without a scenario it is the default one. Raises ValueError if there is no such patient.
        """
        found = self.authorization_server.consent(request, self.find_patient(name), scenario or self.default)
        found.by_default = scenario is None
        return found

    def authorize(
        self, name: str, scenario: Scenario | None = None, expires_in: float = TOKEN_LIFE, *, issuer: str = ISSUER
    ) -> TokenResponse:
        """Give a new authorization of a patient at once, as for `consent`; its scenario begins now."""
        consent = self.consent(AuthorizationRequest(), name, scenario)
        consent.life = expires_in
        return self.authorization_server.exchange(consent, issuer)

    def forget(self, handle: str) -> None:
        """Forget the session of a token, which begins anew at its next use; a minted one lives as long as it would."""
        old = self.session_of_handle(handle)
        if old.consent is not None:
            self.authorization_server.renew(old.consent)
        elif old.claims is None:
            del self._sessions[handle]
        else:
            left = (old.expires_at or 0.0) - old.clock.now()
            new = self.open(old.name, old.patient, old.scenario_state.scenario)
            new.claims, new.expires_at = old.claims, new.clock.now() + left
            self.keep(handle, new)

    def reset(self) -> None:
        """Begin as after the start: without any session, and with the resources of the start."""
        self.repository.reset()
        self._sessions.clear()
        self._opened = self._strangers = 0
        self.outbox = Outbox(self.settings, self.seed)
        self.authorization_server = AuthorizationServer(self, self.seed, self.outbox)

    @property
    def sessions(self) -> Iterator[Session]:
        """All sessions, the newest first; one whose token was refreshed goes by the last."""
        newest = {session.number: session for session in sorted(self._sessions.values(), key=lambda one: one.access)}
        return iter([newest[number] for number in sorted(newest, reverse=True)])

    def _open(self, token: str, access: MagicToken) -> Session:
        try:
            scenario = self.default if access.scenario == "default" else read_scenario(access.scenario)
            patient = None if access.every_patient else self.find_patient(access.patient)
        except ValueError as error:
            raise Problem(ProblemKind.NO_LOGIN, f"In the token, {error}", "http.Authorization") from None
        session = self.open(self.seed.hex_id(token, 0), patient, scenario)
        self.keep(token, session)
        return session

    def open(self, hex_id: str, patient: str | None, scenario: Scenario) -> Session:
        """Return a new session, which is not kept yet; its name is the beginning of *mark*."""
        self._opened += 1
        return Session(hex_id[:_NAME], self._opened, patient, clock=self._new_clock(), scenario=scenario)

    def keep(self, token: str, session: Session) -> None:
        """Let a token lead to a session; the one that was used least recently goes if there are too many."""
        self._sessions[token] = session
        if len(self._sessions) > SESSIONS_KEPT:
            self._sessions.popitem(last=False)

    def find_patient(self, name: str) -> str:
        """Return the Patient id that a persona's name, an id, or nothing (the first persona) means; else ValueError."""
        if not name and self.personas:
            return self.personas[0].patient
        names = {persona.name: persona.patient for persona in self.personas}
        if name in names:
            return names[name]
        if self.store.get("Patient", name) is None:
            known = [*names, *(resource.id for resource in self.store.of("Patient"))]
            hint = did_you_mean(name, known)
            raise ValueError(f"{name!r} is no persona or Patient.{hint}" if name else "there is no Patient at all.")
        return name

    # — questions about resources —

    def reader(self, session: Session) -> Reader:
        """Return what a session would see if it asked now; nothing is counted."""
        phase, _ = session.scenario_state.state(session.clock.now())
        return Reader(session, partial=phase is Phase.PARTIAL)

    def search(self, reader: Reader, scope: Scope, raw: str, options: ParseOptions) -> Page:
        """Return the page that a client's query string asks for, `$PATIENT_ID` being its patient; raises Problem."""
        return self.engine.search(scope, self.named(reader, raw), options, self._viewer(reader, options))

    def explain(self, session: Session | None, query: str, options: ParseOptions, id_: str | None) -> Explained:
        """Return what becomes of `Type?query`, as a client sees it or, without one, in all there is; raises Problem."""
        if session is None:
            return self.engine.explain(query, options, Viewer((None, False), None, self.now()), id_)
        reader = self.reader(session)
        return self.engine.explain(self.named(reader, query), options, self._viewer(reader, options), id_)

    def everything(self, reader: Reader, patient: str, raw: str, options: ParseOptions) -> Page:
        """Return all that belongs to a Patient, as far as this client may see it; raises Problem if there is none."""
        self.read(reader, "Patient", patient, options)
        return self.engine.everything(patient, self.named(reader, raw), options, self._viewer(reader, options))

    def read(self, reader: Reader, type_: str, id_: str, options: ParseOptions) -> Resource:
        """Return one resource; raises Problem if there is none, or none that this client may see."""
        return self.repository.read(self._viewer(reader, options), type_, id_, options)

    @staticmethod
    def named(reader: Reader, text: str) -> str:
        """Return a part of an address with the client's patient in the place of `$PATIENT_ID`."""
        patient = reader.session.patient
        if patient is not None and "PATIENT_ID" in text:
            for spelling in (WILDCARD, "%24PATIENT_ID"):
                text = text.replace(spelling, patient)
        return text

    def _viewer(self, reader: Reader, options: ParseOptions) -> Viewer:
        session = reader.session
        name = (session.patient, reader.partial, session.expunged)
        return Viewer(name, self._visible(reader, options), session.clock.now(), session.patient)

    def _visible(self, reader: Reader, options: ParseOptions) -> Visible | None:
        session = reader.session
        visible = None if session.patient is None else self.engine.visible(session.patient, options.bases)
        visible = self.engine.older_half(visible) if reader.partial else visible
        return without(session.expunged, visible, self.engine, options) if session.expunged else visible

    def persona_counts(self, persona: Persona, options: ParseOptions) -> dict[str, int]:
        """Return how many resources of each type a persona's token sees."""
        return _counted(self.engine.visible(persona.patient, options.bases))

    def counts(self, session: Session, options: ParseOptions) -> dict[str, int]:
        """Return how many resources of each type a session sees by now."""
        phase = session.scenario_state.state(session.clock.now())[0]
        if phase not in {Phase.READY, Phase.PARTIAL}:
            return {}
        visible = self._visible(Reader(session, partial=phase is Phase.PARTIAL), options)
        return self.store.counts if visible is None else _counted(visible)

    def expunge(self, reader: Reader, id_: str, options: ParseOptions) -> None:
        """Let all be gone, for this session alone, that belongs to a patient; raises Problem as reading it does."""
        reader.session.expunged |= {self.read(reader, "Patient", self.named(reader, id_), options).id}

    def capability_statement(self, base: str) -> dict[str, Any]:
        """Return what can be asked of this world, served at *base*."""
        return capability_statement(__version__, base, frozenset(self.store.counts))


def _counted(visible: Visible) -> dict[str, int]:
    return {type_: len(visible[type_]) for type_ in sorted(visible) if visible[type_]}
