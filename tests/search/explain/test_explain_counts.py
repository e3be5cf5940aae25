"""What becomes of a query, clause by clause? How many resources each keeps, and how many are left."""

import orjson
import pytest

from sandbox.fhir.store import Resource, Store
from sandbox.problem import Problem, ProblemKind
from sandbox.search import Explained, ParseOptions, Scope, SearchEngine, Viewer

TERMS = ParseOptions(bases=("http://m.test/fhir",))
ALL = Viewer("", None, 1_750_000_000)


def element(type_: str, id_: str, **more: object) -> Resource:
    """Return a resource."""
    return Resource(type_, id_, "1", 0, orjson.dumps({"resourceType": type_, "id": id_, **more}))


def procedure(id_: str, patient: str, status: str, date: str) -> Resource:
    """Return a Procedure of a patient."""
    subject = {"reference": f"Patient/{patient}"}
    return element("Procedure", id_, subject=subject, status=status, performedDateTime=date, code={"text": "Excision"})


@pytest.fixture(scope="module")
def engine() -> SearchEngine:
    """Give six Procedures of two patients, indexed."""
    names = [element("Patient", "p", name=[{"family": "Lovell"}]), element("Patient", "q", name=[{"family": "Okafor"}])]
    procedures = [
        procedure("a", "p", "completed", "2024-01"),
        procedure("b", "p", "completed", "2024-02"),
        procedure("c", "p", "completed", "2025"),
        procedure("d", "p", "not-done", "2026"),
        procedure("e", "q", "completed", "2026"),
        procedure("f", "q", "not-done", "2024-03"),
    ]
    return SearchEngine(Store([*names, *procedures]))


def ask(engine: SearchEngine, query: str, id_: str | None = None) -> Explained:
    """Return what is said of a query in all there is."""
    return engine.explain(query, TERMS, ALL, id_)


def rows(found: Explained) -> list[tuple[str, int, int]]:
    """Return the clauses with their counts."""
    return [(row.clause, row.keeps, row.left) for row in found.clauses]


def says(engine: SearchEngine, query: str, id_: str) -> list[str]:
    """Return the sentences about a resource."""
    return [row.says for row in ask(engine, query, id_).refused or ()]


def test_each_clause_is_counted_by_itself_and_with_those_before_it(engine: SearchEngine) -> None:
    """`keeps` is its own, `left` what is left after it; the last one is the number of matches."""
    found = ask(engine, "Procedure?status=completed&date=2024&patient=q")

    assert ("Procedure", 6, 0, None) == (found.type, found.seen, found.matches, found.refused)
    assert [("status=completed", 4, 4), ("date=2024", 3, 2), ("patient=q", 2, 0)] == rows(found)


@pytest.mark.parametrize(
    "query", ["date=ge2025", "patient.family=lovell&status:not=completed", "code:text=exc&_sort=date&_count=1", ""]
)
def test_the_matches_are_as_many_as_a_search_finds(engine: SearchEngine, query: str) -> None:
    """Whatever only shapes the answer, such as `_sort`, is no clause."""
    page = engine.search(Scope("Procedure", "/Procedure"), query, TERMS, ALL)
    found = ask(engine, f"Procedure?{query}")

    assert page.total == found.matches
    assert not any(row.clause.startswith(("_sort", "_count")) for row in found.clauses)


def test_another_type_in_the_query_leaves_nothing(engine: SearchEngine) -> None:
    """As a search for it finds nothing."""
    found = ask(engine, "Procedure?_type=Observation")

    assert ([("_type", 0, 0)], 0) == (rows(found), found.matches)


@pytest.mark.parametrize("query", ["/fhir/Procedure?status=completed", "/Procedure?status=completed"])
def test_an_address_may_be_copied_from_a_log(engine: SearchEngine, query: str) -> None:
    """The path below the server is let pass."""
    assert 4 == ask(engine, query).matches


