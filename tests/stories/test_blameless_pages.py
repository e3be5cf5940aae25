"""Unusual, but right: clients that go through pages in their own way, and must not be blamed for it."""

import httpx
import pytest

from tests.stories.client import PROCEDURES, granted, next_link, poll
from tests.stories.conftest import Meet

FORM = f"{PROCEDURES}/_search"


def test_pages_of_a_search_by_form(meet: Meet) -> None:
    """The next page is a GET, as the link says."""
    former = meet("ready", "dora")
    following = next_link(former.ask(FORM, "POST", data={"status": "completed", "_count": "8"}))
    while following:
        following = next_link(former.ask(following))

    assert [] == former.blamed_for()


def test_pages_with_a_429_in_between(meet: Meet) -> None:
    """The second page is refused once, waited for, and fetched."""
    paging = meet("throttled-2x", "dora")
    following: str | None = f"{PROCEDURES}?_count=8"
    while following:
        following = next_link(poll(paging, following))

    assert [200, 200, 429, 200] == paging.statuses()
    assert "pass" == paging.verdict()["result"]


def test_a_page_whose_answer_is_cut(meet: Meet) -> None:
    """What arrives broken is asked for again; that is not twice."""
    plan = {"steps": [{"match": {"page": 1}, "pass": True, "times": 1}, {"fault": "truncated"}, {"pass": True}]}
    paging = granted(meet("ready"), "dora", plan)
    following = next_link(paging.ask()) or ""
    with pytest.raises(httpx.TransportError):
        paging.ask(following)
    paging.ask(following)
    blamed = paging.blamed_for()
    paging.leave()

    assert [] == blamed


def test_back_to_the_page_before(meet: Meet) -> None:
    """A reader goes forward twice and back once, by the links."""
    reader = meet("ready", "dora")
    second = next_link(reader.ask(f"{PROCEDURES}?_count=8")) or ""
    third = reader.ask(next_link(reader.ask(second)) or "")
    previous = next(link["url"] for link in third.json()["link"] if link["relation"] == "previous")
    reader.ask(previous)

    assert [] == reader.blamed_for()


def test_pages_under_a_new_token(meet: Meet) -> None:
    """Its token expires between two pages: it follows the link that it has with the new one."""
    old, new = meet("expiring-5s", "dora"), meet("ready", "dora")
    link = next_link(old.ask(f"{PROCEDURES}?_count=5")) or ""
    old.sleep(5)
    assert 401 == old.ask(link).status_code
    following: str | None = link
    while following:
        following = next_link(new.ask(following))

    assert ([], []) == (old.blamed_for(), new.blamed_for())


def test_the_first_page_once_more(meet: Meet) -> None:
    """Later it reads everything anew, from the first page."""
    again = meet("ready", "dora")
    for _ in range(2):
        following: str | None = PROCEDURES
        while following:
            following = next_link(again.ask(following))
        again.sleep(3600)

    assert "pass" == again.verdict()["result"]


def test_two_readers_of_all_pages(meet: Meet) -> None:
    """Each was offered the second page, and each fetched it once."""
    one = meet("ready", "dora")
    links = [next_link(one.ask()) or "", next_link(one.ask()) or ""]
    for link in links:
        one.ask(link)

    assert [] == one.blamed_for()


def test_enough_is_enough(meet: Meet) -> None:
    """Who asks for five takes five."""
    modest = meet("ready", "dora")
    modest.ask(f"{PROCEDURES}?_count=5&_sort=-date")

    assert "pass" == modest.verdict()["result"]


def test_a_link_that_the_clients_library_spells_its_own_way(meet: Meet) -> None:
    """`%3A` and `:` are the same in a query; aiohttp, for one, writes the latter."""
    spelling = meet("ready", "dora")
    address = next_link(spelling.ask(f"{PROCEDURES}?_count=11&date=ge1900-01-01T00:00:00Z")) or ""
    assert "%3A" in address
    spelling.ask(address.replace("%3A", ":"))

    assert [] == spelling.blamed_for()
