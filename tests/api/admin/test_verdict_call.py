"""How is a verdict asked for? By the session's token and the name of a policy."""

from typing import Any

import orjson
import pytest
from multidict import CIMultiDict

from sandbox.api.app import Api
from sandbox.embedded import backend_of
from sandbox.verdict import POLICIES
from sandbox.web.messages import Request
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
    assert [f"R{number:02}" for number in range(1, 22)] == [rule["id"] for rule in found["rules"]]
    assert all({"id", "title", "result", "entries", "says", "repair"} == rule.keys() for rule in found["rules"])
    assert {"requests", "wasted", "early_seconds", "overshoot_seconds", "optimum"} == found["numbers"].keys()
    assert (16, 0, 16) == tuple(found["numbers"][name] for name in ("requests", "wasted", "optimum"))


def test_without_a_policy_it_is_flexpa(hands: Hands) -> None:
    """And of a client that did nothing, no rule was exercised."""
    found = hands("ready").steer("GET", "/session/verdict").json()

    assert ("not-exercised", "flexpa") == (found["result"], found["policy"])


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
        ("policy=xyzzy", "policy takes flexpa, strict, lenient, not 'xyzzy'."),
        ("polcy=strict", "takes no 'polcy', only policy, clients, ended, pages, ignore. Did you mean \"policy\"?"),
        ("clients=two", "clients takes one, many, not 'two'."),
        ("clients=one&clients=many", "'clients' takes one value, and stands in the query more than once: 'one' and"),
        ("policy=strict&policy=strict", "'policy' takes one value"),
        ("ended=crash", "ended takes exit, killed, not 'crash'."),
        ("pages=all", "pages takes any, every, not 'all'."),
        ("ignore=R99", "ignore takes ids of rules. 'R99' is not a rule. Rules are R01 to R21."),
    ],
)
def test_any_other_option_is_400(hands: Hands, query: str, says: str) -> None:
    """It is said which there are."""
    answer = hands("ready").steer("GET", f"/session/verdict?{query}")

    assert (400, True) == (answer.status_code, says in error(answer))


def test_an_outcome_is_the_clients_own_word(hands: Hands) -> None:
    """It feeds R20; a later one replaces it."""
    handle = hands("ready")
    handle.get()

    for success, expected in ((False, "fail"), (True, "pass")):
        answer = handle.steer("POST", "/session/outcome", {"success": success, "count": 3})
        assert (200, {"success": success, "count": 3}) == (answer.status_code, answer.json())
        rules = {rule["id"]: rule["result"] for rule in handle.steer("GET", "/session/verdict").json()["rules"]}
        assert expected == rules["R20"]


def test_a_client_that_was_to_fetch_every_page_is_held_to_it(hands: Hands) -> None:
    """With `pages=every`, a `next` that it left is a success that it made up."""
    handle = hands("ready")
    handle.get("/Procedure?_count=1")
    handle.steer("POST", "/session/outcome", {"success": True})
    found = {}
    for pages in ("any", "every"):
        rules = handle.steer("GET", f"/session/verdict?pages={pages}").json()["rules"]
        found[pages] = next(rule["result"] for rule in rules if rule["id"] == "R20")

    assert {"any": "pass", "every": "fail"} == found


@pytest.mark.parametrize(
    "body", [{}, {"success": "yes"}, {"success": True, "count": 0.5}, {"success": True, "count": -1}]
)
def test_an_outcome_that_says_nothing_is_400(hands: Hands, body: dict[str, object]) -> None:
    """It needs a success, and whole numbers."""
    answer = hands("ready").steer("POST", "/session/outcome", body)

    assert 400 == answer.status_code
    assert error(answer)


def test_the_sessions_of_a_label_are_judged_together(hands: Hands, serve: Any) -> None:
    """Without a prefix it is all of them; where there is an admin token, the call needs it."""
    one, two = f"pat_test_syncing-3s~ada~{hands('ready').token[-8:]}.a", "pat_test_syncing-3s~ada~elsewhere"
    client = hands("ready").client
    for token in (one, two):
        client.get("/fhir/Procedure", headers={"Authorization": f"Bearer {token}"})
    label = one.rpartition("~")[2]
    found = client.get(f"/_sandbox/verdict?label-prefix={label}&ended=exit").json()

    assert ("fail", [label]) == (found["result"], [session["label"] for session in found["sessions"]])
    assert {"session", "label", "result", "rules"} == found["sessions"][0].keys()
    assert len(client.get("/_sandbox/verdict").json()["sessions"]) > 1
    guarded = serve('{"resourceType":"Patient","id":"1"}', admin_token="secret")  # noqa: S106 - of this test alone
    assert 401 == guarded.get("/_sandbox/verdict?label-prefix=a").status_code
    assert (
        "not-exercised"
        == guarded.get("/_sandbox/verdict?label-prefix=a", headers={"Authorization": "Bearer secret"}).json()["result"]
    )


def test_the_verdict_on_many_is_made_in_slices() -> None:
    """One client after another, between which everybody else is answered."""
    backend = backend_of((), {})
    for number in range(5):
        backend.admit(f"pat_test_ready~ada~many-{number}")
    headers = CIMultiDict({"Host": "localhost"})
    response = Api(backend).handle(Request("GET", "/_sandbox/verdict", "label-prefix=many-", headers, b"", ""))
    slices = 1
    while response.unfinished is not None:
        slices += 1
        response = response.unfinished() or response

    found = orjson.loads(response.body)
    assert (5, "not-exercised") == (slices, found["result"])
    assert [f"many-{number}" for number in range(5)] == [session["label"] for session in found["sessions"]]
