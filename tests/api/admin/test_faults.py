"""How does an answer go wrong on its way? For real, on the socket, and the journal knows."""

import socket

import orjson
import pytest

from tests.api.admin.handle import Handle, Hands, ask_raw, read_head, read_rest


def completed(handle: Handle, times: int = 1) -> bool:
    """Wait until so many entries of the journal are complete."""
    body = {"count": {"status": 200, "min": times}, "within": 3}
    return bool(handle.steer("POST", "/session/expect", body).json()["result"] == "pass")


def test_a_reset_is_a_reset(hands: Hands) -> None:
    """The client gets ECONNRESET, and not a byte."""
    handle = hands("reset")
    with ask_raw(handle.client, handle.token) as connection, pytest.raises(ConnectionResetError):
        connection.recv(1)

    assert [("reset", None, 0)] == [(entry["fault"], entry["status"], entry["bytes"]) for entry in handle.journal()]


def test_so_many_resets_and_then_data(hands: Hands) -> None:
    """`reset-2x` ends."""
    handle = hands("reset-2x")
    for _ in range(2):
        with ask_raw(handle.client, handle.token) as connection, pytest.raises(ConnectionResetError):
            connection.recv(1)

    assert [200] == handle.statuses(1)
    assert ["reset", "reset", None] == [entry.get("fault") for entry in handle.journal()]


