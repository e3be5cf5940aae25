"""What does the session's clock drive? The window, Date, waits, quota, token life and journal of that session alone."""

import time
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from tests.api.admin.handle import JSON, Hands, error


def test_a_frozen_clock_stands_until_it_is_moved_or_resumed(hands: Hands) -> None:
    """Each call answers the clock as it is then."""
    handle = hands("ready")
    at = handle.clock(freeze=True)["now"]

    assert {"now": at, "frozen": True} == handle.clock() == handle.state()["clock"]
    assert {"now": pytest.approx(at + 45.5), "frozen": True} == handle.clock(advance=45.5)
    resumed = handle.clock(resume=True)
    assert not resumed["frozen"]
    assert at + 45.5 <= resumed["now"] < at + 75.5
    assert handle.clock()["now"] > resumed["now"]


def test_freeze_advance_and_resume_may_come_together(hands: Hands) -> None:
    """In that order."""
    handle = hands("ready")
    at = handle.clock(freeze=True)["now"]
    found = handle.clock(resume=True, advance=10, freeze=True)

    assert not found["frozen"]
    assert at + 10 <= found["now"] < at + 40


@pytest.mark.parametrize("body", [{}, {"advance": 0}])
def test_a_call_that_asks_for_nothing_changes_nothing(hands: Hands, body: dict[str, Any]) -> None:
    """It answers the clock."""
    handle = hands("ready")
    before = handle.clock(freeze=True)

    assert before == handle.clock(**body)


def test_not_to_freeze_is_to_resume(hands: Hands) -> None:
    """Whoever posts what the clock shows, changed, means that."""
    handle = hands("ready")
    handle.clock(freeze=True)

    assert [False, False, True] == [handle.clock(freeze=word)["frozen"] for word in (False, False, True)]


@pytest.mark.parametrize("content", ['{"advance":-1}', '{"advance":-0.001}', '{"advance":1e18}', '{"advance":31536001}',
    '{"advance":"5"}', '{"advance":true}', '{"advance":null}', '{"advance":[5]}', '{"freeze":1}', '{"freeze":"true"}',
    '{"freeze":null}', '{"resume":{}}', '{"resume":false}', '{"freeze":false,"resume":false}', '{"advance":NaN}',
    '{"advance":1e999}', '{"advance":123456789012345678901234567890}'])  # fmt: skip
def test_a_clock_never_goes_back_nor_anywhere_odd(hands: Hands, content: str) -> None:
    """Such a call is 400, and the clock stays where it is."""
    handle = hands("ready")
    before = handle.clock(freeze=True)
    answer = handle.client.post("/_sandbox/session/clock", content=content, headers=handle.login | JSON)

    assert 400 == answer.status_code
    assert error(answer)
    assert before == handle.clock()


@pytest.mark.parametrize("bad", [{"advance": -1}, {"to": 0}, {"to": 253_402_300_799}, {"advance": 5, "scale": 101}])
def test_a_refused_call_does_nothing_by_halves(hands: Hands, bad: dict[str, Any]) -> None:
    """What cannot be done together is not begun: the clock neither stands nor moves."""
    handle = hands("ready")
    at = handle.clock()["now"]

    assert 400 == handle.steer("POST", "/session/clock", {"freeze": True} | bad).status_code
    found = handle.state()["clock"]
    assert not found["frozen"]
    assert at <= found["now"] < at + 5


def test_it_drives_the_window_and_the_announced_waits(hands: Hands) -> None:
    """A window of 45 seconds is waited through without waiting."""
    handle = hands("syncing-45s")
    handle.clock(freeze=True)
    waits = []
    for by in (0, 30, 12.5, 1.5, 0.75):
        handle.clock(advance=by)
        waits.append(handle.get().headers["Retry-After"])

    assert ["3", "3", "3", "1", "1"] == waits
    handle.clock(advance=0.25)
    assert [200] == handle.statuses(1)


def test_many_small_moves_are_one_large_one(hands: Hands) -> None:
    """Ten tenths are a second: nothing is lost on the way."""
    handle = hands("syncing-1s")
    handle.clock(freeze=True)
    handle.get()
    for _ in range(10):
        handle.clock(advance=0.1)

    assert [200] == handle.statuses(1)


def test_it_drives_the_date(hands: Hands) -> None:
    """Date is the session's time, and nobody else's."""
    handle, other = hands("ready"), hands("ready", "ben")
    now = handle.clock(freeze=True, advance=86_400)["now"]
    dates = [parsedate_to_datetime(one.get().headers["Date"]).timestamp() for one in (handle, other)]

    assert int(now) == dates[0]
    assert dates[0] - dates[1] > 86_000


def test_it_drives_a_date_to_wait_for(hands: Hands) -> None:
    """A wait spelled as a date is in the session's time, at the earliest when the wait is over."""
    handle = hands("syncing-45s+http-date")
    now = handle.clock(freeze=True, advance=100_000)["now"]
    answer = handle.get()
    until = parsedate_to_datetime(answer.headers["Retry-After"]).timestamp()

    assert now + 3 <= until < now + 4
    assert until - now == pytest.approx(handle.journal()[0]["wait"], abs=1e-5)


