"""Which of two resources with the same name is kept? The one that the user wants, with a word on the other."""

import logging
from pathlib import Path
from typing import Any

import orjson
import pytest

from sandbox.loading import Duplicates, FixturesInvalid, load


def _named(id_: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Organization", "id": id_, **more}


def _written(folder: Path, name: str, *values: dict[str, Any]) -> None:
    (folder / name).write_bytes(b"\n".join(map(orjson.dumps, values)))


@pytest.mark.parametrize(("duplicates", "kept"), [(Duplicates.LAST, "b"), (Duplicates.FIRST, "a")])
def test_one_of_two_contents_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, duplicates: Duplicates, kept: str
) -> None:
    """The warning names both places."""
    _written(tmp_path, "a.ndjson", _named("o", name="a"))
    _written(tmp_path, "b.ndjson", _named("o", name="b"))
    with caplog.at_level(logging.WARNING, "sandbox"):
        (found,) = load([tmp_path], duplicates=duplicates).store

    assert kept == orjson.loads(found.body)["name"]
    (said,) = caplog.messages
    assert f"{tmp_path}/b.ndjson:1: Organization/o" in said
    assert f"{tmp_path}/a.ndjson:1" in said


def test_two_contents_may_be_a_fault(tmp_path: Path) -> None:
    """For whoever has to know that the files contradict each other."""
    _written(tmp_path, "a.ndjson", {}, _named("o", name="a"))
    _written(tmp_path, "a.ndjson", _named("p"), _named("o", name="a"))
    _written(tmp_path, "b.ndjson", _named("o", name="b"))
    with pytest.raises(FixturesInvalid) as caught:
        load([tmp_path], duplicates=Duplicates.ERROR)

    (fault,) = caught.value.faults
    assert f"{tmp_path}/b.ndjson:1: Organization/o stands at {tmp_path}/a.ndjson:2 already, with other content" == str(
        fault
    )


def test_what_was_resolved_late_keeps_its_place_in_the_order(tmp_path: Path) -> None:
    """A resource of a transaction waits until all is read, and is still earlier than the file after it."""
    searching = _named("o", name="a", partOf={"reference": "Organization?identifier=7"})
    entry = {"resource": searching, "request": {"method": "POST", "url": "Organization"}}
    _written(tmp_path, "a.json", {"resourceType": "Bundle", "type": "transaction", "entry": [entry]})
    _written(tmp_path, "b.ndjson", _named("o", name="b"), _named("p", identifier=[{"value": "7"}]))

    for duplicates, kept in ((Duplicates.LAST, "b"), (Duplicates.FIRST, "a")):
        found = {resource.id: orjson.loads(resource.body) for resource in load([tmp_path], duplicates=duplicates).store}
        assert kept == found["o"]["name"]


def test_many_duplicates_are_one_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With the number of those that are not shown."""
    _written(tmp_path, "a.ndjson", *(_named(f"o{number}", name="a") for number in range(300)))
    _written(tmp_path, "b.ndjson", *(_named(f"o{number}", name="b") for number in range(300)))
    with caplog.at_level(logging.WARNING, "sandbox"):
        load([tmp_path])

    (said,) = caplog.messages
    assert said.endswith("(and 299 more like it)")


def test_each_of_many_is_told_by_its_place(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Those that came before the first two that differ, those that came after, and what replaced another."""
    values = [_named(f"o{number // 2}", name=str(number)) for number in range(6)]
    _written(tmp_path, "a.ndjson", *values, _named("o1", name="again"))
    with caplog.at_level(logging.WARNING, "sandbox"):
        found = {resource.id: orjson.loads(resource.body)["name"] for resource in load([tmp_path]).store}

    assert {"o0": "1", "o1": "again", "o2": "5"} == found
    (said,) = caplog.messages
    assert said.endswith("(and 3 more like it)")
    with pytest.raises(FixturesInvalid) as caught:
        load([tmp_path], duplicates=Duplicates.ERROR)
    places = [str(fault).replace(f"{tmp_path}/", "").split(" already")[0] for fault in caught.value.faults]
    assert [
        "a.ndjson:2: Organization/o0 stands at a.ndjson:1",
        "a.ndjson:4: Organization/o1 stands at a.ndjson:3",
        "a.ndjson:6: Organization/o2 stands at a.ndjson:5",
        "a.ndjson:7: Organization/o1 stands at a.ndjson:3",
    ] == places
