"""Under which address do links and entries stand? The one that was asked, or the public one; and what a Bundle has."""

import httpx
import pytest

from tests.api.fhir.asking import Serve, bearer, by_hand, ids, issue, links

PAGE = "/fhir/Procedure?_count=1&_offset=1"
ROWS = [
    f'{{"resourceType":"Procedure","id":"p{n}","status":"completed","subject":{{"reference":"Patient/1"}}}}'
    for n in "123"
]


def _addresses(answer: httpx.Response) -> list[str]:
    return [*links(answer).values(), *(entry["fullUrl"] for entry in answer.json()["entry"])]


@pytest.mark.parametrize(
    "host", ["localhost:12429", "sandbox", "a.b-c.test:1", "[::1]:8080", "[::1]", "10.0.0.1", "x_y"]
)
def test_links_stand_under_the_host_that_was_asked(serve: Serve, host: str) -> None:
    """What the client reached, it will reach again."""
    answer = serve(*ROWS).get(PAGE, headers={"Host": host})

    assert 5 == len(_addresses(answer))
    assert all(address.startswith(f"http://{host}/fhir/Procedure") for address in _addresses(answer))


def test_without_a_host_links_stand_under_the_listening_address(serve: Serve) -> None:
    """HTTP/1.0 needs no Host."""
    client = serve(*ROWS)
    received = by_hand(client, f"GET {PAGE} HTTP/1.0\r\nAuthorization: Bearer aat_test_ready\r\n\r\n".encode())

    assert f'"url":"{client.base_url}/fhir/Procedure?_count=1&_offset=1"'.encode() in received
    assert f'"fullUrl":"{client.base_url}/fhir/Procedure/p2"'.encode() in received


@pytest.mark.parametrize("public", ["https://sandbox.example", "https://sandbox.example:8443/below"])
def test_links_stand_under_the_public_address(serve: Serve, public: str) -> None:
    """Behind a proxy the Host means nothing."""
    client = serve(*ROWS, public_url=public)
    answer = client.get(PAGE, headers={"Host": "inside:1"})

    assert all(address.startswith(f"{public}/fhir/Procedure") for address in _addresses(answer))
    assert f"{public}/fhir" == client.get("/fhir/metadata").json()["implementation"]["url"]


@pytest.mark.parametrize("host", ["", "a b", "a/b", "a?b", "a@b", "<x>", "a:b", "a:", ":1", '"', "[::1", "a,b"])
@pytest.mark.parametrize("path", ["/fhir/Procedure", "/fhir/metadata", "/_sandbox/personas"])
def test_a_host_that_is_none_is_refused(client: httpx.Client, path: str, host: str) -> None:
    """400: no link could be written."""
    answer = client.get(path, headers=bearer() | {"Host": host})

    assert 400 == answer.status_code
    assert answer.headers["X-Sandbox"]
    if path.startswith("/fhir"):
        assert ("invalid", ["http.Host"]) == (issue(answer)["code"], issue(answer)["location"])


def test_a_bundle_has_its_members_in_the_order_of_the_real_service(serve: Serve) -> None:
    """resourceType, type, total only if asked for, entry, link."""
    client = serve(*ROWS)

    assert ["resourceType", "type", "entry", "link"] == list(client.get("/fhir/Procedure").json())
    assert ["resourceType", "type", "total", "entry", "link"] == list(
        client.get("/fhir/Procedure?_total=accurate").json()
    )
    assert ["resourceType", "type", "total", "link"] == list(client.get("/fhir/Procedure?_count=0").json())


def test_an_empty_result_has_no_entry(serve: Serve) -> None:
    """FHIR knows no empty arrays; 200, and only the link to itself."""
    client = serve(*ROWS)
    for path in ("/fhir/Procedure?_id=none", "/fhir/Observation", "/fhir/Procedure?_offset=99"):
        answer = client.get(path)
        assert 200 == answer.status_code
        assert "entry" not in answer.json()
        assert "[]" not in answer.text


def test_an_entry_is_the_stored_resource_as_a_match(serve: Serve) -> None:
    """fullUrl, resource, search; the fullUrl ends in type and id, without a version."""
    client = serve(*ROWS)
    entry = client.get("/fhir/Procedure?_id=p1").json()["entry"][0]

    assert ["fullUrl", "resource", "search"] == list(entry)
    assert f"{client.base_url}/fhir/Procedure/p1" == entry["fullUrl"]
    assert client.get(entry["fullUrl"]).json() == entry["resource"]
    assert {"mode": "match"} == entry["search"]


def test_total_always_adds_it_everywhere(serve: Serve) -> None:
    """The setting; by default only who asks gets one."""
    asked, always = serve(*ROWS), serve(*ROWS, total="always")

    assert "total" not in asked.get("/fhir/Procedure").json()
    assert 3 == always.get("/fhir/Procedure?_count=1").json()["total"]
    assert 3 == always.get("/fhir/Procedure?_total=none").json()["total"]
    assert ["p1"] == ids(always.get("/fhir/Procedure?_count=1"))
    assert "_total" not in links(always.get("/fhir/Procedure"))["self"]


def test_a_path_may_be_percent_encoded(serve: Serve) -> None:
    """`%50rocedure` is Procedure, and links are written plainly."""
    client = serve(*ROWS)
    answer = client.get("/fhir/%50rocedure?_count=1")

    assert f"{client.base_url}/fhir/Procedure?_count=1" == links(answer)["self"]
    assert 200 == client.get("/fhir/Procedure/%70%31").status_code


def test_an_address_may_be_absolute(serve: Serve) -> None:
    """A proxy sends the whole address in the request line; the Host counts."""
    sent = b"GET http://m.test/fhir/Procedure?_count=1 HTTP/1.1\r\nHost: m.test\r\nConnection: close\r\n"
    received = by_hand(serve(*ROWS), sent + b"Authorization: Bearer aat_test_ready\r\n\r\n")

    assert b'"url":"http://m.test/fhir/Procedure?_count=1"' in received
