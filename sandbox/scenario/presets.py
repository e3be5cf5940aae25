"""Which scenarios are there? By name, as a token writes them."""

from dataclasses import dataclass

from sandbox.basis import Basis
from sandbox.scenario.refusal import REFUSALS, Phase, Refusal
from sandbox.spelling import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What the FHIR door answers to one client, and why we think that the real service would."""

    name: str
    about: str
    phase: Phase
    basis: Basis


def read(text: str) -> Scenario:
    """Return the scenario that *text* names; a ValueError says which name was probably meant."""
    if text not in SCENARIOS:
        raise ValueError(f"{text!r} is not a scenario.{did_you_mean(text, SCENARIOS)} Known: {', '.join(SCENARIOS)}.")
    return SCENARIOS[text]


def decide(scenario: Scenario) -> Refusal | None:
    """Return the scenario's word on a request: a Refusal, or None to answer with data."""
    return REFUSALS[scenario.phase]


# Columns: name, what the FHIR door answers, what holds, how it is known.
# fmt: off
SCENARIOS: dict[str, Scenario] = {row.name: row for row in (
    Scenario(name="ready", about="data at once", phase=Phase.READY, basis=Basis.DOCUMENTED),
)}
# fmt: on
