"""Are two processes one sandbox? What one has begun, the other goes on with: sessions, tokens, consents, journals."""

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any

import httpx
import pytest

from sandbox.replicas import shared_stores
from sandbox.replicas.record import STAMP
from tests.api.oauth.flow import App
from tests.replicas.conftest import Pair
from tests.replicas.processes import RedisProcess, until
from tests.replicas.threads import ReplicaThread

KEYS = ("pk_test_x", "sk_test_x")


def statuses(pair: Pair, token: str, count: int) -> list[int]:
    """Ask both in turn, so many times."""
    return [replica.get(token).status_code for _, replica in zip(range(count), cycle(pair), strict=False)]


def trips(store: RedisProcess) -> int:
    """Return how often a function on the store was called."""
    lines = store.ask("INFO", "commandstats").splitlines()
    return sum(int(line.split("calls=")[1].split(",")[0]) for line in lines if line.startswith("cmdstat_evalsha:"))


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("ready", [200] * 6),
        ("syncing-3x", [429] * 3 + [200] * 3),
        ("flaky-503x2", [503] * 2 + [200] * 4),
        ("failing-2x", [429] * 2 + [422] * 4),
        ("throttled-4x", [200] * 4 + [429] * 2),
        ("trap", [429] * 3 + [200] * 2 + [429]),
        ("garbled-1x", [200] * 6),
    ],
)
def test_steps_are_counted_together(pair: Pair, scenario: str, expected: list[int]) -> None:
    """Each request takes one, wherever it goes."""
    assert expected == statuses(pair, f"pat_test_{scenario}~p1~steps", 6)


def test_both_show_the_same_journal_and_verdict(pair: Pair) -> None:
    """Numbers, attempts and times in one order; the times go by the store's clock."""
    token = "pat_test_syncing-2x~p1~journal"  # noqa: S105 - made up
    statuses(pair, token, 5)
    one, other = (replica.steer("GET", "/session/journal", token) for replica in pair)
    verdicts = [replica.steer("GET", "/session/verdict", token) for replica in pair]
    entries = one["entries"]

    assert one == other
    assert verdicts[0] == verdicts[1]
    assert [1, 2, 3, 4, 5] == [entry["n"] for entry in entries] == [entry["attempt"] for entry in entries]
    assert sorted(entry["at"] for entry in entries) == [entry["at"] for entry in entries]
    assert {0} == {entry["connection"] for entry in entries}


def test_what_a_fault_does_is_noted_by_whoever_does_it(pair: Pair) -> None:
    """And shown by the other one."""
    token = "pat_test_reset-1x~p1~fault"  # noqa: S105 - made up
    with pytest.raises(httpx.HTTPError):
        pair[0].get(token)
    assert 200 == pair[1].get(token).status_code

    def entries() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = pair[1].steer("GET", "/session/journal", token)["entries"]
        return found

    assert until(lambda: entries()[0]["answered_at"] is not None)  # noted once the connection is lost, not before
    first, second = entries()
    assert ("reset", None, 200) == (first["fault"], first["status"], second["status"])


def test_a_clock_that_is_moved_is_moved_everywhere(pair: Pair) -> None:
    """A window that begins here ends there, and time stands still in both."""
    token = "pat_test_syncing-45s~p1~clock"  # noqa: S105 - made up
    pair[0].steer("POST", "/session/clock", token, {"freeze": True})
    assert 429 == pair[1].get(token).status_code
    pair[0].steer("POST", "/session/clock", token, {"advance": 44})
    assert 429 == pair[1].get(token).status_code
    now = pair[1].steer("POST", "/session/clock", token, {"advance": 1})["now"]

    assert 200 == pair[0].get(token).status_code
    assert now == pair[0].steer("GET", "/session", token)["clock"]["now"]


def test_a_running_clock_never_goes_back(pair: Pair) -> None:
    """From one process to the other, however often."""
    token = "pat_test_ready~p1~running"  # noqa: S105 - made up
    times = [
        replica.steer("GET", "/session", token)["clock"]["now"]
        for _, replica in zip(range(20), cycle(pair), strict=False)
    ]

    assert sorted(times) == times


def test_tokens_are_good_everywhere_and_good_for_nothing_everywhere(pair: Pair) -> None:
    """Minted here, refreshed there; the old refresh token is refused by both, the old access token too."""
    one, other = pair
    opened = one.client.post("/_sandbox/sessions", json={"patient": "p1"}).json()
    assert 200 == other.get(opened["access_token"]).status_code
    body = {"grant_type": "refresh_token", "refresh_token": opened["refresh_token"]}
    refreshed = other.client.post("/link/token", json=body, auth=KEYS)
    replayed = [replica.client.post("/link/token", json=body, auth=KEYS).status_code for replica in pair]

    assert (200, [400, 400]) == (refreshed.status_code, replayed)
    assert [401, 401] == [replica.get(opened["access_token"]).status_code for replica in pair]
    assert [200, 200] == [replica.get(refreshed.json()["access_token"]).status_code for replica in pair]
    jwks = [replica.client.get("/.well-known/jwks.json").json() for replica in pair]
    assert jwks[0] == jwks[1]


