"""Are the data of two processes the same? Who has seen a change at one sees it at the other, in the next request."""

from pathlib import Path
from typing import Any

from tests.replicas.asked import Asked
from tests.replicas.conftest import Pair
from tests.replicas.processes import RedisProcess, until
from tests.replicas.threads import ReplicaThread

EVERYTHING = "aat_test_ready"
TOKEN = "pat_test_syncing-1x~p1~before"  # noqa: S105 - made up


def procedure(id_: str) -> dict[str, Any]:
    """Return a Procedure of the first patient."""
    return {"resourceType": "Procedure", "id": id_, "status": "completed", "subject": {"reference": "Patient/p1"}}


def version_of(replica: Asked, id_: str) -> Any:
    """Return the version of a Procedure, or the status if it is not there."""
    found = replica.get(EVERYTHING, f"/fhir/Procedure/{id_}")
    return found.json()["meta"]["versionId"] if found.is_success else found.status_code


def test_what_is_added_or_deleted_here_is_so_there(pair: Pair) -> None:
    """Read, searched, counted; replaced and deleted by the other one."""
    one, other = pair
    assert 404 == version_of(other, "new")
    assert 201 == one.client.post("/_sandbox/resources", json=procedure("new")).status_code
    assert ["1", "1"] == [version_of(other, "new"), version_of(one, "new")]
    assert 1 == len(other.get(EVERYTHING, "/fhir/Procedure?_id=new").json()["entry"])
    other.client.post("/_sandbox/resources", json=procedure("new"))
    assert ["2", "2"] == [version_of(one, "new"), version_of(other, "new")]
    counts = [replica.client.get("/_sandbox/personas").json() for replica in pair]
    assert counts[0] == counts[1]
    assert 200 == one.client.delete("/_sandbox/resources/Procedure/new").status_code

    assert [410, 410] == [version_of(other, "new"), version_of(one, "new")]


def test_who_begins_later_knows_what_was_changed(pair: Pair, store: RedisProcess, tmp_path: Path) -> None:
    """It follows the log before it is ready."""
    pair[0].client.post("/_sandbox/resources", json=procedure("late"))
    with ReplicaThread(store.url, tmp_path) as later:
        assert "1" == version_of(later, "late")


def test_what_is_refused_changes_nothing_anywhere(pair: Pair) -> None:
    """The faults are told, and no other process hears of it."""
    refused = pair[0].client.post("/_sandbox/resources", json={"resourceType": "Procedur", "id": "bad"})

    assert 422 == refused.status_code
    assert [404, 404] == [version_of(replica, "bad") for replica in pair]


def test_a_reset_is_one_for_all(pair: Pair, store: RedisProcess) -> None:
    """No session, no resource that was added, no token; the memory is given back, and ids begin anew."""
    one, other = pair
    one.client.post("/_sandbox/resources", json=procedure("gone"))
    assert [429, 200] == [replica.get(TOKEN).status_code for replica in pair]
    minted = one.client.post("/_sandbox/sessions", json={}).json()["access_token"]
    assert {"reset": True} == other.client.post("/_sandbox/reset", json={"all": True}).json()

    assert [404, 404] == [version_of(replica, "gone") for replica in pair]
    assert [401, 401] == [replica.get(minted).status_code for replica in pair]
    assert [429, 200] == [replica.get(TOKEN).status_code for replica in pair]
    worlds = until(lambda: len(_worlds(store)) == 1 and _worlds(store))
    assert worlds == {store.ask("GET", "procedure-sandbox:world").partition(":")[0]}


def _worlds(store: RedisProcess) -> set[str]:
    keys = store.ask("KEYS", "procedure-sandbox:*:*").splitlines()
    return {key.split(":")[1] for key in keys}
