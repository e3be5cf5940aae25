"""Stories of waiting: clients that wait as they are told, too little, by a date, or not at all."""

from email.utils import parsedate_to_datetime
from itertools import pairwise

import httpx

from tests.stories.client import PROCEDURES, Person, always, doubling, poll
from tests.stories.conftest import Meet
from tests.stories.told import tells


@tells("R02", "pass")
def test_a_patient_client_sits_out_45_seconds(meet: Meet) -> None:
    """It asks each 3 s, 16 times, which is as few as can be, and nothing is held against it."""
    patient = meet("syncing-45s")

    assert 200 == poll(patient).status_code

    assert [*[429] * 15, 200] == patient.statuses()
    assert ("pass", [], "15 of 15 times it waited out the announced wait.") == patient.rule("R02")
    verdict = patient.verdict()
    assert ("pass", "flexpa") == (verdict["result"], verdict["policy"])
    assert {
        "requests": 16,
        "wasted": 0,
        "early_seconds": 0.0,
        "overshoot_seconds": 0.0,
        "optimum": 16,
    } == verdict["numbers"]


@tells("R02", "fail")
def test_a_client_comes_a_tenth_of_a_second_early(meet: Meet) -> None:
    """It waits 2.9 s of 3 s; on a clock that stands still, nothing is forgiven."""
    hasty = meet("syncing-45s")
    hasty.ask()
    hasty.sleep(2.9)
    hasty.ask()

    says = "After entry 1, which announced 3 s, entry 2 came after 2.9 s, 0.1 s too early."
    assert ("fail", [1, 2], says) == hasty.rule("R02")
    verdict = hasty.verdict()
    assert ("fail", 0.1, 1) == (
        verdict["result"],
        round(verdict["numbers"]["early_seconds"], 3),
        verdict["numbers"]["wasted"],
    )


@tells("R02", "fail")
def test_a_client_hammers(meet: Meet) -> None:
    """It does not wait at all: each attempt but the first is wasted."""
    hammering = meet("syncing-10s")
    for _ in range(4):
        hammering.ask()

    says = "After entry 1, which announced 3 s, entry 2 came after 0 s, 3 s too early. It did so 3 times."
    assert ("fail", [1, 2, 3, 4], says) == hammering.rule("R02")
    assert (3, 9.0) == tuple(hammering.verdict()["numbers"][name] for name in ("wasted", "early_seconds"))


@tells("R03", "pass")
def test_a_client_reads_a_date(meet: Meet) -> None:
    """It waits for the difference between Retry-After and Date."""
    reader = meet("syncing-10s+http-date")

    def until(answer: httpx.Response, _attempt: int) -> float:
        when = [parsedate_to_datetime(answer.headers[name]) for name in ("Date", "Retry-After")]
        return (when[1] - when[0]).total_seconds()

    assert 200 == poll(reader, wait=until).status_code
    assert "pass" == reader.verdict()["result"]
    result, entries, says = reader.rule("R03")
    assert ("pass", []) == (result, entries)
    assert says.endswith("times it waited out the announced date.")


@tells("R03", "fail")
def test_a_client_cannot_read_a_date(meet: Meet) -> None:
    """It takes the date for no number, hence for no wait; its clock is everybody's."""
    puzzled = meet("syncing-10s+http-date", frozen=False)
    for _ in range(3):
        puzzled.ask()

    result, entries, says = puzzled.rule("R03")
    assert ("fail", [1, 2, 3]) == (result, entries)
    assert says.endswith("It did so 2 times.")


@tells("R04", "pass")
def test_a_client_reads_the_vendors_header(meet: Meet) -> None:
    """There is only X-Retry-After, and it waits that long."""
    reader = meet("syncing-9s+vendor")
    poll(reader, wait=lambda answer, _: int(answer.headers["X-Retry-After"]))

    assert ("pass", [], "3 of 3 times it waited out the wait in X-Retry-After.") == reader.rule("R04", "strict")


