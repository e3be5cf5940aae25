"""Which laws hold whatever is asked? Conditions commute, a comma adds, a negation is the rest, pages make the whole."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.oracle import seeds
from tests.oracle.answers import Asker
from tests.oracle.clauses import FEATURES, MODIFIERS, Clauses
from tests.oracle.compartments import seen
from tests.oracle.conftest import Pair, Pairs
from tests.oracle.data import BASE, resources
from tests.oracle.differences import difference, smallest, told
from tests.oracle.oracle import Oracle
from tests.oracle.parameters import ANY_TYPE, Parameter, known
from tests.oracle.queries import Question, questions
from tests.oracle.vocabulary import Vocabulary

SETS = ("built-in", "heap")
DRAWS = 25
WHOLE = 1000


@pytest.fixture(params=SETS)
def pair(request: pytest.FixtureRequest, pairs: Pairs) -> Pair:
    """Give the server and the oracle of one set of resources."""
    return pairs[request.param]


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Give dice that fall the same for the same test and seed."""
    return seeds.rng(request.node.name)


def _asked(oracle: Oracle, rng: random.Random) -> Iterator[Question]:
    """Yield random questions without includes, as far as the server has to answer them."""
    for question in questions(oracle.chart, FEATURES - {"includes"}, str(rng.random()), DRAWS):
        yield replace(question, form=False)


def _ids(asker: Asker, *pairs: tuple[str, str], type_: str = "Procedure") -> list[str] | None:
    """Return what is found, or None if the server refuses."""
    answer = asker.ask(Question(type_, pairs), WHOLE)
    return answer.matches if answer.status == 200 else None


def _single(oracle: Oracle, rng: random.Random, fits: Callable[[Parameter], bool]) -> Iterator[tuple[str, Parameter]]:
    """Yield random types and parameters of them."""
    words = Vocabulary(oracle.chart, rng)
    types = [
        *(["Procedure"] * 8),
        *(type_ for type_ in words.types if type_ in {"Patient", "Encounter", "Observation"}),
    ]
    for _ in range(DRAWS):
        type_ = rng.choice(types)
        rows = [row for row in known(type_).values() if fits(row)]
        yield type_, rng.choice([row for row in rows if words.occurs(type_, row)] or rows)


def test_conditions_commute(pair: Pair, rng: random.Random) -> None:
    """The order of the pairs is no part of the question, but for the keys of `_sort`."""
    asker, oracle = pair
    for question in _asked(oracle, rng):
        keys = [one for one in question.pairs if one[0] == "_sort"]
        others = [one for one in question.pairs if one[0] != "_sort"]
        rng.shuffle(others)
        shuffled = _ids(asker, *keys, *others, type_=question.type)

        assert _ids(asker, *question.pairs, type_=question.type) == shuffled, told(question, str(others), None)


def test_a_comma_adds_and_a_repetition_cuts(pair: Pair, rng: random.Random) -> None:
    """`n=a,b` is the union of `n=a` and `n=b`, `n=a&n=b` what they share."""
    asker, oracle = pair
    words = Vocabulary(oracle.chart, rng)
    for type_, row in _single(oracle, rng, lambda _: True):
        one, other = words.value(type_, row), words.value(type_, row)
        alone = [_ids(asker, (row.name, value), type_=type_) for value in (one, other)]
        if alone[0] is None or alone[1] is None:
            continue
        says = f"{type_}?{row.name}={one} and {other}"

        assert set(alone[0]) | set(alone[1]) == set(_ids(asker, (row.name, f"{one},{other}"), type_=type_) or ()), says
        both = _ids(asker, (row.name, one), (row.name, other), type_=type_)
        assert set(alone[0]) & set(alone[1]) == set(both or ()), says


@pytest.mark.parametrize(("positive", "negative"), [("", ":not"), (":in", ":not-in")])
def test_a_negation_finds_the_rest(pair: Pair, rng: random.Random, positive: str, negative: str) -> None:
    """What one finds and the other do not share anything and lack nothing, resources without a value included."""
    asker, oracle = pair
    words = Vocabulary(oracle.chart, rng)
    modifier = positive.removeprefix(":")
    for type_, row in _single(oracle, rng, lambda row: negative[1:] in MODIFIERS.get(row.datatype, ())):
        value = ",".join(words.value(type_, row, modifier) for _ in range(rng.choice((1, 1, 2))))
        found = _ids(asker, (f"{row.name}{positive}", value), type_=type_)
        rest = _ids(asker, (f"{row.name}{negative}", value), type_=type_)
        if found is None or rest is None:
            assert found is rest is None
            continue

        assert not set(found) & set(rest), f"{type_}?{row.name}{negative}={value}"
        assert sorted(_ids(asker, type_=type_) or ()) == sorted(found + rest), f"{type_}?{row.name}{negative}={value}"


@pytest.mark.parametrize("type_", ["Procedure", "Patient", "Encounter", "Observation", "Provenance"])
def test_missing_parts_everything_in_two(pair: Pair, type_: str) -> None:
    """Each resource either lacks a value or has one, for every parameter but the composite ones."""
    asker, _ = pair
    for row in known(type_).values():
        if row.kind != "composite":
            found = [_ids(asker, (f"{row.name}:missing", word), type_=type_) or [] for word in ("true", "false")]

            assert sorted(_ids(asker, type_=type_) or ()) == sorted(found[0] + found[1]), row.name


