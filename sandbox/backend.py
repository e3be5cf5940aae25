"""What is there, and who is asking? A Backend holds the resources, their index, and the sessions of all clients.

It is plain Python that can be asked and told things: it does not wait, opens no socket and knows no HTTP.
"""

# tested by: tests/api/admin/test_sessions.py, tests/api/fhir/test_isolation.py

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sandbox import __version__
from sandbox.fhir.dates import offset_of
from sandbox.fhir.store import Resource, Store
from sandbox.loading import Persona
from sandbox.loading.loader import Loaded
from sandbox.metrics import Metrics
from sandbox.oauth import TOKEN_LIFE, AuthorizationRequest, Consent, looks_like_jwt, read_token
from sandbox.oauth.authorization_server import ISSUER, NAME_DIGITS, AuthorizationServer
from sandbox.oauth.token_response import TokenResponse
from sandbox.problem import Problem, ProblemKind
from sandbox.repository import ResourceRepository
from sandbox.resource_changes import ResourceChanges
from sandbox.scenario import Phase, Scenario, parse_scenario, parse_setting
from sandbox.search import (
    Explained,
    Page,
    ParseOptions,
    Scope,
    SearchChoices,
    SearchEngine,
    UnderWay,
    Viewer,
    Visible,
    capability_statement,
)
from sandbox.search.parse.known_names import known_names
from sandbox.seed import Seed
from sandbox.sessions.clock import Clock
from sandbox.sessions.journal import Entry, EntryOutcome
from sandbox.sessions.long_searches import LongSearchStore
from sandbox.sessions.session import Session
from sandbox.settings import Settings
from sandbox.stores import Stores, in_memory
from sandbox.suggest import did_you_mean
from sandbox.verdict import VerdictInput
from sandbox.webhooks import WebhookEvent
from sandbox.webhooks.outbox import Outbox

WILDCARD = "$PATIENT_ID"
_FORGOTTEN = (
    "This token was issued by this sandbox, but its session was forgotten: by a restart, a reset, or because too many "
    "others came after it. Let the patient authorize anew, or ask POST /_sandbox/sessions for another token."
)


@dataclass(slots=True)
class Reader:
    """Who asks for data in one request: its session, whether only the older half is there for it, and when it asks.

    That is decided with the request (`Decision.partial`), and never stored; `at` is in seconds since 1970 on its clock.
    """

    session: Session
    partial: bool
    at: float


