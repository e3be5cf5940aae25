"""How do these tests ask? With a token, with a form, and by hand where a well-behaved client would not let them."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import httpx

Serve = Callable[..., httpx.Client]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
EVERYBODY = "aat_test_ready"


def bearer(token: str = EVERYBODY) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


def ids(answer: httpx.Response) -> list[str]:
    """Return the ids of the matches of a Bundle, in its order."""
    entries = answer.json().get("entry", [])
    return [entry["resource"]["id"] for entry in entries if entry["search"]["mode"] == "match"]


def links(answer: httpx.Response) -> dict[str, str]:
    """Return the links of a Bundle by relation."""
    return {link["relation"]: link["url"] for link in answer.json()["link"]}


def walk(client: httpx.Client, answer: httpx.Response, relation: str = "next") -> Iterator[httpx.Response]:
    """Yield an answer and every page that follows it."""
    yield answer
    while (url := links(answer).get(relation)) is not None:
        answer = client.get(url, headers={"Authorization": answer.request.headers["Authorization"]})
        assert answer.status_code == 200, answer.text
        yield answer


def issue(answer: httpx.Response) -> dict[str, Any]:
    """Return the one issue of an OperationOutcome, having seen that it is a whole one."""
    body = answer.json()
    assert body["resourceType"] == "OperationOutcome"
    assert len(body["issue"]) == 1
    found: dict[str, Any] = body["issue"][0]
    assert found["diagnostics"] == found["details"]["text"]
    assert found["diagnostics"].strip()
    return found


def by_hand(client: httpx.Client, sent: bytes) -> bytes:
    """Send bytes on a connection of their own, and return everything that comes until the server closes it."""
    with socket.create_connection((client.base_url.host, client.base_url.port or 80), timeout=30) as connection:
        connection.sendall(sent)
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    return received


def headers_of(received: bytes) -> dict[str, str]:
    """Return the headers of the first answer among received bytes, their names in small letters."""
    head = received.partition(b"\r\n\r\n")[0].decode("latin-1")
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:])}