def test_neither_pages_nor_totals_depend_on_their_size(pair: Pair, rng: random.Random) -> None:
    """Small pages hold what one large page holds, in its order, each once; the total is their number."""
    asker, oracle = pair
    for question in _asked(oracle, rng):
        counted = replace(question, pairs=(*question.pairs, ("_total", "accurate")))
        whole = asker.ask(counted, WHOLE)
        size = max(2, len(whole.matches) // rng.randint(2, 6))
        small = asker.ask(counted, size)

        assert whole.matches == small.matches, told(question, str(small.matches), size)
        assert whole.status != 200 or {len(whole.matches)} == whole.totals == small.totals
        assert {size} >= {len(page) for page in small.pages[:-1]}


def test_a_form_finds_what_an_address_finds(pair: Pair, rng: random.Random) -> None:
    """POST `_search` and GET give the same, status and all."""
    asker, oracle = pair
    for question in questions(oracle.chart, FEATURES, str(rng.random()), DRAWS):
        get, post = (asker.ask(replace(question, form=form), 30) for form in (False, True))

        assert get == post, told(question, f"GET {get}\nPOST {post}", 30)


def test_self_repeats_the_page(pair: Pair, rng: random.Random) -> None:
    """Whoever follows the self link of any page gets that page again."""
    asker, oracle = pair
    for question in _asked(oracle, rng):
        answer = asker.ask(question, 10)
        again = [asker.ids(url) for url in answer.selves]

        assert answer.pages == again, told(question, str(answer.selves), 10)


@pytest.mark.parametrize("keys", ["_id", "status,_id"])
def test_an_order_of_unique_keys_can_be_turned_round(pair: Pair, rng: random.Random, keys: str) -> None:
    """With a minus before each key, the same resources come the other way round."""
    asker, oracle = pair
    turned = ",".join(f"-{key}" for key in keys.split(","))
    for question in _asked(oracle, rng):
        filters = [one for one in question.pairs if one[0] != "_sort"]
        if question.type == "Procedure" and (up := _ids(asker, *filters, ("_sort", keys))) is not None:
            assert up[::-1] == _ids(asker, *filters, ("_sort", turned)), told(question, str(up), None)


def test_a_search_of_several_types_finds_what_each_finds(pair: Pair, rng: random.Random) -> None:
    """`/fhir?_type=A,B` with a condition that every type knows is both searches together."""
    asker, oracle = pair
    words = Vocabulary(oracle.chart, rng)
    for _ in range(DRAWS):
        types = rng.sample(words.types, 2)
        row = rng.choice(list(ANY_TYPE.values()))
        clause = row.name, words.value(rng.choice(types), row)
        alone = [asker.ask(Question(type_, (clause,)), WHOLE) for type_ in types]
        both = asker.ask(Question("", (("_type", ",".join(types)), clause)), WHOLE)

        assert max(one.status for one in alone) == both.status, (types, clause)
        assert sorted(alone[0].matches + alone[1].matches) == sorted(both.matches), (types, clause)


def test_a_compartment_holds_what_names_the_patient(pair: Pair, rng: random.Random) -> None:
    """`Patient/x/Procedure` are the Procedures whose patient or performer is x."""
    asker, oracle = pair
    patients = [thing.id for thing in oracle.chart.of("Patient")]
    for question in _asked(oracle, rng):
        if question.type != "Procedure":
            continue
        patient = rng.choice(patients)
        inside = asker.ask(replace(question, type=f"Patient/{patient}/Procedure"), WHOLE)
        parts = [_ids(asker, *question.pairs, (name, f"Patient/{patient}")) or () for name in ("patient", "performer")]

        assert {*parts[0], *parts[1]} == set(inside.matches), told(question, patient, None)


PATIENTS = [(name, one["id"]) for name in SETS for one in resources(name) if one["resourceType"] == "Patient"]


@pytest.mark.parametrize(("name", "patient"), PATIENTS)
def test_a_patient_sees_what_the_oracle_sees_in_the_compartment(
    clients: Callable[[str, str], Asker], name: str, patient: str
) -> None:
    """As if there were nothing but the patient's own resources, and the shared ones that these lead to."""
    asker = clients(name, f"pat_test_ready~{patient}")
    oracle = Oracle(seen(resources(name), patient, BASE), BASE, asker.now, resources(name))
    asked = questions(oracle.chart, FEATURES, f"{name} {patient}", DRAWS // 2)
    wrong = [one for one in asked if difference(asker, oracle, one, WHOLE)]

    assert not wrong, "\n".join(smallest(asker, oracle, question, WHOLE) for question in wrong)


@pytest.mark.parametrize(("name", "patient"), PATIENTS)
def test_a_patient_finds_what_everybody_finds_cut_to_the_compartment(
    clients: Callable[[str, str], Asker], pairs: Pairs, rng: random.Random, name: str, patient: str
) -> None:
    """For conditions on the resource itself, the patient's answer is the part of the application's that is visible."""
    everybody, oracle = pairs[name]
    asker = clients(name, f"pat_test_ready~{patient}")
    visible = {f"{one['resourceType']}/{one['id']}" for one in seen(resources(name), patient, BASE)}
    clauses = Clauses(Vocabulary(oracle.chart, rng), frozenset({"plain"}))
    for _ in range(DRAWS // 2):
        clauses.words.look_at("Procedure")
        clause = clauses.clause("Procedure")
        cut = _ids(everybody, clause)
        if cut is not None:
            assert [id_ for id_ in cut if f"Procedure/{id_}" in visible] == _ids(asker, clause), clause
