"""What does the world look like to one client? A Session is its clock, its scenario under way, and its journal."""

from typing import Any

from sandbox.oauth import Consent
from sandbox.scenario import CANNED_ERRORS, Decision, Phase, RequestLine, Scenario, ScenarioState
from sandbox.sessions.clock import Clock
from sandbox.sessions.journal import Journal
from sandbox.verdict import VerdictInput
from sandbox.webhooks import WebhookEvent


class Session:
    """One client's slice of the world; `patient` is the id of its Patient, or None if it reaches every patient.

    `number` counts the sessions of the world. `expires_at` ends the life of a minted token, in the session's time, and
    `end` names the refusal from then on; `access` counts its access tokens, `claims` are those of the last, and
    `consent` is what they rest on. `expunged` are the patients whose data is gone. `webhook_events` belong to it, and
    `announced_phase` is how, by the last of them, the sync ended.
    """

    __slots__ = (
        "access",
        "announced_phase",
        "claims",
        "clock",
        "consent",
        "end",
        "expires_at",
        "expunged",
        "journal",
        "name",
        "number",
        "patient",
        "scenario_state",
        "webhook_events",
    )  # fmt: skip

    def __init__(self, name: str, number: int, patient: str | None, *, clock: Clock, scenario: Scenario) -> None:
        self.name = name
        self.number = number
        self.patient = patient
        self.clock = clock
        self.scenario_state = ScenarioState(scenario)
        self.journal = Journal()
        self.expires_at: float | None = None
        self.end = "expired"
        self.access = 0
        self.claims: dict[str, Any] | None = None
        self.consent: Consent | None = None
        self.expunged: frozenset[str] = frozenset()
        self.webhook_events: list[WebhookEvent] = []
        self.announced_phase: Phase | None = None

    def decide(self, request: RequestLine, now: float) -> Decision:
        """Return what the scenario says to a request that arrives *now*, on this session's clock, and count it."""
        if self.expires_at is not None and now >= self.expires_at:
            return Decision(error=CANNED_ERRORS[self.end])
        return self.scenario_state.decide(request, now)

    def successor(self) -> "Session":
        """Return the session as the next access token has it; the last one is of no more use from now on."""
        successor = Session(
            self.name, self.number, self.patient, clock=self.clock, scenario=self.scenario_state.scenario
        )
        successor.scenario_state, successor.journal, successor.webhook_events = (
            self.scenario_state,
            self.journal,
            self.webhook_events,
        )
        successor.access, successor.consent, successor.expunged, successor.announced_phase = (
            self.access + 1,
            self.consent,
            self.expunged,
            self.announced_phase,
        )
        self.stop("refreshed")
        return successor

    def stop(self, end: str) -> None:
        """Let the token be refused from now on, by the refusal named *end*."""
        self.expires_at, self.end = 0.0, end

    def is_over(self) -> bool:
        """Return whether the token is refused by now, whatever it asks for."""
        now = self.clock.now()
        ended = self.expires_at is not None and now >= self.expires_at
        return ended or self.scenario_state.state(now)[0] in {Phase.EXPIRED, Phase.REVOKED}

    def clear_failed_sync(self) -> bool:
        """Take note that the patient has authorized anew: a failed sync is forgiven. Return whether it had failed."""
        has_failed = self.scenario_state.state(self.clock.now())[0] is Phase.FAILED
        if has_failed:
            self.scenario_state.put(Phase.READY, self.clock.now())
        return has_failed

    @property
    def verdict_input(self) -> VerdictInput:
        """All that a verdict on this client is based on."""
        return VerdictInput(
            entries=self.journal.entries,
            now=self.clock.now(),
            due_at=self.scenario_state.due_at(),
            endless=self.scenario_state.endless,
            dropped=self.journal.dropped,
        )