@tells("R04", "fail")
def test_a_client_knows_only_the_standard_header(meet: Meet) -> None:
    """It backs off by itself, 1 s at first; only the strict policy demands more."""
    standard = meet("syncing-9s+vendor")
    poll(standard, wait=doubling)

    says = "After entry 1, which announced 3 s, entry 2 came after 1 s, 2 s too early. It did so 2 times."
    assert ("fail", [1, 2, 3], says) == standard.rule("R04", "strict")
    assert [] == standard.blamed_for("flexpa")
    assert "not-exercised" == standard.rule("R04", "flexpa")[0]


@tells("R05", "pass")
def test_a_client_falls_back_where_the_wait_is_garbage(meet: Meet) -> None:
    """`soon` is no number: it waits 1 s, then longer."""
    careful = meet("syncing-7s+garbage")
    poll(careful, wait=doubling)

    assert (
        "pass",
        [],
        "Where no wait could be obeyed (garbage), 3 waits of its own were no hot loop.",
    ) == careful.rule("R05")
    assert "pass" == careful.verdict()["result"]


@tells("R05", "fail")
def test_a_client_spins_on_garbage(meet: Meet) -> None:
    """What it cannot read it takes for 0."""
    spinning = meet("syncing-5s+garbage")
    poll(spinning, wait=always(0.0), most=4)

    says = "After answers without a wait that can be obeyed (garbage) it asked again 3 times within 0 s altogether."
    assert ("fail", [1, 2, 3, 4], says) == spinning.rule("R05")


@tells("R06", "pass")
def test_a_client_backs_off_where_no_wait_is_announced(meet: Meet) -> None:
    """1 s, 2 s, 4 s, 8 s."""
    backing = meet("syncing-15s+none")
    poll(backing, wait=doubling)

    assert ("pass", [], "Without an announced wait it waited 1 s, 2 s, 4 s, 8 s.") == backing.rule("R06")
    assert "pass" == backing.verdict()["result"]


@tells("R06", "fail")
def test_a_client_waits_the_same_again_and_again(meet: Meet) -> None:
    """Told no wait, it asks each second."""
    steady = meet("syncing-4s+none")
    poll(steady, wait=always(1.0))

    says = "Without an announced wait it waited 1 s, 1 s, 1 s, 1 s: these are all alike."
    assert ("fail", [1, 2, 3, 4, 5], says) == steady.rule("R06")


@tells("R07", "pass")
def test_a_client_comes_at_uneven_times(meet: Meet) -> None:
    """No wait is announced: it grows its own to 4 s, and adds another little each time."""
    uneven = meet("syncing-90s+none")
    poll(uneven, wait=lambda _, attempt: min(attempt, 4) + attempt * 37 % 100 / 100)

    result, _, says = uneven.rule("R07")
    assert "pass" == result
    assert says.startswith("22 waits of its own lasted from 1.37 s to 4.96 s")
    assert "pass" == uneven.verdict("strict")["result"]


@tells("R07", "fail")
def test_a_client_comes_like_clockwork(meet: Meet) -> None:
    """Twenty waits of 3 s, chosen by itself: nobody documents a demand for jitter, so only the strict policy blames."""
    clockwork = meet("syncing-60s+none")
    poll(clockwork, wait=always(3.0))

    result, entries, says = clockwork.rule("R07", "strict")
    assert ("fail", list(range(1, 22))) == (result, entries)
    assert "All 20 waits of its own lasted 3 s, within the tolerance." == says
    assert "pass" == clockwork.rule("R07", "flexpa")[0]


def test_a_wait_that_was_announced_is_nobodys_choice(meet: Meet) -> None:
    """Twenty waits of the announced 3 s say nothing about jitter."""
    obedient = meet("syncing-60s")
    poll(obedient)

    assert "not-exercised" == obedient.rule("R07", "strict")[0]
    assert "pass" == obedient.verdict("strict")["result"]


