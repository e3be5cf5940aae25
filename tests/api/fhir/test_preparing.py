"""Who waits for what takes long to make? Only whoever asked for it; the answer and the journal are whole."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import httpx
import pytest

from sandbox import server
from sandbox.backend import Backend
from sandbox.search.evaluate import execute
from sandbox.search.evaluate.execute import matching
from sandbox.search.index import index as index_module
from sandbox.search.index import preparation
from sandbox.search.index.preparation import Preparation
from tests.api.fhir.asking import Serve, bearer, ids

SIZE = 150


@pytest.fixture
def served(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> httpx.Client:
    """Give a client of a server where everything that may take long is made in many slices, and nothing unasked."""
    monkeypatch.setattr(server, "_prepare_usual", _make_nothing)
    monkeypatch.setattr(index_module, "_AT_ONCE", 10)
    monkeypatch.setattr(preparation, "SLICE", 3)
    return serve(*(_procedure(number) for number in range(SIZE)))


def _let_columns_go_on(monkeypatch: pytest.MonkeyPatch, go_on: Callable[[Preparation], bool]) -> None:
    """Let the columns that are made from now on go on by a function; changes of resources go on as ever."""
    monkeypatch.setattr(index_module, "Preparation", type("ColumnPreparation", (Preparation,), {"go_on": go_on}))


def _procedure(number: int) -> str:
    code = {"text": f"word{number:03}", "coding": [{"system": "http://c.test", "code": f"c{number}"}]}
    value: dict[str, Any] = {"resourceType": "Procedure", "id": f"p{number:03}", "status": "completed", "code": code}
    return json.dumps(value | {"identifier": [{"system": "http://i.test", "value": f"i{number:03}"}]})


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("_content=word007", ["p007"]),
        ("code:text=word007", ["p007"]),
        ("_sort=-identifier&_count=2", ["p149", "p148"]),
        ("_sort=status&_offset=100&_count=2", ["p100", "p101"]),
        ("_sort=identifier&code:text=word00&_count=2", ["p000", "p001"]),
    ],
)
def test_what_is_made_in_slices_is_whole(served: httpx.Client, query: str, expected: list[str]) -> None:
    """And so is the entry in the journal; asked again, it is there."""
    for _ in "12":
        answer = served.get(f"/fhir/Procedure?{query}", headers=bearer())

        assert (200, expected) == (answer.status_code, ids(answer))
        assert answer.headers["X-Request-Id"]
    journal = served.get("/_sandbox/session/journal", headers=bearer()).json()["entries"]
    assert [(200, 1), (200, 2)] == [(entry["status"], entry["attempt"]) for entry in journal]


def test_what_includes_look_into_is_made_before_anything_is_searched(
    served: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many columns that are: the search itself is done once."""
    searched: list[str] = []

    def note(conditions: Any, index: Any, view: Any) -> Any:
        searched.append(index.type)
        return matching(conditions, index, view)

    monkeypatch.setattr(execute, "matching", note)
    answer = served.get("/fhir/Procedure?_count=1&_revinclude=Procedure:*", headers=bearer())

    assert (200, ["p000"]) == (answer.status_code, ids(answer))
    assert ["Procedure"] == searched


