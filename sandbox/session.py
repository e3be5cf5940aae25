"""What does the world look like to one client? A Session is its clock, its scenario under way, and its journal."""

from sandbox.clock import Clock
from sandbox.journal import Journal
from sandbox.scenario import REFUSALS, Course, Decision, Phase, Request, Scenario
from sandbox.verdict import Facts


class Session:
    """One client's slice of the world; `patient` is the id of its Patient, or None if it reaches every patient.

    `number` counts the sessions of the world. `expires_at` ends the life of a minted token, in the session's time.
    `partial` says that for the request in hand only the older half of the data is there.
    """

    __slots__ = ("clock", "course", "expires_at", "journal", "name", "number", "partial", "patient")

    def __init__(self, name: str, number: int, patient: str | None, *, clock: Clock, scenario: Scenario) -> None:
        self.name = name
        self.number = number
        self.patient = patient
        self.clock = clock
        self.course = Course(scenario)
        self.journal = Journal()
        self.expires_at: float | None = None
        self.partial = False

    def decide(self, request: Request, now: float) -> Decision:
        """Return what the scenario says to a request that arrives *now*, on this session's clock, and count it."""
        if self.expires_at is not None and now >= self.expires_at:
            return Decision(refusal=REFUSALS["expired"])
        decision = self.course.decide(request, now)
        self.partial = decision.partial
        return decision

    def cure(self) -> None:
        """Take note that the patient has authorized anew: a failed sync is forgiven."""
        if self.course.state(self.clock.now())[0] is Phase.FAILED:
            self.course.put(Phase.READY, self.clock.now())

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
