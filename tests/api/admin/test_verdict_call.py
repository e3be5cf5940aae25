"""How is a verdict asked for? By the session's token and the name of a policy."""

import pytest

from sandbox.verdict import POLICIES
from tests.api.admin.handle import Handle, Hands, error


def patient(handle: Handle) -> None:
    """Do as a client does that waits as it is told."""
    handle.clock(freeze=True)
    while (answer := handle.get()).status_code == 429:
        handle.clock(advance=float(answer.headers["Retry-After"]))


@pytest.mark.parametrize("policy", POLICIES)
def test_a_verdict_has_its_rules_and_numbers(hands: Hands, policy: str) -> None:
    """In the shape of the contract."""
    handle = hands("syncing-45s")
    patient(handle)
    found = handle.steer("GET", f"/session/verdict?policy={policy}").json()

    assert {"result", "policy", "rules", "numbers"} == found.keys()
    assert ("pass", policy) == (found["result"], found["policy"])
    assert [f"R{number:02}" for number in range(1, 19)] == [rule["id"] for rule in found["rules"]]
    assert all({"id", "title", "result", "entries", "says", "repair"} == rule.keys() for rule in found["rules"])
    assert {"requests", "wasted", "early_seconds", "overshoot_seconds", "optimum"} == found["numbers"].keys()
    assert (16, 0, 16) == tuple(found["numbers"][name] for name in ("requests", "wasted", "optimum"))


def test_without_a_policy_it_is_flexpa(hands: Hands) -> None:
    """And of a client that did nothing it is inconclusive."""
    found = hands("ready").steer("GET", "/session/verdict").json()

    assert ("inconclusive", "flexpa") == (found["result"], found["policy"])


def test_a_wait_of_2_9_seconds_where_3_were_announced_fails(hands: Hands) -> None:
    """On a frozen clock, R02 names the two entries and the difference."""
    handle = hands("syncing-45s")
    handle.clock(freeze=True)
    handle.get()
    handle.clock(advance=2.9)
    handle.get()
    found = handle.steer("GET", "/session/verdict").json()
    rule = next(rule for rule in found["rules"] if rule["id"] == "R02")

    assert ("fail", "fail", [1, 2]) == (found["result"], rule["result"], rule["entries"])
    assert "0.1 s too early" in rule["says"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("policy=flexpo", 'Did you mean "flexpa"?'),
        ("policy=xyzzy", "'xyzzy' is no policy. Known: flexpa, strict, lenient."),
        ("polcy=strict", "takes no 'polcy', only policy. Did you mean \"policy\"?"),
    ],
)
def test_any_other_policy_is_400(hands: Hands, query: str, says: str) -> None:
    """It is said which there are."""
    answer = hands("ready").steer("GET", f"/session/verdict?{query}")

    assert (400, True) == (answer.status_code, says in error(answer))
