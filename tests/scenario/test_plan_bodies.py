"""What does a JSON plan mean, and what is said to one that means nothing? Every key, and every mistake."""

from typing import Any

import pytest

from sandbox.scenario import Fault, Phase, Scenario, parse_plan, parse_scenario
from sandbox.scenario.plan import Match, Step
from sandbox.scenario.timeline import TimelinePhase

SYNCING, PARTIAL, READY, FAILED = (Phase(word) for word in ("syncing", "partial", "ready", "failed"))
STRANGE: list[Any] = [[], {}, 0, 1.5, True, False]


def test_a_plan_may_be_the_text_of_a_scenario() -> None:
    """What a token can say, a body can say."""
    assert parse_scenario("syncing-3s+none") == parse_plan("syncing-3s+none")


def test_an_empty_plan_lets_everything_through() -> None:
    """Without a word, the data is there."""
    assert Scenario(text="plan") == parse_plan({})


SYNCS: list[tuple[dict[str, Any], tuple[TimelinePhase, ...]]] = [
    ({}, (TimelinePhase(phase=SYNCING),)),
    ({"seconds": 2.5}, (TimelinePhase(phase=SYNCING, seconds=2.5), TimelinePhase(phase=READY))),
    ({"requests": 3}, (TimelinePhase(phase=SYNCING, requests=3), TimelinePhase(phase=READY))),
    ({"seconds": 2, "outcome": "ready"}, (TimelinePhase(phase=SYNCING, seconds=2), TimelinePhase(phase=READY))),
    ({"seconds": 2, "outcome": "failed"}, (TimelinePhase(phase=SYNCING, seconds=2), TimelinePhase(phase=FAILED))),
    ({"requests": 2, "outcome": "failed"}, (TimelinePhase(phase=SYNCING, requests=2), TimelinePhase(phase=FAILED))),
    ({"seconds": 2, "outcome": "partial"}, (TimelinePhase(phase=PARTIAL, seconds=2), TimelinePhase(phase=READY))),
]


@pytest.mark.parametrize(("sync", "timeline"), SYNCS, ids=str)
def test_sync_says_how_long_and_how_it_ends(sync: dict[str, Any], timeline: tuple[TimelinePhase, ...]) -> None:
    """Seconds or requests, then ready, failed, or all where it was partial; without either, it never ends."""
    assert timeline == parse_plan({"sync": sync}).timeline


