"""What is there, and who is asking? A World holds the resources, their index, and the sessions of all clients.

It is plain Python that can be asked and told things: it does not wait and opens no socket.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox import __version__
from sandbox.access import Access, Mint, read_token
from sandbox.chance import Chance
from sandbox.clock import Clock
from sandbox.holdings import Holdings
from sandbox.loading import Loaded, Persona
from sandbox.problem import Kind, Problem
from sandbox.scenario import Scenario, read_setting
from sandbox.scenario import read as read_scenario
from sandbox.search import Catalogue, Explained, Page, Scope, Terms, Viewer, Visible, capability_statement
from sandbox.session import Session
from sandbox.settings import Settings
from sandbox.spelling import did_you_mean
from sandbox.store import Resource, Store

SESSIONS_KEPT = 10_000
TOKEN_LIFE = 86_400  # seconds
WILDCARD = "$PATIENT_ID"
_NAME = 24  # digits of a session's name; with 8 more for the request they make an X-Request-Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a new authorization brings: the tokens, and the session that they belong to."""

    access_token: str
    refresh_token: str
    session: Session


class World:
    """All that changes. Raises IndexFault if a resource cannot be indexed, ValueError for an unknown scenario."""

    def __init__(
        self,
        loaded: Loaded,
        settings: Settings,
        *,
        new_clock: Callable[[], Clock] = Clock,
        step: Callable[[int], object] = lambda _: None,
    ) -> None:
        self.settings = settings
        self.holdings = Holdings(loaded, step)
        self.personas = loaded.personas
        self.chance = Chance(settings.seed)
        self.mint = Mint(self.chance.mark("mint", 0) + self.chance.mark("mint", 1))
        self.default = read_setting(settings.scenario)
        self._new_clock = new_clock
        self._clock = new_clock()
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._opened = 0
        self._strangers = 0

    @property
    def store(self) -> Store:
        """All resources that are held now."""
        return self.holdings.store

    @property
    def catalogue(self) -> Catalogue:
        """Their indexes."""
        return self.holdings.catalogue

    def now(self) -> float:
        """Return the time of the world itself, in seconds since 1970: of whoever has no session."""
        return self._clock.now()

    def stranger_mark(self) -> str:
        """Return an id for a request that belongs to no session."""
        self._strangers += 1
        return self.chance.mark("", self._strangers)

    # — sessions —

    def admit(self, token: str) -> Session:
        """Return the session of a token, a new one at its first use; raises Problem if the token is not valid."""
        session = self._sessions.get(token)
        if session is None:
            return self._open(token, read_token(token))
        self._sessions.move_to_end(token)
        return session

    def authorize(self, name: str, scenario: Scenario | None = None, expires_in: float = TOKEN_LIFE) -> Grant:
        """Give a new authorization of a patient (a persona's name, an id, or "" for the first persona).

        Its scenario begins now, the default one if none is named. Raises ValueError if there is no such patient.
        """
        patient = self._patient(name)
        jti = self.chance.mark("authorization", self._opened + 1)
        session = self._session(jti, patient, scenario or self.default)
        now = session.clock.now()
        session.course.started = now
        session.expires_at = now + expires_in
        claims = {
            "iss": "procedure-sandbox",
            "sub": self.chance.mark("consent", self._opened + 1),
            "jti": jti,
            "iat": int(now),
            "exp": int(now + expires_in),
            "patient": f"Patient/{patient}",
        }
        token = self.mint.sign(claims)
        self._keep(token, session)
        return Grant(
            access_token=token, refresh_token=f"rt_{self.chance.mark('refresh', session.number)}", session=session
        )

    def forget(self, token: str) -> None:
        """Forget the session of a token, which begins anew at its next use; a minted one lives as long as it would."""
        old = self._sessions.pop(token, None)
        if old is not None and old.expires_at is not None:
            left = old.expires_at - old.clock.now()
            new = self._session(old.name, old.patient, old.course.scenario)
            new.expires_at = new.clock.now() + left
            self._keep(token, new)

    def reset(self) -> None:
        """Begin as after the start: without any session, and with the resources of the start."""
        self.holdings.reset()
        self._sessions.clear()
        self._opened = self._strangers = 0

    @property
    def sessions(self) -> Iterator[Session]:
        """All sessions, the newest first."""
        return iter(sorted(self._sessions.values(), key=lambda session: session.number, reverse=True))

    def _open(self, token: str, access: Access) -> Session:
        try:
            scenario = self.default if access.scenario == "default" else read_scenario(access.scenario)
            patient = None if access.every_patient else self._patient(access.patient)
        except ValueError as error:
            raise Problem(Kind.NO_LOGIN, f"In the token, {error}", "http.Authorization") from None
        session = self._session(self.chance.mark(token, 0), patient, scenario)
        self._keep(token, session)
        return session

    def _session(self, mark: str, patient: str | None, scenario: Scenario) -> Session:
        return Session(mark[:_NAME], self._opened + 1, patient, clock=self._new_clock(), scenario=scenario)

    def _keep(self, token: str, session: Session) -> None:
        self._opened += 1
        self._sessions[token] = session
        if len(self._sessions) > SESSIONS_KEPT:
            self._sessions.popitem(last=False)

    def _patient(self, name: str) -> str:
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

    def search(self, session: Session, scope: Scope, raw: str, terms: Terms) -> Page:
        """Return the page that a client's query string asks for, `$PATIENT_ID` being its patient; raises Problem."""
        return self.catalogue.search(scope, self.named(session, raw), terms, self._viewer(session, terms))

    def explain(self, session: Session | None, query: str, terms: Terms, id_: str | None) -> Explained:
        """Return what becomes of `Type?query`, as a client sees it or, without one, in all there is; raises Problem."""
        if session is None:
            return self.catalogue.explain(query, terms, Viewer((None, False), None, self.now()), id_)
        return self.catalogue.explain(self.named(session, query), terms, self._viewer(session, terms), id_)

    def everything(self, session: Session, patient: str, raw: str, terms: Terms) -> Page:
        """Return all that belongs to a Patient, as far as this client may see it; raises Problem if there is none."""
        self.read(session, "Patient", patient, terms)
        return self.catalogue.everything(patient, self.named(session, raw), terms, self._viewer(session, terms))

    def read(self, session: Session, type_: str, id_: str, terms: Terms) -> Resource:
        """Return one resource; raises Problem if there is none, or none that this client may see."""
        return self.holdings.read(self._viewer(session, terms), type_, id_, terms)

    @staticmethod
    def named(session: Session, text: str) -> str:
        """Return a part of an address with the client's patient in the place of `$PATIENT_ID`."""
        if session.patient is not None and "PATIENT_ID" in text:
            for spelling in (WILDCARD, "%24PATIENT_ID"):
                text = text.replace(spelling, session.patient)
        return text

    def _viewer(self, session: Session, terms: Terms) -> Viewer:
        return Viewer((session.patient, session.partial), self._visible(session, terms), session.clock.now())

    def _visible(self, session: Session, terms: Terms) -> Visible | None:
        visible = None if session.patient is None else self.catalogue.visible(session.patient, terms.bases)
        return self.catalogue.older_half(visible) if session.partial else visible

    def persona_counts(self, persona: Persona, terms: Terms) -> dict[str, int]:
        """Return how many resources of each type a persona's token sees."""
        visible = self.catalogue.visible(persona.patient, terms.bases)
        return {type_: len(visible[type_]) for type_ in sorted(visible) if visible[type_]}

    def capability_statement(self, base: str) -> dict[str, Any]:
        """Return what can be asked of this world, served at *base*."""
        return capability_statement(__version__, base, frozenset(self.store.counts))
