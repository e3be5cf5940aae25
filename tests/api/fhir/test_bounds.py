"""Does the search door stay quick and polite whatever it is asked? Long chains, deep brackets, odd data."""

import json
from typing import Any

import httpx
import pytest

from tests.api.fhir.asking import Serve, bearer, ids, issue

ROWS = [
    '{"resourceType":"Procedure","id":"a","status":"completed","partOf":[{"reference":"Procedure/b"}]}',
    '{"resourceType":"Procedure","id":"b","status":"stopped","partOf":[{"reference":"Procedure/a"}]}',
    '{"resourceType":"Observation","id":"o","contained":[{"resourceType":"Procedure","id":"c","status":"completed"}]}',
]


# Columns: the name or value that is repeated, and how the query ends.
@pytest.mark.parametrize(
    ("again", "end"),
    [
        ("part-of.", "status=completed"),
        ("part-of:Procedure.", "status=completed"),
        ("_has:Procedure:part-of:", "status=completed"),
    ],
)
def test_a_long_chain_is_gone_along_once(serve: Serve, again: str, end: str) -> None:
    """With 30 links that lead in a circle, through types that know the parameter and types that do not."""
    answer = serve(*ROWS).get(f"/fhir/Procedure?{again * 30}{end}")

    assert ["a"] == ids(answer)


def test_a_filter_goes_along_a_long_path_once(serve: Serve) -> None:
    """As a chain does."""
    assert ["a"] == ids(serve(*ROWS).get(f"/fhir/Procedure?_filter={'part-of.' * 30}status eq completed"))


def test_brackets_inside_brackets_are_read_once(serve: Serve) -> None:
    """Each for every type to which its path may lead, but not again for each of the types around it."""
    asked = "status eq completed"
    for depth in range(40):
        asked = f"part-of[{asked}]._id eq {'ab'[depth % 2]}"

    assert ["a"] == ids(serve(*ROWS).get("/fhir/Procedure", params={"_filter": asked}))


# Columns: type, query. Nine thousand links and more, if each is counted for every type to which it may lead.
@pytest.mark.parametrize(
    ("type_", "query"),
    [
        ("Provenance", {"_filter": " or ".join(["target._id pr true"] * 300)}),
        ("Observation", {"_filter": " and ".join([f"{'focus.' * 31}_id eq o"] * 10)}),
        ("Observation", {"_filter": ["focus._id eq o"] * 300}),
        ("Observation", {f"{'focus.' * 31}_id": [f"o{number}" for number in range(10)]}),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"Prefer": "handling=lenient"}])
def test_too_many_links_are_refused(
    serve: Serve, type_: str, query: dict[str, str | list[str]], headers: dict[str, str]
) -> None:
    """400 too-costly, also where what is unknown is let pass."""
    answer = serve(*ROWS).get(f"/fhir/{type_}", params=query, headers=headers)

    assert (400, "too-costly") == (answer.status_code, issue(answer)["code"])
    assert "2,000" in issue(answer)["diagnostics"]


def _fitting(part: str, join: str = "&", start: str = "") -> str:
    """Return as many different parts, joined, as fit into 8 KiB; `{n}` in a part is its number."""
    text = start + part.replace("{n}", "0")
    number = 0
    while len(text) < 8000:
        number += 1
        text += join + part.replace("{n}", str(number))
    return text


# Columns: query, what it is too much of. Each fits into 8 KiB, and is answered, or refused before it holds others up.
@pytest.mark.parametrize(
    ("query", "too_much_for"),
    [
        (_fitting("%22of%20a{n}%22", "%20OR%20", "Procedure?_content="), ""),
        (_fitting("%22of%20a%22%20b{n}", "%20OR%20", "Procedure?_content="), "_content"),
        (_fitting("a", "%20OR%20", "Procedure?_content="), ""),
        (
            _fitting("part-of._id:not={n}", start="Procedure?"),
            "the chain through part-of to Procedure",
        ),
        (_fitting("_content=a%20{n}%20OR%20%22of%20a%22", start="?"), "_content"),
        (_fitting("_id ne {n}", " or ", "?_filter="), "_id"),
        (_fitting("identifier ne x{n}", " or ", "Procedure?_filter="), ""),
        (
            "Procedure?_count=1000&_include=*&_revinclude=*&"
            + "&".join(
                f"_{way}:iterate={type_}:*"
                for way in ("include", "revinclude")
                for type_ in ("Procedure", "Encounter", "Condition", "Observation", "Provenance", "DiagnosticReport")
            ),
            "_revinclude=",
        ),
        (_fitting("code=c{n}", start="Procedure?"), ""),
        (_fitting("x{n}", ",", "Procedure?_id="), ""),
        (_fitting("a{n}", ",", "Patient?name:contains="), ""),
        (_fitting("_include:iterate=Procedure:*", start="Procedure?_count=1000&"), ""),
    ],
    ids=lambda value: str(value)[:40],
)
def test_no_query_makes_too_much_work(client: httpx.Client, query: str, too_much_for: str) -> None:
    """Counted in steps, so that it is refused on every machine, or on none; the refusal names what was too much."""
    answer = client.get(f"/fhir/{query}", headers=bearer())

    if too_much_for:
        assert (400, "too-costly") == (answer.status_code, issue(answer)["code"])
        assert f"the last of them for {too_much_for}" in issue(answer)["diagnostics"]
    else:
        assert 200 == answer.status_code


