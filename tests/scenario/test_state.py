"""What is said to a client, request by request? Counters, quota, what is put by hand, and what is left."""

import pytest

from sandbox.scenario import (
    WAIT_HEADERS,
    Decision,
    Fault,
    Phase,
    RequestLine,
    ScenarioState,
    parse_plan,
    parse_scenario,
)

AT = 1_700_000_000.0
ASK = RequestLine("GET", "/Procedure", "")


def scenario_state(scenario: object) -> ScenarioState:
    """Return a course that has not begun."""
    return ScenarioState(parse_plan(scenario))


def word(decision: Decision) -> str:
    """Return what a decision comes to, in a word."""
    if decision.error:
        return decision.error.name
    return decision.fault.value if decision.fault else "half" if decision.partial else "data"


def words(under_way: ScenarioState, times: list[float]) -> list[str]:
    """Return what is said to requests at these times."""
    return [word(under_way.decide(ASK, AT + at)) for at in times]


def _plan(**step: object) -> dict[str, object]:
    """Return a plan of one step, after which everything passes."""
    return {"steps": [step, {"pass": True}]}


STORIES: list[tuple[object, list[float], list[str]]] = [
    ("ready", [0, 0], ["data"] * 2),
    ("syncing-2s", [0, 1.999, 2, 3], ["transient", "transient", "data", "data"]),
    ("syncing-2x", [0, 0, 0], ["transient", "transient", "data"]),
    ("syncing-0x", [0], ["data"]),
    ("syncing-0s", [0], ["data"]),
    ("stuck", [0, 1e8], ["transient"] * 2),
    ("failed", [0, 1e8], ["processing"] * 2),
    ("failing-2s", [0, 1, 2, 9], ["transient", "transient", "processing", "processing"]),
    ("failing-1x", [0, 0, 0], ["transient", "processing", "processing"]),
    ("partial-2s", [0, 1, 2], ["half", "half", "data"]),
    ("throttled-2x", [0, 1, 2, 59.9, 60, 60.5, 61], ["data", "data", *["throttled"] * 2, "data", "throttled", "data"]),
    ("throttled-0x", [0, 60, 120], ["throttled"] * 3),
    ("flaky-503x2", [0, 0, 0, 0], ["503", "503", "data", "data"]),
    ("flaky-503x0", [0], ["data"]),
    ("expired", [0], ["expired"]),
    ("expiring-5s", [0, 4.999, 5], ["data", "data", "expired"]),
    ("revoked", [0], ["revoked"]),
    ("forbidden", [0], ["forbidden"]),
    ("slow-5ms", [0, 0], ["slow"] * 2),
    ("stall-1s", [0, 0], ["stall"] * 2),
    ("reset", [0, 0, 0], ["reset"] * 3),
    ("reset-1x", [0, 0], ["reset", "data"]),
    ("truncated-1x", [0, 0], ["truncated", "data"]),
    ("garbled-1x", [0, 0], ["garbled", "data"]),
    ("trap", [0, 0, 0, 0, 1, 2, 61], [*["transient"] * 3, "data", "data", "throttled", "data"]),
    ({"steps": [{"status": 503}, {"fault": "reset"}]}, [0] * 4, ["503", "reset", "reset", "reset"]),
    ({"steps": [{"status": 503}, {"fault": "reset"}, {"pass": True}]}, [0] * 4, ["503", "reset", "data", "data"]),
    ({"sync": {"requests": 1}, "steps": [{"status": 500}, {"pass": True}]}, [0] * 3, ["transient", "500", "data"]),
    ({"quota": 1, "steps": [{"status": 500}, {"pass": True}]}, [0] * 3, ["500", "data", "throttled"]),
    ({"sync": {"seconds": 2, "outcome": "partial"}, "quota": 1}, [0, 1, 61], ["half", "throttled", "data"]),
]


@pytest.mark.parametrize(("scenario", "times", "said"), STORIES, ids=lambda value: str(value)[:60])
def test_a_scenario_says_so_much_at_such_times(scenario: object, times: list[float], said: list[str]) -> None:
    """Its time begins with the first request."""
    assert said == words(scenario_state(scenario), times)


def test_a_request_that_a_step_is_not_for_uses_nothing_up() -> None:
    """It gets its data, and the step waits for its own."""
    under_way = scenario_state({"steps": [{"status": 503, "match": {"type": "Patient"}}, {"pass": True}]})
    patient = RequestLine("GET", "/Patient", "")

    assert ["data", "503", "data"] == [word(under_way.decide(ask, AT)) for ask in (ASK, patient, patient)]
    assert (2, 0) == under_way.steps


def test_a_wait_is_announced_by_what_remains() -> None:
    """Three seconds at most, whole, rounded up; the decision says the same as the headers."""
    under_way = scenario_state("syncing-10s")
    found = [under_way.decide(ASK, AT + at) for at in (0, 6.5, 7, 7.5, 8.5, 9.75)]

    assert [3, 3, 3, 3, 2, 1] == [decision.wait for decision in found]
    assert [(("Retry-After", f"{n}"), ("X-Retry-After", f"{n}")) for n in (3, 3, 3, 3, 2, 1)] == [
        decision.headers for decision in found
    ]
    assert {"both"} == {decision.spelling for decision in found}


