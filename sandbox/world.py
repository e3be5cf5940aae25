"""What is there, and who is asking? A World holds the resources, their index, and the sessions of all clients.

It is plain Python that can be asked and told things: it does not wait and opens no socket.
"""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from sandbox import __version__
from sandbox.access import Access, read_token
from sandbox.chance import Chance
from sandbox.clock import Clock
from sandbox.loading import Loaded, Persona
from sandbox.problem import Kind, Problem
from sandbox.scenario import read as read_scenario
from sandbox.search import Catalogue, Page, Terms, Viewer, Visible, capability_statement
from sandbox.session import Session
from sandbox.settings import Settings
from sandbox.spelling import did_you_mean
from sandbox.store import Resource

SESSIONS_KEPT = 10_000
WILDCARD = "$PATIENT_ID"


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
        self.store = loaded.store
        self.personas = loaded.personas
        self.chance = Chance(settings.seed)
        self.catalogue = Catalogue(loaded.store, step)
        self._default = read_scenario(settings.scenario)
        self._new_clock = new_clock
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._clock = new_clock()
        self._strangers = 0

    def now(self) -> float:
        """Return the time of the world itself, in seconds since 1970: of whoever has no session."""
        return self._clock.now()

    def stranger_mark(self) -> str:
        """Return an id for a request that belongs to no session."""
        self._strangers += 1
        return self.chance.mark("", self._strangers)

    def admit(self, token: str) -> Session:
        """Return the session of a token, a new one at its first use; raises Problem if the token is not valid."""
        session = self._sessions.get(token)
        if session is None:
            session = self._sessions[token] = self._open(read_token(token), token)
            if len(self._sessions) > SESSIONS_KEPT:
                self._sessions.popitem(last=False)
        else:
            self._sessions.move_to_end(token)
        return session

    def _open(self, access: Access, token: str) -> Session:
        try:
            scenario = self._default if access.scenario == "default" else read_scenario(access.scenario)
        except ValueError as error:
            raise Problem(Kind.NO_LOGIN, f"In the token, {error}", "http.Authorization") from None
        patient = None if access.every_patient else self._patient(access.patient)
        return Session(self.chance.mark(token, 0)[:24], patient, clock=self._new_clock(), scenario=scenario)

    def _patient(self, name: str) -> str:
        """Return the Patient id that a token means by a persona's name, by an id, or by nothing (the first persona)."""
        if not name and self.personas:
            return self.personas[0].patient
        names = {persona.name: persona.patient for persona in self.personas}
        if name in names:
            return names[name]
        if self.store.get("Patient", name) is None:
            known = [*names, *(resource.id for resource in self.store.of("Patient"))]
            said = f"no persona or Patient {name!r}.{did_you_mean(name, known)}" if name else "no Patient at all."
            raise Problem(Kind.NO_LOGIN, f"The token asks for a patient, but there is {said}", "http.Authorization")
        return name

    def search(self, session: Session, type_: str, raw: str, terms: Terms) -> Page:
        """Return the page that a client's query string asks for, `$PATIENT_ID` being its patient; raises Problem."""
        if session.patient is not None and "PATIENT_ID" in raw:
            for spelling in (WILDCARD, "%24PATIENT_ID"):
                raw = raw.replace(spelling, session.patient)
        viewer = Viewer(session.patient, self._visible(session, terms))
        return self.catalogue.search(type_, raw, terms, viewer, session.clock.now())

    def read(self, session: Session, type_: str, id_: str, terms: Terms) -> Resource:
        """Return one resource; raises Problem if there is none, or none that this client may see."""
        if id_ == WILDCARD and session.patient is not None:
            id_ = session.patient
        resource = self.store.get(type_, id_)
        if resource is None or not self.catalogue.exists(f"{type_}/{id_}", self._visible(session, terms)):
            raise Problem(Kind.NOT_FOUND, f"There is no {type_}/{id_} that this token can see.")
        return resource

    def _visible(self, session: Session, terms: Terms) -> Visible | None:
        return None if session.patient is None else self.catalogue.visible(session.patient, terms.bases)

    def persona_counts(self, persona: Persona, terms: Terms) -> dict[str, int]:
        """Return how many resources of each type a persona's token sees."""
        visible = self.catalogue.visible(persona.patient, terms.bases)
        return {type_: len(visible[type_]) for type_ in sorted(visible) if visible[type_]}

    def capability_statement(self, base: str) -> dict[str, Any]:
        """Return what can be asked of this world, served at *base*."""
        return capability_statement(__version__, base, frozenset(self.store.counts))