def test_others_are_answered_meanwhile(served: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it takes, and also where it is the admin API that was asked."""
    served.get("/fhir/Procedure?identifier=i149", headers=bearer())
    gate, go_on = Event(), Preparation.go_on
    monkeypatch.setattr(Preparation, "go_on", lambda self: gate.is_set() and go_on(self))
    question = {"query": "Procedure?_content=word009", "token": "aat_test_ready"}
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(served.get, "/fhir/Procedure?_content=word008", headers=bearer())
        why = pool.submit(served.post, "/_sandbox/explain", json=question)

        assert 200 == served.get("/fhir/Procedure/p001", headers=bearer()).status_code
        assert ["p149"] == ids(served.get("/fhir/Procedure?identifier=i149", headers=bearer()))
        assert not slow.done()
        assert not why.done()
        gate.set()
        assert ["p008"] == ids(slow.result())
        assert 1 == why.result().json()["matches"]


def test_changes_meanwhile_are_seen(served: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was added before the answer is found, what was deleted is not."""
    gate, begun, go_on = Event(), Event(), Preparation.go_on

    def wait(self: Preparation) -> bool:
        done = False
        if gate.is_set() or not begun.is_set():
            done = go_on(self)
        begun.set()
        return done

    _let_columns_go_on(monkeypatch, wait)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(served.get, "/fhir/Procedure?_content=word&_total=accurate", headers=bearer())
        assert begun.wait(10)
        new = json.loads(_procedure(0)) | {"id": "new"}
        assert served.post("/_sandbox/resources", json=new).is_success
        for gone in ("p000", "p149"):
            assert served.delete(f"/_sandbox/resources/Procedure/{gone}").is_success
        gate.set()
        answer = slow.result()

    assert SIZE - 1 == answer.json()["total"]
    assert ["new", "p001"] == ids(answer)[:2]


@pytest.mark.parametrize("path", ["/session", "/reset"])
def test_a_session_that_is_forgotten_meanwhile_still_gets_its_answer(
    served: httpx.Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Its journal is gone, and the one that begins anew knows nothing of it."""
    gate, begun, go_on = Event(), Event(), Preparation.go_on

    def wait(self: Preparation) -> bool:
        begun.set()
        return gate.is_set() and go_on(self)

    _let_columns_go_on(monkeypatch, wait)
    with ThreadPoolExecutor() as pool:
        slow = pool.submit(served.get, "/fhir/Procedure?_content=word008", headers=bearer())
        assert begun.wait(10)
        if path == "/session":
            assert served.delete("/_sandbox/session", headers=bearer()).is_success
        else:
            assert served.post("/_sandbox/reset", json={"all": True}).is_success
        gate.set()

        assert (200, ["p008"]) == (slow.result().status_code, ids(slow.result()))
    assert [] == served.get("/_sandbox/session/journal", headers=bearer()).json()["entries"]


def test_a_mistake_that_shows_late_is_told_as_any_other(served: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token whose session is forgotten while the answer is made, for one: not as a mistake of ours."""
    gate, begun, go_on = Event(), Event(), Preparation.go_on

    def wait(self: Preparation) -> bool:
        begun.set()
        return gate.is_set() and go_on(self)

    _let_columns_go_on(monkeypatch, wait)
    keys = {"grant_type": "client_credentials"}
    minted = served.post("/link/token", json=keys, auth=("pk_live_sandbox", "sk_live_sandbox")).json()["access_token"]
    question = {"query": "Procedure?_content=word009", "token": minted}
    with ThreadPoolExecutor() as pool:
        why = pool.submit(served.post, "/_sandbox/explain", json=question)
        assert begun.wait(10)
        assert served.post("/_sandbox/reset", json={"all": True}).is_success
        gate.set()

        assert 401 == why.result().status_code
    assert "forgotten" in why.result().json()["error"]["message"]


def test_what_nearly_every_client_asks_for_is_made_unasked(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right after the start; whoever asks for it first does not wait."""
    monkeypatch.setattr(index_module, "_AT_ONCE", 10)
    made, go_on = Event(), Preparation.go_on

    def note(self: Preparation) -> bool:
        done = go_on(self)
        if done:
            made.set()
        return done

    monkeypatch.setattr(Preparation, "go_on", note)
    client = serve(*(_procedure(number) for number in range(SIZE)))
    assert made.wait(10)
    monkeypatch.setattr(Preparation, "go_on", lambda _: pytest.fail("this was to be made unasked"))

    assert ["p007"] == ids(client.get("/fhir/Procedure?code=c7&status=completed", headers=bearer()))


def test_rows_that_need_something_made_first_come_in_slices_as_well(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of many personas, each of whom is counted by columns that are not there yet."""
    monkeypatch.setattr(index_module, "_AT_ONCE", 10)
    monkeypatch.setattr(server, "_prepare_usual", _make_nothing)
    client = serve(*(json.dumps({"resourceType": "Patient", "id": f"p{number}"}) for number in range(SIZE)))
    personas = client.get("/_sandbox/personas").json()

    assert [{"Patient": 1}] * SIZE == [one["resources"] for one in personas]


def test_an_introspection_that_has_to_wait_is_written_down_once(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked anew when all is there that it needs, but has come once."""
    monkeypatch.setattr(index_module, "_AT_ONCE", 10)
    monkeypatch.setattr(server, "_prepare_usual", _make_nothing)
    patient = json.dumps({"resourceType": "Patient", "id": "ada"})
    client = serve(patient, *(_procedure(number) for number in range(SIZE)))
    tokens = client.post("/_sandbox/sessions", json={"scenario": "ready", "patient": "ada"}).json()
    login = bearer(tokens["access_token"])
    client.post("/_sandbox/session/journal", headers=login, json={"oauth": True})

    assert {"Patient": 1} == client.get("/link/introspect", headers=login).json()["sync"]["resourceTypes"]
    journal = client.get("/_sandbox/session/journal", headers=login).json()["entries"]
    assert [("/link/introspect", 200)] == [(entry["path"], entry["status"]) for entry in journal]


async def _make_nothing(_backend: Backend, _prepared: Callable[[], None]) -> None:
    """Leave all columns to whoever asks for them first."""
