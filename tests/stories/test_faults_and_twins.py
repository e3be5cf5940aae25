"""Each fault that the judge once missed, or blamed wrongly, beside its twin: what is wrong is found, what is right not.

The numbers are those of the list of faults; a wrong client and a right one for each.
"""

import contextlib
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise

import httpx
import pytest

from tests.stories.client import PROCEDURES, Person, always, announced, poll
from tests.stories.conftest import Meet

FORM = f"{PROCEDURES}/_search"


def _each_on_its_own_connection(person: Person, waits: tuple[float, ...]) -> None:
    """Ask, and after each wait again, always over a new connection while the old ones stay open.

    The connections are made before, so that a loop that does not wait is one on a machine with much to do, too.
    """
    crowd = [person.twin() for _ in (*waits, 0.0)]
    for one in crowd:
        one.http.get("/_sandbox/health")
    for one, wait in zip(crowd, (*waits, 0.0), strict=True):
        one.ask()
        if wait:
            person.sleep(wait)
    for one in crowd:
        one.leave()


@pytest.mark.parametrize(
    ("scenario", "blamed_for"), [("syncing-12x+garbage", ["R05", "R06"]), ("syncing-3x+zero", ["R05"])]
)
def test_01_a_hot_loop_over_new_connections(meet: Meet, scenario: str, blamed_for: list[str]) -> None:
    """A client that never closes a body takes a new connection each time; all its waits are alike, too."""
    hot, calm = meet(scenario), meet(scenario)
    _each_on_its_own_connection(hot, (0.0,) * 3)
    _each_on_its_own_connection(calm, (1.0, 2.0, 4.0))

    assert ("fail", "pass") == (hot.result("R05"), calm.result("R05"))
    assert blamed_for == hot.blamed_for()


@pytest.mark.parametrize(("spelling", "policy"), [("vendor", "flexpa"), ("none", "lenient"), ("none", "flexpa")])
def test_02_a_hot_loop_where_nothing_binds(meet: Meet, spelling: str, policy: str) -> None:
    """The vendor's header is not demanded, growth is not either, but a loop remains a loop."""
    hot, calm = meet(f"syncing-12x+{spelling}"), meet(f"syncing-4x+{spelling}")
    poll(hot, wait=always(0.001))
    poll(calm, wait=lambda _, attempt: 0.1 * 2**attempt)

    assert ("fail", "pass") == (hot.verdict(policy)["result"], calm.verdict(policy)["result"])
    assert "R05" in hot.blamed_for(policy)


@pytest.mark.parametrize("scenario", ["flaky-503x20", "truncated-20x", "garbled-20x", "forbidden", "reset-20x"])
def test_03_and_04_every_scenario_has_a_rule(meet: Meet, scenario: str) -> None:
    """Thirty requests in 60 ms at an error are found; whoever takes its time passes, and nothing stays open."""
    hot, calm = meet(scenario), meet(scenario)
    for person, wait, times in ((hot, 0.002, 30), (calm, 3.0, 4)):
        for _ in range(times):
            with contextlib.suppress(httpx.TransportError):
                person.ask()
            person.sleep(wait)

    assert ("fail", "pass") == tuple(person.verdict(ended="exit")["result"] for person in (hot, calm))


def test_03_a_slow_answer_that_is_abandoned(meet: Meet) -> None:
    """It leaves after 20 ms each time, and asks again; its twin waits."""
    hasty, calm = meet("slow-400ms", frozen=False), meet("slow-400ms", frozen=False)
    for _ in range(5):
        with contextlib.suppress(httpx.TransportError):
            hasty.ask(timeout=0.02)
    calm.ask()
    time.sleep(0.6)

    assert ("fail", "pass") == (hasty.result("R19"), calm.result("R19"))
    assert "pass" == calm.verdict()["result"]


def test_04_one_lost_connection_and_no_retry(meet: Meet) -> None:
    """A retry is permitted, not demanded."""
    fragile = meet("reset-1x")
    with contextlib.suppress(httpx.TransportError):
        fragile.ask()

    assert "pass" == fragile.verdict(ended="exit")["result"]
    assert "fail" == fragile.verdict("strict", ended="exit")["result"]


