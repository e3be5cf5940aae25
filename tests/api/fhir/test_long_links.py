"""Can every link be followed that the server writes? Also after a search of a thousand ids, or of many thousands."""

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from tests.api.fhir.asking import EVERYBODY, Serve, bearer, by_hand, ids, issue, links, walk
from tests.api.fhir.many_procedures import MANY

SEARCH = "/fhir/Procedure/_search"
ALL = sorted(one["id"] for one in MANY)
NOBODY = [f"{number:0>40}" for number in range(3000)]  # ids that make a search long, and find nothing


def _walked(client: httpx.Client, form: dict[str, str], token: str = EVERYBODY) -> Iterator[httpx.Response]:
    return walk(client, client.post(SEARCH, data=form, headers=bearer(token)))


@pytest.mark.parametrize("more", [0, 900, 3000])
def test_the_links_of_a_long_search_lead_on(many: httpx.Client, more: int) -> None:
    """To every page, in both directions; the shorter ones say everything themselves."""
    form = {"_id": ",".join([*NOBODY[:more], *ALL]), "_count": "20", "_sort": "_id"}
    pages = list(_walked(many, form))

    assert [20, 20, 13] == [len(ids(page)) for page in pages]
    assert ALL == sorted(id_ for page in pages for id_ in ids(page))
    assert ids(pages[1]) == ids(many.get(links(pages[2])["previous"]))
    assert ids(pages[0]) == ids(many.get(links(pages[1])["first"]))
    for page in pages:
        assert ids(page) == ids(many.get(links(page)["self"]))
    handles = ["_getpages=" in address for page in pages for address in links(page).values()]
    assert {more == 3000} == set(handles)


def test_what_stands_beside_a_handle_counts_as_well(many: httpx.Client) -> None:
    """As it does in any address: another size of the page, and the layout."""
    form = {"_id": ",".join([*NOBODY, *ALL]), "_count": "20", "_sort": "-_id"}
    next_page = links(next(_walked(many, form)))["next"]

    assert sorted(ALL, reverse=True)[20:25] == ids(many.get(next_page.replace("_count=20", "_count=5")))
    assert "\n" in many.get(f"{next_page}&_pretty=true").text
    assert 400 == many.get(f"{next_page}&nonsense=1").status_code


def test_a_search_in_a_compartment_and_its_patient_stay_what_they_were(client: httpx.Client) -> None:
    """The handle leads to the question, and what is seen is up to the token."""
    form = {"_id": ",".join(NOBODY), "_id:not": ",".join(NOBODY), "_count": "2"}
    answer = client.post("/fhir/Patient/$PATIENT_ID/Procedure/_search", data=form, headers=bearer("pat_test_ready"))
    address = links(answer)["self"]

    assert "/fhir/Patient/ada-lovell/Procedure?" in address
    assert 200 == client.get(address, headers=bearer("pat_test_ready")).status_code


@pytest.mark.parametrize("token", ["aat_test_ready~~other", "pat_test_ready~ada"])
def test_a_handle_is_good_for_its_session_alone(client: httpx.Client, token: str) -> None:
    """For anybody else it is 410, as if it had never been."""
    answer = client.post(SEARCH, data={"_id": ",".join(NOBODY)}, headers=bearer())
    refused = client.get(links(answer)["self"], headers=bearer(token))

    assert (410, "deleted") == (refused.status_code, issue(refused)["code"])
    assert "by POST to _search" in issue(refused)["diagnostics"]


def test_a_handle_is_good_for_its_address_alone(client: httpx.Client) -> None:
    """It is no parameter of another search."""
    address = links(client.post(SEARCH, data={"_id": ",".join(NOBODY)}, headers=bearer()))["self"]
    handle = address.partition("?")[2]
    answers = [
        client.get(f"/fhir/{path}", headers=bearer())
        for path in (f"Patient?{handle}", f"Patient/ada-lovell/$everything?{handle}", "Procedure?_getpages=unknown")
    ]

    assert [410, 410, 410] == [answer.status_code for answer in answers]


