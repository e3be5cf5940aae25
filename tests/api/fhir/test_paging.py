"""Do the pages make up the whole? Following `next` meets every match exactly once, in order; `previous` leads back."""

import json

import httpx
import pytest

from tests.api.fhir.asking import FORM, Serve, ids, links, walk
from tests.api.fhir.many_procedures import ORDERS


@pytest.mark.parametrize("count", [1, 7, 20, 52, 53, 54, 1000])
@pytest.mark.parametrize("sort", list(ORDERS))
def test_next_meets_every_match_once_and_in_order(many: httpx.Client, sort: str, count: int) -> None:
    """Whatever the size of the pages, with many equal sort keys; and the last page has no next."""
    pages = [ids(page) for page in walk(many, many.get("/fhir/Procedure", params={"_sort": sort, "_count": count}))]

    assert [one["id"] for one in ORDERS[sort]] == [id_ for page in pages for id_ in page]
    assert -(-53 // count) == len(pages)
    assert {count} >= {len(page) for page in pages[:-1]}


def test_pages_of_a_search_hold_what_the_search_finds(many: httpx.Client) -> None:
    """Conditions, order and total go along."""
    query = {
        "status": "completed,on-hold",
        "date:missing": "false",
        "_sort": "-date",
        "_count": "4",
        "_total": "accurate",
    }
    pages = list(walk(many, many.post("/fhir/Procedure/_search", data=query)))
    found = [one for one in ORDERS["-date"] if one["status"] != "stopped" and "performedDateTime" in one]

    assert [one["id"] for one in found] == [id_ for page in pages for id_ in ids(page)]
    assert {len(found)} == {page.json()["total"] for page in pages}


def test_previous_leads_back_to_the_first_page(many: httpx.Client) -> None:
    """The pages on the way back are those of the way there."""
    there = list(walk(many, many.get("/fhir/Procedure?_count=10")))
    back = list(walk(many, many.get(links(there[-1])["self"]), "previous"))

    assert [ids(page) for page in reversed(there)] == [ids(page) for page in back]
    assert ids(there[0]) == ids(many.get(links(there[-1])["first"]))


# Columns: query, the relations there are.
@pytest.mark.parametrize(
    ("query", "relations"),
    [
        ("_count=10", ["self", "first", "next"]),
        ("_count=10&_offset=0", ["self", "first", "next"]),
        ("_count=10&_offset=20", ["self", "first", "previous", "next"]),
        ("_count=10&_offset=50", ["self", "first", "previous"]),
        ("_count=53", ["self", "first"]),
        ("_count=1&_offset=52", ["self", "first", "previous"]),
        ("_count=0", ["self"]),
        ("_summary=count", ["self"]),
        ("_id=none", ["self"]),
        ("_id=none&_offset=5", ["self"]),
    ],
)
def test_there_are_only_links_that_lead_somewhere(many: httpx.Client, query: str, relations: list[str]) -> None:
    """`self` always, the others where there is such a page."""
    assert relations == list(links(many.get(f"/fhir/Procedure?{query}")))


# Columns: query, the query of self.
@pytest.mark.parametrize(
    ("query", "used"),
    [
        ("", "_count=20"),
        ("_count=5000", "_count=1000"),
        ("_count=1001", "_count=1000"),
        ("_count=007", "_count=7"),
        ("_count=000000000000000000000000007", "_count=7"),
        ("_summary=count", "_summary=count"),
        ("_count=0", "_count=0"),
        ("_offset=3&_count=2", "_count=2&_offset=3"),
        ("_offset=0&_count=2", "_count=2"),
        ("code=&status=completed&date:missing=", "_count=20&status=completed"),
        (
            "status=stopped&_sort=date&_id=p1,p2&code:missing=true",
            "_count=20&_id=p1%2Cp2&_sort=date&code:missing=true&status=stopped",
        ),
        ("status=stopped&status=completed", "_count=20&status=stopped&status=completed"),
        ("_sort=status&_sort=-date", "_count=20&_sort=status&_sort=-date"),
        ("_total=accurate", "_count=20&_total=accurate"),
        ("_format=json&_pretty=true", "_count=20&_format=json&_pretty=true"),
    ],
)
def test_self_says_what_was_used(many: httpx.Client, query: str, used: str) -> None:
    """Defaults and limits are made visible, the parameters stand in the order of their names, the empty are gone."""
    assert f"{many.base_url}/fhir/Procedure?{used}" == links(many.get(f"/fhir/Procedure?{query}"))["self"]


VALUES = [
    "1+1",
    "a,b",
    "p|q",
    "R&D",
    "k=v",
    "100%",
    "#5",
    "été ☃ 𝄞",
    "a\\b",
    "c$d",
    "two words",
    "ü/ä?ö",
    '"',
    "+",
    ";",
    "<>",
]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_values_survive_the_journey_through_links(serve: Serve, method: str, value: str) -> None:
    """Whatever characters a value has, `next` repeats the search."""
    stored = [
        json.dumps({"resourceType": "Procedure", "id": id_, "identifier": [{"system": "urn:x", "value": it}]})
        for id_, it in (("a", value), ("b", value), ("c", value), ("d", f"{value}!"), ("e", value[1:] or "e"))
    ]
    client = serve(*stored)
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace("|", "\\|").replace("$", "\\$")
    query = {"identifier": f"urn:x|{escaped}", "_count": "1"}
    if method == "GET":
        answer = client.get("/fhir/Procedure", params=query)
    else:
        answer = client.post("/fhir/Procedure/_search", data=query, headers=FORM)

    assert ["a", "b", "c"] == [id_ for page in walk(client, answer) for id_ in ids(page)]