@pytest.mark.parametrize("id_", ["e", "Procedure/e"])
def test_a_resource_that_is_found_is_refused_by_nothing(engine: SearchEngine, id_: str) -> None:
    """It may be named by its id, or with its type."""
    found = ask(engine, "Procedure?status=completed&date=2026", id_)

    assert (True, ()) == (found.there, found.refused)


def test_only_the_clauses_that_refuse_are_told(engine: SearchEngine) -> None:
    """In the order in which they were given."""
    found = ask(engine, "Procedure?code=x&status=completed&date=2024", "e")

    assert ["code=x", "date=2024"] == [row.clause for row in found.refused or ()]


@pytest.mark.parametrize("query", ["Procedure?date=2024", "Procedure", "Claim?_id=1", "Claim"])
def test_an_id_that_is_not_there_is_no_error(engine: SearchEngine, query: str) -> None:
    """Nor is a type of which nothing is there."""
    found = ask(engine, query, "nobody")

    assert (False, ()) == (found.there, found.refused)


def test_a_type_of_which_nothing_is_there_keeps_nothing(engine: SearchEngine) -> None:
    """Its parameters are those of every resource."""
    found = ask(engine, "Claim?_id=1")

    assert (0, [("_id=1", 0, 0)], 0) == (found.seen, rows(found), found.matches)


def test_a_patient_sees_only_its_own(engine: SearchEngine) -> None:
    """Counts and reasons are those of whoever asks."""
    own = Viewer("p", engine.visible("p", TERMS.bases), ALL.now)
    found = engine.explain("Procedure?status=completed", TERMS, own, "e")

    assert (4, 3, False, ()) == (found.seen, found.matches, found.there, found.refused)


@pytest.mark.parametrize(
    ("query", "kind", "text"),
    [
        ("Procdure?date=2024", ProblemKind.BAD_VALUE, "'Procdure' is none. Did you mean \"Procedure\"?"),
        ("date=2024", ProblemKind.BAD_VALUE, "A query begins with a resource type, as in Procedure?date=2024"),
        ("Procedure?dat=2024", ProblemKind.UNKNOWN_PARAMETER, "no search parameter 'dat'. Did you mean \"date\"?"),
        ("Procedure?date=x2024", ProblemKind.BAD_VALUE, "date"),
        ("Procedure?code:txt=a", ProblemKind.BAD_MODIFIER, 'Did you mean "text"?'),
        ("Procedure?code:in=http://nowhere", ProblemKind.UNKNOWN_SET, "http://nowhere"),
        ("Procedure?code=%ff", ProblemKind.BAD_VALUE, "percent-encoded UTF-8"),
    ],
)
def test_a_mistake_in_the_query_is_a_problem(engine: SearchEngine, query: str, kind: ProblemKind, text: str) -> None:
    """The one that a search would have answered with."""
    with pytest.raises(Problem) as caught:
        ask(engine, query)

    assert kind is caught.value.kind
    assert text in caught.value.text