def test_the_quota_slides_over_a_minute() -> None:
    """X-RateLimit tells what is left and when the oldest leaves; only what was served counts."""
    under_way = scenario_state("throttled-2x")
    found = [under_way.decide(ASK, AT + at) for at in (0, 30, 30.5, 59, 60, 60)]
    limits = [tuple(value for name, value in decision.headers if name.startswith("X-RateLimit-")) for decision in found]

    assert ["data", "data", "throttled", "throttled", "data", "throttled"] == [word(decision) for decision in found]
    assert [
        ("2", "1", "60"),
        ("2", "0", "30"),
        ("2", "0", "30"),
        ("2", "0", "1"),
        ("2", "0", "30"),
        ("2", "0", "30"),
    ] == limits
    assert [None, None, 30, 1, None, 30] == [decision.wait for decision in found]
    assert ("Retry-After", "30") in found[2].headers
    assert "X-Retry-After" not in dict(found[2].headers)  # fmt: skip


@pytest.mark.parametrize(
    ("scenario", "spelling"),
    [
        ("stuck", "both"),
        ("stuck+http-date", "http-date"),
        ("throttled-0x", "standard"),
        ("throttled-0x+vendor", "vendor"),
        ({"quota": 0}, "standard"),
        ({"quota": 0, "retry_after": "huge"}, "huge"),
        ({"steps": [{"status": 429}]}, "both"),
        ({"steps": [{"status": 429, "code": "throttled"}]}, "standard"),
        ({"steps": [{"status": 429, "retry_after": "zero"}], "retry_after": "none"}, "zero"),
        ({"steps": [{"status": 503, "retry_after": "standard"}]}, "standard"),
        ({"steps": [{"status": 503}]}, ""),
        ("flaky-503x2+standard", "standard"),
        ("flaky-503x2+wait-61", "both"),
        ("throttled-0x+wait-61", "standard"),
        ({"steps": [{"status": 503}], "retry_after": "standard"}, "standard"),
        ("failed", ""),
        ("expired", ""),
        ({"steps": [{"status": 404, "wait": 5}]}, "both"),
        ({"steps": [{"status": 404, "wait": 5}], "retry_after": "vendor"}, "vendor"),
        ({"steps": [{"status": 404}], "wait": 5}, ""),
        ({"steps": [{"status": 503}], "wait": 5}, "both"),
        ({"steps": [{"status": 503, "headers": {"retry-after": "7"}}]}, "standard"),
        ({"steps": [{"status": 429, "headers": {"Retry-After": "soon"}}], "retry_after": "vendor"}, "garbage"),
        ({"steps": [{"status": 429, "headers": {"X-Retry-After": "7"}}]}, "vendor"),
    ],
    ids=str,
)
def test_a_wait_is_spelled_as_the_step_or_the_scenario_says(scenario: object, spelling: str) -> None:
    """The step before the scenario before the default; other refusals bear a wait only where they are told to."""
    decision = scenario_state(scenario).decide(ASK, AT)

    assert spelling == decision.spelling
    assert bool(spelling) == bool(decision.headers)


@pytest.mark.parametrize(
    ("scenario", "wait", "headers"),
    [
        ("syncing-45s+wait-61", 61, (("Retry-After", "61"), ("X-Retry-After", "61"))),
        ("syncing-45s+wait-61+standard", 61, (("Retry-After", "61"),)),
        ("stuck+wait-0.25+milliseconds", 0.25, (("Retry-After", "1"), ("retry-after-ms", "250"))),
        ("throttled-0x+wait-7", 7, (("Retry-After", "7"),)),
        ("flaky-503x2+wait-61+vendor", 61, (("X-Retry-After", "61"),)),
        ("stuck+fractional", None, (("Retry-After", "0.5"),)),
        ("stuck+negative", None, (("Retry-After", "-1"),)),
        ("stuck+fractional+wait-2", None, (("Retry-After", "2.0"),)),
        (_plan(status=503, wait=61, times=2), 61, (("Retry-After", "61"), ("X-Retry-After", "61"))),
        (_plan(status=503, wait=61, retry_after="padded", times=2), 61, (("Retry-After", " 061 "),)),
        ({"wait": 5, **_plan(status=429, wait=0.25, retry_after="milliseconds", times=2)}, 0.25,
         (("Retry-After", "1"), ("retry-after-ms", "250"))),
        ({"wait": 5, **_plan(status=429, times=2)}, 5, (("Retry-After", "5"), ("X-Retry-After", "5"))),
        (_plan(status=403, headers={"retry-after": "  7"}, times=2), 7, (("retry-after", "  7"),)),
        (_plan(status=429, headers={"Retry-After": "Friday, 31-Dec-99 23:59:59 GMT"}, times=2), None,
         (("Retry-After", "Friday, 31-Dec-99 23:59:59 GMT"),)),
        (_plan(status=429, headers={"Retry-After": "+3", "X-Retry-After": "3"}, times=2), None,
         (("Retry-After", "+3"), ("X-Retry-After", "3"))),
    ],
)  # fmt: skip
def test_a_wait_that_the_scenario_says_is_announced(
    scenario: object, wait: float | None, headers: tuple[tuple[str, str], ...]
) -> None:
    """Whatever remains of the window, at any moment; what the spelling writes by itself comes after it."""
    under_way = scenario_state(scenario)
    found = [under_way.decide(ASK, AT + at) for at in (0, 1)]

    assert [wait, wait] == [decision.wait for decision in found]
    assert [headers, headers] == [
        tuple(line for line in decision.headers if line[0].lower() in WAIT_HEADERS) for decision in found
    ]


