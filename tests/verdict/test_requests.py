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


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("status=completed&_count=5", "status=completed", "fail"),
        ("_count=5", "", "fail"),
        ("status=completed&_count=5&_offset=5", "status=completed", "inconclusive"),
        ("status=completed&_count=5&_offset=5", "_count=5", "fail"),
        ("status=completed&_count=1", "status=completed", "inconclusive"),
        ("status=completed&_count=1&_total=accurate", "status=completed", "inconclusive"),
        ("status=completed&_summary=count", "status=completed", "inconclusive"),
        ("status=completed&_count=1", "", "fail"),
    ],
)
def test_a_size_is_lost_as_any_other_parameter(first: str, second: str, expected: str) -> None:
    """But whoever lost its page begins anew, and whoever asked for one, or for a number, has only looked."""
    assert expected == result("R13", syncing(1, 0, query=first), entry(2, 3, query=second))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("POST", "status=completed"), ("GET", PATH, ""), "fail"),
        (("POST", "status=completed"), ("GET", f"{PATH}/_search", ""), "fail"),
        (("POST", "status=completed&date=ge2000"), ("GET", PATH, "status=completed"), "fail"),
        (("GET", "status=completed"), ("POST", f"{PATH}/_search", ""), "fail"),
        (("POST", "status=completed"), ("GET", PATH, "date=ge2000"), "not-exercised"),
    ],
)
def test_a_body_is_lost_with_the_method(first: tuple[str, str], second: tuple[str, str, str], expected: str) -> None:
    """A POST that is sent again as a GET, as a redirect would have it; at another moment it is in doubt."""
    method, query = first
    path = f"{PATH}/_search" if method == "POST" else PATH
    refused = syncing(1, 0, method=method, path=path, query=query)

    def after(at: float) -> str:
        return result("R13", refused, entry(2, at, method=second[0], path=second[1], query=second[2]))

    assert expected == after(3)
    assert {"fail": "inconclusive"}.get(expected, expected) == after(40)


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


def test_pages_that_were_fetched_out_of_order() -> None:
    """By offsets of its own, from the last to the first; in the end no page is missing, and none is asked for twice."""
    first = entry(1, 0, query="_count=8", next="_count=8&_offset=8")
    ahead = [_page(2, 24, None), _page(3, 16, 24), _page(4, 8, 16)]

    assert "inconclusive" == result("R16", first, *ahead)
    assert "fail" == result("R16", first, *ahead[:2])
    assert "fail" == result("R16", first, *ahead, _page(5, 32, None))
