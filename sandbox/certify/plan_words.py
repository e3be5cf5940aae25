"""What is in a plan? Said in words, so that whoever reads of a failure sees at once what is enough for it."""

import json
from collections.abc import Mapping
from typing import Any

_NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}


def plan_in_words(plan: Mapping[str, Any]) -> str:
    """Return a plan, as JSON has it, in words: `a window of 2 s, then one 503 with Retry-After as http-date`."""
    parts = []
    if "sync" in plan:
        parts.append(_window(plan["sync"]) + _announced(plan))
    steps = [step for step in plan.get("steps", ()) if "pass" not in step]
    parts += [_step(step) for step in steps]
    return ", then ".join(parts) or "nothing in its way"


def _window(sync: Mapping[str, Any]) -> str:
    if "requests" in sync:
        return f"a window of {_counted(sync['requests'], 'request')}"
    if "seconds" in sync:
        return f"a window of {sync['seconds']:g} s"
    return "a window without end"


def _step(step: Mapping[str, Any]) -> str:
    if "fault" in step:
        what = f"answer that is {_FAULTS.get(step['fault'], step['fault'])}"
        if step.get("seconds"):
            what += f" for {step['seconds']:g} s"
    else:
        what = " ".join(str(step[key]) for key in ("status", "code") if key in step)
    said = f"{_counted(step.get('times', 1), what)}{_announced(step)}"
    if "body" in step:
        said += f", its body {_written(step['body'])}"
    return said


def _announced(part: Mapping[str, Any]) -> str:
    said = ""
    if "retry_after" in part:
        said = f" with the wait as `{part['retry_after']}`"
    if "wait" in part:
        said += f" of {part['wait']:g} s"
    return said


def _written(body: Any) -> str:
    if isinstance(body, str):
        return body
    return json.dumps(body.get("json"))


def _counted(number: int, what: str) -> str:
    said = f"{_NUMBERS.get(number, number)} {what}"
    if number == 1:
        return said
    if what.startswith("answer that is"):
        return said.replace("answer that is", "answers that are", 1)
    return f"{said}s" if what == "request" else said


# Fault -> what it is called of an answer, where that is not its name.
_FAULTS = {"reset": "lost, for the connection is reset", "slow": "late", "stall": "stalled"}