@pytest.mark.parametrize(
    ("phase", "said", "ready_in"),
    [(Phase.READY, "data", 0.0), (Phase.FAILED, "processing", None), (Phase.SYNCING, "transient", None)],
)
def test_what_is_put_by_hand_holds_from_now_on(phase: Phase, said: str, ready_in: float | None) -> None:
    """Whatever the timeline was; also before the first request."""
    for scenario in ("syncing-5s", "stuck", "failed", "ready", "partial"):
        under_way = scenario_state(scenario)
        under_way.put(phase, AT)

        assert (phase, ready_in) == under_way.state(AT + 100)
        assert [said, said] == words(under_way, [100, 1e6])


def test_the_moment_of_being_ready_is_known() -> None:
    """By the timeline from the first request, or by the hand that made it ready; counted requests do not tell."""
    timed, counted, by_hand = scenario_state("syncing-5s"), scenario_state("syncing-2x"), scenario_state("stuck")
    assert timed.due_at() is None
    for under_way in (timed, counted, by_hand):
        under_way.decide(ASK, AT)
    assert by_hand.due_at() is None
    by_hand.put(Phase.READY, AT + 7)

    assert (AT + 5, None, AT + 7) == (timed.due_at(), counted.due_at(), by_hand.due_at())


@pytest.mark.parametrize(
    ("scenario", "at", "expected"),
    [
        ("ready", 3, (Phase.READY, 0.0)),
        ("syncing-5s", 0, (Phase.SYNCING, 5.0)),
        ("syncing-5s", 3.5, (Phase.SYNCING, 1.5)),
        ("syncing-5s", 5, (Phase.READY, 0.0)),
        ("syncing-2x", 9, (Phase.SYNCING, None)),
        ("stuck", 9, (Phase.SYNCING, None)),
        ("failing-2s", 1, (Phase.SYNCING, None)),
        ("failing-2s", 2, (Phase.FAILED, None)),
        ("partial-4s", 1, (Phase.PARTIAL, 3.0)),
        ("expiring-4s", 1, (Phase.READY, 0.0)),
        ("expiring-4s", 5, (Phase.EXPIRED, None)),
        ("expired", 0, (Phase.EXPIRED, None)),
    ],
)
def test_the_state_says_when_the_data_will_be_there(
    scenario: str, at: float, expected: tuple[Phase, float | None]
) -> None:
    """0 if it is, None if nobody knows or it never will."""
    under_way = scenario_state(scenario)
    under_way.decide(ASK, AT)

    assert expected == under_way.state(AT + at)


@pytest.mark.parametrize(
    ("scenario", "endless"),
    [("stuck", True), ("syncing", False), ("ready", False), ("failing", False), ("failed", False), ("trap", False)],
)
def test_only_a_429_without_end_is_endless(scenario: str, *, endless: bool) -> None:
    """What passes, or turns into something else, is not."""
    assert endless == scenario_state(scenario).endless


def test_uses_are_counted_against_the_plan() -> None:
    """What is left never goes below nothing, though the last step repeats."""
    under_way = scenario_state({"steps": [{"status": 503, "times": 2}, {"fault": "reset"}]})
    counts = [under_way.steps]
    for _ in range(4):
        under_way.decide(ASK, AT)
        counts.append(under_way.steps)

    assert [(0, 3), (1, 2), (2, 1), (3, 0), (4, 0)] == counts


def test_headers_of_a_step_go_out_beside_the_wait() -> None:
    """Those that announce none change nothing about the wait."""
    decision = scenario_state(_plan(status=429, headers={"Server": "gate"})).decide(ASK, AT)

    assert (("Server", "gate"), ("Retry-After", "3"), ("X-Retry-After", "3")) == decision.headers
    assert (3, "both") == (decision.wait, decision.spelling)


def test_a_fault_brings_its_seconds() -> None:
    """How long it holds is a part of the scenario."""
    assert Decision(fault=Fault.SLOW, seconds=0.25) == scenario_state("slow-250ms").decide(ASK, AT)
    assert Decision(fault=Fault.RESET) == ScenarioState(parse_scenario("reset")).decide(ASK, AT)
