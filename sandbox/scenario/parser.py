"""How is a scenario written? `syncing-45s+http-date` in a token, a JSON object where there is more to say.

Every mistake is answered with what was meant: an unknown name, parameter, spelling or key by the nearest known one.
"""

import re
from collections.abc import Sequence
from typing import Any

from sandbox.json_text import read_unambiguous_json
from sandbox.scenario.plan_parser import parse_plan_object
from sandbox.scenario.plan_values import LONGEST
from sandbox.scenario.presets import PRESETS, Preset, PresetParameter, Scenario
from sandbox.scenario.retry_after import DAY, RETRY_AFTER_FORMATS, SHORTEST
from sandbox.suggest import did_you_mean

_PARAMETER = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)(s|ms|x)")
_WAIT = re.compile(r"wait-([0-9]{1,5}(?:\.[0-9]{1,3})?)")
_STATUS = re.compile(r"([0-9]{3})x([0-9]{1,6})")


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
        plan = read_unambiguous_json(text)
    except ValueError as error:
        raise ValueError(f"the plan cannot be read: {error}.") from None
    return parse_plan(plan)


def _parameter(preset: Preset, raw: str | None) -> PresetParameter | None:
    written = preset.forms.replace("\\", "").strip("`")
    if raw is None:
        if preset.default is None and preset.units and "" not in preset.units:
            raise ValueError(f"{preset.name!r} needs a parameter: {written}.")
        return preset.default
    if preset.statuses:
        return _status(preset, raw, written)
    match = _PARAMETER.fullmatch(raw)
    if match is None or match[2] not in preset.units or (match[2] == "x" and "." in match[1]):
        raise ValueError(f"{preset.name}-{raw} cannot be read: write {written}.")
    if float(match[1]) > LONGEST:
        raise ValueError(f"{preset.name}-{raw} is longer than a year.")
    return PresetParameter(number=float(match[1]), unit=match[2])


def _status(preset: Preset, raw: str, written: str) -> PresetParameter:
    """Return the parameter `503x2` of a scenario that takes one of some statuses."""
    match = _STATUS.fullmatch(raw)
    if match is None or int(match[1]) not in preset.statuses:
        *others, last = preset.statuses
        known = f"{', '.join(map(str, others))} or {last}"
        raise ValueError(f"{preset.name}-{raw} cannot be read: write {written}, the status {known}.")
    return PresetParameter(number=int(match[2]), unit="x", status=int(match[1]))


def parse_plan(plan: Any) -> Scenario:
    """Return the scenario of a plan: text as in a token, or a JSON object; a ValueError says what would be right."""
    if isinstance(plan, str):
        return parse_scenario(plan)
    return parse_plan_object(plan)
