"""Who waits for a change of many resources? Whoever asked for it, and whoever wants another change; nobody else."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import httpx
import pytest

from sandbox.search.index.preparation import Preparation
from sandbox.search.index.under_way import UnderWay
from sandbox.server import Sandbox
from tests.api.fhir.asking import Serve, bearer

COUNT = 100
READ = "/fhir/Procedure/there"


@pytest.fixture
def served(serve: Serve) -> httpx.Client:
    """Give a client of a server with one Procedure."""
    return serve(json.dumps(_procedure("there")))


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """Give what is set when a change has begun, and what lets it go on after its first slice."""
    begun, open_ = Event(), Event()
    go_on, prepare = UnderWay.go_on, Preparation.go_on

    def slice_of(change: UnderWay[Any]) -> bool:
        done = (open_.is_set() or not begun.is_set()) and go_on(change)
        begun.set()
        return done

    monkeypatch.setattr(UnderWay, "go_on", slice_of)
    monkeypatch.setattr(Preparation, "go_on", lambda self: open_.is_set() and prepare(self))
    yield begun, open_
    open_.set()


def _procedure(id_: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Procedure", "id": id_, "status": "completed", **more}


def _bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


MANY = _bundle(*(_procedure(f"new{number}") for number in range(COUNT)))


def _total(client: httpx.Client) -> int:
    total: int = client.get("/fhir/Procedure?_total=accurate&_count=0", headers=bearer()).json()["total"]
    return total


def test_others_are_answered_while_many_are_added(served: httpx.Client, gate: tuple[Event, Event]) -> None:
    """And whoever deletes something meanwhile waits for its turn."""
    begun, open_ = gate
    with ThreadPoolExecutor() as pool:
        adding = pool.submit(served.post, "/_sandbox/resources", json=MANY)
        assert begun.wait(10)
        deleting = pool.submit(served.delete, "/_sandbox/resources/Procedure/new5")

        assert 200 == served.get(READ, headers=bearer()).status_code
        assert (False, False) == (adding.done(), deleting.done())
        open_.set()
        assert [f"Procedure/new{number}" for number in range(COUNT)] == adding.result().json()["ids"]
        assert (201, 200) == (adding.result().status_code, deleting.result().status_code)
    assert COUNT == _total(served)


def test_what_is_wrong_with_the_last_of_many_changes_nothing(served: httpx.Client, gate: tuple[Event, Event]) -> None:
    """It is found in a later slice, and told to whoever sent it; who comes next has its own answer."""
    begun, open_ = gate
    bad = _bundle(*(_procedure(f"new{number}") for number in range(COUNT)), _procedure("not an id"))
    with ThreadPoolExecutor() as pool:
        adding = pool.submit(served.post, "/_sandbox/resources", json=bad)
        assert begun.wait(10)
        another = pool.submit(served.post, "/_sandbox/resources", json=_procedure("another"))
        open_.set()

        assert (422, 201) == (adding.result().status_code, another.result().status_code)
    assert "entry 101" in adding.result().json()["error"]["faults"][0]
    assert 2 == _total(served)


def test_a_reset_takes_back_many_in_slices(served: httpx.Client) -> None:
    """What was replaced is as it was, what was deleted is there, what was added is not; no session is left."""
    before = served.get(READ, headers=bearer()).json()
    changed = [_procedure(f"new{number}") for number in range(COUNT)]
    served.post("/_sandbox/resources", json=_bundle(_procedure("there", status="stopped"), *changed))
    served.delete("/_sandbox/resources/Procedure/new7")
    assert ("stopped", 410) == (
        served.get(READ, headers=bearer()).json()["status"],
        served.get("/fhir/Procedure/new7", headers=bearer()).status_code,
    )

    assert {"reset": True} == served.post("/_sandbox/reset", json={"all": True}).json()
    assert [] == served.get("/_sandbox/sessions").json()["sessions"]
    assert before == served.get(READ, headers=bearer()).json()
    assert (1, 404) == (_total(served), served.get("/fhir/Procedure/new7", headers=bearer()).status_code)


def test_many_may_be_added_without_a_network() -> None:
    """A sandbox in the process of a test has them when the call returns, or says what is wrong."""
    with Sandbox() as sandbox:
        assert COUNT == len(sandbox.ask("POST", "/resources", "", MANY)["ids"])
        with pytest.raises(ValueError, match="not an id"):
            sandbox.ask(
                "POST", "/resources", "", _bundle(*[_procedure(f"n{n}") for n in range(COUNT)], _procedure("not an id"))
            )
        assert {"reset": True} == sandbox.ask("POST", "/reset", "", {"all": True})