STEPS: list[tuple[dict[str, Any], Step]] = [
    ({"status": 503}, Step(error="503")),
    ({"status": 503, "times": 4, "retry_after": "huge"}, Step(error="503", times=4, retry_after="huge")),
    ({"status": 429}, Step(error="transient")),
    ({"status": 429, "code": "throttled"}, Step(error="throttled")),
    ({"status": 422}, Step(error="processing")),
    ({"status": 401}, Step(error="expired")),
    ({"status": 401, "code": "login"}, Step(error="revoked")),
    ({"status": 401, "code": "revoked"}, Step(error="revoked")),
    ({"status": 403}, Step(error="forbidden")),
    *(({"fault": fault.value, "seconds": 0.5}, Step(fault=fault, seconds=0.5)) for fault in Fault),
    ({"pass": True}, Step(times=None)),
    ({"pass": True, "times": 2}, Step(times=2)),
    (
        {"status": 500, "match": {"method": "GET", "interaction": "read", "type": "Patient"}},
        Step(error="500", match=Match(method="GET", interaction="read", type="Patient")),
    ),
    (
        {"status": 500, "match": {"path": "/Procedure", "parameter": "date", "page": 2}},
        Step(error="500", match=Match(path="/Procedure", parameter="date", page=2)),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("step", "expected"), STEPS, ids=str)
def test_a_step_is_a_status_a_fault_or_a_pass(step: dict[str, Any], expected: Step) -> None:
    """Once, unless it says how many times; a pass for ever, unless it says how many times."""
    assert (expected,) == parse_plan({"steps": [step]}).steps


def test_a_plan_has_a_quota_a_spelling_and_a_wait() -> None:
    """All hold for the whole plan."""
    plan = {"quota": 4, "retry_after": "http-date", "wait": 61}

    assert Scenario(text="plan", quota=4, retry_after="http-date", wait=61.0) == parse_plan(plan)


MISTAKES: list[tuple[Any, str]] = [
    ([], "the plan must be a JSON object."),
    (None, "the plan must be a JSON object."),
    (5, "the plan must be a JSON object."),
    ({"step": []}, 'the plan has no key \'step\'. Did you mean "steps"? Known: quota, retry_after, steps, sync, wait.'),
    ({"Sync": {}}, "the plan has no key 'Sync'. Did you mean \"sync\"?"),
    ({"xyzzy": 1}, "the plan has no key 'xyzzy'. Known: quota, retry_after, steps, sync, wait."),
    ({"retry_after": "later"}, "retry_after 'later' is not known."),
    ({"retry_after": ["none"]}, 'retry_after ["none"] is not known.'),
    ({"steps": {}}, "steps must be a list."),
    ({"steps": None}, "steps must be a list."),
    ({"steps": [5]}, "steps[0] must be a JSON object."),
    ({"quota": -1}, "quota takes a whole number from 0, not -1."),
    ({"quota": 1.5}, "quota takes a whole number from 0, not 1.5."),
    ({"quota": True}, "quota takes a whole number from 0, not true."),
    ({"quota": "5"}, "quota takes a whole number from 0, not '5'."),
    ({"quota": 10**30}, "quota takes a whole number from 0 to 31536000, not 1000000000000000000000000000000."),
    ({"sync": []}, "sync must be a JSON object."),
    ({"sync": {"second": 5}}, "sync has no key 'second'. Did you mean \"seconds\"? Known: outcome, requests, seconds."),
    ({"sync": {"seconds": 1, "requests": 1}}, "sync takes seconds or requests, not both."),
    ({"sync": {"seconds": -1}}, "sync.seconds takes a number from 0, not -1."),
    ({"sync": {"seconds": float("nan")}}, "sync.seconds takes a number from 0, not NaN."),
    ({"sync": {"seconds": float("inf")}}, "sync.seconds takes a number from 0, not Infinity."),
    ({"sync": {"seconds": "5s"}}, "sync.seconds takes a number from 0, not '5s'."),
    ({"sync": {"requests": 2.5}}, "sync.requests takes a whole number from 0, not 2.5."),
    ({"sync": {"seconds": 1, "outcome": "fail"}}, "sync.outcome 'fail' is not known. Did you mean \"failed\"?"),
    ({"steps": [{}]}, "steps[0] takes exactly one of status, fault and pass."),
    ({"steps": [{"status": 503, "pass": True}]}, "steps[0] takes exactly one of status, fault and pass."),
    ({"steps": [{"pass": False}]}, "steps[0].pass takes true."),
    ({"steps": [{"pass": True}, {"stats": 503}]}, "steps[1] has no key 'stats'. Did you mean \"status\"?"),
    ({"steps": [{"status": 418}]}, "steps[0].status takes one of 400, 401, 403, "),
    ({"steps": [{"status": 429, "code": "processing"}]}, "steps[0].code takes transient or throttled with "),
    ({"steps": [{"status": "503"}]}, "steps[0].status takes one of 400, 401, 403, 404, "),
    ({"steps": [{"fault": "rest"}]}, "steps[0].fault 'rest' is not known. Did you mean \"reset\"? Known: slow, stall,"),
    ({"steps": [{"fault": None}]}, "steps[0].fault null is not known."),
    ({"steps": [{"fault": "slow", "seconds": -1}]}, "steps[0].seconds takes a number from 0, not -1."),
    ({"steps": [{"status": 503, "times": 1.5}]}, "steps[0].times takes a whole number from 1, not 1.5."),
    ({"steps": [{"status": 503, "times": None}]}, "steps[0].times takes a whole number from 1, not null."),
    ({"steps": [{"status": 503, "times": -1}]}, "steps[0].times takes a whole number from 1, not -1."),
    ({"steps": [{"status": 503, "times": 0}]}, "steps[0].times takes a whole number from 1, not 0."),
    ({"steps": [{"status": 503, "times": 10**9}]}, "steps[0].times takes a whole number from 1 to 31536000, not "),
    ({"steps": [{"status": 503, "match": {"page": -1}}]}, "steps[0].match.page takes a whole number from 1, not -1."),
    ({"steps": [{"status": True}]}, "steps[0].status takes one of 400, 401, 403, 404, "),
    ({"steps": [{"status": [503]}]}, "steps[0].status takes one of 400, 401, 403, 404, "),
    ({"steps": [{"status": 429, "retry_after": "zeros"}]}, "steps[0].retry_after 'zeros' is not known. Did you mean"),
    ({"wait": 0}, "wait takes a number of seconds from 0.001 to 86400, not 0."),
    ({"wait": 5, "retry_after": "zero"}, "wait has no effect: 'zero' always sends the same. Spellings that"),
    ({"retry_after": "huge", "steps": [{"status": 503, "wait": 5}]}, "steps[0].wait has no effect: 'huge' always"),
    ({"steps": [{"pass": True, "times": 1}, {"pass": True, "wait": 5}]}, "steps[1].wait goes with status only."),
    ({"steps": [{"fault": "reset", "body": "html"}]}, "steps[0].body goes with status only."),
    ({"steps": [{"fault": "reset", "headers": {}}]}, "steps[0].headers goes with status only."),
    ({"steps": [{"status": 503, "match": []}]}, "steps[0].match must be a JSON object."),
    ({"steps": [{"status": 503, "match": {"typ": "x"}}]}, "steps[0].match has no key 'typ'. Did you mean \"type\"?"),
    ({"steps": [{"status": 503, "match": {"type": 5}}]}, "steps[0].match.type takes a string, not 5."),
    ({"steps": [{"status": 503, "match": {"page": "2"}}]}, "steps[0].match.page takes a whole number from "),
]  # fmt: skip


@pytest.mark.parametrize(("plan", "says"), MISTAKES, ids=lambda value: str(value)[:60])
def test_a_mistake_in_a_plan_is_answered_with_what_would_be_right(plan: Any, says: str) -> None:
    """The place, the word, and the nearest one that is known."""
    with pytest.raises(ValueError, match=r".") as caught:
        parse_plan(plan)

    assert says == str(caught.value)[: len(says)]


@pytest.mark.parametrize("code", STRANGE, ids=repr)
def test_a_code_that_is_no_string_is_refused(code: Any) -> None:
    """It is a mistake in a plan like any other."""
    with pytest.raises(ValueError, match=r"steps\[0\]"):
        parse_plan({"steps": [{"status": 503, "code": code}]})


@pytest.mark.parametrize("spelling", STRANGE, ids=repr)
def test_a_spelling_that_is_no_string_is_refused(spelling: Any) -> None:
    """`"retry_after": 0` is a slip for "zero", and is not to be taken for the default."""
    for plan in ({"retry_after": spelling}, {"steps": [{"status": 429, "retry_after": spelling}]}):
        with pytest.raises(ValueError, match="retry_after"):
            parse_plan(plan)


@pytest.mark.parametrize(
    "step",
    [
        {"status": 503, "match": {"interaction": "serch"}},
        {"status": 503, "match": {"page": 0}},
        {"status": 503, "match": {"page": True}},
    ],
    ids=str,
)
def test_what_could_never_have_an_effect_is_refused(step: dict[str, Any]) -> None:
    """A match that no request fits is a slip, and `openapi.json` does not allow it."""
    with pytest.raises(ValueError, match=r"steps\[0\]"):
        parse_plan({"steps": [step]})


@pytest.mark.parametrize("outcome", ["failed", "ready", "partial"])
def test_an_outcome_without_a_length_is_refused(outcome: str) -> None:
    """A sync that never ends has no outcome: to say one is a slip, and must not be ignored."""
    with pytest.raises(ValueError, match="sync"):
        parse_plan({"sync": {"outcome": outcome}})
