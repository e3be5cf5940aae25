"""What belongs to one client? A Session: its clock, its scenario under way, its journal, and what its tokens are worth.

It is a plain value that is stored and may travel: it refers to a consent by id, and to no object of another store.
Who changes one does so in `SessionStore.update`.
"""

# tested by: tests/sessions/test_travelling.py, tests/api/admin/test_sessions.py

from dataclasses import dataclass, field
from typing import Any

from sandbox.scenario import CANNED_ERRORS, OF_THE_SYNC, Decision, Phase, RequestLine, ScenarioState
from sandbox.sessions.client_outcome import ClientOutcome
from sandbox.sessions.clock import Clock
from sandbox.sessions.journal import Journal


@dataclass(slots=True, eq=False, kw_only=True)
class Session:
    """One client's slice of the sandbox. All times are seconds since 1970 on its clock."""

    name: str  # what it is kept by: 24 hexadecimal digits, the beginning of every X-Request-Id
    number: int  # counts the sessions of the sandbox, from 1
    patient: str | None  # the id of its Patient; None if it reaches every patient
    clock: Clock
    """what time it is for this client"""
    scenario_state: ScenarioState
    """the scenario under way"""
    label: str = ""  # the last part of a token that was made up
    journal: Journal = field(default_factory=Journal)
    """what the client did"""
    access: int = 0  # the number of its newest access token; each refresh gives the next
    expires_at: float | None = None  # when that token ends; None for one that was made up
    ended: str = ""  # the name of the canned error that all its tokens get from now on; "" while they are good
    claims: dict[str, Any] | None = None  # those of the newest access token; None for one that was made up
    consent_id: str | None = None  # the consent that it rests on
    expunged: frozenset[str] = frozenset()  # ids of the patients whose data is gone
    outcome: ClientOutcome | None = None  # how the client says it went
    keeps_oauth: bool = False  # whether its journal has what the client asks of the OAuth API, too
    knows_sync_state: bool = False  # whether it has read, by introspection, how far its sync has come
    knows_failure: bool = False  # whether it has read there that its sync has failed

    def decide(self, request: RequestLine, now: float, access: int) -> Decision:
        """Return what the scenario says to a request that arrives *now* with the *access*-th token, and count it."""
        if access != self.access:
            return Decision(error=CANNED_ERRORS["refreshed"])
        if self.ended:
            return Decision(error=CANNED_ERRORS[self.ended])
        if self.expires_at is not None and now >= self.expires_at:
            return Decision(error=CANNED_ERRORS["expired"])
        return self.scenario_state.decide(request, now)

    def grant(self, claims: dict[str, Any], expires_at: float, access: int) -> None:
        """Take up the next access token, the *access*-th; those before are good for nothing from now on."""
        self.claims, self.expires_at, self.access = claims, expires_at, access

    def inherit(self, before: "Session") -> None:
        """Take up what the tokens of the session *before* are worth: this one has taken its place."""
        self.claims, self.expires_at, self.access = before.claims, before.expires_at, before.access
        self.ended = before.ended

    def forget_consent(self) -> None:
        """Take note that the consent is gone that it rested on."""
        self.consent_id = None

    def end(self, error: str) -> None:
        """Let every token be refused from now on, with the canned error of that name."""
        self.ended = error

    def go_by(self, clock: Clock) -> None:
        """Take another clock, which shows what the old one did or more."""
        self.clock = clock

    def begin(self) -> None:
        """Let the scenario begin now, not with the first request."""
        self.scenario_state.started = self.clock.now()

    def move(self, phase: Phase) -> None:
        """End or begin a phase of the sync by hand, now."""
        self.scenario_state.put(phase, self.clock.now())

    def steer(self, phase: Phase) -> None:
        """Do so for whoever steers; raises ValueError where the scenario has ended the token, which no sync cures."""
        held, _ = self.scenario_state.state(self.clock.now())
        if held not in OF_THE_SYNC:
            raise ValueError(f"The scenario has made this token {held}, whatever its sync does: authorize anew")
        self.move(phase)

    def renew(self) -> None:
        """Let what the scenario does to the token be over: it was refreshed."""
        self.scenario_state.renew(self.clock.now())

    def expunge(self, patient: str) -> None:
        """Let a patient's data be gone."""
        self.expunged |= {patient}

    def is_over(self, access: int) -> bool:
        """Return whether the *access*-th token is refused by now, whatever it asks for."""
        now = self.clock.now()
        if access != self.access or self.ended or (self.expires_at is not None and now >= self.expires_at):
            return True
        return self.scenario_state.state(now)[0] in {Phase.EXPIRED, Phase.REVOKED}

    def report(self, outcome: ClientOutcome) -> None:
        """Take note of how the client says it went; a later word replaces an earlier one."""
        self.outcome = outcome

    def keep_oauth(self, *, keeps: bool) -> None:
        """Let the journal have, or no longer have, what the client asks of the OAuth API."""
        self.keeps_oauth = keeps

    def read_sync_state(self, phase: Phase) -> None:
        """Take note that the client knows how far its sync has come."""
        self.knows_sync_state = True
        self.knows_failure = phase is Phase.FAILED

    def clear_failed_sync(self) -> bool:
        """Take note that the patient has authorized anew: a failed sync is forgiven. Return whether it had failed."""
        has_failed = self.scenario_state.state(self.clock.now())[0] is Phase.FAILED
        if has_failed:
            self.move(Phase.READY)
        return has_failed