def test_a_handle_stands_once(client: httpx.Client) -> None:
    """Two would be two searches."""
    refused = client.get("/fhir/Procedure?_getpages=a&_getpages=b", headers=bearer())

    assert (400, "_getpages may be given only once.") == (refused.status_code, issue(refused)["diagnostics"])


def test_a_value_may_be_called_like_a_handle(client: httpx.Client) -> None:
    """It is looked for among the codes."""
    assert 200 == client.get("/fhir/Procedure?code=_getpages", headers=bearer()).status_code


def test_an_address_that_grows_when_it_is_encoded_gets_a_handle_too(client: httpx.Client) -> None:
    """A comma is sent as one letter, and links say it with three."""
    answer = client.get(f"/fhir/Procedure?_id={',' * 30_000}a", headers=bearer())
    following = client.get(links(answer)["self"], headers=bearer())

    assert "_getpages=" in links(answer)["self"]
    assert 200 == following.status_code


def test_the_links_of_everything_can_be_followed(client: httpx.Client) -> None:
    """However often its types are named."""
    address = f"/fhir/Patient/ada-lovell/$everything?_count=5&_type={'Procedure,' * 6000}Procedure"
    pages = list(walk(client, client.get(address, headers=bearer())))

    assert "_getpages=" in links(pages[0])["next"]
    assert 20 == sum(len(ids(page)) for page in pages)


def test_a_verdict_takes_the_links_for_what_they_are(client: httpx.Client) -> None:
    """Three long searches, each with its pages followed: nothing was changed, and nothing against caches is there."""
    token = f"{EVERYBODY}~~long-links"
    for search in range(3):
        list(_walked(client, {"_id:not": ",".join([*NOBODY, f"{search}"]), "_count": "20"}, token))
    verdict = client.get("/_sandbox/session/verdict", headers=bearer(token)).json()

    assert ["R16"] == [rule["id"] for rule in verdict["rules"] if rule["result"] == "pass"]
    assert [] == [rule["id"] for rule in verdict["rules"] if rule["result"] == "fail"]


@pytest.mark.parametrize("length", [60_000, 65_000])
def test_an_address_may_have_64_kib(client: httpx.Client, length: int) -> None:
    """It is answered like any other."""
    assert 200 == client.get(f"/fhir/Procedure?_id={'a' * length}", headers=bearer()).status_code


@pytest.mark.parametrize("length", [66_000, 80_000])
def test_a_longer_address_is_414_with_a_word_on_post(client: httpx.Client, length: int) -> None:
    """It cannot even be read; there is a way for what is so long."""
    received = by_hand(client, b"GET /fhir/Procedure?_id=" + b"a" * length + b" HTTP/1.1\r\nHost: a\r\n\r\n")

    assert received.startswith(b"HTTP/1.1 414 URI Too Long\r\n")
    assert b"Search by POST to _search" in received
    assert b'"code":"too-long"' in received


def test_a_header_that_is_too_long_is_no_address(client: httpx.Client) -> None:
    """It is 431, and not 414."""
    received = by_hand(client, b"GET /fhir/Procedure HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 70_000 + b"\r\n\r\n")

    assert received.startswith(b"HTTP/1.1 431 ")


def test_a_link_works_after_a_restart(serve: Serve) -> None:
    """Where it says everything itself."""
    rows = [f'{{"resourceType":"Procedure","id":"{id_}","status":"completed"}}' for id_ in "abc"]
    form = {"_id": ",".join([*NOBODY[:900], "a", "b", "c"]), "_count": "2", "_sort": "_id"}
    address = links(serve(*rows).post(SEARCH, data=form, headers=bearer()))["next"]
    query = address.partition("?")[2]

    assert quote(NOBODY[0]) in query
    assert ["c"] == ids(serve(*rows).get(f"/fhir/Procedure?{query}", headers=bearer()))
