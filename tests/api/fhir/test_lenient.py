"""What happens to a parameter that is not known? Refused, or ignored and named, as header and setting say."""

import pytest

from tests.api.fhir.asking import Serve, ids, issue, links

ROWS = [f'{{"resourceType":"Procedure","id":"p{n}","status":"completed"}}' for n in "123"]
UNKNOWN = "/fhir/Procedure?status=completed&nonsense=1&body-site=x&_count=2"
LENIENT = {"Prefer": "handling=lenient"}


def test_by_default_it_is_refused_with_a_guess(serve: Serve) -> None:
    """400 not-supported, at its place, with did you mean."""
    answer = serve(*ROWS).get("/fhir/Procedure?statu=completed")

    assert (400, "not-supported", ["http.statu"]) == (
        answer.status_code,
        issue(answer)["code"],
        issue(answer)["location"],
    )
    assert issue(answer)["diagnostics"].endswith('Did you mean "status"?')


def test_leniently_it_is_ignored_and_named(serve: Serve) -> None:
    """200; a warning among the entries, after the matches, which no total counts."""
    answer = serve(*ROWS).get(f"{UNKNOWN}&_total=accurate", headers=LENIENT)
    *_, entry = answer.json()["entry"]

    assert (200, 3, ["p1", "p2"]) == (answer.status_code, answer.json()["total"], ids(answer))
    assert {"mode": "outcome"} == entry["search"]
    said = entry["resource"]["issue"]
    assert [("warning", "not-supported")] * 2 == [(it["severity"], it["code"]) for it in said]
    assert ["nonsense was ignored.", "body-site was ignored."] == [
        it["diagnostics"].split(". ")[0] + "." for it in said
    ]
    assert [it["diagnostics"] for it in said] == [it["details"]["text"] for it in said]


def test_links_leave_out_what_was_ignored(serve: Serve) -> None:
    """They say what was used, and work without the header."""
    client = serve(*ROWS)
    answer = client.get(UNKNOWN, headers=LENIENT)

    assert f"{client.base_url}/fhir/Procedure?_count=2&status=completed" == links(answer)["self"]
    assert ["p3"] == ids(client.get(links(answer)["next"]))


def test_only_the_total_has_the_warning_too(serve: Serve) -> None:
    """Nothing is dropped silently."""
    answer = serve(*ROWS).get(f"{UNKNOWN}&_summary=count".replace("&_count=2", ""), headers=LENIENT)

    assert 3 == answer.json()["total"]
    assert ["outcome"] == [entry["search"]["mode"] for entry in answer.json()["entry"]]


# Columns: the header, whether it makes the server lenient.
@pytest.mark.parametrize(
    ("prefer", "lenient"),
    [
        ("handling=lenient", True),
        ("return=minimal, handling=lenient", True),
        ("respond-async,handling=lenient , wait=10", True),
        ("handling=lenient; because=why", True),
        ('handling="lenient"', True),
        ("Handling=lenient", True),
        ("handling = lenient", True),
        ("handling=strict", False),
        ("handling=strict, handling=lenient", False),
        ("return=minimal", False),
        ("handling=lenientish", False),
        ("mishandling=lenient", False),
        ("x-handling=lenient", False),
        ("handling", False),
        ("", False),
    ],
)
def test_prefer_is_read_as_rfc_7240_writes_it(serve: Serve, prefer: str, *, lenient: bool) -> None:
    """Several preferences stand in one header, names have no case, values may be quoted, the first one counts."""
    answer = serve(*ROWS).get(UNKNOWN, headers={"Prefer": prefer})

    assert (200 if lenient else 400) == answer.status_code


def test_prefer_may_be_repeated(serve: Serve) -> None:
    """RFC 7240: several lines are one list."""
    answer = serve(*ROWS).get(UNKNOWN, headers=[("Prefer", "return=minimal"), ("Prefer", "handling=lenient")])

    assert 200 == answer.status_code


def test_the_setting_turns_the_default_round(serve: Serve) -> None:
    """And the header can turn it back."""
    client = serve(*ROWS, handling="lenient")

    assert 200 == client.get(UNKNOWN).status_code
    assert 400 == client.get(UNKNOWN, headers={"Prefer": "handling=strict"}).status_code
    assert 200 == client.get(UNKNOWN, headers={"Prefer": "return=minimal"}).status_code


CALLS = ("/fhir/Procedure", "/fhir/Procedure/p1", "/fhir/Patient/1/$everything", "/fhir/metadata")
PATIENT = '{"resourceType":"Patient","id":"1"}'


@pytest.mark.parametrize("call", CALLS)
def test_every_call_is_strict_by_default(serve: Serve, call: str) -> None:
    """400 not-supported, with a guess: a search, a read, an operation and the CapabilityStatement alike."""
    answer = serve(*ROWS, PATIENT).get(f"{call}?_prety=true")

    assert (400, "not-supported", ["http._prety"]) == (
        answer.status_code,
        issue(answer)["code"],
        issue(answer)["location"],
    )
    assert issue(answer)["diagnostics"].endswith('Did you mean "_pretty"?')


@pytest.mark.parametrize("call", CALLS)
def test_every_call_may_be_lenient(serve: Serve, call: str) -> None:
    """200, as without it."""
    client = serve(*ROWS, PATIENT)
    answer, plain = client.get(f"{call}?bogus=1", headers=LENIENT), client.get(call)

    assert 200 == answer.status_code
    matches = [entry for entry in answer.json().pop("entry", []) if entry["search"]["mode"] != "outcome"]
    assert plain.json().pop("entry", []) == matches
    assert answer.json() | {"entry": 0} == plain.json() | {"entry": 0}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("query", ["_pretty:exact=true", "_elements:missing=true", "_elements.x=id"])
