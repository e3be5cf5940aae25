"""Unusual, but right: clients that wait and stop in their own way, and must not be blamed for it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from itertools import cycle

import httpx
import pytest

from tests.stories.client import PROCEDURES, granted, poll
from tests.stories.conftest import Meet

FORM = f"{PROCEDURES}/_search"


def test_a_connection_for_each_request(meet: Meet) -> None:
    """As curl in a shell loop: each attempt comes over a new connection, the old one being closed."""
    curl = meet("syncing-9s")
    for _ in range(4):
        curl.ask(headers={"Connection": "close"})
        curl.sleep(3)

    assert "pass" == curl.verdict()["result"]


def test_a_pool_that_hands_out_its_connections_in_turn(meet: Meet) -> None:
    """One loop, two connections: every single wait is kept."""
    one = meet("syncing-12s")
    two = one.twin()
    for person in (one, two, one, two, one):
        person.ask()
        one.sleep(3)
    two.leave()

    assert [] == one.blamed_for()
    assert "pass" == one.rule("R15")[0]


def test_many_resources_side_by_side_in_the_window(meet: Meet) -> None:
    """Each type has a loop and a connection of its own."""
    first = meet("syncing-9s")
    others = [first.twin() for _ in range(3)]
    for _ in range(4):
        for person, type_ in zip([first, *others], ("Procedure", "Patient", "Encounter", "Condition"), strict=True):
            person.ask(f"/fhir/{type_}")
        first.sleep(3)
    for other in others:
        other.leave()

    assert "pass" == first.verdict()["result"]


def test_searches_by_form_for_different_things(meet: Meet) -> None:
    """The form is the question: two forms are two questions, though their address is one."""
    former = meet("syncing-3s")
    for _ in range(2):
        for status in ("completed", "in-progress", "stopped"):
            former.ask(FORM, "POST", data={"status": status})
        former.sleep(3)

    assert [] == former.blamed_for()


def test_waits_that_are_longer_than_announced(meet: Meet) -> None:
    """3 s, and a little or a lot more."""
    relaxed = meet("syncing-45s")
    poll(relaxed, wait=lambda _, attempt: 3.001 + attempt * 1.7 % 5)

    assert "pass" == relaxed.verdict()["result"]


def test_a_client_that_waits_by_the_dates_alone(meet: Meet) -> None:
    """It takes Retry-After less Date, both in whole seconds, in the middle of a second."""
    reader = meet("syncing-10s+http-date")
    reader.sleep(0.37)

    def until(answer: httpx.Response, _attempt: int) -> float:
        when = [parsedate_to_datetime(answer.headers[name]) for name in ("Date", "Retry-After")]
        return (when[1] - when[0]).total_seconds()

    poll(reader, wait=until)
    assert "pass" == reader.verdict()["result"]


def test_data_that_arrives_broken(meet: Meet) -> None:
    """After the sync the answer is cut three times: to ask for it again is right."""
    plan = {"sync": {"requests": 1}, "steps": [{"fault": "truncated", "times": 3}, {"pass": True}]}
    robust = granted(meet("ready"), "ada", plan)
    assert 429 == robust.ask().status_code
    for _ in range(3):
        robust.sleep(3)
        with pytest.raises(httpx.TransportError):
            robust.ask()
    robust.sleep(3)
    robust.ask()
    blamed = robust.blamed_for()
    robust.leave()

    assert [] == blamed


def test_a_sync_that_fails_for_all_types(meet: Meet) -> None:
    """One type is told 422: the others are given up, too, and no data ever came."""
    wise = meet("failing-4s")
    wise.ask("/fhir/Patient")
    for _ in range(3):
        wise.ask()
        wise.sleep(3)
    wise.sleep(600)

    assert [429, 429, 429, 422] == wise.statuses()
    assert [] == wise.blamed_for()


def test_a_client_that_looks_at_the_sync_state(meet: Meet) -> None:
    """After a 429 it asks how far the sync has come; once that has failed there is nothing to come back for."""
    looking, leaving = meet("failing-5s"), meet("failing-5s")
    for person in (looking, leaving):
        person.ask()
        person.ask("/link/introspect")
        person.sleep(6)
    looking.ask("/link/introspect")

    assert ("pass", "fail") == tuple(person.verdict(ended="exit")["result"] for person in (looking, leaving))


def test_a_retry_that_is_still_to_come(meet: Meet) -> None:
    """Its own delays grow to 32 s; judged in the middle of one, it has not given up."""
    backing = meet("syncing-45s+none")
    poll(backing, wait=lambda _, attempt: 2.0 ** (attempt - 1), most=6)
    backing.sleep(20)

    assert [] == backing.blamed_for()


def test_a_retry_that_comes_a_little_later_than_announced(meet: Meet) -> None:
    """Told 3 s, it comes after 4.5 s; judged after 3.5 s, it has not stayed away."""
    relaxed = meet("syncing-3s")
    relaxed.ask()
    relaxed.sleep(3.5)

    assert [] == relaxed.blamed_for()


def test_full_jitter_can_begin_with_a_long_wait(meet: Meet) -> None:
    """Each delay is drawn from 0 to a bound that doubles: 0.9 of 1, 0.5 of 2, 0.3 of 4; three draws prove nothing."""
    unlucky = meet("syncing-1.6s+none")
    draws = cycle((0.9, 0.5, 0.3))
    poll(unlucky, wait=lambda _, __: next(draws))

    assert [] == unlucky.blamed_for()


def test_another_question_after_one_was_given_up(meet: Meet) -> None:
    """All Procedures are given up under a 429 that never ends; those of a year are another question."""
    curious = meet("stuck")
    poll(curious, f"{PROCEDURES}?status=completed", most=5)
    curious.sleep(30)
    poll(curious, f"{PROCEDURES}?status=completed&date=ge2025", most=5)

    assert [] == curious.blamed_for()


def test_a_nightly_sync(meet: Meet) -> None:
    """It reads the same once a day, and the first day met a 429."""
    nightly = meet("syncing-3s")
    for _ in range(4):
        poll(nightly)
        nightly.sleep(86_400)

    assert [] == nightly.blamed_for()


def test_reading_often_is_not_polling_on(meet: Meet) -> None:
    """A dashboard reads the same each 20 s, is throttled once, and waits."""
    dashboard = meet("throttled-2x")
    for _ in range(4):
        poll(dashboard)
        dashboard.sleep(20)

    assert [] == dashboard.blamed_for()


def test_a_wait_of_a_day_is_not_waited_for(meet: Meet) -> None:
    """It tells its user to come back tomorrow; that is what R12 advises."""
    sensible = meet("syncing-10s+huge")
    sensible.ask()
    sensible.sleep(3 * 86_400)

    assert [] == sensible.blamed_for()


@pytest.mark.parametrize(
    ("scenario", "status"),
    [("failed", 422), ("expired", 401), ("throttled-1x", 429)],
)
def test_requests_that_were_under_way_already(meet: Meet, scenario: str, status: int) -> None:
    """Eight types are asked for at once, over eight connections, before the first answer is there."""
    first = meet(scenario)
    types = ("Procedure", "Patient", "Encounter", "Condition", "Device", "List", "Location", "Practitioner")
    crowd = [first, *(first.twin() for _ in types[1:])]
    with ThreadPoolExecutor(len(types)) as pool:
        answers = list(pool.map(lambda pair: pair[0].ask(f"/fhir/{pair[1]}"), zip(crowd, types, strict=True)))
    for other in crowd[1:]:
        other.leave()

    assert status in {answer.status_code for answer in answers}
    assert [] == first.blamed_for()


def test_a_probe_before_the_real_question(meet: Meet) -> None:
    """It asks for one Procedure to see whether the sync is over, then for all of them."""
    probing = meet("syncing-3s", "cleo")
    probing.ask(f"{PROCEDURES}?_count=1")
    probing.sleep(4)
    probing.ask()

    assert [] == probing.blamed_for()


def test_requests_that_waited_for_the_one_connection(meet: Meet) -> None:
    """Four types are asked for at once, through a pool of one connection: they were on their way before the 422."""
    one = meet("failed")

    async def at_once() -> None:
        limits, headers = httpx.Limits(max_connections=1), {"Authorization": f"Bearer {one.token}"}
        async with httpx.AsyncClient(base_url=one.address, headers=headers, limits=limits, verify=False) as pool:
            types = ("Procedure", "Patient", "Encounter", "Condition")
            await asyncio.gather(*(pool.get(f"/fhir/{type_}") for type_ in types))

    asyncio.run(at_once())

    assert [] == one.blamed_for()


def test_two_things_that_each_came_back_once_at_once(meet: Meet) -> None:
    """One quick retry is no loop, and two things with one each are none, either."""
    quick = meet("syncing-5s+zero")
    for delay in (0.1, 5.0, 1.0):
        for type_ in ("Procedure", "Patient"):
            quick.ask(f"/fhir/{type_}")
        quick.sleep(delay)

    assert [] == quick.blamed_for()


def test_two_questions_at_once(meet: Meet) -> None:
    """All Procedures, and those of a year, over two connections: neither is a retry of the other."""
    one = meet("syncing-45s")
    two = one.twin()
    one.ask()
    two.ask(f"{PROCEDURES}?date=ge2025")
    two.leave()

    assert [] == one.blamed_for()
