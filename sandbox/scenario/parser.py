"""How is a scenario written? `syncing-45s+http-date` in a token, a JSON object where there is more to say.

Every mistake is answered with what was meant: an unknown name, parameter, spelling or key by the nearest known one.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sandbox.scenario.errors import CANNED_ERRORS
from sandbox.scenario.plan import Fault, Match, Step
from sandbox.scenario.presets import FLAKY_STATUSES, PRESETS, Preset, PresetParameter, Scenario
from sandbox.scenario.retry_after import DAY, RETRY_AFTER_FORMATS, SHORTEST
from sandbox.scenario.timeline import Phase, TimelinePhase
from sandbox.suggest import did_you_mean

LONGEST = 31_536_000  # a year, in seconds: nobody waits longer

_PARAMETER = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(s|ms|x)")
_WAIT = re.compile(r"wait-([0-9]{1,5}(?:\.[0-9]{1,3})?)")
_FLAKY = re.compile(r"([0-9]{3})x([0-9]{1,6})")
_OUTCOMES = {"ready": Phase.READY, "failed": Phase.FAILED, "partial": Phase.READY}


def parse_scenario(text: str) -> Scenario:
    """Return the scenario written as `name[-parameter][+spelling][+wait-N]`; a ValueError says what would be right."""
    head, *suffixes = text.split("+")
    name, dash, parameter = head.partition("-")
    if name not in PRESETS:
        raise ValueError(f"{name!r} is not a scenario.{did_you_mean(name, PRESETS)} Known: {', '.join(PRESETS)}.")
    preset = PRESETS[name]
    parts = preset.build(_parameter(preset, parameter if dash else None)) | _suffixes(suffixes)
    return Scenario(text=text, **parts)  # type: ignore[arg-type] # what a row of PRESETS builds are parts of a Scenario


def _suffixes(words: Sequence[str]) -> dict[str, object]:
    """Return what stands after each `+`, in any order: at most one spelling, and at most one wait."""
    found: dict[str, object] = {}
    for word in words:
        if re.match(r"wait\b", word):
            part: dict[str, object] = {"wait": _wait(word)}
        else:
            part = {"retry_after": _spelling(word)}
        if part.keys() & found.keys():
            raise ValueError(f"+{word} is the second of its kind: a scenario takes one spelling and one wait.")
        found |= part
    if "wait" in found and not RETRY_AFTER_FORMATS[str(found.get("retry_after", "both"))].takes_wait:
        raise ValueError(f"+{found['retry_after']} takes no wait, for it always sends the same.")
    return found


def _spelling(word: str) -> str:
    if word not in RETRY_AFTER_FORMATS:
        known = [*RETRY_AFTER_FORMATS, "wait-61"]
        raise ValueError(f"+{word} is not known.{did_you_mean(word, known)} Known: {', '.join(known)}.")
    return word


def _wait(word: str) -> float:
    found = _WAIT.fullmatch(word)
    if found is None or not SHORTEST <= float(found[1]) <= DAY:
        raise ValueError(f"+{word} cannot be read: write +wait-N, where N is {SHORTEST} to {DAY} seconds.")
    return float(found[1])


def parse_setting(text: str) -> Scenario:
    """Return the scenario of a setting: written as in a token, or a plan as JSON; ValueError as for `read`."""
    if not text.lstrip().startswith("{"):
        return parse_scenario(text)
    try:
        plan = json.loads(text)
    except RecursionError:
        raise ValueError("the plan is nested too deeply.") from None
    except ValueError as error:
        raise ValueError(f"the plan is not JSON: {error}.") from None
    return parse_plan(plan)


def _parameter(preset: Preset, raw: str | None) -> PresetParameter | None:
    written = preset.forms.replace("\\", "").strip("`")
    if raw is None:
        if preset.default is None and preset.units and "" not in preset.units:
            raise ValueError(f"{preset.name!r} needs a parameter: {written}.")
        return preset.default
    if "status" in preset.units and (match := _FLAKY.fullmatch(raw)) and int(match[1]) in FLAKY_STATUSES:
        return PresetParameter(number=int(match[2]), unit="x", status=int(match[1]))
    if "status" in preset.units:
        raise ValueError(f"{preset.name}-{raw} cannot be read: write {written}, the status 500, 502, 503 or 504.")
    match = _PARAMETER.fullmatch(raw)
    if match is None or match[2] not in preset.units or (match[2] == "x" and "." in match[1]):
        raise ValueError(f"{preset.name}-{raw} cannot be read: write {written}.")
    if float(match[1]) > LONGEST:
        raise ValueError(f"{preset.name}-{raw} is longer than a year.")
    return PresetParameter(number=float(match[1]), unit=match[2])


def parse_plan(plan: Any) -> Scenario:
    """Return the scenario of a JSON plan `{"sync"?, "retry_after"?, "quota"?, "steps"?}`; ValueError as for `read`."""
    if isinstance(plan, str):
        return parse_scenario(plan)
    _check_keys("the plan", plan, {"sync", "retry_after", "quota", "steps"})
    if "retry_after" in plan:
        _known("retry_after", plan["retry_after"], RETRY_AFTER_FORMATS)
    steps = plan.get("steps", [])
    if not isinstance(steps, list):
        raise ValueError("steps must be a list.")
    found = tuple(_step(step, f"steps[{place}]") for place, step in enumerate(steps))
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
        retry_after=plan.get("retry_after", ""),
    )


def _timeline(plan: Mapping[str, Any]) -> tuple[TimelinePhase, ...]:
    if "sync" in plan:
        return _sync(plan["sync"])
    return (TimelinePhase(phase=Phase.READY),)


def _quota(plan: Mapping[str, Any]) -> int | None:
    if "quota" in plan:
        return int(_number(plan["quota"], "quota", whole=True))
    return None


def _sync(sync: Any) -> tuple[TimelinePhase, ...]:
    _check_keys("sync", sync, {"seconds", "requests", "outcome"})
    if {"seconds", "requests"} <= sync.keys():
        raise ValueError("sync takes seconds or requests, not both.")
    outcome = sync.get("outcome", "ready")
    _known("sync.outcome", outcome, _OUTCOMES)
    if "outcome" in sync and not {"seconds", "requests"} & sync.keys():
        raise ValueError("sync.outcome needs seconds or requests, after which it holds.")
    if outcome == "partial":
        first = Phase.PARTIAL
    else:
        first = Phase.SYNCING
    if "requests" in sync:
        requests = int(_number(sync["requests"], "sync.requests", whole=True))
        return TimelinePhase(phase=first, requests=requests), TimelinePhase(phase=_OUTCOMES[outcome])
    if "seconds" in sync:
        seconds = _number(sync["seconds"], "sync.seconds")
        return TimelinePhase(phase=first, seconds=seconds), TimelinePhase(phase=_OUTCOMES[outcome])
    return (TimelinePhase(phase=first),)


def _step(step: Any, where: str) -> Step:
    _check_keys(where, step, {"match", "status", "code", "fault", "seconds", "retry_after", "times", "pass"})
    named = [key for key in ("status", "fault", "pass") if key in step]
    if len(named) != 1:
        raise ValueError(f"{where} takes exactly one of status, fault and pass.")
    match = step.get("match", {})
    _check_keys(f"{where}.match", match, set(Match.__slots__))
    _check_match(match, f"{where}.match")
    for key, owner in (("code", "status"), ("retry_after", "status"), ("seconds", "fault")):
        if key in step and owner not in step:
            raise ValueError(f"{where}.{key} goes with {owner} only.")
    if "retry_after" in step:
        _known(f"{where}.retry_after", step["retry_after"], RETRY_AFTER_FORMATS)
    if "fault" in step:
        _known(f"{where}.fault", step["fault"], {fault.value: fault for fault in Fault})
    if step.get("pass", True) is not True:
        raise ValueError(f"{where}.pass takes true.")
    return Step(
        match=Match(**match),
        error=_error(step, where),
        fault=_fault(step),
        seconds=_number(step.get("seconds", 0.0), f"{where}.seconds"),
        retry_after=step.get("retry_after", ""),
        times=_times(step, where),
    )


def _check_match(match: Mapping[str, Any], where: str) -> None:
    for key, value in match.items():
        if key == "page":
            if _number(value, f"{where}.page", whole=True) < 1:
                raise ValueError(f"{where}.page takes a whole number from 1, not {value!r}.")
        elif not isinstance(value, str):
            raise ValueError(f"{where}.{key} takes a string, not {value!r}.")
    if "interaction" in match:
        _known(f"{where}.interaction", match["interaction"], {"read": None, "search": None})


def _times(step: Mapping[str, Any], where: str) -> int | None:
    """Return how often a step is used, None for a pass that holds for ever."""
    if "times" not in step and "pass" in step:
        return None
    value = step.get("times", 1)
    if _number(value, f"{where}.times", whole=True) < 1:
        raise ValueError(f"{where}.times takes a whole number from 1, not {value!r}.")
    return int(value)


def _fault(step: Mapping[str, Any]) -> Fault | None:
    if "fault" in step:
        return Fault(step["fault"])
    return None


def _error(step: Mapping[str, Any], where: str) -> str:
    """Return the name of the canned error that a step answers with, "" if it answers with none."""
    if "status" not in step:
        return ""
    status, code = _number(step["status"], f"{where}.status", whole=True), step.get("code")
    if code is not None and not isinstance(code, str):
        raise ValueError(f"{where}.code takes a string, not {code!r}.")
    rows = [row for row in CANNED_ERRORS.values() if row.status == status and code in {None, row.code, row.name}]
    if not rows:
        known = sorted({f"{row.status} {row.code}" for row in CANNED_ERRORS.values()})
        asked_for = f"{status} {code or ''}".rstrip()
        raise ValueError(f"{where}: there is no refusal {asked_for}; there are {', '.join(known)}.")
    return rows[0].name


def _number(value: Any, where: str, *, whole: bool = False) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or (whole and not isinstance(value, int)) or not 0 <= value <= LONGEST:
        raise ValueError(f"{where} takes a {'whole ' * whole}number from 0, not {value!r}.")
    number: float = value
    return number


def _known(where: str, word: Any, known: Mapping[str, Any]) -> None:
    if not isinstance(word, str) or word not in known:
        raise ValueError(f"{where} {word!r} is not known.{did_you_mean(str(word), known)} Known: {', '.join(known)}.")


def _check_keys(where: str, value: Any, known: set[str]) -> None:
    if not isinstance(value, dict):
        raise ValueError(f"{where} must be a JSON object.")
    for key in value:
        if key not in known:
            raise ValueError(
                f"{where} has no key {key!r}.{did_you_mean(key, known)} Known: {', '.join(sorted(known))}."
            )
