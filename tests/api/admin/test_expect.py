"""Did so many exchanges happen, or does none come? Answered as soon as it is known, and never guessed."""

import socket
import threading
import time
from contextlib import ExitStack
from typing import Any

import httpx
import orjson
import pytest

from tests.api.admin.handle import Handle, Hands, error


def expect(handle: Handle, **body: Any) -> str:
    """Return what is answered to an expectation."""
    answer = handle.steer("POST", "/session/expect", body)
    assert answer.status_code == 200, answer.text
    assert {"result"} == answer.json().keys()
    return str(answer.json()["result"])


@pytest.fixture
def asked(hands: Hands) -> Handle:
    """Give a session with two 429 and a 200 in its journal."""
    handle = hands("syncing-2x")
    assert [429, 429, 200] == handle.statuses(3)
    return handle


@pytest.mark.parametrize(
    ("count", "result"),
    [
        ({}, "pass"),
        ({"status": 429}, "pass"),
        ({"status": 429, "min": 2}, "pass"),
        ({"status": 429, "min": 3}, "fail"),
        ({"status": 429, "max": 2}, "pass"),
        ({"status": 429, "max": 1}, "fail"),
        ({"status": 429, "min": 2, "max": 2}, "pass"),
        ({"status": 429, "min": 3, "max": 4}, "fail"),
        ({"status": 503}, "fail"),
        ({"status": 503, "max": 0}, "pass"),
        ({"status": 503, "min": 0}, "pass"),
        ({"issue": "transient", "min": 2}, "pass"),
        ({"method": "GET", "path": "/fhir/Procedure", "query": "", "min": 3}, "pass"),
        ({"method": "HEAD"}, "fail"),
        ({"path": "/fhir/Patient"}, "fail"),
        ({"fault": "reset"}, "fail"),
    ],
    ids=str,
)
def test_what_is_there_is_counted(asked: Handle, count: dict[str, Any], result: str) -> None:
    """By the fields of an entry, one at least unless bounds are given."""
    assert result == expect(asked, count=count)
    assert result == expect(asked, count=count, within=0.02)


@pytest.mark.parametrize(("never", "result"), [({"status": 422}, "pass"), ({"status": 429}, "fail"), ({}, "fail")])
def test_what_must_never_come_is_looked_for(asked: Handle, never: dict[str, Any], result: str) -> None:
    """What is there already has come."""
    assert result == expect(asked, never=never, **{"for": 0.02})


def test_of_a_client_that_never_asked_nothing_can_be_said(hands: Hands) -> None:
    """That it did no wrong is no evidence."""
    assert "inconclusive" == expect(hands("ready"), never={"status": 429}, **{"for": 0.02})


def test_what_was_dropped_leaves_doubt(hands: Hands) -> None:
    """Too few may have been more, and none may have been one; enough is enough."""
    handle = hands("failed")
    handle.statuses(1001, "/X")

    assert "inconclusive" == expect(handle, count={"status": 503})
    assert "inconclusive" == expect(handle, count={"status": 422, "max": 1000})
    assert "inconclusive" == expect(handle, never={"status": 503})
    assert ["pass", "fail"] == [expect(handle, count={"status": 422}), expect(handle, never={"status": 422})]


@pytest.mark.parametrize(
    ("body", "result"),
    [
        ({"count": {"status": 429, "min": 3}, "within": 60}, "pass"),
        ({"count": {"status": 429, "max": 2}, "within": 60}, "fail"),
        ({"never": {"path": "/fhir/Patient"}, "for": 60}, "fail"),
    ],
    ids=str,
)
def test_it_answers_as_soon_as_it_is_known(hands: Hands, body: dict[str, Any], result: str) -> None:
    """While another connection goes on asking; it does not sit out its time."""
    handle = hands("stuck")
    handle.statuses(2)
    answers: list[str] = []

    def wait() -> None:
        with httpx.Client(base_url=handle.client.base_url, timeout=10) as other:
            answers.append(expect(Handle(other, handle.token), **body))

    waiting = threading.Thread(target=wait)
    waiting.start()
    waiting.join(0.1)
    assert waiting.is_alive()
    handle.statuses(1)
    handle.statuses(1, "/Patient")
    waiting.join(2)

    assert [result] == answers


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "Expect takes either count, with within, or never, with for."),
        ({"within": 1}, "Expect takes either count, with within, or never, with for."),
        ({"count": {}, "never": {}}, "Expect takes either count, with within, or never, with for."),
        ({"count": {"stauts": 429}}, "'stauts' cannot be expected. Did you mean \"status\"? Known: status, issue,"),
        ({"never": {"min": 1}}, "'min' cannot be expected."),
        ({"count": {"status": 429, "min": 5, "max": 2}}, "min is 5 and max 2: no count is both."),
        ({"count": 5}, "count must be an object, not 5."),
        ({"never": None}, "never must be an object, not null."),
        ({"count": {}, "within": -1}, "within takes seconds from 0 to 60, not -1."),
        ({"count": {}, "within": 61}, "within takes seconds from 0 to 60, not 61."),
        ({"count": {}, "within": "5"}, "within must be a number, not '5'."),
        ({"never": {}, "for": 1e300}, "for takes seconds from 0 to 60, not 1e+300."),
        ({"cont": {}}, "'cont' is not a key here. Did you mean \"count\"?"),
    ],
    ids=str,
)
def test_an_expectation_that_cannot_be_is_400(hands: Hands, body: dict[str, Any], says: str) -> None:
    """It is said what would be right."""
    answer = hands("ready").steer("POST", "/session/expect", body)

    assert (400, says) == (answer.status_code, error(answer)[: len(says)])


@pytest.mark.parametrize(
    "count",
    [
        {"min": "3"},
        {"min": None},
        {"max": "3"},
        {"max": []},
        {"min": 1.5},
        {"min": True},
        {"min": -1},
        {"status": "429"},
        {"status": 429.5},
        {"path": 5},
        {"issue": []},
    ],
    ids=str,
)
def test_a_bound_or_field_of_the_wrong_type_is_400(asked: Handle, count: dict[str, Any]) -> None:
    """A "429" that is no number would never be found, and the test would be wrong in silence."""
    answer = asked.steer("POST", "/session/expect", {"count": count})

    assert 400 == answer.status_code
    assert error(answer)


@pytest.mark.parametrize("body", [{"count": {}, "for": 1}, {"never": {}, "within": 1}], ids=str)
def test_the_wrong_word_for_the_time_is_400(asked: Handle, body: dict[str, Any]) -> None:
    """`within` belongs to count, `for` to never; to ignore the other would be to wait for no time."""
    assert 400 == asked.steer("POST", "/session/expect", body).status_code


def test_the_time_of_a_wait_is_kept_however_many_wait(hands: Hands) -> None:
    """Three hundred at once: each ends when its second is over, not when somebody has time for it."""
    handle = hands("ready")
    handle.statuses(1)
    body = orjson.dumps({"count": {"status": 503}, "within": 1})
    head = f"POST /_sandbox/session/expect HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {handle.token}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    address = (handle.client.base_url.host, handle.client.base_url.port or 80)
    with ExitStack() as stack:
        lines = [stack.enter_context(socket.create_connection(address, timeout=10)) for _ in range(300)]
        began = time.monotonic()
        for line in lines:
            line.sendall(head.encode() + body)
        results = {line.recv(65_536).rpartition(b"\r\n\r\n")[2] for line in lines}

    assert {b'{"result":"fail"}'} == results
    assert 1 <= time.monotonic() - began < 3
