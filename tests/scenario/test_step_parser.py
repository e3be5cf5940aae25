"""How is a refusal of a plan written? Its status, code, wait, headers and body, and every mistake in them."""

import json
from typing import Any

import pytest

from sandbox.scenario import BodyForm, CannedBody, parse_plan
from sandbox.scenario.plan import Step

OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"code": "transient"}]}

# What is no list of issues, the first of which has a code.
ISSUES: tuple[Any, ...] = (None, [], [1], [{}], [{"code": 5}], {})

# What a step says -> what it comes to.
REFUSALS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    *(({"status": status}, {"error": f"{status}"}) for status in (400, 404, 408, 409, 410, 413, 425, 500, 502, 503)),
    ({"status": 504}, {"error": "504"}),
    ({"status": 422, "code": "invalid"}, {"error": "422"}),
    ({"wait": 61}, {"wait": 61.0}),
    ({"wait": 0.001, "retry_after": "vendor"}, {"wait": 0.001, "retry_after": "vendor"}),
    ({"headers": {}}, {}),
    ({"headers": {"Retry-After": " 3 "}}, {"headers": (("Retry-After", " 3 "),)}),
    ({"wait": 86_400, "headers": {"Server": "gate"}}, {"wait": 86_400.0, "headers": (("Server", "gate"),)}),
    ({"body": "outcome"}, {}),
    *(({"body": word}, {"body": CannedBody(form=BodyForm(word))}) for word in ("html", "text", "empty")),
    ({"body": {"json": None}}, {"body": CannedBody(form=BodyForm.JSON, json="null")}),
    (
        {"body": {"json": OUTCOME}},
        {"body": CannedBody(form=BodyForm.JSON, issue="transient", json=json.dumps(OUTCOME, separators=(",", ":")))},
    ),
]


@pytest.mark.parametrize(("said", "parts"), REFUSALS, ids=str)
def test_a_refusal_says_its_status_wait_headers_and_body(said: dict[str, Any], parts: dict[str, Any]) -> None:
    """What it does not say is as ever."""
    assert (Step(**({"error": "503"} | parts)),) == parse_plan({"steps": [{"status": 503} | said]}).steps


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "\ud800",
        {"resourceType": "Bundle", "issue": [{"code": "x"}]},
        *({"resourceType": "OperationOutcome", "issue": issue} for issue in ISSUES),
    ],
    ids=ascii,
)
def test_only_an_operation_outcome_has_an_issue_code(value: Any) -> None:
    """Whatever else a body says is no code for the journal, and no error."""
    (step,) = parse_plan({"steps": [{"status": 503, "body": {"json": value}}]}).steps

    assert ("", value) == (step.body.issue, json.loads(step.body.json))


_WAITS = ".wait takes a number of seconds from 0.001 to 86400, not"
_BODIES = '.body takes one of "outcome", "html", "text", "empty", {"json": value}, not'

# What a step says -> what is said to it, after its place.
MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"code": "transient"}, ".code takes exception with status 503, not 'transient'."),
    ({"waits": 5}, " has no key 'waits'. Did you mean \"wait\"? Known: body, code, fault, headers, match, pass,"),
    ({"wait": "61"}, f"{_WAITS} '61'."),
    ({"wait": True}, f"{_WAITS} true."),
    ({"wait": 0.0005}, f"{_WAITS} 0.0005."),
    ({"wait": 86_400.5}, f"{_WAITS} 86400.5."),
    ({"wait": float("nan")}, f"{_WAITS} NaN."),
    ({"wait": None}, f"{_WAITS} null."),
    ({"wait": 5, "retry_after": "none"}, ".wait has no effect: 'none' always sends the same."),
    ({"body": "htm"}, f'{_BODIES} "htm". Did you mean "html"?'),
    ({"body": "json"}, f'{_BODIES} "json".'),
    ({"body": None}, f"{_BODIES} null."),
    ({"body": []}, f"{_BODIES} []."),
    ({"body": {}}, '.body takes {"json": value}, not an empty object.'),
    ({"body": {"jsn": 1}}, ".body has no key 'jsn'. Did you mean \"json\"? Known: json."),
    ({"body": {"json": float("nan")}}, ".body.json holds a number that JSON does not have: NaN or an infinite one."),
    ({"body": {"json": "x" * 65_536}}, ".body.json has 65,538 characters: 65,536 are the most."),
    ({"headers": {"X": "\n"}}, ".headers['X'] holds '\\n': a header's value takes tabs, blanks and printable"),
    (
        {"wait": 5, "headers": {"retry-after": "5"}},
        ".wait and steps[0].headers['retry-after'] both say the wait: leave one out.",
    ),
    (
        {"retry_after": "zero", "headers": {"X-Retry-After": "5"}},
        ".retry_after and steps[0].headers['X-Retry-After'] both say the wait: leave one out.",
    ),
]


@pytest.mark.parametrize(("said", "answer"), MISTAKES, ids=lambda value: str(value)[:60])
def test_a_mistake_in_a_refusal_is_answered_with_its_place(said: dict[str, Any], answer: str) -> None:
    """And with what would be right."""
    with pytest.raises(ValueError, match=r"^steps\[0\]") as caught:
        parse_plan({"steps": [{"status": 503} | said]})

    assert f"steps[0]{answer}" == str(caught.value)[: len(answer) + 8]


def test_a_body_that_is_nested_too_deeply_is_refused() -> None:
    """A value that Python cannot write is no fault of the server."""
    nested: list[Any] = []
    for _ in range(100_000):
        nested = [nested]
    with pytest.raises(ValueError, match=r"^steps\[0\].body.json is nested too deeply\.$"):
        parse_plan({"steps": [{"status": 503, "body": {"json": nested}}]})
