"""What is there while a sync is partial? The older half, by every way of asking, and all of it afterwards."""

import pytest

from tests.api.admin.handle import Handle, Hands


def updated(handle: Handle) -> dict[str, str]:
    """Return when each Procedure was last updated, by id."""
    pages = [handle.get(f"/Procedure?_count=1000&_offset={offset}").json() for offset in (0, 1000)]
    found = [entry["resource"] for page in pages for entry in page.get("entry", [])]
    return {resource["id"]: resource["meta"]["lastUpdated"] for resource in found}


@pytest.mark.parametrize("patient", ["ada", ""])
def test_the_older_half_is_there_at_first_and_all_of_it_later(hands: Hands, patient: str) -> None:
    """For a patient and for an application; half of the Procedures, give or take what was updated at once."""
    handle, whole = hands("partial-10s", patient), hands("ready", patient)
    handle.clock(freeze=True)
    everything, early = updated(whole), updated(handle)

    assert 0 < len(early) < len(everything)
    assert {"state": "partial", "ready_in": 10.0} == handle.state()["sync"]
    assert early.items() < everything.items()
    assert max(early.values()) <= min(when for id_, when in everything.items() if id_ not in early)
    handle.clock(advance=10)
    assert everything == updated(handle)
    assert {"state": "ready", "ready_in": 0.0} == handle.state()["sync"]


@pytest.mark.parametrize(("patient", "at_first", "at_last"), [("ada", 10, 20), ("", 713, 1425)])
def test_half_of_the_procedures_are_counted(hands: Hands, patient: str, at_first: int, at_last: int) -> None:
    """`total` counts what is there."""
    handle = hands("partial-10s", patient)
    handle.clock(freeze=True)
    assert at_first == handle.count()
    handle.clock(advance=10)

    assert at_last == handle.count()


def test_what_is_missing_cannot_be_read_or_found(hands: Hands) -> None:
    """It is as if it did not exist, until it is there."""
    handle, whole = hands("partial-10s"), hands("ready")
    handle.clock(freeze=True)
    missing = min(updated(whole).keys() - updated(handle).keys())
    assert 404 == handle.get(f"/Procedure/{missing}").status_code
    assert 0 == handle.get(f"/Procedure?_id={missing}&_summary=count").json()["total"]
    handle.clock(advance=10)

    assert 200 == handle.get(f"/Procedure/{missing}").status_code


def test_the_patient_is_always_there(hands: Hands) -> None:
    """Every half has the Patient itself."""
    assert [200, 200] == hands("partial").statuses(2, "/Patient/$PATIENT_ID")


@pytest.mark.parametrize("patient", ["ada", ""])
def test_an_explanation_sees_what_a_search_sees(hands: Hands, patient: str) -> None:
    """Before, within and after the window: `partial` belongs to the moment, not to the request before."""
    handle = hands("partial-10s", patient)
    handle.clock(freeze=True)

    def explained() -> int:
        by_body = handle.client.post("/_sandbox/explain", json={"query": "Procedure", "token": handle.token})
        by_header = handle.steer("POST", "/explain", {"query": "Procedure"})
        assert by_body.json() == by_header.json()
        return int(by_body.json()["matches"])

    first = explained()
    searched = handle.count()
    within = explained()
    handle.clock(advance=60)

    assert first == searched == within
    assert explained() == handle.count() > searched