def test_a_failed_sync_is_cured_for_both(pair: Pair) -> None:
    """By a new authorization of the patient at the other one."""
    token = "pat_test_failed~p2~cured"  # noqa: S105 - made up
    assert 422 == pair[0].get(token).status_code
    pair[1].steer("POST", "/session/reauthorize", token, {})

    assert 200 == pair[0].get(token).status_code


def test_a_user_comes_back_whose_old_session_is_gone(pair: Pair, store: RedisProcess) -> None:
    """Its consent is there, but not the session: the life of one may be over before that of the other."""
    app = App(pair[0].client, "pk_test_back")
    state = pair[0].steer("GET", "/session", app.login()["access_token"])
    (key,) = store.ask("KEYS", f"*:s:{state['session']}").splitlines()
    store.ask("DEL", key)

    assert 200 == app.get("/fhir/Patient", app.login()["access_token"]).status_code


def test_a_session_that_is_forgotten_begins_anew(pair: Pair) -> None:
    """With another journal and all its steps, also that of a minted token."""
    minted = pair[0].client.post("/_sandbox/sessions", json={"patient": "p1", "scenario": "syncing-1x"}).json()
    for token in ("pat_test_syncing-1x~p1~forgotten", minted["access_token"]):
        assert [429, 200, 200] == statuses(pair, token, 3)
        pair[1].steer("DELETE", "/session", token)
        assert [429, 200] == statuses(pair, token, 2)
        assert [1, 2] == [entry["n"] for entry in pair[1].steer("GET", "/session/journal", token)["entries"]]


def test_all_sessions_are_listed_and_judged_by_either(pair: Pair) -> None:
    """The newest first, with the last exchange of each, and with their journals where they are judged."""
    for number in range(3):
        statuses(pair, f"pat_test_syncing-1x~p1~listed-{number}", 2)
    listed = [replica.client.get("/_sandbox/sessions?label-prefix=listed").json() for replica in pair]
    judged = pair[1].client.get("/_sandbox/verdict?label-prefix=listed").json()

    assert ["listed-2", "listed-1", "listed-0"] == [row["label"] for row in listed[0]["sessions"]]
    assert [200] * 3 == [row["last"]["status"] for row in listed[0]["sessions"]]
    assert [row["session"] for row in listed[0]["sessions"]] == [row["session"] for row in listed[1]["sessions"]]
    assert sorted(["listed-2", "listed-1", "listed-0"]) == sorted(row["label"] for row in judged["sessions"])
    assert {"fail"} == {row["result"] for row in judged["sessions"]}


def test_more_journals_than_are_remembered_can_be_read_together(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Judged in one call, or asked for at once without a token: none drives out another that is needed as well."""
    monkeypatch.setattr("sandbox.replicas.record._JOURNALS_REMEMBERED", 1)
    for number in range(8):
        statuses(pair, f"pat_test_syncing-1x~p1~many-{number}", 2)
    reader = pair[0].client
    judged = reader.get("/_sandbox/verdict?label-prefix=many-")
    names = [row["session"] for row in judged.json()["sessions"]]
    with ThreadPoolExecutor(8) as pool:
        journals = list(pool.map(lambda name: reader.get(f"/_sandbox/sessions/{name}/journal"), names * 3))

    assert (200, 8) == (judged.status_code, len(names))
    assert [200] * 24 == [answer.status_code for answer in journals]
    assert {2} == {len(answer.json()["entries"]) for answer in journals}


def test_whoever_waits_sees_what_comes_over_the_other_one(pair: Pair) -> None:
    """`expect` looks into the store."""
    token = "pat_test_ready~p1~expected"  # noqa: S105 - made up
    pair[0].get(token)
    found = pair[1].steer("POST", "/session/expect", token, {"count": {"status": 200, "min": 1}, "within": 5})
    never = pair[1].steer("POST", "/session/expect", token, {"never": {"status": 500}, "for": 0.1})

    assert ("pass", "pass") == (found["result"], never["result"])


def long_link(replica: ReplicaThread, token: str, seed: str) -> str:
    """Return the link to the second page of a search that no link can hold, below the address."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-www-form-urlencoded"}
    ids = ",".join(["p1-0", "p1-1", "p1-2", *(f"{seed}-{n:060}" for n in range(1000))])
    found = replica.client.post("/fhir/Procedure/_search", content=f"_id={ids}&_count=2", headers=headers).json()
    (link,) = (one["url"] for one in found["link"] if one["relation"] == "next")
    assert "_getpages=" in link
    return str(link).removeprefix(replica.url)


def test_a_long_search_is_paged_by_either(pair: Pair) -> None:
    """What stands behind a link that cannot hold it is shared as well, for its token alone."""
    token = "pat_test_ready~p1~long"  # noqa: S105 - made up
    path = long_link(pair[0], token, "shared")
    others = [replica.get(f"{token}-other", path).status_code for replica in pair]

    assert [1, 1] == [len(replica.get(token, path).json()["entry"]) for replica in pair]
    assert [410, 410] == others


