"""Clients that are wrong, and hard to tell from right ones: what the rules must see of them."""

from tests.stories.client import PROCEDURES, poll
from tests.stories.conftest import Meet


def test_two_loops_hammer_side_by_side(meet: Meet) -> None:
    """Neither waits; on each connection by itself the next attempt comes at once."""
    one = meet("syncing-9s")
    two = one.twin()
    for _ in range(5):
        one.ask()
        two.ask()
    two.leave()

    assert [] != one.blamed_for()


def test_delays_that_only_tremble(meet: Meet) -> None:
    """1.0 s, 1.2 s, 0.9 s, 1.1 s: there is jitter, and no growth."""
    trembling = meet("syncing-4s+none")
    delays = (1.0, 1.2, 0.9, 1.1, 1.0)
    poll(trembling, wait=lambda _, attempt: delays[attempt - 1])

    assert "pass" != trembling.rule("R06")[0]


def test_a_retry_by_form(meet: Meet) -> None:
    """The same question, sent by another method to another address."""
    switching = meet("syncing-6s")
    switching.ask(f"{PROCEDURES}?status=completed")
    switching.sleep(3)
    switching.ask(f"{PROCEDURES}/_search", "POST", data={"status": "completed"})

    assert switching.rule("R13")[0] in {"fail", "inconclusive"}


def test_pages_that_are_counted_with_a_size_and_then_dropped(meet: Meet) -> None:
    """It asks for eight at a time, fetches two pages of three, and calls that all."""
    careless = meet("ready", "dora")
    for offset in (0, 8):
        careless.ask(f"{PROCEDURES}?_count=8&_offset={offset}")

    assert "pass" != careless.rule("R16")[0]


def test_a_hammering_client_that_leaves_its_connections_open(meet: Meet) -> None:
    """Each attempt comes at once over a new connection: that excuses nobody."""
    leaking = meet("syncing-9s")
    crowd = [leaking.twin() for _ in range(6)]
    for person in crowd:
        person.ask()
    blamed = leaking.blamed_for()
    for person in crowd:
        person.leave()

    assert [] != blamed
