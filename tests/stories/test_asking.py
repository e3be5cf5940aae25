"""Stories of asking: clients that send the same again, or something else; that follow pages, or invent them."""

from tests.stories.client import PROCEDURES, Person, next_link, poll
from tests.stories.conftest import Meet
from tests.stories.told import tells


@tells("R13", "pass")
def test_a_client_sends_the_same_again(meet: Meet) -> None:
    """Method, path and query are those of the first attempt."""
    faithful = meet("syncing-6s")
    poll(faithful, f"{PROCEDURES}?status=completed&date=ge2020")

    assert ("pass", [], "Each retry was the same request again.") == faithful.rule("R13")
    assert "pass" == faithful.verdict()["result"]


@tells("R13", "fail")
def test_a_client_adds_something_against_caches(meet: Meet) -> None:
    """`_=1` is nothing that the first attempt had."""
    inventive = meet("syncing-6s")
    inventive.ask()
    inventive.sleep(3)
    inventive.ask(f"{PROCEDURES}?_=1")

    says = "The retries of entry 1 differ in _, which only keeps caches from answering."
    assert ("fail", [1, 2], says) == inventive.rule("R13")


@tells("R13", "fail")
def test_a_client_switches_the_method(meet: Meet) -> None:
    """It thinks that POST would help."""
    switching = meet("syncing-6s")
    switching.ask()
    switching.sleep(3)
    switching.ask(method="POST")

    says = "Entry 2 looks like a retry of entry 1, but its method is POST, not GET."
    assert ("fail", [1, 2], says) == switching.rule("R13")


@tells("R16", "pass")
def test_a_client_follows_every_page(meet: Meet) -> None:
    """21 Procedures are two pages, and it takes each link as it is given."""
    thorough = meet("ready", "dora")

    assert [20, 1] == _pages(thorough, PROCEDURES)
    assert ("pass", [], "1 next link was followed as given.") == thorough.rule("R16")
    assert "pass" == thorough.verdict()["result"]


def test_a_list_that_shows_the_first_page(meet: Meet) -> None:
    """It is no fault to show no more; R20 says so of a client that was to fetch all."""
    content = meet("ready", "dora")
    content.ask()

    says = "It took the first page alone, as a list does that shows no more."
    assert ("not-exercised", [], says) == content.rule("R16")


@tells("R16", "fail")
def test_a_client_stops_in_the_middle(meet: Meet) -> None:
    """It follows one link of two, and calls that all."""
    careless = meet("ready", "dora")
    careless.ask(next_link(careless.ask(f"{PROCEDURES}?_count=8")) or "")

    says = "The answer of entry 2 had a next page that was never fetched."
    assert ("fail", [2], says) == careless.rule("R16")


@tells("R16", "fail")
def test_a_client_invents_offsets(meet: Meet) -> None:
    """It counts by itself, in steps of ten where pages have twenty."""
    inventive = meet("ready", "dora")
    for offset in ("", "?_offset=10", "?_offset=20"):
        inventive.ask(f"{PROCEDURES}{offset}")

    assert ("fail", [2, 3], "Entry 2 asks for a page that no link offered.") == inventive.rule("R16")


@tells("R16", "fail")
def test_a_client_fetches_a_page_twice(meet: Meet) -> None:
    """It has lost the thread."""
    forgetful = meet("ready", "dora")
    address = next_link(forgetful.ask()) or ""
    forgetful.ask(address)
    forgetful.ask(address)

    says = "The next page of entry 1 was fetched 2 times."
    assert ("fail", [1, 2, 3], says) == forgetful.rule("R16")


def _pages(person: Person, address: str) -> list[int]:
    found, following = [], address
    while following:
        answer = poll(person, following)
        found.append(len(answer.json()["entry"]))
        following = next_link(answer) or ""
    return found