def test_long_searches_together_are_bounded(pair: Pair, store: RedisProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody has used for longest goes, for both; the sum that the store keeps is that of what is there."""
    monkeypatch.setattr(shared_stores, "CHARACTERS_KEPT", 150_000)  # two of them
    token = "pat_test_ready~p1~bounded"  # noqa: S105 - made up
    first, second = (long_link(replica, token, seed) for replica, seed in zip(pair, "ab", strict=True))
    assert 200 == pair[1].get(token, first).status_code  # and so the second is the older one
    third = long_link(pair[1], token, "c")
    statuses = [[replica.get(token, path).status_code for path in (first, second, third)] for replica in pair]
    (key,) = store.ask("KEYS", "*:long-searches").splitlines()
    lengths = [int(store.ask("STRLEN", one)) - STAMP for one in store.ask("KEYS", "*:long:*").splitlines()]

    assert [[200, 410, 200]] * 2 == statuses
    assert len(lengths) == int(store.ask("ZCARD", key)) == 2
    assert sum(lengths) == int(store.ask("GET", f"{key}:sum")) < 150_000


def test_a_full_journal_keeps_the_newest(pair: Pair, store: RedisProcess) -> None:
    """A thousand of them, however many come, and the list in the store is no longer."""
    token = "pat_test_ready~p1~full"  # noqa: S105 - made up
    with httpx.Client(base_url=pair[0].url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as http:
        for number in range(1010):
            http.get(f"/fhir/Patient/p1?_pretty={['true', 'false'][number % 7 == 0]}")
    found = pair[1].steer("GET", "/session/journal", token)
    name = pair[1].steer("GET", "/session", token)["session"]
    (key,) = store.ask("KEYS", f"*{name}:journal").splitlines()

    assert (1000, 10, 11, 1010) == (
        len(found["entries"]), found["dropped"], found["entries"][0]["n"], found["entries"][-1]["n"],
    )  # fmt: skip
    assert "1000" == store.ask("LLEN", key)
    assert "2" == store.ask("HLEN", key.replace(":journal", ":attempts"))


def test_a_steady_request_is_one_round_trip(pair: Pair, store: RedisProcess) -> None:
    """What the process knows is compared in the same step in which the change is written."""
    token = "pat_test_ready~p1~steady"  # noqa: S105 - made up
    pair[0].get(token)
    before = trips(store)
    for _ in range(20):
        assert 200 == pair[0].get(token).status_code

    assert 20 == trips(store) - before


def test_nothing_is_kept_for_ever(pair: Pair, store: RedisProcess) -> None:
    """Each key has the prefix and a life; no token is in any of them, or in the name of one."""
    opened = pair[0].client.post("/_sandbox/sessions", json={"patient": "p1"}).json()
    pair[1].get("pat_test_ready~p1~life")
    keys = store.ask("KEYS", "*").splitlines()

    assert {"procedure-sandbox"} == {key.split(":")[0] for key in keys}
    assert [] == [key for key in keys if "-1" == store.ask("PTTL", key)]
    assert [] == [key for key in keys if "pat_test" in key or opened["refresh_token"] in key]


def test_what_is_used_lives_on(pair: Pair, store: RedisProcess) -> None:
    """The token, its session and all that belongs to that: where it is written, and where it is only read."""
    token = "pat_test_ready~p1~lives"  # noqa: S105 - made up
    of_all = (":names", ":counting")  # the names of all sessions, and whoever counts them now and then
    before = set(store.ask("KEYS", "*").splitlines())
    pair[0].get(token)
    keys = {key for key in store.ask("KEYS", "*").splitlines() if key not in before and not key.endswith(of_all)}

    def dying() -> list[str]:
        return [key for key in keys if int(store.ask("PTTL", key)) <= 60_000]

    assert 4 == len(keys)
    for ask in (lambda: pair[0].get(token), lambda: pair[1].steer("GET", "/session", token)):
        for key in keys:
            store.ask("PEXPIRE", key, "60000")
        assert keys == set(dying())
        ask()

        assert [] == dying()


def test_a_request_that_another_replica_was_faster_than_takes_one_round_trip_more(
    pair: Pair, store: RedisProcess
) -> None:
    """The refusal brings what is there instead, so that nothing has to be fetched."""
    token = "pat_test_ready~p1~by-turns"  # noqa: S105 - made up
    for replica in pair:
        replica.get(token)
    before = trips(store)
    for turn in range(20):
        assert 200 == pair[turn % 2].get(token).status_code

    assert 40 == trips(store) - before


def test_ids_are_never_given_twice(pair: Pair) -> None:
    """Of sessions, tokens and requests."""
    opened: list[dict[str, Any]] = [
        replica.client.post("/_sandbox/sessions", json={}).json()
        for _, replica in zip(range(40), cycle(pair), strict=False)
    ]
    anonymous = [
        replica.client.get("/fhir/metadata").headers["X-Request-Id"]
        for _, replica in zip(range(10), cycle(pair), strict=False)
    ]

    assert 40 == len({one["session"] for one in opened}) == len({one["refresh_token"] for one in opened})
    assert 10 == len(set(anonymous))
