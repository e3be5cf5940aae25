"""What if a server is to understand a search as others do? Each choice that R4 leaves is a setting."""

import json

import pytest

from tests.api.fhir.asking import Serve, bearer, ids, issue

VERSIONED = {"instantiatesCanonical": ["http://x/P|1.0"]}
PERIOD = {"start": "2024-01-01T00:00:00Z", "end": "2024-03-01T00:00:00Z"}


def _procedure(id_: str, code: str, **more: object) -> str:
    concept = {"coding": [{"system": "http://s", "code": code}]}
    return json.dumps({"resourceType": "Procedure", "id": id_, "status": "completed", "code": concept, **more})


ROWS = [
    _procedure("a", "Ab", performedPeriod=PERIOD, **VERSIONED),
    _procedure("b", "AB", performedDateTime="2024-02-01", instantiatesCanonical=["http://x/P"]),
    _procedure(
        "c",
        "ab",
        performedDateTime="2024-01-31T23:30:00Z",
        instantiatesCanonical=["http://x/P-2|1.0"],
        partOf=[{"reference": "Procedure/a"}],
    ),
    json.dumps(
        {
            "resourceType": "Observation",
            "id": "o",
            "status": "final",
            "code": {"coding": [{"code": "q"}]},
            "valueQuantity": {"value": 5.4},
        }
    ),
]

# Columns: setting, its value, query, what is found by default, what is found then.
CHOICES = [
    ("canonical", "any", "Procedure?instantiates-canonical=http://x/P", ["b"], ["a", "b"]),
    ("canonical", "any", "Procedure?instantiates-canonical=http://x/P|1.0", ["a"], ["a"]),
    ("canonical", "any", "Procedure?instantiates-canonical=http://x/P|2.0", [], []),
    ("canonical", "any", "Procedure?instantiates-canonical:below=http://x/P", ["a", "b"], ["a", "b"]),
    ("canonical", "any", "Procedure?part-of.instantiates-canonical=http://x/P", [], ["c"]),
    ("canonical", "any", "Procedure?_has:Procedure:part-of:instantiates-canonical=http://x/P-2", [], ["a"]),
    ("canonical", "any", "Procedure?_filter=instantiates-canonical eq http://x/P", ["b"], ["a", "b"]),
    ("ranges", "overlap", "Procedure?date=ge2024-02-15", ["a"], ["a"]),
    ("ranges", "overlap", "Procedure?date=le2024-01-15", ["a"], ["a"]),
    ("ranges", "overlap", "Procedure?date=ge2024-02-01T12:00:00Z", ["a", "b"], ["a", "b"]),
    ("ranges", "overlap", "Procedure?date=le2024-02-01T00:00:00Z", ["a", "c"], ["a", "b", "c"]),
    ("ranges", "overlap", "Procedure?date=gt2024-02-01", ["a"], ["a"]),
    ("ranges", "overlap", "Observation?value-quantity=ge5.40", ["o"], ["o"]),
    ("ranges", "overlap", "Observation?code-value-quantity=q$ge5.45", [], []),
    ("code_case", "sensitive", "Procedure?code=ab", ["a", "b", "c"], ["c"]),
    ("code_case", "sensitive", "Procedure?code=http://s|AB", ["a", "b", "c"], ["b"]),
    ("code_case", "sensitive", "Procedure?code:not=AB", [], ["a", "c"]),
    ("code_case", "sensitive", "Procedure?part-of.code=Ab", ["c"], ["c"]),
    ("code_case", "sensitive", "Procedure?part-of.code=ab", ["c"], []),
    ("code_case", "sensitive", "Procedure?status=COMPLETED", [], []),
    ("code_case", "insensitive", "Procedure?status=COMPLETED", [], ["a", "b", "c"]),
    ("code_case", "insensitive", "Procedure?code=AB", ["a", "b", "c"], ["a", "b", "c"]),
    ("zone", "+02:00", "Procedure?date=2024-02-01", ["b"], ["b", "c"]),
    ("zone", "+02:00", "Procedure?date=2024-01-31", ["c"], []),
    ("zone", "-05:00", "Procedure?date=2024-02-01T06:00:00Z", [], []),
    ("zone", "-05:00", "Procedure?date=lt2024-02-01T02:00:00Z", ["a", "b", "c"], ["a", "c"]),
    ("zone", "+02:00", "Procedure?date=2024-02-01T01:30", [], ["c"]),
    ("zone", "+02:00", "Procedure?_sort=-date", ["a", "b", "c"], ["a", "b", "c"]),
]


@pytest.mark.parametrize("row", CHOICES, ids=lambda row: f"{row[0]}={row[1]} {row[2]}")
def test_a_choice_is_a_setting(serve: Serve, row: tuple[str, str, str, list[str], list[str]]) -> None:
    """By default as the manual says, and otherwise as other servers have it."""
    setting, value, query, before, then = row
    found = [serve(*ROWS, **chosen).get(f"/fhir/{query}") for chosen in ({}, {setting: value})]

    assert [before, then] == [sorted(ids(answer)) for answer in found]


@pytest.mark.parametrize("name", ["_include", "_revinclude", "_include:iterate"])
def test_a_bare_star_may_be_refused(serve: Serve, name: str) -> None:
    """R4 has it no more; `Type:*` stays."""
    client = serve(*ROWS, bare_include="refused")
    refused = client.get(f"/fhir/Procedure?{name}=*")

    assert (400, f"{name}=* is not supported here: write Type:*, as in Procedure:*.") == (
        refused.status_code,
        issue(refused)["diagnostics"],
    )
    assert 200 == client.get(f"/fhir/Procedure?{name}=Procedure:*").status_code
    assert 200 == serve(*ROWS).get(f"/fhir/Procedure?{name}=*").status_code


def test_what_is_added_later_is_read_under_the_same_choices(serve: Serve) -> None:
    """Also what is the first of its type."""
    client = serve(*ROWS[3:], code_case="sensitive")
    client.post(
        "/_sandbox/resources", content=ROWS[0], headers={"Content-Type": "application/fhir+json"} | bearer()
    ).raise_for_status()

    assert [["a"], []] == [ids(client.get(f"/fhir/Procedure?code={code}")) for code in ("Ab", "ab")]


def test_the_outcome_on_a_page_has_an_id(serve: Serve) -> None:
    """The same for the same warnings, and the one that its address ends in."""
    client = serve(*ROWS)
    first, second = (client.get("/fhir/Procedure?_include=*").json()["entry"][-1] for _ in range(2))

    assert ("outcome", "OperationOutcome") == (first["search"]["mode"], first["resource"]["resourceType"])
    assert f"urn:uuid:{first['resource']['id']}" == first["fullUrl"]
    assert first == second
