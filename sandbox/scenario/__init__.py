"""The scenario room: what the server says to a client before, or instead of, its data."""

from sandbox.scenario.course import Course, Decision
from sandbox.scenario.grammar import read, read_plan, read_setting
from sandbox.scenario.plan import Fault, Request
from sandbox.scenario.presets import PRESETS, Preset, Scenario
from sandbox.scenario.refusal import REFUSALS, Refusal
from sandbox.scenario.retry_after import SPELLINGS, Spelling
from sandbox.scenario.timeline import Phase

__all__ = [
    "PRESETS",
    "REFUSALS",
    "SPELLINGS",
    "Course",
    "Decision",
    "Fault",
    "Phase",
    "Preset",
    "Refusal",
    "Request",
    "Scenario",
    "Spelling",
    "read",
    "read_plan",
    "read_setting",
]