@pytest.mark.parametrize(
    "gaps",
    [(0.001, 0.001, 0.001), (15.0, 20.0), (5.0, 5.0, 5.0), (0.5, 3.0, 0.5)],
    ids=["three calls", "a page reopened", "a screen that refreshes", "once in the rhythm"],
)
def test_05_what_follows_the_data(meet: Meet, gaps: tuple[float, ...]) -> None:
    """Only who goes on in the rhythm of the waits has not ended its loop."""
    reader, restless = meet("syncing-3s"), meet("syncing-3s")
    for person, waits in ((reader, gaps), (restless, (3.0, 3.0))):
        poll(person)
        for wait in waits:
            person.sleep(wait)
            person.ask()

    assert ("inconclusive", "fail") == (reader.result("R17"), restless.result("R17"))
    assert [] == reader.blamed_for()
    assert "several calls of one program, or a screen that refreshes" in reader.rule("R17")[2]


@pytest.mark.parametrize("own_connections", [True, False])
def test_06_a_fault_is_the_same_over_any_pool(meet: Meet, *, own_connections: bool) -> None:
    """A wait that is cut to a third: one client is blamed whatever its pool does."""
    capped = meet("syncing-12s")
    if own_connections:
        _each_on_its_own_connection(capped, (1.0,) * 5)
    else:
        poll(capped, wait=always(1.0), most=6)

    assert "fail" == capped.result("R02", clients="one")
    assert "fail" == capped.result("R02", clients="many")


def test_06_two_polite_pollers(meet: Meet) -> None:
    """Each request over a connection of its own, 1.5 s apart: two polite sequences, unless it is one client."""
    two = meet("syncing-12s")
    for _ in range(6):
        two.ask(headers={"Connection": "close"})
        two.sleep(1.5)

    result, _, says = two.rule("R02")
    assert "inconclusive" == result
    assert says.endswith("If the token belongs to one client, say so: clients=one, on a command line --clients one.")
    assert "inconclusive" == two.result("R15")
    assert "fail" == two.result("R02", clients="one")


@pytest.mark.parametrize(("scenario", "rule"), [("syncing-30s", "R02"), ("syncing-30s+http-date", "R03")])
def test_07_a_frozen_clock_and_a_client_that_really_sleeps(meet: Meet, scenario: str, rule: str) -> None:
    """By the session's clock it came at once, but it really slept; who hammers is early by both."""
    sleeper = meet(scenario)
    assert 429 == sleeper.ask().status_code
    time.sleep(sleeper.journal()[0]["wait"] + 0.05)
    hammering = meet(scenario)
    for person in (sleeper, hammering, hammering):
        person.ask()

    assert ("inconclusive", "fail") == (sleeper.result(rule), hammering.result(rule))
    assert "stood still" in sleeper.rule(rule)[2] or "behind the time of day" in sleeper.rule(rule)[2]


def test_07_a_frozen_clock_and_a_client_that_gives_up(meet: Meet) -> None:
    """Whoever really waited cannot have seen the end of a window that stands still; who hammered has not tried."""
    sleeper, hammering = meet("syncing-1s"), meet("syncing-1s")
    for person, wait in ((sleeper, 1.05), (hammering, 0.0)):
        for _ in range(2):
            person.ask()
            time.sleep(wait)

    assert ("inconclusive", "fail") == (sleeper.result("R09", ended="exit"), hammering.result("R09", ended="exit"))
    assert [] == sleeper.blamed_for(ended="exit")


def test_07_a_clock_that_stood_still_for_a_while(meet: Meet) -> None:
    """Frozen, a little later resumed: who holds the date against its own clock is not blamed, who hammers is."""
    reader, hammering = (meet("syncing-30s+http-date", frozen=False) for _ in range(2))
    reader.steer("clock", freeze=True)
    time.sleep(1.5)
    reader.steer("clock", resume=True)
    wait = (parsedate_to_datetime(reader.ask().headers["Retry-After"]) - datetime.now(UTC)).total_seconds()
    time.sleep(wait + 0.02)
    for person in (reader, hammering, hammering):
        person.ask()

    assert ("inconclusive", "fail") == (reader.result("R03"), hammering.result("R03"))


