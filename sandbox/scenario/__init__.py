"""The scenario room: what the server says to a client before, or instead of, its data."""

from sandbox.scenario.presets import SCENARIOS, Scenario, decide, read
from sandbox.scenario.refusal import Refusal

__all__ = ["SCENARIOS", "Refusal", "Scenario", "decide", "read"]
