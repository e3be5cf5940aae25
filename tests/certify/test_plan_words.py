"""Plans in words."""

from typing import Any

import pytest

from sandbox.certify.plan_words import plan_in_words


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ({"steps": [{"pass": True}]}, "nothing in its way"),
        ({"sync": {}}, "a window without end"),
        ({"sync": {"requests": 1}}, "a window of one request"),
        ({"sync": {"requests": 7}, "wait": 61}, "a window of 7 requests of 61 s"),
        ({"sync": {"seconds": 2.5}, "retry_after": "http-date"}, "a window of 2.5 s with the wait as `http-date`"),
        (
            {"steps": [{"status": 429, "code": "throttled", "retry_after": "fractional", "wait": 0.5, "times": 1}]},
            "one 429 throttled with the wait as `fractional` of 0.5 s",
        ),
        (
            {"sync": {"seconds": 1}, "steps": [{"status": 503, "times": 2, "body": "html"}, {"pass": True}]},
            "a window of 1 s, then two 503, its body html",
        ),
        ({"steps": [{"status": 500, "body": {"json": None}}]}, "one 500, its body null"),
        ({"steps": [{"fault": "slow", "seconds": 2, "times": 1}]}, "one answer that is late for 2 s"),
        ({"steps": [{"fault": "truncated", "times": 2}]}, "two answers that are truncated"),
        ({"steps": [{"fault": "reset"}]}, "one answer that is lost, for the connection is reset"),
    ],
)
def test_a_plan_is_told_in_the_order_of_its_steps(plan: dict[str, Any], expected: str) -> None:
    """A step that passes says nothing."""
    assert expected == plan_in_words(plan)
