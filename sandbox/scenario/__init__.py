"""Scenarios: what the server says to a client before, or instead of, its data."""

from sandbox.scenario.announced_waits import WAIT_HEADERS
from sandbox.scenario.canned_body import BODY_FORMATS, BodyForm, CannedBody
from sandbox.scenario.decision import Decision
from sandbox.scenario.errors import CANNED_ERRORS, CannedError
from sandbox.scenario.parser import parse_plan, parse_scenario, parse_setting
from sandbox.scenario.plan import Fault, RequestLine
from sandbox.scenario.presets import PRESETS, Preset, Scenario
from sandbox.scenario.retry_after import RETRY_AFTER_FORMATS, RetryAfterFormat
from sandbox.scenario.state import ScenarioState
from sandbox.scenario.timeline import OF_THE_SYNC, Phase

__all__ = [
    "BODY_FORMATS",
    "CANNED_ERRORS",
    "OF_THE_SYNC",
    "PRESETS",
    "RETRY_AFTER_FORMATS",
    "WAIT_HEADERS",
    "BodyForm",
    "CannedBody",
    "CannedError",
    "Decision",
    "Fault",
    "Phase",
    "Preset",
    "RequestLine",
    "RetryAfterFormat",
    "Scenario",
    "ScenarioState",
    "parse_plan",
    "parse_scenario",
    "parse_setting",
]
