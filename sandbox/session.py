"""What does the world look like to one client? A Session is its clock, its scenario and its journal."""

from sandbox.clock import Clock
from sandbox.journal import Journal
from sandbox.scenario import Refusal, Scenario, decide


class Session:
    """One client's slice of the world; `patient` is the id of its Patient, or None if it reaches every patient."""

    __slots__ = ("clock", "journal", "name", "patient", "scenario")

    def __init__(self, name: str, patient: str | None, *, clock: Clock, scenario: Scenario) -> None:
        self.name = name
        self.patient = patient
        self.clock = clock
        self.scenario = scenario
        self.journal = Journal()

    def decide(self) -> Refusal | None:
        """Return what the scenario answers to a request that arrives now; None lets the data through."""
        return decide(self.scenario)