@tells("R11", "pass")
def test_a_client_waits_when_throttled(meet: Meet) -> None:
    """It waits out the minute's rest, whatever its pace is then."""
    calm = meet("throttled-2x")
    for type_ in ("Procedure", "Patient", "Encounter"):
        poll(calm, f"/fhir/{type_}")

    assert [200, 200, 429, 200] == calm.statuses()
    assert ("pass", [], "After `throttled` it waited as long as was announced.") == calm.rule("R11")
    assert "pass" == calm.verdict()["result"]


@tells("R11", "pass")
def test_a_client_slows_down_when_throttled(meet: Meet) -> None:
    """It does not wait as long as was announced, which is R02's, but longer than before."""
    slower = meet("throttled-2x")
    for pause in (1, 1, 20, 40):
        slower.ask()
        slower.sleep(pause)
    slower.ask()

    assert ("pass", [], "After `throttled` it slowed down.") == slower.rule("R11")


@tells("R11", "pass")
def test_a_client_is_told_of_no_wait_when_throttled(meet: Meet) -> None:
    """How it goes on then is what other rules judge."""
    told_nothing = meet("throttled-2x+none")
    for pause in (1, 1, 2, 4):
        told_nothing.ask()
        told_nothing.sleep(pause)

    result, _, says = told_nothing.rule("R11")
    assert ("pass", "After `throttled` it went on, and no wait was announced that it could have broken.") == (
        result,
        says,
    )


@tells("R11", "fail")
def test_a_client_ignores_that_it_is_throttled(meet: Meet) -> None:
    """It goes on each second, as before."""
    blind = meet("throttled-2x")
    for _ in range(5):
        blind.ask()
        blind.sleep(1)

    result, entries, says = blind.rule("R11")
    assert ("fail", [3, 4, 5]) == (result, entries)
    assert "Before `throttled` it asked every 1 s, and after it again after 1 s, although 58 s were announced." == says


@tells("R12", "pass")
def test_a_client_will_not_wait_a_day(meet: Meet) -> None:
    """It asks again after a minute: R12 tells it, and R02 counts it."""
    bold = meet("syncing-10s+huge")
    bold.ask()
    bold.sleep(60)
    bold.ask()

    says = "It was to wait a day, and asked again after 60 s; R02 counts that."
    assert ("pass", [1, 2], says) == bold.rule("R12")
    assert ["R02"] == bold.blamed_for()


@tells("R12", "fail")
def test_a_client_blocks_for_a_day(meet: Meet) -> None:
    """It is never heard of again: that is told, and no more, for R12 blames nobody."""
    blocked = meet("syncing-10s+huge")
    blocked.ask()

    result, entries, says = blocked.rule("R12")
    assert ("pass", [1]) == (result, entries)
    assert "did not ask again" in says


@tells("R15", "pass")
def test_one_loop_polls(meet: Meet) -> None:
    """Each attempt comes after the one before was answered."""
    alone = meet("syncing-9s")
    poll(alone)

    assert ("pass", [], "One attempt at a time.") == alone.rule("R15")


@tells("R15", "fail")
def test_two_loops_take_turns(meet: Meet) -> None:
    """Each waits 3 s on its own connection, but together they ask twice as often as they may."""
    one = meet("syncing-9s")
    two = one.twin()
    _take_turns(one, two)
    two.leave()

    result, entries, says = one.rule("R15", clients="one")
    assert ("fail", [1, 2, 3, 4, 5, 6]) == (result, entries)
    assert "Several pollers took turns on connections of their own, asking for the same." == says
    assert ("inconclusive", []) == (one.result("R15"), one.blamed_for())  # they may be two clients
    assert [0.0, 1.5, 1.5, 1.5, 1.5, 1.5] == [0.0, *_gaps(one)]


def _take_turns(one: Person, two: Person) -> None:
    for _ in range(3):
        for person in (one, two):
            person.ask(PROCEDURES)
            one.sleep(1.5)


def _gaps(person: Person) -> list[float]:
    return [round(later["at"] - sooner["at"], 6) for sooner, later in pairwise(person.journal())]
