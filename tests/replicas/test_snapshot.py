"""Is a snapshot the sum of the changes before it? Whoever comes to it holds what all who made each of them hold."""

import json
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from sandbox.fhir.store import Resource, Store
from sandbox.loading.loader import Loaded
from sandbox.problem import Problem
from sandbox.replicas.snapshot import Snapshot, read_snapshot, write_snapshot
from sandbox.repository import ResourceRepository
from sandbox.search import ParseOptions, Scope, Viewer
from sandbox.stepwise import whole

NOW = 1_790_000_000.0
EVERYBODY = Viewer((None, False), None, NOW)
CHANGES = 40

Change = Callable[[ResourceRepository], object]


def procedure(id_: str, text: str = "x") -> dict[str, Any]:
    """Return a Procedure."""
    subject = {"reference": f"Patient/{text}"}
    return {"resourceType": "Procedure", "id": id_, "status": "completed", "subject": subject}


def begun() -> ResourceRepository:
    """Return a repository of five Procedures."""
    stamps = {"meta": {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"}}
    loaded = [
        Resource("Procedure", f"f{n}", "1", 0, json.dumps(procedure(f"f{n}") | stamps).encode()) for n in range(5)
    ]
    return ResourceRepository(Loaded(Store(loaded), ()))


def changes(seed: int) -> list[Change]:
    """Return changes as a log has them: found to be possible by one repository, each at its own moment."""
    dice = Random(seed)  # noqa: S311 - the same changes each time
    first, found = begun(), list[Change]()
    for number in range(CHANGES):
        there = [resource.id for resource in first.store.of("Procedure")]
        if dice.random() < 0.3 and there:
            made = removal(dice.choice(there))
        else:
            made = addition(dice.choice([*there, f"n{number}", "again"]), dice.choice("abc"), first)
        made(first)
        found.append(made)
    return found


def removal(id_: str) -> Change:
    """Return a change that deletes a Procedure."""
    return lambda repository: repository.remove("Procedure", id_)


def addition(id_: str, text: str, first: ResourceRepository) -> Change:
    """Return a change that adds or replaces a Procedure, at the moment that the first repository gives to it."""
    body = json.dumps(procedure(id_, text)).encode()
    moment = whole(first.adding(body, NOW)).moment
    return lambda repository: repository.add_again(body, moment)


def held(repository: ResourceRepository) -> dict[str, Any]:
    """Return all that is seen of a repository: bodies in their order, what searches find, and what is gone."""
    options = ParseOptions(bases=("",))
    found = {
        query: repository.engine.search(Scope("Procedure", "/Procedure"), query, options, EVERYBODY).entries
        for query in ("_count=100", "subject=a&_count=100", "_sort=-_lastUpdated&_count=100")
    }
    return {
        "bodies": [resource.body for resource in repository.store],
        "found": found,
        "gone": {name: resource.body for name, resource in repository.gone.items()},
    }


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("known", [0, 1, 20, CHANGES - 1, CHANGES])
def test_whoever_comes_to_a_snapshot_holds_what_all_hold(seed: int, known: int) -> None:
    """However many of the changes it had made before; and what comes next is the same for both, down to the bytes."""
    all_, late, made = begun(), begun(), changes(seed)
    for change in made:
        change(all_)
    for change in made[:known]:
        change(late)
    snapshot = read_snapshot(write_snapshot(Snapshot(CHANGES, all_.net_changes)))
    late.come_to(snapshot.net)

    assert CHANGES == snapshot.sum_of
    assert held(all_) == held(late)
    body = json.dumps(procedure("f0")).encode()
    assert [one.body for one in all_.add(body, NOW)] == [one.body for one in late.add(body, NOW)]
    all_.reset()
    late.reset()
    assert sorted(held(all_)["bodies"]) == sorted(held(late)["bodies"]) == sorted(held(begun())["bodies"])


def test_nothing_is_the_sum_of_no_change() -> None:
    """What is as it was at the start is in no snapshot."""
    net = begun().net_changes

    assert ([], [], 0) == (list(net.present), list(net.gone), net.moment)


def test_what_is_gone_is_gone_after_a_snapshot() -> None:
    """For whoever could see it, it is 410, and its next version follows."""
    one, other = begun(), begun()
    one.remove("Procedure", "f1")
    other.come_to(one.net_changes)
    with pytest.raises(Problem, match="was deleted"):
        other.read(EVERYBODY, "Procedure", "f1", ParseOptions(bases=("",)))
    (found,) = other.add(json.dumps(procedure("f1")).encode(), NOW)

    assert "2" == found.version