UNIT = "http://unitsofmeasure.org"
WEIGHT = f"valueQuantity is 80.5 kg ({UNIT}|kg)"
NEIGHBOURS = {
    ("Observation", "value-quantity=82"): f"{WEIGHT}; eq needs 81.5 or more, and less than 82.5",
    ("Observation", "value-quantity=80"): f"{WEIGHT}; eq needs 79.5 or more, and less than 80.5",
    ("Observation", "value-quantity=ne80.5"): f"{WEIGHT}; ne needs less than 80.45, or 80.55 or more",
    ("Observation", "value-quantity=gt80.5"): f"{WEIGHT}; gt needs more than 80.5",
    ("Observation", "value-quantity=lt80"): f"{WEIGHT}; lt needs less than 80",
    ("Observation", "value-quantity=ge81"): f"{WEIGHT}; ge needs 81 or more",
    ("Observation", "value-quantity=le80"): f"{WEIGHT}; le needs 80 or less",
    ("Observation", "value-quantity=sa90"): f"{WEIGHT}; sa needs all of it over 90",
    ("Observation", "value-quantity=eb80"): f"{WEIGHT}; eb needs all of it under 80",
    ("Observation", "value-quantity=ap40"): f"{WEIGHT}; ap needs it to be near 40",
    ("Observation", f"value-quantity=80.5|{UNIT}|g"): (
        f"{WEIGHT}; eq needs 80.45 or more, and less than 80.55, in the unit {UNIT}|g"
    ),
    (
        "Observation",
        "value-quantity=80.5||lb",
    ): f"{WEIGHT}; eq needs 80.45 or more, and less than 80.55, in the unit lb",
    ("Observation", "code-value-quantity=1$gt90"): f"code is http://loinc.org|1 and {WEIGHT}; 1$gt90 is asked for",
    ("Patient", "name=zz"): "name is 'Ada' 'Lovell'; it must begin with 'zz'",
    ("Patient", "family:exact=lovell"): "name.family is 'Lovell'; it must be exactly 'lovell'",
    ("Patient", "family:contains=x,y"): "name.family is 'Lovell'; it must contain 'x' or 'y'",
    ("Patient", "_filter=family ew x"): "name.family is 'Lovell'; it must end with 'x'",
    ("Patient", "deceased=true"): "deceased is false; true is asked for",
    ("Patient", "active=false"): "active is true; false is asked for",
    ("Patient", "email=x"): "telecom[system=email] is email|a@b.test, email|1, email|2 and 1 more; x is asked for",
    ("Patient", "phone=x"): "there is no telecom[system=phone]",
    ("Patient", "telecom=x"): "telecom is email|a@b.test, email|1, email|2 and 1 more; x is asked for",
    ("Condition", "onset-age=5"): "onsetRange is from 40 years to 45 years; eq needs 4.5 or more, and less than 5.5",
    ("Condition", "recorded-date=2020"): ("recordedDate is 0001-01-01T00:00:00+05:00; eq needs it inside 2020"),
    ("ServiceRequest", "occurrence=2020"): "occurrenceTiming is a Timing; eq needs the whole period inside 2020",
}


@pytest.fixture(scope="module")
def neighbours() -> SearchEngine:
    """Give a resource of each of several types."""
    quantity = {"value": 80.5, "unit": "kg", "system": UNIT, "code": "kg"}
    years = {end: {"value": value, "unit": "years"} for end, value in (("low", 40), ("high", 45))}
    mails = [{"system": "email", "value": value} for value in ("a@b.test", "1", "2", "3")]
    return SearchEngine(
        Store(
            [
                element(
                    "Observation",
                    "x",
                    code={"coding": [{"system": "http://loinc.org", "code": "1"}]},
                    valueQuantity=quantity,
                ),
                element("Patient", "x", name=[{"family": "Lovell", "given": ["Ada"]}], active=True, telecom=mails),
                element("Condition", "x", onsetRange=years, recordedDate="0001-01-01T00:00:00+05:00"),
                element("ServiceRequest", "x", occurrenceTiming={"event": ["2021-01-01"]}),
            ]
        )
    )


@pytest.mark.parametrize(("type_", "query"), NEIGHBOURS)
def test_the_values_of_other_types_have_their_words(neighbours: SearchEngine, type_: str, query: str) -> None:
    """Quantities with their unit, texts in quotation marks, composites part by part."""
    assert [NEIGHBOURS[type_, query]] == says(neighbours, f"{type_}?{query}", "x")


def test_two_reverse_conditions_are_told_apart() -> None:
    """Who refers to it without satisfying the rest, and who does not refer to it at all, in either order."""
    provenance = element("Provenance", "v", target=[{"reference": "Procedure/p"}])
    engine = SearchEngine(Store([element("Procedure", "p"), element("Procedure", "q"), provenance]))
    some, none = "_has:Provenance:target:agent=x", "_has:Procedure:part-of:status=x"

    for query in (f"{some}&{none}", f"{none}&{some}"):
        found = {row.clause: row.says.split()[0] for row in ask(engine, f"Procedure?{query}", "p").refused or ()}
        assert {some: "some", none: "no"} == found