@pytest.mark.parametrize("scenario", ["syncing-3x", "trap", "failing-3x", "failing-6s"])
def test_08_whoever_stops_too_soon_gave_up(meet: Meet, scenario: str) -> None:
    """One 429, or two, and ten minutes later nothing more."""
    fickle, early = meet(scenario), meet(scenario)
    fickle.ask()
    poll(early, most=2)
    for person in (fickle, early):
        person.sleep(600)

    assert ("fail", "fail") == (fickle.result("R01"), early.result("R09"))
    assert "not there yet" not in fickle.rule("R01")[2]


@pytest.mark.parametrize("scenario", ["syncing-3x", "failing-3x", "failing-6s"])
def test_08_whoever_stays_passes(meet: Meet, scenario: str) -> None:
    """To the data, or to the 422."""
    loyal = meet(scenario)
    poll(loyal)

    assert "pass" == loyal.verdict()["result"]


def test_09_at_the_end_of_the_process_nothing_stays_open(meet: Meet) -> None:
    """It left after one 429, or after three; who was killed while it asked on is no example of giving up."""
    fickle, early, stubborn = meet("syncing-45s"), meet("syncing-45s"), meet("stuck")
    fickle.ask()
    poll(early, most=3)
    poll(stubborn, most=20)

    assert ("inconclusive", "fail") == (fickle.result("R01"), fickle.result("R01", ended="exit"))
    assert ("inconclusive", "fail") == (early.result("R09"), early.result("R09", ended="exit"))
    assert ("pass", "inconclusive") == (stubborn.result("R08", ended="exit"), stubborn.result("R08", ended="killed"))


@pytest.mark.parametrize(
    ("waits", "expected"),
    [
        ((0.881, 1.762, 1.304, 7.756, 8.029, 0.715), "pass"),
        ((1.0, 1.0, 1.0), "fail"),
        ((0.93, 1.08, 1.02, 0.97, 1.1), "fail"),
    ],
)
def test_10_jitter_is_no_fault(meet: Meet, waits: tuple[float, ...], expected: str) -> None:
    """Textbook jitter passes; a constant wait, and a constant one that trembles, is found."""
    client = meet(f"syncing-{len(waits)}x+none")
    poll(client, wait=lambda _, attempt: waits[attempt - 1])

    assert expected == client.result("R06")


@pytest.mark.parametrize("waits", [(0.05, 0.1, 0.2, 0.4), (0.0, 1.0, 2.0, 4.0)])
def test_11_waits_that_begin_small_and_grow(meet: Meet, waits: tuple[float, ...]) -> None:
    """Doubling from 50 ms, and urllib3's 0, 1, 2, 4."""
    growing, constant = meet("syncing-4x+empty"), meet("syncing-5x+empty")
    poll(growing, wait=lambda _, attempt: waits[attempt - 1])
    poll(constant, wait=always(0.05))

    assert ("pass", "fail") == (growing.result("R05"), constant.result("R05"))


def test_12_jitter_is_demanded_by_nobody(meet: Meet) -> None:
    """Who waits exactly as it is told passes; equal waits of its own are mentioned, and blamed by strict alone."""
    obedient, clockwork = meet("syncing-60s"), meet("syncing-60s+none")
    poll(obedient)
    poll(clockwork, wait=always(3.0))

    for _ in range(25):
        obedient.sleep(30)
        obedient.ask()

    assert [] == obedient.blamed_for("strict")
    assert ("pass", "fail") == (clockwork.result("R07"), clockwork.result("R07", "strict"))


@pytest.mark.parametrize("lost", [{"code": "1"}, {"code": "1", "status": "completed"}])
def test_13_a_form_whose_body_is_lost(meet: Meet, lost: dict[str, str]) -> None:
    """It asks again without what it asked for; its twin sends the form again."""
    losing, faithful = meet("syncing-6s"), meet("syncing-6s")
    for person, again in ((losing, None), (faithful, lost)):
        wait = announced(person.ask(FORM, "POST", data=lost))
        person.sleep(wait)
        person.ask(FORM, "POST", data=again)

    assert ("fail", "pass") == (losing.result("R13"), faithful.result("R13"))
    assert ("lost" in losing.rule("R13")[2], [1, 2]) == (True, losing.rule("R13")[1])


