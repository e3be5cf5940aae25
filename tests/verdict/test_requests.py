"""The rules about what is asked, on journals made by hand."""

from typing import Any

import pytest

from sandbox.sessions.journal import Entry
from tests.verdict.made import PATH, entry, finding, result, syncing

FIRST = "_count=8"


def _page(n: int, offset: int, following: int | None, **more: Any) -> Entry:
    query = f"{FIRST}&_offset={offset}" if offset else ""
    return entry(n, float(n), query=query, next=f"{FIRST}&_offset={following}" if following else None, **more)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"query": "date=ge2020"}, "pass"),
        ({"query": "date=ge2020", "method": "POST"}, "fail"),
        ({"query": "date=ge2020&_=7"}, "fail"),
        ({"query": ""}, "fail"),
        ({"query": "date=ge2021"}, "inconclusive"),
        ({"query": "date=ge2020&_offset=20"}, "not-exercised"),
        ({"query": "status=completed&code=1"}, "not-exercised"),
        ({"query": "", "path": "/fhir/Patient"}, "not-exercised"),
    ],
)
def test_what_a_retry_may_change(second: dict[str, Any], expected: str) -> None:
    """Nothing: one difference is a fault or a doubt, several make another question."""
    same = second == {"query": "date=ge2020"}

    assert expected == result("R13", syncing(1, 0, query="date=ge2020"), entry(2, 3, attempt=1 + same, **second))


def test_nothing_was_retried() -> None:
    """Neither a 429 alone nor data alone says anything of retries."""
    assert "not-exercised" == result("R13", syncing(1, 0))
    assert "not-exercised" == result("R13", entry(1, 0), entry(2, 1, attempt=2))


def test_pages_as_they_were_offered() -> None:
    """Each link once."""
    journal = [_page(1, 0, 8), _page(2, 8, 16), _page(3, 16, None)]

    assert "pass" == result("R16", *journal)
    assert "not-exercised" == result("R16", entry(1, 0))


def test_a_page_left_unused() -> None:
    """The last answer that had a next page is shown."""
    found = finding("R16", _page(1, 0, 8), _page(2, 8, 16))

    assert ("fail", (2,)) == (found.result, found.entries)


def test_a_page_asked_for_twice() -> None:
    """The offer is shown, and both uses."""
    found = finding("R16", _page(1, 0, 8), _page(2, 8, None), _page(3, 8, None))

    assert ("fail", (1, 2, 3)) == (found.result, found.entries)


def test_a_link_that_was_changed() -> None:
    """Offset 10 where 8 was offered."""
    found = finding("R16", _page(1, 0, 8), _page(2, 10, None))

    assert ("fail", (2,)) == (found.result, found.entries)


def test_a_count_of_ones_own_is_a_wish_for_so_many() -> None:
    """Who asks for eight may take eight."""
    asked = entry(1, 0, query=FIRST, next=f"{FIRST}&_offset=8")

    assert "pass" == result("R16", asked)


def test_a_page_that_was_refused_is_asked_for_again() -> None:
    """Only answers with data count as fetched."""
    refused = syncing(2, 2.0, query=f"{FIRST}&_offset=8", path=PATH)

    assert "pass" == result("R16", _page(1, 0, 8), refused, _page(3, 8, None))
