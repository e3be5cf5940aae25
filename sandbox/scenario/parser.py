"""How is a scenario written? `syncing-45s+http-date` in a token, a JSON object where there is more to say.

Every mistake is answered with what was meant: an unknown name, parameter, spelling or key by the nearest known one.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from sandbox.scenario.errors import CANNED_ERRORS
from sandbox.scenario.plan import Fault, Match, Step
from sandbox.scenario.presets import FLAKY_STATUSES, PRESETS, Preset, PresetParameter, Scenario
from sandbox.scenario.retry_after import RETRY_AFTER_FORMATS
from sandbox.scenario.timeline import Phase, TimelinePhase
from sandbox.suggest import did_you_mean

LONGEST = 31_536_000  # a year, in seconds: nobody waits longer

_PARAMETER = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(s|ms|x)")
_FLAKY = re.compile(r"([0-9]{3})x([0-9]{1,6})")
_OUTCOMES = {"ready": Phase.READY, "failed": Phase.FAILED, "partial": Phase.READY}


def parse_scenario(text: str) -> Scenario:
    """Return the scenario written as `name[-parameter][+spelling]`; a ValueError says what would be right."""
    head, plus, spelling = text.partition("+")
    name, dash, parameter = head.partition("-")
    if name not in PRESETS:
        raise ValueError(f"{name!r} is not a scenario.{did_you_mean(name, PRESETS)} Known: {', '.join(PRESETS)}.")
    if plus:
        _known("retry_after", spelling, RETRY_AFTER_FORMATS)
    preset = PRESETS[name]
    parts = preset.build(_parameter(preset, parameter if dash else None))
    if plus:
        parts["retry_after"] = spelling
    return Scenario(text=text, **parts)  # type: ignore[arg-type] # what a row of PRESETS builds are parts of a Scenario


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
    quota = None
    if "quota" in plan:
        quota = _number(plan["quota"], "quota", whole=True)
    return Scenario(
        text="plan",
        timeline=_sync(plan["sync"]) if "sync" in plan else (TimelinePhase(phase=Phase.READY),),
        steps=found,
        quota=None if quota is None else int(quota),
        retry_after=plan.get("retry_after", ""),
    )


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
    told = [key for key in ("status", "fault", "pass") if key in step]
    if len(told) != 1:
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
    passes = "pass" in step
    return Step(
        match=Match(**match),
        error=_refusal(step, where) if "status" in step else "",
        fault=Fault(step["fault"]) if "fault" in step else None,
        seconds=_number(step["seconds"], f"{where}.seconds") if "seconds" in step else 0.0,
        retry_after=step.get("retry_after", ""),
        times=_times(step["times"], where) if "times" in step else None if passes else 1,
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


def _times(value: Any, where: str) -> int:
    if _number(value, f"{where}.times", whole=True) < 1:
        raise ValueError(f"{where}.times takes a whole number from 1, not {value!r}.")
    return int(value)


def _refusal(step: Mapping[str, Any], where: str) -> str:
    status, code = _number(step["status"], f"{where}.status", whole=True), step.get("code")
    if code is not None and not isinstance(code, str):
        raise ValueError(f"{where}.code takes a string, not {code!r}.")
    rows = [row for row in CANNED_ERRORS.values() if row.status == status and code in {None, row.code, row.name}]
    if not rows:
        known = sorted({f"{row.status} {row.code}" for row in CANNED_ERRORS.values()})
        said = status if code is None else f"{status} {code}"
        raise ValueError(f"{where}: there is no refusal {said}; there are {', '.join(known)}.")
    return rows[0].name


def _number(value: Any, where: str, *, whole: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float) or not 0 <= value <= LONGEST:
        raise ValueError(f"{where} takes a {'whole ' * whole}number from 0, not {value!r}.")
    return value


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
