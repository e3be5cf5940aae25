"""What does the world look like to one client? A Session is its clock, its scenario under way, and its journal."""

from typing import Any

from sandbox.access import Consent
from sandbox.clock import Clock
from sandbox.journal import Journal
from sandbox.scenario import REFUSALS, Course, Decision, Phase, Request, Scenario
from sandbox.verdict import Facts
from sandbox.webhook import Notice


class Session:
    """One client's slice of the world; `patient` is the id of its Patient, or None if it reaches every patient.

    `number` counts the sessions of the world. `expires_at` ends the life of a minted token, in the session's time, and
    `end` names the refusal from then on; `access` counts its access tokens, `claims` are those of the last, and
    `consent` is what they rest on. `partial` says that for the request in hand only the older half of the data is
    there, `expunged` are the patients whose data is gone. `notices` are the webhooks that belong to it, and
    `told` is how, by the last of them, the sync ended.
    """

    __slots__ = (
        "access", "claims", "clock", "consent", "course", "end", "expires_at", "expunged", "journal", "name", "notices",
        "number", "partial", "patient", "told",
    )  # fmt: skip

    def __init__(self, name: str, number: int, patient: str | None, *, clock: Clock, scenario: Scenario) -> None:
        self.name = name
        self.number = number
        self.patient = patient
        self.clock = clock
        self.course = Course(scenario)
        self.journal = Journal()
        self.expires_at: float | None = None
        self.end = "expired"
        self.access = 0
        self.claims: dict[str, Any] | None = None
        self.consent: Consent | None = None
        self.partial = False
        self.expunged: frozenset[str] = frozenset()
        self.notices: list[Notice] = []
        self.told: Phase | None = None

    def decide(self, request: Request, now: float) -> Decision:
        """Return what the scenario says to a request that arrives *now*, on this session's clock, and count it."""
        if self.expires_at is not None and now >= self.expires_at:
            return Decision(refusal=REFUSALS[self.end])
        decision = self.course.decide(request, now)
        self.partial = decision.partial
        return decision

    def heir(self) -> "Session":
        """Return the session as the next access token has it; the last one is of no more use from now on."""
        heir = Session(self.name, self.number, self.patient, clock=self.clock, scenario=self.course.scenario)
        heir.course, heir.journal, heir.notices = self.course, self.journal, self.notices
        heir.access, heir.consent, heir.expunged, heir.told = self.access + 1, self.consent, self.expunged, self.told
        self.stop("refreshed")
        return heir

    def stop(self, end: str) -> None:
        """Let the token be refused from now on, by the refusal named *end*."""
        self.expires_at, self.end = 0.0, end

    def is_over(self) -> bool:
        """Return whether the token is refused by now, whatever it asks for."""
        now = self.clock.now()
        ended = self.expires_at is not None and now >= self.expires_at
        return ended or self.course.state(now)[0] in {Phase.EXPIRED, Phase.REVOKED}

    def cure(self) -> bool:
        """Take note that the patient has authorized anew: a failed sync is forgiven. Return whether it had failed."""
        has_failed = self.course.state(self.clock.now())[0] is Phase.FAILED
        if has_failed:
            self.course.put(Phase.READY, self.clock.now())
        return has_failed

    @property
    def facts(self) -> Facts:
        """All that a verdict on this client is based on."""
        return Facts(
            entries=self.journal.entries,
            now=self.clock.now(),
            due_at=self.course.due_at(),
            endless=self.course.endless,
            dropped=self.journal.dropped,
        )
