"""How is a step of a plan written? A refusal, with its wait, headers and body; a fault; or a pass."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.json_text import in_json
from sandbox.plural import counted_as
from sandbox.scenario.announced_waits import WAIT_HEADERS
from sandbox.scenario.canned_body import BODY_FORMATS, BodyForm, CannedBody
from sandbox.scenario.errors import CANNED_ERRORS
from sandbox.scenario.literal_headers import parse_headers
from sandbox.scenario.plan import Fault, Match, Step
from sandbox.scenario.plan_values import (
    check_keys,
    check_known,
    check_spelled,
    checked_number,
    checked_spelling,
    checked_wait,
)
from sandbox.scenario.retry_after import Headers
from sandbox.suggest import did_you_mean

LONGEST_JSON = 65_536  # characters: a session keeps them

# Key -> the one of `status`, `fault` and `pass` that it goes with; what is not here goes with each.
_OWNERS = {
    "code": "status", "wait": "status", "retry_after": "status", "headers": "status", "body": "status",
    "seconds": "fault",
}  # fmt: skip
_KEYS = {"match", "status", "fault", "pass", "times", *_OWNERS}


def parse_step(step: Any, where: str, spelling: str) -> Step:
    """Return a step of a plan that spells its waits so; a ValueError says what would be right, and *where*."""
    check_keys(where, step, _KEYS)
    named = [key for key in ("status", "fault", "pass") if key in step]
    if len(named) != 1:
        raise ValueError(f"{where} takes exactly one of status, fault and pass.")
    for key, owner in _OWNERS.items():
        if key in step and owner not in step:
            raise ValueError(f"{where}.{key} goes with {owner} only.")
    if step.get("pass", True) is not True:
        raise ValueError(f"{where}.pass takes true.")
    wait, own_spelling = checked_wait(step, f"{where}.wait"), checked_spelling(step, f"{where}.retry_after")
    check_spelled(f"{where}.wait", wait, own_spelling or spelling)
    return Step(
        match=_match(step.get("match", {}), f"{where}.match"),
        error=_error(step, where),
        fault=_fault(step, where),
        seconds=checked_number(step.get("seconds", 0.0), f"{where}.seconds"),
        retry_after=own_spelling,
        wait=wait,
        headers=_headers(step, where),
        body=_body(step, f"{where}.body"),
        times=_times(step, where),
    )


def _match(match: Any, where: str) -> Match:
    check_keys(where, match, set(Match.__slots__))
    for key, value in match.items():
        if key == "page":
            checked_number(value, f"{where}.page", whole=True, least=1)
        elif not isinstance(value, str):
            raise ValueError(f"{where}.{key} takes a string, not {in_json(value)}.")
    if "interaction" in match:
        check_known(f"{where}.interaction", match["interaction"], ("read", "search"))
    return Match(**match)


def _times(step: Mapping[str, Any], where: str) -> int | None:
    """Return how often a step is used, None for a pass that holds for ever."""
    if "times" not in step and "pass" in step:
        return None
    return int(checked_number(step.get("times", 1), f"{where}.times", whole=True, least=1))


def _fault(step: Mapping[str, Any], where: str) -> Fault | None:
    if "fault" not in step:
        return None
    check_known(f"{where}.fault", step["fault"], Fault)
    return Fault(step["fault"])


def _error(step: Mapping[str, Any], where: str) -> str:
    """Return the name of the canned error that a step answers with, "" if it answers with none."""
    if "status" not in step:
        return ""
    status, code = step["status"], step.get("code")
    rows = [row for row in CANNED_ERRORS.values() if row.status == status]
    if not rows or not isinstance(status, int):
        known = sorted({row.status for row in CANNED_ERRORS.values()})
        raise ValueError(f"{where}.status takes one of {', '.join(map(str, known))}, not {in_json(status)}.")
    if code is None:
        return rows[0].name
    if not isinstance(code, str):
        raise ValueError(f"{where}.code takes a string, not {in_json(code)}.")
    fitting = [row for row in rows if code in {row.code, row.name}]
    if not fitting:
        codes = dict.fromkeys(row.code for row in rows)
        raise ValueError(f"{where}.code takes {' or '.join(codes)} with status {status}, not {code!r}.")
    return fitting[0].name


def _headers(step: Mapping[str, Any], where: str) -> Headers:
    """Return the headers that are sent literally; who says the wait so says it in no other way."""
    if "headers" not in step:
        return ()
    headers = parse_headers(step["headers"], f"{where}.headers")
    announcing = [name for name, _ in headers if name.lower() in WAIT_HEADERS]
    for key in ("wait", "retry_after"):
        if announcing and key in step:
            raise ValueError(f"{where}.{key} and {where}.headers[{announcing[0]!r}] both say the wait: leave one out.")
    return headers


def _body(step: Mapping[str, Any], where: str) -> CannedBody:
    value = step.get("body", "outcome")
    if isinstance(value, dict):
        check_keys(where, value, {"json"})
        if not value:
            raise ValueError(f'{where} takes {{"json": value}}, not an empty object.')
        text = _json(value["json"], f"{where}.json")
        return CannedBody(form=BodyForm.JSON, json=text, issue=_issue_code(value["json"]))
    if not isinstance(value, str) or value not in set(BodyForm) - {BodyForm.JSON}:
        known = ", ".join(row.written for row in BODY_FORMATS)
        meant = did_you_mean(str(value), set(BodyForm) - {BodyForm.JSON})
        raise ValueError(f"{where} takes one of {known}, not {json.dumps(value)[:100]}.{meant}")
    return CannedBody(form=BodyForm(value))


def _json(value: Any, where: str) -> str:
    """Return the text of a JSON value; in ASCII alone, so that every string of JSON can be sent."""
    try:
        text = json.dumps(value, allow_nan=False, separators=(",", ":"))
    except ValueError:
        raise ValueError(f"{where} holds a number that JSON does not have: NaN or an infinite one.") from None
    except RecursionError:
        raise ValueError(f"{where} is nested too deeply.") from None
    if len(text) > LONGEST_JSON:
        raise ValueError(f"{where} has {counted_as(len(text), 'character')}: {LONGEST_JSON:,} are the most.")
    return text


def _issue_code(value: Any) -> str:
    """Return the code of the first issue, if a JSON value is an OperationOutcome that has one, else ""."""
    if not isinstance(value, dict) or value.get("resourceType") != "OperationOutcome":
        return ""
    issues = value.get("issue")
    if not isinstance(issues, list) or not issues or not isinstance(issues[0], dict):
        return ""
    code = issues[0].get("code")
    if isinstance(code, str):
        return code
    return ""