# Columns: query.
@pytest.mark.parametrize(
    "query",
    [
        f"{'part-of.' * 40}status=completed",
        f"_filter={'part-of.' * 40}status eq completed",
        f"_filter={'(' * 2000}status eq completed",
        f"_filter={'not(' * 2000}status eq completed",
        f"_filter={'%22%5C' * 20_000}",
        f"_text={'(' * 2000}knee",
    ],
)
def test_what_is_too_long_or_too_deep_is_refused(serve: Serve, query: str) -> None:
    """400 invalid, at once."""
    answer = serve(*ROWS).post(
        "/fhir/Procedure/_search", content=query, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )

    assert (400, "invalid") == (answer.status_code, issue(answer)["code"])


def test_a_flat_filter_may_be_long(serve: Serve) -> None:
    """Thousands of terms joined by one word are one condition."""
    query = "_filter=" + " and ".join(["status eq completed"] * 3000)
    answer = serve(*ROWS).post(
        "/fhir/Procedure/_search", content=query, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )

    assert ["a"] == ids(answer)


# Columns: resource. None of them is shaped as FHIR has it; each is refused, or does no harm.
@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "ValueSet", "url": "u", "expansion": None},
        {"resourceType": "ValueSet", "url": {}, "expansion": {"contains": 5}, "compose": "x"},
        {"resourceType": "ValueSet", "url": "u", "compose": {"include": ["x", {"system": "s", "concept": ["x"]}]}},
        {"resourceType": "CodeSystem", "url": ["u"], "concept": ["x", {"code": "a", "property": [5]}]},
        {"resourceType": "Procedure", "code": {"coding": 5}, "identifier": [{"type": {"coding": "x"}, "value": "v"}]},
        {"resourceType": "Procedure", "contained": 5, "subject": {"reference": "#x"}},
        {"resourceType": "Procedure", "contained": [{"resourceType": ["Patient"], "id": "x"}]},
        {"resourceType": "Patient", "name": [{"given": 5, "family": None}], "identifier": 5, "telecom": "x"},
        {"resourceType": "PlanDefinition", "url": "u", "version": "9" * 5000},
        {"resourceType": "List", "entry": ["x", {"item": "x"}]},
        {"resourceType": "Observation", "component": {"valueCodeableConcept": {"coding": 5}}},
    ],
    ids=lambda resource: str(resource["resourceType"]),
)
def test_an_odd_resource_harms_no_search(serve: Serve, resource: dict[str, Any]) -> None:
    """Whether it is taken or refused, everything goes on."""
    client = serve(*ROWS)
    taken = client.post(
        "/_sandbox/resources",
        content=json.dumps(resource | {"id": "odd"}),
        headers={"Content-Type": "application/fhir+json"},
    )
    asked = ["Procedure?", "?_id=odd", "Procedure?code:text=x", "Procedure?identifier:of-type=a|b|c", "Patient?name=x"]
    asked += ["Procedure?_list=odd", "Procedure?code:below=a", "Procedure?_content=x", f"{resource['resourceType']}?"]

    assert taken.status_code in {201, 422}
    assert {200} == {client.get(f"/fhir/{query}").status_code for query in asked}
    assert client.get("/fhir/Procedure?code:in=u").status_code in {200, 400}


@pytest.mark.parametrize("id_", ["a%22b", "a%00b", "a%3Fb%23", "a b", "x" * 65])
def test_a_compartment_of_no_id_is_not_found(client: httpx.Client, id_: str) -> None:
    """404, and the answer is JSON."""
    answer = client.get(f"/fhir/Patient/{id_}/Procedure", headers=bearer())

    assert (404, "not-found") == (answer.status_code, issue(answer)["code"])


def test_types_are_sorted_together_by_what_is_alike_in_all_of_them(client: httpx.Client) -> None:
    """`context` is a reference in one and a token in the other: there is no order of both."""
    types = "MedicationAdministration,PlanDefinition"

    assert 400 == client.get(f"/fhir/?_type={types}&_sort=context", headers=bearer()).status_code
    assert 200 == client.get(f"/fhir/?_type={types}&_sort=identifier", headers=bearer()).status_code


def test_another_preference_is_no_handling(client: httpx.Client) -> None:
    """Only `handling=strict` refuses a chain of several meanings."""
    query = "/fhir/Procedure?subject.identifier=x"

    assert 200 == client.get(query, headers=bearer() | {"Prefer": "foo=strict"}).status_code
    assert 400 == client.get(query, headers=bearer() | {"Prefer": "handling=strict"}).status_code


@pytest.mark.parametrize("query", ["start=garbage&_type=Patient", "start=2019&start=2030", "_since=x"])
def test_everything_checks_its_limits(client: httpx.Client, query: str) -> None:
    """Whether or not a type is asked for to which they apply."""
    answer = client.get(f"/fhir/Patient/ada-lovell/$everything?{query}", headers=bearer())

    assert (400, "invalid") == (answer.status_code, issue(answer)["code"])
