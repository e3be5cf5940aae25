"""How is a verdict written for a person? As lines of text."""

# tested by: tests/reports/test_formats.py

from collections.abc import Mapping
from typing import Any

from sandbox.plural import counted_as
from sandbox.reports.markup import printable
from sandbox.reports.timeline import seconds

_AFTER_A_FINAL_ANSWER = {"R10", "R14", "R17"}  # rules that blame a client for going on after a 422, a 401 or a success
_SIGNS = {"pass": "ok  ", "fail": "FAIL", "inconclusive": "?   "}


def text(verdict: Mapping[str, Any]) -> str:
    """Return a verdict as lines: each rule that was put to the test, those that were not, the numbers, the result."""
    lines = [line for rule in verdict["rules"] for line in _lines(rule)]
    if not lines:
        lines.append("No rule was put to the test: let the client meet a scenario, and ask for something.")
    elif untested := [rule["id"] for rule in verdict["rules"] if rule["result"] == "not-exercised"]:
        lines.append(f"Not exercised, for the client met nothing that they are about: {', '.join(untested)}.")
    lines.append(numbers_in_words(verdict))
    lines.append(f"Verdict under the policy {verdict['policy']}: {verdict['result']}")
    return printable("\n".join(lines))


def numbers_in_words(verdict: Mapping[str, Any]) -> str:
    """Return what the numbers of a verdict say, so that it can be read without knowing what each of them counts."""
    numbers = verdict["numbers"]
    said = f"{counted_as(numbers['requests'], 'request')}{_beside_the_best(numbers)}"
    if why := _in_vain(verdict):
        said += f"; {numbers['wasted']:,} of them came {why}, and could not help"
    if numbers["overshoot_seconds"]:
        return f"{said}. The data was fetched {seconds(numbers['overshoot_seconds'])} after it was there."
    return f"{said}."


def _beside_the_best(numbers: Mapping[str, Any]) -> str:
    if numbers["optimum"] is None:
        return ""
    if numbers["requests"] == numbers["optimum"]:
        return ", as many as a client needs that waits as it is told"
    return f", where a client that waits as it is told needs {numbers['optimum']:,}"


def _in_vain(verdict: Mapping[str, Any]) -> str:
    """Return at what moments the requests came that could not help; "" if there are none."""
    if not verdict["numbers"]["wasted"]:
        return ""
    why = []
    if early := verdict["numbers"]["early_seconds"]:
        why.append(f"too early (by {seconds(early)} in all)")
    if any(rule["result"] == "fail" and rule["id"] in _AFTER_A_FINAL_ANSWER for rule in verdict["rules"]):
        why.append("after a final answer")
    return " or ".join(why)


def findings(verdict: Mapping[str, Any]) -> list[str]:
    """Return lines on the rules that failed or are in doubt alone, each with its repair."""
    doubted = [rule for rule in verdict["rules"] if rule["result"] in {"fail", "inconclusive"}]
    return [line for rule in doubted for line in _lines(rule)]


def text_of_many(verdicts: Mapping[str, Any]) -> str:
    """Return the verdicts on many sessions as lines: a line a session, what failed or is in doubt, the result."""
    lines = []
    for session in verdicts["sessions"]:
        lines.append(f"{session['label']}: {session['result']}")
        lines += [f"  {line}" for line in findings(session)]
    if not lines:
        lines.append("There is no session whose label begins so.")
    on = f"{counted_as(len(verdicts['sessions']), 'session')} under the policy {verdicts['policy']}"
    lines.append(f"Verdict on {on}: {verdicts['result']}")
    return printable("\n".join(lines))


def _lines(rule: Mapping[str, Any]) -> list[str]:
    """Return what one rule says, and the repair; nothing if it was not exercised."""
    if rule["result"] == "not-exercised":
        return []
    said = f"{_SIGNS[rule['result']]} {rule['id']} {rule['title']}: {rule['says']}{_shown(rule['entries'])}"
    if not rule["repair"]:
        return [said]
    return [said, f"         Repair: {rule['repair']}"]


def _shown(entries: list[int]) -> str:
    if not entries:
        return ""
    noun = "entries"
    if len(entries) == 1:
        noun = "entry"
    return f"  ({noun} {', '.join(map(str, entries))})"
