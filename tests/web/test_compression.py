"""Is an answer packed? For who asks for gzip, where it is long enough; and caches are told that it depends on that."""

import asyncio
import gzip
from pathlib import Path

import httpx
import pytest

from sandbox.server import Sandbox
from sandbox.web import compression
from sandbox.web.compression import packed, takes_gzip
from sandbox.web.messages import Response
from sandbox.web.packed_bodies import PackedBodies
from tests.api.fhir.asking import bearer, by_hand, headers_of
from tests.cli.command import serving

LONG = "/fhir/Procedure?_count=50"
SHORT = "/fhir/Procedure?_count=0"


@pytest.mark.parametrize(
    ("asked", "takes"),
    [
        ("", False), ("gzip", True), ("GZIP", True), ("x-gzip", True), ("deflate, gzip;q=0.5, br", True), ("*", True),
        ("identity", False), ("br", False), ("gzip;q=0", False), ("gzip; q=0.000", False), ("*;q=0", False),
        ("gzip;q=0, *", False), ("*;q=0, gzip", True), ("gzip;q=1.0", True), (",;,gzip", True), ("gzipped", False),
    ],
)  # fmt: skip
def test_what_a_client_takes_is_read_by_the_letter(asked: str, *, takes: bool) -> None:
    """By name before `*`, and a weight of nothing is a no."""
    assert takes is takes_gzip(asked)


def _get(client: httpx.Client, path: str, encoding: str, token: str = "aat_test_ready") -> httpx.Response:  # noqa: S107 - made up
    return client.get(path, headers=bearer(token) | {"Accept-Encoding": encoding})


def test_a_long_answer_is_packed_for_who_asks(client: httpx.Client) -> None:
    """It is the same behind it, in a fraction of the bytes, and both say what it depends on."""
    plain, small = _get(client, LONG, "identity"), _get(client, LONG, "gzip")

    assert plain.content == small.content
    assert (None, "gzip") == (plain.headers.get("Content-Encoding"), small.headers["Content-Encoding"])
    assert ["Accept-Encoding"] * 2 == [answer.headers["Vary"] for answer in (plain, small)]
    assert int(small.headers["Content-Length"]) * 5 < int(plain.headers["Content-Length"])


def test_a_short_answer_is_left_alone(client: httpx.Client) -> None:
    """It fits into a packet, and would hardly get smaller; it depends on nothing."""
    answer = _get(client, SHORT, "gzip")

    assert {"Content-Encoding", "Vary"}.isdisjoint(name.title() for name in answer.headers)


@pytest.mark.parametrize("path", ["/_sandbox/personas", "/_sandbox/session/timeline.svg", "/fhir/metadata"])
def test_every_api_packs(client: httpx.Client, path: str) -> None:
    """JSON, pictures, whatever is text."""
    _get(client, "/fhir/Patient", "identity", "pat_test_ready~ada~packed")

    assert "gzip" == _get(client, path, "gzip", "pat_test_ready~ada~packed").headers["Content-Encoding"]


def test_head_says_what_get_would(client: httpx.Client) -> None:
    """The same length of the same bytes."""
    headers = bearer() | {"Accept-Encoding": "gzip"}
    get, head = client.get(LONG, headers=headers), client.head(LONG, headers=headers)

    assert {name: get.headers[name] for name in ("Content-Length", "Content-Encoding", "Vary")}.items() <= (
        head.headers.items() | {(name.title(), value) for name, value in head.headers.items()}
    )


def test_faults_come_packed_too(client: httpx.Client) -> None:
    """Garbled is garbled behind it, truncated is cut where half is sent, and the journal counts as without."""
    garbled = _get(client, LONG, "gzip", "pat_test_garbled~ada~packed")
    sent = f"GET {LONG} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nAuthorization: Bearer "
    cut = by_hand(client, f"{sent}pat_test_truncated~ada~packed\r\n\r\n".encode())
    head, _, body = cut.partition(b"\r\n\r\n")
    entries = client.get("/_sandbox/session/journal", headers=bearer("pat_test_garbled~ada~packed")).json()["entries"]

    assert "gzip" == garbled.headers["Content-Encoding"]
    assert b"<garbled/>" in garbled.content
    assert len(garbled.content) == entries[0]["bytes"]
    assert int(headers_of(head)["content-length"]) // 2 == len(body)
    assert body.startswith(b"\x1f\x8b")


def test_the_same_is_packed_into_the_same_bytes() -> None:
    """At any time: no clock stands in it. And the response that is given stays as it was."""
    response = Response(200, (), b"hello " * 1000)
    first, second = (asyncio.run(packed(response, "gzip", PackedBodies())) for _ in range(2))

    assert first.body == second.body
    assert b"hello " * 1000 == gzip.decompress(first.body) == response.body
    assert () == response.headers


def test_a_very_long_answer_is_packed_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a thread, so that nobody else waits for it."""
    monkeypatch.setattr(compression, "_LONG", 2000)
    with Sandbox() as sandbox, httpx.Client(base_url=sandbox.url) as client:
        assert _get(client, LONG, "identity").content == _get(client, LONG, "gzip").content


def test_the_command_packs(tmp_path: Path) -> None:
    """Under its own event loop."""
    with serving(tmp_path) as server:
        assert "gzip" == server.get("/fhir/metadata").headers["Content-Encoding"]