def test_a_truncated_answer_is_cut_in_the_middle(hands: Hands) -> None:
    """Content-Length promises all of it, half comes, and the connection is closed."""
    handle, whole = hands("truncated"), hands("ready")
    body = whole.get("/Procedure?_count=1").content
    with ask_raw(handle.client, handle.token) as connection:
        head, start, length = read_head(connection)
        received = start + read_rest(connection)

    assert head.startswith(b"HTTP/1.1 200 OK")
    assert 0 < len(received) < length
    assert abs(length // 2 - len(received)) <= 1
    assert len(body) == length
    assert completed(handle)
    assert ["truncated"] == [entry["fault"] for entry in handle.journal()]


def test_a_stalled_answer_is_headers_and_then_silence(hands: Hands) -> None:
    """Nothing comes until the seconds are over, and then the end."""
    handle = hands("stall-150ms")
    with ask_raw(handle.client, handle.token) as connection:
        _, start, length = read_head(connection)
        connection.settimeout(0.05)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(3)
        rest = connection.recv(1)

    assert (b"", b"") == (start, rest)
    assert length > 0
    assert completed(handle)
    (entry,) = handle.journal()
    assert ("stall", None) == (entry["fault"], entry.get("gone"))


def test_a_slow_answer_is_late_and_whole(hands: Hands) -> None:
    """And its connection is as good as any."""
    handle = hands("slow-120ms")
    with ask_raw(handle.client, handle.token) as connection:
        for _ in range(2):
            connection.settimeout(0.05)
            with pytest.raises(TimeoutError):
                connection.recv(1)
            connection.settimeout(3)
            _, start, length = read_head(connection)
            assert "Bundle" == orjson.loads(start + read_rest(connection, length - len(start)))["resourceType"]
            connection.sendall(_request(handle))

    assert completed(handle, 2)
    assert {"slow"} == {entry["fault"] for entry in handle.journal()}


def _request(handle: Handle, method: str = "GET") -> bytes:
    head = f"{method} /fhir/Procedure?_count=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {handle.token}\r\n\r\n"
    return head.encode()


def test_a_garbled_answer_is_no_json(hands: Hands) -> None:
    """It has the type and the length of the true one."""
    handle, whole = hands("garbled"), hands("ready")
    found, true = (one.get("/Procedure?_count=3", **{"Accept-Encoding": "identity"}) for one in (handle, whole))

    assert (200, true.headers["Content-Type"]) == (found.status_code, found.headers["Content-Type"])
    assert len(true.content) == len(found.content) == int(found.headers["Content-Length"])
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(found.content)
    assert [200] == handle.statuses(1)
    assert {"garbled"} == {entry["fault"] for entry in handle.journal()}


@pytest.mark.parametrize("path", ["/Patient/nobody", "/Patient/ada-lovell", "/Procedure?dat=1"])
def test_a_garbled_answer_is_never_json_by_chance(hands: Hands, path: str) -> None:
    """Short or long, error or not."""
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(hands("garbled").get(path).content)


@pytest.mark.parametrize("scenario", ["stall-60s", "slow-60s"])
def test_a_client_that_leaves_is_gone(hands: Hands, scenario: str) -> None:
    """The journal shows it as soon as it is known, and not before."""
    handle = hands(scenario)
    with ask_raw(handle.client, handle.token):
        arrived = {"count": {"path": "/fhir/Procedure"}, "within": 3}
        assert "pass" == handle.steer("POST", "/session/expect", arrived).json()["result"]
        (entry,) = handle.journal()
        assert (None, None) == (entry["status"], entry.get("gone"))

    assert completed(handle)
    assert [(scenario.partition("-")[0], True)] == [(entry["fault"], entry["gone"]) for entry in handle.journal()]


@pytest.mark.parametrize("scenario", ["ready", "slow-20ms", "garbled"])
def test_an_answer_to_head_has_no_body(hands: Hands, scenario: str) -> None:
    """Nothing follows its head, and the next answer on that connection is where it should be."""
    handle = hands(scenario)
    with ask_raw(handle.client, handle.token, method="HEAD") as connection:
        _, start, length = read_head(connection)
        connection.settimeout(0.05)
        with pytest.raises(TimeoutError):
            assert b"" == start + connection.recv(65_536)
        connection.settimeout(3)
        connection.sendall(_request(handle, "HEAD"))
        head, start, _ = read_head(connection)

    assert length > 0
    assert (True, b"") == (head.startswith(b"HTTP/1.1 200 OK"), start)


@pytest.mark.parametrize("scenario", ["truncated", "stall-50ms"])
def test_a_broken_answer_to_head_has_no_body_either(hands: Hands, scenario: str) -> None:
    """The connection ends after the head."""
    handle = hands(scenario)
    with ask_raw(handle.client, handle.token, method="HEAD") as connection:
        _, start, _ = read_head(connection)

        assert b"" == start + read_rest(connection)


def test_a_fault_of_a_plan_is_for_the_requests_that_it_names(hands: Hands) -> None:
    """The second page is cut, once."""
    handle = hands("ready", "dora")
    plan = {"steps": [{"fault": "truncated", "match": {"page": 2}}, {"pass": True}]}
    minted = handle.of(handle.steer("POST", "/sessions", {"patient": "dora", "scenario": plan}))
    assert [200] == minted.statuses(1)
    second = "/Procedure?_count=20&_offset=20"
    with ask_raw(minted.client, minted.token, path=second) as connection:
        _, start, length = read_head(connection)
        assert len(start + read_rest(connection)) < length

    assert [200] == minted.statuses(1, second)
    assert [None, "truncated", None] == [entry.get("fault") for entry in minted.journal()]


def test_a_hundred_stalled_connections_hold_nobody_up(hands: Hands) -> None:
    """Others are answered meanwhile, and those that leave are noticed one by one."""
    handle, other = hands("stall-60s"), hands("ready", "ben")
    connections: list[socket.socket] = [ask_raw(handle.client, handle.token) for _ in range(100)]
    for connection in connections:
        assert read_head(connection)[0].startswith(b"HTTP/1.1 200 OK")
    assert [200] * 5 == other.statuses(5)
    assert [None] * 100 == [entry["status"] for entry in handle.journal()]
    for connection in connections:
        connection.close()

    assert completed(handle, 100)
    assert [True] * 100 == [entry["gone"] for entry in handle.journal()]