class Backend:
    """All that changes. Raises ValueError for an unknown scenario.

    *new_clock* gives each session its clock, *stores* are where what changes is kept: in memory if none are given.
    """

    def __init__(
        self,
        loaded: Loaded,
        settings: Settings,
        *,
        new_clock: Callable[[], Clock] = Clock,
        stores: Stores | None = None,
    ) -> None:
        self.settings = settings
        self.choices = search_choices(settings)
        self.repository = ResourceRepository(loaded, self.choices, settings.page_memory)
        self.personas = loaded.personas
        self._patient_of = {persona.name: persona.patient for persona in self.personas}
        self._patients = frozenset(self._patient_of.values())
        self.seed = Seed(settings.seed)
        self._stores = stores or in_memory(new_clock, entries=settings.journal_entries)
        self.sessions = self._stores.sessions
        self.failures = self._stores.failures
        self.outbox = Outbox(settings, self.seed, self._stores.counters, self.sessions, self._stores.subscriptions)
        self._resource_changes = ResourceChanges(self.repository, self._stores.changes)
        self._clock = new_clock()
        self.authorization_server = AuthorizationServer(
            self.sessions, self._stores.consents, self._stores.counters, self.seed, self.outbox, now=self._clock.now
        )
        self.default = parse_setting(settings.scenario)
        self._anonymous = self._first_anonymous = 0
        self.metrics: Metrics | None = None
        if settings.metrics == "on":
            self.metrics = Metrics()

    @property
    def store(self) -> Store:
        """All resources that are held now."""
        return self.repository.store

    @property
    def engine(self) -> SearchEngine:
        """Their indexes."""
        return self.repository.engine

    @property
    def long_searches(self) -> LongSearchStore:
        """The searches to which links lead that no address could hold."""
        return self._stores.long_searches

    def now(self) -> float:
        """Return the time of the sandbox itself, in seconds since 1970: of whoever has no session."""
        return self._clock.now()

    def count_anonymous_from(self, first: int) -> None:
        """Begin to count the requests of nobody at a number, which no other process has."""
        self._anonymous = self._first_anonymous = first

    def anonymous_request_id(self) -> str:
        """Return an id for a request that belongs to no session."""
        self._anonymous += 1
        return self.seed.hex_id("", self._anonymous)

    # — sessions —

    def admit(self, token: str) -> tuple[Session, int]:
        """Return the session of a token, a new one at its first use, and which of its access tokens it is.

        Raises Problem if the token is not valid.
        """
        return self.sessions.get(token) or (self._open(token), 0)

    def known_session(self, token: str) -> Session | None:
        """Return the session of a token that was used already; None if there is none, or it was forgotten."""
        found = self.sessions.get(token)
        if found:
            return found[0]
        return None

    def close_entry(self, name: str, entry: Entry, at: float, outcome: EntryOutcome) -> None:
        """Complete a journal entry of a session, unless it was forgotten while the answer was made in slices."""
        known = self.sessions.named(name)
        if known is not None and entry.n <= known.journal.count:
            self.sessions.update(name, lambda one: one.journal.close(entry, at, outcome))

    def session_of_handle(self, handle: str) -> Session:
        """Return the session of a token, or of the code that it was given for; raises Problem if it is neither."""
        return self.authorization_server.session_of_code(handle) or self.admit(handle)[0]

    def consent_of(self, session: Session) -> Consent | None:
        """Return the consent that a session rests on; None for a token that was made up, or an application's own."""
        return self.authorization_server.consents.get(session.consent_id)

    def events_of(self, session: Session) -> list[WebhookEvent]:
        """Return the webhooks of a session so far, oldest first."""
        return self.outbox.events(session.consent_id)

    def consent(
        self, request: AuthorizationRequest, name: str, scenario: Scenario | None = None, life: float = TOKEN_LIFE
    ) -> Consent:
        """Let a patient (a persona's name, an id, or "" for the first persona) permit what is asked for.

        Its access tokens live *life* seconds. Without a scenario it is the default one. Raises ValueError if there is
        no such patient.
        """
        return self.authorization_server.consent(
            request, self.find_patient(name), scenario or self.default, life=life, by_default=scenario is None
        )

    def authorize(
        self, name: str, scenario: Scenario | None = None, expires_in: float = TOKEN_LIFE, *, issuer: str = ISSUER
    ) -> TokenResponse:
        """Give a new authorization of a patient at once, as for `consent`; its scenario begins now."""
        consent = self.consent(AuthorizationRequest(), name, scenario, expires_in)
        return self.authorization_server.exchange(consent, issuer)

    def reauthorize(self, session: Session, scenario: Scenario, *, issuer: str = ISSUER) -> TokenResponse:
        """Let the patient of a session authorize anew, which cures a failed sync; the new scenario begins now.

        Raises Problem for an application's own session, which has no patient.
        """
        if session.patient is None:
            raise Problem(ProblemKind.BAD_VALUE, "An application's token has no patient who could authorize anew.")
        self.sessions.update(session.name, Session.clear_failed_sync)
        self.authorization_server.sync_moved(session)
        before = self.consent_of(session)
        if before is None:
            request = AuthorizationRequest()
        else:
            request = before.request
        # The patient of a session stays its patient, though the resource may have been deleted since.
        consent = self.authorization_server.consent(request, session.patient, scenario)
        return self.authorization_server.exchange(consent, issuer)

    def move_sync(self, session: Session, phase: Phase) -> Session:
        """End or begin the sync of a session by hand; its application is told. Raises ValueError as `Session.steer`."""

        def move(one: Session) -> Session:
            one.steer(phase)
            return one

        moved = self.sessions.update(session.name, move)
        self.authorization_server.sync_moved(moved)
        return moved

    def forget(self, handle: str) -> None:
        """Forget the session of a token or code: it begins anew at its next use.

        The tokens of an authorization, or of an application, stay what they were, and end when they would have: their
        new session has a clock that runs from where the old one stood, so that `exp` stays true.
        """
        old = self.session_of_handle(handle)
        if old.claims is None and old.consent_id is None:
            self.sessions.drop_token(handle)
            return
        scenario, clock = old.scenario_state.scenario, old.clock.restarted()
        self.sessions.open(old.name, old.patient, scenario, label=old.label, consent_id=old.consent_id, clock=clock)
        self.sessions.update(old.name, lambda one: one.inherit(old))
        if old.consent_id is not None:
            self.authorization_server.renewed(old.consent_id)

    def reset(self) -> UnderWay[None]:
        """Begin as after the start: with its resources, and no session; raises UnpreparedError as `add_resources`."""
        return self._resource_changes.reset(self._clear)

    def _clear(self) -> list[Session]:
        self._anonymous = self._first_anonymous
        return self._stores.clear()

    def verdict_input(self, session: Session) -> VerdictInput:
        """Return all that a verdict on a client is based on."""
        state, journal = session.scenario_state, session.journal
        return VerdictInput(
            entries=tuple(entry for entry in journal.entries if not entry.door),
            now=session.clock.now(),
            due_at=state.due_at(),
            settles_at=state.settles_at(),
            by_requests=state.ends_by_requests,
            endless=state.endless,
            endless_fault=state.endless_fault,
            dropped=journal.dropped,
            scale=session.clock.scale,
            known_parameters=known_names(),
            outcome=session.outcome,
            knows_sync_state=session.knows_sync_state,
            knows_failure=session.knows_failure or self.outbox.has_told_of_failure(session.consent_id),
        )

    def _open(self, token: str) -> Session:
        if looks_like_jwt(token) and self.authorization_server.issued(token):
            raise Problem(ProblemKind.NO_LOGIN, _FORGOTTEN, "http.Authorization")
        access = read_token(token)
        try:
            if access.scenario == "default":
                scenario = self.default
            else:
                scenario = parse_scenario(access.scenario)
            patient = None
            if not (access.every_patient):
                patient = self.find_patient(access.patient)
        except ValueError as error:
            raise Problem(ProblemKind.NO_LOGIN, f"In the token, {error}", "http.Authorization") from None
        name = self.seed.hex_id(token, 0)[:NAME_DIGITS]
        session = self.sessions.open(name, patient, scenario, label=access.label)
        self.sessions.lead(token, name)
        return session

    def find_patient(self, name: str) -> str:
        """Return the Patient id that a persona's name, an id, or nothing (the first persona) means; else ValueError.

        A persona stays who it is when its Patient is deleted, by its name and by its id.
        """
        if not name and self.personas:
            return self.personas[0].patient
        if name in self._patient_of:
            return self._patient_of[name]
        if name not in self._patients and self.store.get("Patient", name) is None:
            known = chain(self._patient_of, (resource.id for resource in self.store.of("Patient")))
            hint = did_you_mean(name, known)
            raise ValueError(
                f"{name!r} is not a persona or a Patient.{hint}" if name else "there is no Patient at all."
            )
        return name

    # — questions about resources —

    def reader(self, session: Session) -> Reader:
        """Return what a session would see if it asked now; nothing is counted."""
        now = session.clock.now()
        phase, _ = session.scenario_state.state(now)
        return Reader(session, phase is Phase.PARTIAL, now)

    def search(self, reader: Reader, scope: Scope, raw: str, options: ParseOptions) -> Page:
        """Return the page that a client's query string asks for, `$PATIENT_ID` being its patient; raises Problem."""
        return self.engine.search(scope, self.named(reader, raw), options, self._viewer(reader, options))

    def explain(self, session: Session | None, query: str, options: ParseOptions, id_: str | None) -> Explained:
        """Return what becomes of `Type?query`, as a client sees it now or, without one, in all; raises Problem."""
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
        session = reader.session
        if session.patient is None and not reader.partial and not session.expunged:
            resource = self.store.get(type_, id_)  # who sees everything sees this
            if resource is not None:
                return resource
        return self.repository.read(self._viewer(reader, options), type_, id_, options)

    @staticmethod
    def named(reader: Reader, text: str) -> str:
        """Return a part of an address with the client's patient in the place of `$PATIENT_ID`."""
        if "PATIENT_ID" in text and (patient := reader.session.patient) is not None:
            for spelling in (WILDCARD, "%24PATIENT_ID"):
                text = text.replace(spelling, patient)
        return text

    def view(self, reader: Reader) -> Hashable:
        """Return a name of what a reader sees: as long as it is the same, the same question has the same answer."""
        session = reader.session
        return self.repository.changes, session.patient, reader.partial, session.expunged

    def _viewer(self, reader: Reader, options: ParseOptions) -> Viewer:
        session = reader.session
        name = (session.patient, reader.partial, session.expunged)
        return Viewer(name, self._visible(reader, options), reader.at, session.patient)

    def _visible(self, reader: Reader, options: ParseOptions) -> Visible | None:
        session = reader.session
        visible = None
        if session.patient is not None:
            visible = self.engine.visible(session.patient, options.bases)
        if reader.partial:
            visible = self.engine.older_half(visible)
        if session.expunged:
            return self.engine.without(session.expunged, visible, options.bases)
        return visible

    def persona_counts(self, persona: Persona, options: ParseOptions) -> dict[str, int]:
        """Return how many resources of each type a persona's token sees."""
        return _counted(self.engine.visible(persona.patient, options.bases))

    def counts(self, session: Session, options: ParseOptions) -> dict[str, int]:
        """Return how many resources of each type a session sees by now."""
        if session.scenario_state.state(session.clock.now())[0] not in {Phase.READY, Phase.PARTIAL}:
            return {}
        visible = self._visible(self.reader(session), options)
        if visible is None:
            return self.store.counts
        return _counted(visible)

    def add_resources(self, body: bytes, *, lines: bool = False) -> UnderWay[Sequence[Resource]]:
        """Add or replace the resources of a body; raises UnpreparedError while another change of them is under way."""
        return self._resource_changes.add(body, self.now(), lines=lines)

    def remove_resource(self, type_: str, id_: str) -> None:
        """Delete a resource; raises Problem if there is none, UnpreparedError while another change is under way."""
        self._resource_changes.remove(type_, id_).outcome()

    def expunge(self, reader: Reader, id_: str, options: ParseOptions) -> None:
        """Let all be gone, for this session alone, that belongs to a patient; raises Problem as reading it does."""
        patient = self.read(reader, "Patient", self.named(reader, id_), options).id
        self.sessions.update(reader.session.name, lambda session: session.expunge(patient))

    def capability_statement(self, base: str) -> dict[str, Any]:
        """Return what can be asked of this sandbox, served at *base*."""
        return capability_statement(__version__, base, frozenset(self.store.counts))


def search_choices(settings: Settings) -> SearchChoices:
    """Return how searches are understood, as the settings have it."""
    return SearchChoices(
        canonical=settings.canonical,
        ranges=settings.ranges,
        code_case=settings.code_case,
        zone=offset_of(settings.zone),
        bare_include=settings.bare_include,
    )


def _counted(visible: Visible) -> dict[str, int]:
    return {type_: len(visible[type_]) for type_ in sorted(visible) if visible[type_]}