def test_no_call_ignores_a_modifier(serve: Serve, call: str, query: str) -> None:
    """400 code-invalid, leniently as well."""
    for headers in (LENIENT, {}):
        answer = serve(*ROWS, PATIENT).get(f"{call}?{query}", headers=headers)

        assert (400, "code-invalid") == (answer.status_code, issue(answer)["code"])


def test_an_operation_names_what_it_ignored(serve: Serve) -> None:
    """As a search does."""
    answer = serve(*ROWS, PATIENT).get("/fhir/Patient/1/$everything?bogus=1&_count=5", headers=LENIENT)
    *_, entry = answer.json()["entry"]

    assert "bogus was ignored." == entry["resource"]["issue"][0]["diagnostics"].split(". ")[0] + "."
    assert links(answer)["self"].endswith("/Patient/1/$everything?_count=5")


@pytest.mark.parametrize("call", ["/fhir/Procedure/p1", "/fhir/metadata"])
@pytest.mark.parametrize("query", ["_summary=count", "_summary=bogus", "_pretty=perhaps"])
def test_an_unknown_value_is_let_pass_by_a_read(serve: Serve, call: str, query: str) -> None:
    """400 strictly, else the whole resource."""
    client = serve(*ROWS)

    assert (400, "value") == ((strictly := client.get(f"{call}?{query}")).status_code, issue(strictly)["code"])
    assert client.get(call).content == client.get(f"{call}?{query}", headers=LENIENT).content


def test_an_expunge_is_as_strict(serve: Serve) -> None:
    """What nobody asked for is not done."""
    client = serve(*ROWS, PATIENT)

    assert 400 == client.post("/fhir/Patient/1/$expunge?bogus=1").status_code
    assert 200 == client.get("/fhir/Patient/1").status_code
    assert 200 == client.post("/fhir/Patient/1/$expunge?bogus=1&_pretty=true", headers=LENIENT).status_code


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("_sort=bogus,-_id", "_sort=bogus was ignored."),
        ("_sort=-_id,-bogus", "_sort=-bogus was ignored."),
        ("_include=Procedure:subject&_include=Procedure:bogus", "_include=Procedure:bogus was ignored."),
    ],
)
def test_what_still_counts_is_not_said_to_be_ignored(serve: Serve, query: str, said: str) -> None:
    """A known parameter of which one value is unknown is named with that value."""
    answer = serve(*ROWS).get(f"/fhir/Procedure?{query}", headers=LENIENT)
    *_, entry = answer.json()["entry"]

    assert said == entry["resource"]["issue"][0]["diagnostics"].split(". ")[0] + "."


# Columns: query, the issue code.
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("code:nonsense=1", "code-invalid"),
        ("_count:missing=true", "code-invalid"),
        ("date=yesterday", "invalid"),
        ("code:missing=maybe", "invalid"),
        ("code=|", "invalid"),
        ("code=a%5Cb", "invalid"),
        ("_count=-1", "invalid"),
        ("_count=1&_count=2", "invalid"),
        ("_query=nonsense", "not-supported"),
        ("_filter=nonsense", "invalid"),
    ],
)
def test_leniency_has_an_end(serve: Serve, query: str, code: str) -> None:
    """Modifiers, values, `_query` and `_filter` are never ignored: the answer would be wider than what was asked."""
    answer = serve(*ROWS).get(f"/fhir/Procedure?{query}&nonsense=1", headers=LENIENT)

    assert (400, code) == (answer.status_code, issue(answer)["code"])


# Columns: query, the issue code of the warning.
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("_sort=zzz", "value"),
        ("_include=Procedure:zzz", "value"),
        ("_revinclude=Zzz:target", "value"),
        ("_summary=zzz", "value"),
        ("_total=zzz", "value"),
        ("patient.zzz=1", "not-supported"),
        ("_has:Provenance:target:zzz=1", "not-supported"),
    ],
)
def test_leniency_reaches_unknown_results_and_chains(serve: Serve, query: str, code: str) -> None:
    """They are refused by default; leniently, they are left out, of the self link as well."""
    client = serve(*ROWS)
    answer = client.get(f"/fhir/Procedure?{query}", headers=LENIENT)
    *_, entry = answer.json()["entry"]

    assert (400, code) == ((strict := client.get(f"/fhir/Procedure?{query}")).status_code, issue(strict)["code"])
    assert ("outcome", code) == (entry["search"]["mode"], entry["resource"]["issue"][0]["code"])
    assert f"{client.base_url}/fhir/Procedure?_count=20" == links(answer)["self"]


def test_a_bad_host_is_no_parameter(serve: Serve) -> None:
    """Leniency is about parameters only."""
    assert 400 == serve(*ROWS).get(UNKNOWN, headers=LENIENT | {"Host": "a b"}).status_code


def test_an_outcome_entry_has_a_full_url(serve: Serve) -> None:
    """Decision D26: a `urn:uuid:` of its own."""
    *_, entry = serve(*ROWS).get(UNKNOWN, headers=LENIENT).json()["entry"]

    assert str(entry.get("fullUrl")).startswith("urn:uuid:")
