"""Does a stored value come back as it was? Through real JSON bytes, whatever its fields are."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

import pytest

from sandbox.json_codec import from_bytes, to_bytes
from sandbox.oauth import AuthorizationRequest, Client, Consent
from sandbox.scenario import Phase, Scenario, ScenarioState, parse_plan
from sandbox.webhooks import DeliveryAttempt, Subscription, WebhookEvent


@dataclass
class Sample:
    """One field of each shape that a stored value may have."""

    text: str
    amount: float | None = None
    pair: tuple[str, int] = ("a", 1)
    lines: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    times: deque[float] = field(default_factory=deque)
    phase: Phase | None = None
    nested: "Sample | None" = None
    members: list["Sample"] = field(default_factory=list)
    by_name: dict[str, Phase] = field(default_factory=dict)
    free: Any = None
    derived: int = field(init=False, default=0)


def through_json(kind: type[Any], value: Any) -> Any:
    """Return what a value is after it was written as bytes and read."""
    return from_bytes(kind, to_bytes(value))


def test_every_shape_of_a_field_comes_back() -> None:
    """With its type: tuples as tuples, sets as sets, enumerations as their members."""
    sample = Sample(
        "x",
        amount=0.5,
        pair=("é", 7),
        lines=("a", "b"),
        names=frozenset({"q", "p"}),
        times=deque([1.25, 2.5]),
        phase=Phase.FAILED,
        nested=Sample("inner", lines=("z",)),
        members=[Sample("one"), Sample("two", free={"deep": [1, None, "s"]})],
        by_name={"a": Phase.READY},
        free=[1, {"b": None}],
    )
    found = through_json(Sample, sample)

    assert sample == found
    kinds = [type(held) for held in (found.lines, found.names, found.times, found.phase)]
    assert [tuple, frozenset, deque, Phase] == kinds


def test_no_name_of_a_field_is_written() -> None:
    """A journal of a thousand entries stays small; what is derived is not written either."""
    assert b'["x",null,["a",1],[],[],[],null,null,[],{},null]' == to_bytes(Sample("x"))


def test_fields_that_were_added_since_then_are_as_by_default() -> None:
    """Where they stand at the end."""
    assert Sample("x", amount=0.5) == from_bytes(Sample, b'["x",0.5]')


def test_a_field_is_read_by_whoever_knows_it_better() -> None:
    """As a session's clock is, which goes by another time where it is read."""
    found = from_bytes(Sample, to_bytes(Sample("x", phase=Phase.READY)), phase=lambda _: Phase.FAILED)

    assert Phase.FAILED is found.phase


@pytest.mark.parametrize("value", [object(), lambda: None, Sample, b"x"])
def test_what_is_no_plain_value_is_refused(value: Any) -> None:
    """A socket or a function in a session is a mistake that shows at once."""
    with pytest.raises(TypeError, match="not JSON serializable"):
        to_bytes(Sample("x", free=value))


PLAN: dict[str, Any] = {
    "sync": {"seconds": 5},
    "retry_after": "http-date",
    "quota": 3,
    "steps": [
        {"match": {"method": "GET", "type": "Procedure", "page": 2}, "status": 503, "times": 2},
        {"fault": "slow", "seconds": 0.5},
        {"pass": True},
    ],
}


@pytest.mark.parametrize("written", ["ready", "syncing-45s+http-date", "trap", "flaky-503x2", "slow-20ms", PLAN])
def test_a_scenario_comes_back(written: Any) -> None:
    """Of a name or of a plan."""
    scenario = parse_plan(written)

    assert scenario == through_json(Scenario, scenario)


def test_a_scenario_under_way_comes_back() -> None:
    """With its counters, its quota and what was done by hand."""
    state = ScenarioState(parse_plan(PLAN), started=5.0, requests=4, used=2, served=deque([6.0, 7.5]))
    state.put(Phase.FAILED, 8.0)
    found = through_json(ScenarioState, state)

    assert state == found
    assert (Phase.FAILED, None) == found.state(9.0)


def test_a_consent_comes_back() -> None:
    """With the request that it answers."""
    request = AuthorizationRequest(application=Client("pk_test_a", live=False), scope=("launch/patient",), smart=True)
    consent = Consent(id="c", authorization="a", code="ac", patient="p", session="s", request=request, created_at=1.5)
    consent.exchange(2.0)
    consent.take_tokens("t", "rt", 9.0)
    found = through_json(Consent, consent)

    assert to_bytes(consent) == to_bytes(found)
    assert (request, consent.state) == (found.request, found.state)


def test_a_subscription_comes_back() -> None:
    """With its events and the attempts to deliver each."""
    subscription = Subscription("s", {"mode": "test"})
    event = WebhookEvent("e", "sync_failed", 5.0, {"mode": "test"}, [DeliveryAttempt(6.0, None, "no answer")])
    subscription.add(event, Phase.FAILED)
    found = through_json(Subscription, subscription)

    assert to_bytes(subscription) == to_bytes(found)
    assert (Phase.FAILED, event.due_at, event.attempts) == (
        found.announced,
        found.events[0].due_at,
        found.events[0].attempts,
    )
