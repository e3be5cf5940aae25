"""Is an engine that was changed the same as one that is made anew? Resources come, are replaced and go, at random.

After every few changes both are asked the same: random queries over all parameters, orders, chains, contained
resources and several types at once; by who sees everything, a patient, half of it, all but one patient. Whatever takes
long to make is under way while it changes. At the end all is taken back, and it is as at the beginning.
"""

import json
from functools import partial
from random import Random
from urllib.parse import urlencode

import pytest

from sandbox.fhir.store import Resource, Store
from sandbox.loading.loader import Loaded
from sandbox.problem import Problem
from sandbox.repository import ResourceRepository
from sandbox.search import ParseOptions, Scope, SearchEngine, UnpreparedError, Viewer, Visible, at_once
from sandbox.search.index import index as index_module
from sandbox.search.index import preparation
from tests.oracle.charts import Chart
from tests.oracle.clauses import FEATURES
from tests.oracle.data import BASE, SETS, resources
from tests.oracle.elements import Json
from tests.oracle.queries import questions
from tests.oracle.seeds import rng

ROUNDS = 5
CHANGES = 8
QUESTIONS = 40
NOW = 1_790_000_000
OPTIONS = ParseOptions(bases=(BASE,))
AGES = ("1999-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2031-05-05T05:05:05+02:00")
# What random queries of one type do not ask.
OTHERS = (
    ("", "_type=Procedure,Patient,Encounter&_sort=-_lastUpdated,_id&_count=50"),
    ("", "_sort=_id&_count=30&_offset=7"),
    ("", "_count=60"),
    ("Procedure", "_content=left"),
    ("Procedure", "_text=left OR knee"),
    ("Procedure", "code:text=a"),
    ("Procedure", "_contained=both&_count=50"),
    ("Practitioner", "_contained=true&_containedType=contained"),
    ("Procedure", "performer.name=a"),
    ("Procedure", "_sort=identifier"),
    ("Procedure", "_sort=-subject,status&_offset=3"),
    ("Procedure", "_sort=status"),
    ("Patient", "_has:Procedure:patient:status=completed"),
    ("Patient", "_has:Procedure:subject:_id=nobody"),
    ("Location", "_has:Procedure:location:status:not=nothing"),
)


@pytest.fixture(autouse=True)
def _slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything that could take long be made in small slices, however little it is."""
    monkeypatch.setattr(index_module, "_AT_ONCE", 0)
    monkeypatch.setattr(preparation, "SLICE", 5)


@pytest.mark.parametrize("name", SETS)
def test_changes_come_to_the_same_as_beginning_anew(name: str) -> None:
    """Whatever is asked, and by whomever."""
    dice, pool = rng(f"changes of {name}"), list(resources(name))
    dice.shuffle(pool)
    first, later = pool[len(pool) // 3 :], pool[: len(pool) // 3]
    asked = [(one.type, urlencode(one.pairs)) for one in questions(Chart(pool, BASE, NOW), FEATURES, name, QUESTIONS)]
    asked += OTHERS
    repository = _repository(first)
    for _ in range(ROUNDS):
        _begin(repository.engine, asked, dice)
        for _ in range(CHANGES):
            _change(repository, later, dice)
        _compare(repository.engine, SearchEngine(repository.store), asked, dice)
    repository.reset()

    _compare(repository.engine, _repository(first).engine, asked, dice)
    assert sorted(repository.store, key=_name) == sorted(_repository(first).store, key=_name)


def _repository(values: list[Json]) -> ResourceRepository:
    return ResourceRepository(Loaded(Store(map(_resource, values)), ()))


def _resource(value: Json) -> Resource:
    return Resource(value["resourceType"], value["id"], value["meta"]["versionId"], 0, json.dumps(value).encode())


def _name(resource: Resource) -> tuple[str, str]:
    return resource.type, resource.id


def _change(repository: ResourceRepository, later: list[Json], dice: Random) -> None:
    """Add a resource, replace one, by another of its type or by itself at another age, or delete one."""
    there = sorted(repository.store, key=_name)
    one, kind = dice.choice(there), dice.randrange(4)
    if kind == 0 and later:
        repository.add(json.dumps(_aged(later.pop(), dice)).encode(), NOW)
    elif kind == 1:
        other = dice.choice([two for two in there if two.type == one.type])
        repository.add(json.dumps(_aged(json.loads(other.body) | {"id": one.id}, dice)).encode(), NOW)
    elif kind == 2:
        repository.remove(one.type, one.id)
    else:
        bundle = {"resourceType": "Bundle", "type": "collection"}
        entries = [{"resource": _aged(json.loads(two.body), dice)} for two in dice.sample(there, 3)]
        repository.add(json.dumps(bundle | {"entry": entries}).encode(), NOW)


def _aged(value: Json, dice: Random) -> Json:
    """Return a resource at some age; without one, it is stamped as new."""
    if age := dice.choice((*AGES, "")):
        return value | {"meta": {"versionId": "7", "lastUpdated": age}}
    return {name: inner for name, inner in value.items() if name != "meta"}


def _viewers(engine: SearchEngine, patients: list[str]) -> list[Viewer]:
    """Return those who look: at everything, at one patient, at half of both, at all but that patient."""
    found = [Viewer("all", None, NOW), Viewer("half", engine.older_half(None), NOW)]
    for patient in patients:
        visible: Visible = engine.visible(patient, OPTIONS.bases)
        found.append(Viewer(patient, visible, NOW, patient))
        found.append(Viewer((patient, "half"), engine.older_half(visible), NOW, patient))
        found.append(Viewer((patient, "gone"), engine.without([patient], None, OPTIONS.bases), NOW))
    return found


def _begin(engine: SearchEngine, asked: list[tuple[str, str]], dice: Random) -> None:
    """Ask without waiting, so that some of what is needed is half made."""
    for type_, raw in asked:
        try:
            engine.search(Scope(type_, f"/{type_}"), raw, OPTIONS, Viewer("all", None, NOW))
        except UnpreparedError as error:
            for _ in range(dice.randrange(4)):
                error.preparation.go_on()
        except Problem:
            continue


def _compare(one: SearchEngine, other: SearchEngine, asked: list[tuple[str, str]], dice: Random) -> None:
    patients = sorted(one.indexes["Patient"].numbers) if "Patient" in one.indexes else []
    chosen = dice.sample(patients, min(2, len(patients)))
    of_one, of_other = (at_once(partial(_viewers, engine, chosen)) for engine in (one, other))
    for mine, theirs in zip(of_one, of_other, strict=True):
        for type_, raw in asked:
            assert _said(other, type_, raw, theirs) == _said(one, type_, raw, mine), (mine.name, type_, raw)


def _said(engine: SearchEngine, type_: str, raw: str, viewer: Viewer) -> object:
    """Return what an engine answers, waiting as long as it takes."""
    scope = Scope(type_, f"/{type_}")
    try:
        page = at_once(lambda: engine.search(scope, raw, OPTIONS, viewer))
    except Problem as problem:
        return problem.text
    return page.entries, {*page.included}, page.total, page.notes
