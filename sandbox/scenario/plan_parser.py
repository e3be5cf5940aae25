"""How is a plan written? A JSON object that says how the sync goes, what fails, in which order, and how waits are told.

Every mistake is answered with its place in the plan, and with what was meant.
"""

# tested by: tests/scenario/test_plan_bodies.py

from collections.abc import Mapping
from typing import Any

from sandbox.scenario.plan_values import (
    check_keys,
    check_known,
    check_spelled,
    checked_number,
    checked_spelling,
    checked_wait,
)
from sandbox.scenario.presets import Scenario
from sandbox.scenario.step_parser import parse_step
from sandbox.scenario.timeline import Phase, TimelinePhase

KEYS = {"sync", "retry_after", "wait", "quota", "steps"}

_OUTCOMES = {"ready": Phase.READY, "failed": Phase.FAILED, "partial": Phase.READY}


def parse_plan_object(plan: Any) -> Scenario:
    """Return the scenario of a JSON object with any of KEYS; a ValueError says what would be right, and where."""
    check_keys("the plan", plan, KEYS)
    spelling, wait = checked_spelling(plan, "retry_after"), checked_wait(plan, "wait")
    check_spelled("wait", wait, spelling)
    steps = plan.get("steps", [])
    if not isinstance(steps, list):
        raise ValueError("steps must be a list.")
    found = tuple(parse_step(step, f"steps[{place}]", spelling) for place, step in enumerate(steps))
    for place, step in enumerate(found[:-1]):
        if step.times is None:
            raise ValueError(
                f"steps[{place}] lets everything pass for ever, so what follows is never reached: give times."
            )
    return Scenario(
        text="plan",
        timeline=_timeline(plan),
        steps=found,
        quota=_quota(plan),
        retry_after=spelling,
        wait=wait,
    )


def _timeline(plan: Mapping[str, Any]) -> tuple[TimelinePhase, ...]:
    if "sync" in plan:
        return _sync(plan["sync"])
    return (TimelinePhase(phase=Phase.READY),)


def _quota(plan: Mapping[str, Any]) -> int | None:
    if "quota" in plan:
        return int(checked_number(plan["quota"], "quota", whole=True))
    return None


def _sync(sync: Any) -> tuple[TimelinePhase, ...]:
    check_keys("sync", sync, {"seconds", "requests", "outcome"})
    if {"seconds", "requests"} <= sync.keys():
        raise ValueError("sync takes seconds or requests, not both.")
    outcome = sync.get("outcome", "ready")
    check_known("sync.outcome", outcome, _OUTCOMES)
    if "outcome" in sync and not {"seconds", "requests"} & sync.keys():
        raise ValueError("sync.outcome needs seconds or requests, after which it holds.")
    if outcome == "partial":
        first = Phase.PARTIAL
    else:
        first = Phase.SYNCING
    if "requests" in sync:
        requests = int(checked_number(sync["requests"], "sync.requests", whole=True))
        return TimelinePhase(phase=first, requests=requests), TimelinePhase(phase=_OUTCOMES[outcome])
    if "seconds" in sync:
        seconds = checked_number(sync["seconds"], "sync.seconds")
        return TimelinePhase(phase=first, seconds=seconds), TimelinePhase(phase=_OUTCOMES[outcome])
    return (TimelinePhase(phase=first),)
