"""How is a search sent in a body? As a form, its pairs beside those of the address."""

import socket

import httpx
import pytest

from tests.api.fhir.asking import FORM, Serve, bearer, ids, issue, links

ONE, TWO, THREE = (
    f'{{"resourceType":"Procedure","id":"{id_}","status":"{status}","identifier":[{{"value":"{value}"}}]}}'
    for id_, status, value in (("one", "completed", "a"), ("two", "completed", "été"), ("three", "stopped", "a b"))
)
SEARCH = "/fhir/Procedure/_search"


@pytest.mark.parametrize(
    "media",
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "application/x-www-form-urlencoded;charset=utf-8",
        "Application/X-WWW-Form-Urlencoded",
    ],
)
def test_a_form_is_a_search(serve: Serve, media: str) -> None:
    """Whatever is said about its charset."""
    answer = serve(ONE, TWO, THREE).post(SEARCH, content="status=completed", headers={"Content-Type": media})

    assert ["one", "two"] == ids(answer)


# Columns: query of the address, form of the body, what is found.
@pytest.mark.parametrize(
    ("query", "form", "found"),
    [
        ("", "", ["one", "three", "two"]),
        ("?status=completed", "", ["one", "two"]),
        ("?status=completed", "identifier=a", ["one"]),
        ("?status=completed", "status=stopped", []),
        ("?status=completed", "status=completed", ["one", "two"]),
        ("?_sort=_id", "_sort=-status&_count=2", ["one", "three"]),
        ("", "identifier=a+b", ["three"]),
        ("", "identifier=a%20b", ["three"]),
        ("", "identifier=%C3%A9t%C3%A9", ["two"]),
        ("", "identifier=a%2Ca%20b", ["one", "three"]),
        ("", "status=completed\r\n", ["one", "two"]),
        ("", "&&status=stopped&", ["three"]),
    ],
)
def test_both_halves_count(serve: Serve, query: str, form: str, found: list[str]) -> None:
    """The pairs of body and address are one search, as if they stood in one query."""
    answer = serve(ONE, TWO, THREE).post(SEARCH + query, content=form, headers=FORM)

    assert 200 == answer.status_code
    assert found == ids(answer)


def test_letters_may_travel_raw(serve: Serve) -> None:
    """A form is UTF-8: `curl -d identifier=été` sends the letters as they are."""
    answer = serve(ONE, TWO, THREE).post(SEARCH, content="identifier=été".encode(), headers=FORM)

    assert ["two"] == ids(answer)


@pytest.mark.parametrize("headers", [{}, FORM])
def test_an_empty_body_asks_for_everything(serve: Serve, headers: dict[str, str]) -> None:
    """With or without a media type: nothing is asked in the body."""
    assert 3 == len(ids(serve(ONE, TWO, THREE).post(SEARCH, headers=headers)))


@pytest.mark.parametrize(
    ("media", "content"),
    [
        ("application/json", '{"status":"completed"}'),
        ("application/fhir+json", "{}"),
        ("application/json", ""),
        ("text/plain", "status=completed"),
        ("multipart/form-data; boundary=x", "--x--"),
        ("application/x-www-form-urlencoded-not", "status=completed"),
        ("", "status=completed"),
    ],
)
def test_other_bodies_are_refused(client: httpx.Client, media: str, content: str) -> None:
    """415 names the type that is taken; nothing is guessed."""
    answer = client.post(SEARCH, content=content, headers=bearer() | {"Content-Type": media})

    assert (415, "not-supported") == (answer.status_code, issue(answer)["code"])
    assert "application/x-www-form-urlencoded" in issue(answer)["diagnostics"]


def test_the_links_of_a_form_work_with_get(serve: Serve) -> None:
    """They lead to the address of the type, with all pairs of both halves."""
    client = serve(ONE, TWO, THREE)
    answer = client.post(f"{SEARCH}?_count=1", content="_sort=_id&identifier:missing=false", headers=FORM)
    base = f"{client.base_url}/fhir/Procedure?_count=1"

    assert f"{base}&_sort=_id&identifier:missing=false" == links(answer)["self"]
    assert f"{base}&_offset=1&_sort=_id&identifier:missing=false" == links(answer)["next"]
    assert ["one"] == ids(client.get(links(answer)["self"]))
    assert ["three"] == ids(client.get(links(answer)["next"]))


def test_get_and_post_give_the_same_bundle(serve: Serve) -> None:
    """Byte for byte."""
    client = serve(ONE, TWO, THREE)
    query = "status=completed&_total=accurate&_count=1"

    assert client.get(f"/fhir/Procedure?{query}").content == client.post(SEARCH, content=query, headers=FORM).content


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_only_post_searches_there(client: httpx.Client, method: str) -> None:
    """`_search` is no id: 405, and Allow names POST."""
    answer = client.request(method, SEARCH, headers=bearer())

    assert (405, "POST") == (answer.status_code, answer.headers["Allow"])


def test_bytes_that_are_no_utf8_are_refused(client: httpx.Client) -> None:
    """400 in a form as in an address."""
    for answer in (
        client.post(SEARCH, content="code=%ff", headers=bearer() | FORM),
        client.get("/fhir/Procedure?code=%ff", headers=bearer()),
        client.get("/fhir/Procedure?%ff=code", headers=bearer()),
    ):
        assert (400, "invalid") == (answer.status_code, issue(answer)["code"])


def test_a_body_may_come_in_chunks(serve: Serve) -> None:
    """Without a Content-Length."""
    pieces = iter([b"status=", b"comp", b"leted"])

    assert ["one", "two"] == ids(serve(ONE, TWO, THREE).post(SEARCH, content=pieces, headers=FORM))


def test_who_asks_before_sending_a_body_is_told_to_go_on(client: httpx.Client) -> None:
    """`Expect: 100-continue`, as curl sends it with a large form, is answered by 100 before the body comes."""
    sent = b"POST /fhir/Procedure/_search HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer aat_test_ready\r\n"
    sent += b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=0.5) as connection:
        connection.sendall(sent)

        assert connection.recv(65_536).startswith(b"HTTP/1.1 100 ")
