"""Which formats can be had? JSON under all its names; `_format` beats Accept; everything else is refused."""

import httpx
import pytest

from tests.api.fhir.asking import EVERYBODY, FORM, bearer, issue

JSON = "application/fhir+json; charset=utf-8"
PATHS = ("/fhir/metadata", "/fhir/Patient/ada-lovell", "/fhir/Patient")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "name",
    [
        "json",
        "JSON",
        "application/json",
        "application/fhir+json",
        "application/fhir%2Bjson",
        "text/json",
        "application/fhir%2Bjson;fhirVersion=4.0",
        "application/json;charset=utf-8",
        "",
    ],
)
def test_every_name_of_json_is_known(client: httpx.Client, path: str, name: str) -> None:
    """Short or long, with a raw or an encoded plus; and it beats an Accept that could not be met."""
    answer = client.get(f"{path}?_format={name}", headers=bearer() | ({"Accept": "application/xml"} if name else {}))

    assert (200, JSON) == (answer.status_code, answer.headers["Content-Type"])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "name", ["xml", "application/fhir%2Bxml", "text/xml", "ttl", "text/turtle", "html", "text/html", "nonsense"]
)
def test_other_formats_cannot_be_had(client: httpx.Client, path: str, name: str) -> None:
    """406, even if Accept would take JSON; the refusal itself is JSON."""
    answer = client.get(f"{path}?_format={name}", headers=bearer() | {"Accept": "application/json"})

    assert (406, "not-supported") == (answer.status_code, issue(answer)["code"])
    assert JSON == answer.headers["Content-Type"]


# Columns: Accept, the status.
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/fhir+json", 200),
        ("application/json", 200),
        ("*/*", 200),
        ("application/*", 200),
        ("", 200),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200),
        ("application/fhir+xml;q=1.0, application/fhir+json;q=0.1", 200),
        ("APPLICATION/FHIR+JSON; FHIRVERSION=4.0", 200),
        ('application/fhir+json; fhirVersion="4.0"', 200),
        ("application/fhir+xml", 406),
        ("text/html", 406),
        ("text/*", 406),
        ("application/fhir+json; fhirVersion=3.0", 406),
        ("application/fhir+json;q=0", 406),
        ("*/*;q=0.0", 406),
    ],
)
def test_accept_is_respected(client: httpx.Client, path: str, accept: str, status: int) -> None:
    """JSON must be among what the client takes; 406 says which header is in the way."""
    answer = client.get(path, headers=bearer() | {"Accept": accept})

    assert (status, JSON) == (answer.status_code, answer.headers["Content-Type"])
    if status == 406:
        assert ("not-supported", ["http.Accept"]) == (issue(answer)["code"], issue(answer)["location"])


def test_accept_in_two_lines_is_one_list(client: httpx.Client) -> None:
    """RFC 9110 5.3: a header that may be a list may come in several lines."""
    accepts = [("Accept", "application/xml"), ("Accept", "application/json"), *bearer().items()]

    assert 200 == client.get("/fhir/Patient", headers=accepts).status_code


def test_a_format_in_a_form_counts_as_well(client: httpx.Client) -> None:
    """The parameters of the body are those of the address: XML cannot be had there either."""
    answer = client.post("/fhir/Patient/_search", content="_format=xml", headers=bearer() | FORM)

    assert 406 == answer.status_code


@pytest.mark.parametrize("path", ["/fhir/Patient/ada-lovell", "/fhir/Patient"])
def test_pretty_is_true_or_false(client: httpx.Client, path: str) -> None:
    """A read and a search refuse the same."""
    assert 400 == client.get(f"{path}?_pretty=maybe", headers=bearer()).status_code


def test_pretty_is_the_name_of_a_parameter(client: httpx.Client) -> None:
    """It may be encoded, and it may stand in a value without meaning anything."""
    encoded = client.get("/fhir/Patient?%5Fpretty=true", headers=bearer())
    value = client.get("/fhir/Procedure?identifier=_pretty=true", headers=bearer())

    assert (True, False) == ("\n" in encoded.text, "\n" in value.text)


# Columns: the token, the address, the status.
@pytest.mark.parametrize(
    ("token", "path", "status"),
    [
        ("", "/fhir/Patient?_pretty=true", 401),
        ("aat_test_failed", "/fhir/Patient?_pretty=true", 422),
        (f"pat_test_stuck~ada~{__name__}", "/fhir/Patient/x?_pretty=true", 429),
        (EVERYBODY, "/fhir/Patient?nme=x&_pretty=true", 400),
        (EVERYBODY, "/fhir/Patient/nobody?_pretty=true", 404),
        (EVERYBODY, "/fhir/Nothing/at/all?_pretty=true", 404),
    ],
)
def test_pretty_errors_are_pretty(client: httpx.Client, token: str, path: str, status: int) -> None:
    """Whoever refuses; and the same OperationOutcome."""
    pretty = client.get(path, headers=bearer(token) if token else {})
    plain = client.get(path.replace("_pretty=true", "_pretty=false"), headers=bearer(token) if token else {})

    assert (status, status, plain.json()) == (pretty.status_code, plain.status_code, pretty.json())
    assert (True, False) == (pretty.text.startswith('{\n  "resourceType"'), "\n" in plain.text)


def test_a_form_may_ask_for_pretty_errors(client: httpx.Client) -> None:
    """The parameters of the body are those of the address."""
    answer = client.post("/fhir/Patient/_search", content="nme=x&_pretty=true", headers=bearer() | FORM)

    assert (400, True) == (answer.status_code, "\n" in answer.text)


def test_a_body_that_a_scenario_writes_stays_as_it_is(client: httpx.Client) -> None:
    """The page of a gateway is no FHIR."""
    label = f"gateway-503x4~~{__name__}"
    answers = [
        client.get(f"/fhir/Patient?_pretty={word}", headers=bearer(f"aat_test_{label}")) for word in ("true", "false")
    ]

    assert answers[0].text == answers[1].text
    assert answers[0].headers["Content-Type"] == "text/html"