def test_it_drives_the_quota(hands: Hands) -> None:
    """Sixty seconds later the quota is whole again."""
    handle = hands("throttled-2x")
    handle.clock(freeze=True)
    first = [handle.get() for _ in range(3)]
    handle.clock(advance=59.5)
    late = handle.get()
    handle.clock(advance=0.5)

    assert [200, 200, 429] == [answer.status_code for answer in first]
    assert ("2", "0", "60", "60") == tuple(
        first[2].headers[name]
        for name in ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Retry-After")
    )
    assert (429, "1", "1") == (late.status_code, late.headers["Retry-After"], late.headers["X-RateLimit-Reset"])
    assert [200, 200, 429] == handle.statuses(3)


def test_it_drives_the_life_of_a_token(hands: Hands) -> None:
    """A minted token is 401 `expired` from the moment on that `expires_in` has announced."""
    handle = hands("ready")
    minted = handle.of(handle.steer("POST", "/sessions", {"expires_in": 600}))
    minted.clock(freeze=True, advance=590)
    assert [200] == minted.statuses(1)
    minted.clock(advance=10)
    answer = minted.get()

    assert (401, "expired") == (answer.status_code, answer.json()["issue"][0]["code"])
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


def test_it_drives_a_token_that_expires_by_its_scenario(hands: Hands) -> None:
    """`expiring-5s` is data for five seconds."""
    handle = hands("expiring-5s")
    handle.clock(freeze=True)
    assert [200] == handle.statuses(1)
    handle.clock(advance=4.75)
    assert [200] == handle.statuses(1)
    handle.clock(advance=0.25)

    assert (401, "expired") == (handle.get().status_code, handle.get().json()["issue"][0]["code"])
    assert {"state": "expired", "ready_in": None} == handle.state()["sync"]


def test_it_drives_the_journal(hands: Hands) -> None:
    """Entries bear the session's time."""
    handle = hands("ready")
    at = handle.clock(freeze=True)["now"]
    handle.get()
    handle.clock(advance=7.25)
    handle.get()

    assert [pytest.approx(at), pytest.approx(at + 7.25)] == [entry["at"] for entry in handle.journal()]


def test_it_is_the_clock_of_that_session_alone(hands: Hands) -> None:
    """Another label of the same patient has its own time."""
    handle, other = hands("syncing-45s"), hands("syncing-45s", "ben")
    for one in (handle, other):
        one.clock(freeze=True)
        one.get()
    handle.clock(advance=45)

    assert [200, 429] == [one.get().status_code for one in (handle, other)]


def test_a_window_begins_with_the_first_request_not_with_the_steering(hands: Hands) -> None:
    """Moving the clock beforehand takes nothing off."""
    handle = hands("syncing-5s")
    handle.clock(freeze=True, advance=100)

    assert {"state": "syncing", "ready_in": 5.0} == handle.state()["sync"]
    assert [429] == handle.statuses(1)
    handle.clock(advance=5)
    assert [200] == handle.statuses(1)


def test_a_minted_token_s_window_begins_with_the_authorization(hands: Hands) -> None:
    """Whether anybody has asked or not."""
    handle = hands("ready")
    minted = handle.of(handle.steer("POST", "/sessions", {"scenario": "syncing-500s"}))
    minted.clock(freeze=True, advance=500)

    assert [200] == minted.statuses(1)


def test_a_scaled_clock_runs_faster(hands: Hands) -> None:
    """By the factor that was asked for, which it then shows."""
    handle = hands("ready")
    first = handle.clock(scale=100)
    time.sleep(0.05)
    second = handle.clock()

    assert 100 == second["scale"] == handle.state()["clock"]["scale"]
    assert second["now"] - first["now"] >= 5
    assert "scale" not in handle.clock(scale=1)


def test_a_slow_answer_comes_as_fast_as_the_clock_runs(hands: Hands) -> None:
    """Five seconds on a clock that runs a hundred times as fast; the journal has them in the session's seconds."""
    handle = hands("slow-5000ms")
    handle.clock(scale=100)
    begun = time.monotonic()

    assert [200] == handle.statuses(1)
    assert 0.05 <= time.monotonic() - begun < 2


@pytest.mark.parametrize("scale", [0, 0.5, -1, 101, "2", True, None])
def test_a_scale_has_bounds(hands: Hands, scale: Any) -> None:
    """1 to 100, and a number."""
    answer = hands("ready").steer("POST", "/session/clock", {"scale": scale})

    assert 400 == answer.status_code
    assert "scale" in answer.json()["error"]["message"]


@pytest.mark.parametrize("moment", [253_402_300_800, 253_402_300_799, 1e15])
def test_a_clock_beyond_the_last_year_is_refused(hands: Hands, moment: float) -> None:
    """When it is set, not when a date is to be written; at the latest moment every answer can still be dated."""
    handle = hands("syncing-45s+http-date")
    handle.clock(freeze=True)
    answer = handle.steer("POST", "/session/clock", {"to": moment})

    assert (400, True) == (answer.status_code, "year 9999" in answer.json()["error"]["message"])
    handle.clock(to=253_402_300_800 - 2 * 86_400 - 1)
    assert 429 == handle.get().status_code