def test_14_parameters_in_another_order(meet: Meet) -> None:
    """Order and percent-spelling are the library's business; another method is not."""
    shuffling, switching = meet("syncing-6s"), meet("syncing-6s")
    first = f"{PROCEDURES}?status=completed&date=ge2020-01-01T00%3A00%3A00Z"
    for person in (shuffling, switching):
        person.sleep(announced(person.ask(first)))
    shuffling.ask(f"{PROCEDURES}?date=ge2020-01-01T00:00:00Z&status=completed")
    switching.ask(first, "POST")

    assert ("pass", "fail") == (shuffling.result("R13"), switching.result("R13"))
    assert "its method is POST, not GET" in switching.rule("R13")[2]
    assert "pass" == shuffling.result("R01")


@pytest.mark.parametrize("spelling", ["zero", "past-date"])
def test_15_zero_can_be_read(meet: Meet, spelling: str) -> None:
    """It is no licence for a loop, and nobody says that it could not be read."""
    hot, calm = meet(f"syncing-4x+{spelling}"), meet(f"syncing-4x+{spelling}")
    poll(hot, wait=always(0.0))
    poll(calm, wait=lambda _, attempt: float(attempt))

    assert ("fail", "pass") == (hot.result("R05"), calm.result("R05"))
    assert "can be read, but is not a licence for a loop" in hot.rule("R05")[2]


def test_15_a_header_that_comes_twice(meet: Meet) -> None:
    """`3, 3` is no number to many HTTP libraries: a wait of one's own is right, none at all is not."""
    folding, hot = meet("syncing-9s+duplicate"), meet("syncing-9s+duplicate")
    poll(folding, wait=lambda _, attempt: 2.0 ** (attempt - 1))
    poll(hot, wait=always(0.0), most=5)

    assert ("pass", ["R05"]) == (folding.verdict()["result"], hot.blamed_for()[:1])
    assert "folded" in folding.rule("R02")[2]


def test_16_a_probe_by_head_and_a_user_who_moves_on(meet: Meet) -> None:
    """HEAD, then GET, is no change; nor need it be one to drop a filter, unless just when a retry would come."""
    probing, moving, losing = meet("syncing-3s"), meet("syncing-3s"), meet("syncing-3s")
    probing.sleep(announced(probing.ask(method="HEAD")))
    probing.ask()
    for person, wait in ((moving, 40.0), (losing, 3.0)):
        person.ask(f"{PROCEDURES}?status=completed")
        person.sleep(wait)
        person.ask()

    assert ("pass", "inconclusive", "fail") == tuple(person.result("R13") for person in (probing, moving, losing))


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (range(0, 60, 3), "pass"),
        ((0, 1, 3, 7, 15, 31), "pass"),
        (range(0, 54, 3), "fail"),
        ((0, 1, 3, 7, 15), "fail"),
    ],
)
def test_17_a_deadline_of_a_minute(meet: Meet, times: tuple[int, ...], expected: str) -> None:
    """Whoever stops because the next wait would pass it was patient enough."""
    announced_too = "" if len(times) > 6 else "+none"
    client = meet(f"syncing-300s{announced_too}")
    for sooner, later in pairwise((*times, times[-1])):
        client.ask()
        client.sleep(later - sooner)

    assert expected == client.result("R09", ended="exit")


def test_18_a_list_that_shows_the_first_page(meet: Meet) -> None:
    """It is a list of what is newest; who follows a link and then stops has lost the rest."""
    listing, losing = meet("ready", "dora"), meet("ready", "dora")
    listing.ask()
    losing.ask(f"{PROCEDURES}?_count=5")
    losing.ask(f"{PROCEDURES}?_count=5&_offset=5")

    assert [] == listing.blamed_for()
    assert "fail" == losing.result("R16")


def test_20_a_part_of_a_millisecond(meet: Meet) -> None:
    """What rounding takes is forgiven, and what is missing is never `0 s`."""
    rounding, early = meet("syncing-30s"), meet("syncing-30s")
    for person, wait in ((rounding, 2.99995), (early, 2.9997)):
        person.ask()
        person.sleep(wait)
        person.ask()

    assert ("pass", "fail") == (rounding.result("R02"), early.result("R02"))
    assert "entry 2 came after 2.9997 s, 0.3 ms too early." in early.rule("R02")[2]
