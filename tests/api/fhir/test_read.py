"""What does a read answer? The resource as it is stored, with its version and age; nothing at all if it is known."""

import httpx
import pytest

from tests.api.fhir.asking import Serve, bearer, issue

THIRD = (
    '{"resourceType":"Observation","id":"o","meta":{"versionId":"3","lastUpdated":"2024-02-29T10:20:30.456+02:00"},'
    '"status":"final","code":{"text":"ratio"},"valueQuantity":{"value":1.50},"component":[{"valueQuantity":{"value":1e2}}]}'
)
AGE = "Thu, 29 Feb 2024 08:20:30 GMT"
READ = "/fhir/Observation/o"


def test_a_read_gives_the_stored_bytes_with_version_and_age(serve: Serve) -> None:
    """200, ETag, Last-Modified, and the body as it came."""
    answer = serve(THIRD).get(READ)

    assert 200 == answer.status_code
    assert THIRD == answer.text
    assert ('W/"3"', AGE) == (answer.headers["ETag"], answer.headers["Last-Modified"])
    assert "application/fhir+json; charset=utf-8" == answer.headers["Content-Type"]


def test_a_resource_without_stamps_gets_them(serve: Serve) -> None:
    """Version 1, at a moment that is the same on every day."""
    answer = serve('{"resourceType":"Patient","id":"1"}').get("/fhir/Patient/1")

    assert {"versionId": "1", "lastUpdated": "2026-01-01T00:00:00Z"} == answer.json()["meta"]
    assert ('W/"1"', "Thu, 01 Jan 2026 00:00:00 GMT") == (answer.headers["ETag"], answer.headers["Last-Modified"])


@pytest.mark.parametrize("tags", ['W/"3"', '"3"', "*", 'W/"1", W/"3"', '"1","2","3"', 'W/"3", "x"', '"a,b", W/"3"'])
def test_a_known_version_is_not_sent_again(serve: Serve, tags: str) -> None:
    """304 for a weak or strong tag, in a list, or for any (*): with the stamps and without body."""
    answer = serve(THIRD).get(READ, headers={"If-None-Match": tags})

    assert (304, b"") == (answer.status_code, answer.content)
    assert ('W/"3"', AGE) == (answer.headers["ETag"], answer.headers["Last-Modified"])
    assert "Content-Type" not in answer.headers
    assert answer.headers["X-Request-Id"]


@pytest.mark.parametrize("tags", ['W/"1"', '"33"', "3", "", 'W/"1", W/"2"', 'w3"', '"*"'])
def test_an_unknown_version_is_sent(serve: Serve, tags: str) -> None:
    """200 with everything."""
    assert 200 == serve(THIRD).get(READ, headers={"If-None-Match": tags}).status_code


def test_tags_in_two_lines_are_one_list(serve: Serve) -> None:
    """RFC 9110 5.3: a header that may be a list may come in several lines."""
    answer = serve(THIRD).get(READ, headers=[("If-None-Match", '"1"'), ("If-None-Match", '"3"')])

    assert 304 == answer.status_code


# Columns: If-Modified-Since, the status.
@pytest.mark.parametrize(
    ("since", "status"),
    [
        (AGE, 304),
        ("Thu, 29 Feb 2024 08:20:31 GMT", 304),
        ("Thursday, 29-Feb-24 08:20:30 GMT", 304),
        ("Thu Feb 29 08:20:30 2024", 304),
        ("Thu, 29 Feb 2024 10:20:30 +0200", 304),
        ("Thu, 29 Feb 2024 08:20:29 GMT", 200),
        ("yesterday", 200),
        ("", 200),
        ("Fri, 30 Feb 2024 08:20:30 GMT", 200),
        ("Thu, 29 Feb 2024 08:20:30 +9999999999999", 200),
    ],
)
def test_if_modified_since_counts_in_seconds(serve: Serve, since: str, status: int) -> None:
    """304 if the copy is not older; what is no date is as if it were not there."""
    assert status == serve(THIRD).get(READ, headers={"If-Modified-Since": since}).status_code


def test_if_none_match_silences_if_modified_since(serve: Serve) -> None:
    """The tag decides, either way."""
    client = serve(THIRD)
    old, new = "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 01 Jan 2038 00:00:00 GMT"

    assert 200 == client.get(READ, headers={"If-None-Match": '"1"', "If-Modified-Since": new}).status_code
    assert 304 == client.get(READ, headers={"If-None-Match": '"3"', "If-Modified-Since": old}).status_code


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (READ, {}),
        (f"{READ}?_pretty=true", {}),
        (READ, {"If-None-Match": '"3"'}),
        ("/fhir/Observation/x", {}),
        ("/fhir/Observation", {}),
        ("/fhir/Observation?_total=accurate", {}),
        ("/fhir/Observation?code=a|b|c", {}),
        ("/fhir/metadata", {}),
        ("/fhir/Nope/1", {}),
        ("/fhir/Observation", {"Authorization": "none"}),
        ("/_sandbox/health", {}),
        ("/_sandbox/nothing", {}),
        ("/", {}),
    ],
)
def test_head_is_get_without_its_body(serve: Serve, path: str, headers: dict[str, str]) -> None:
    """Same status, same headers, the same Content-Length; only the id and the time of the request are new."""
    client = serve(THIRD)
    got, headed = client.get(path, headers=headers), client.head(path, headers=headers)
    own = {"x-request-id", "date"}

    assert b"" == headed.content
    assert got.status_code == headed.status_code
    assert {name: value for name, value in got.headers.items() if name not in own} == {
        name: value for name, value in headed.headers.items() if name not in own
    }


def test_pretty_keeps_every_number_as_it_was_written(serve: Serve) -> None:
    """1.50 is not 1.5, and 1e2 not 100: FHIR decimals keep their precision."""
    client = serve(THIRD)
    answer = client.get(f"{READ}?_pretty=true")

    assert client.get(READ).json() == answer.json()
    assert '"value": 1.50\n' in answer.text
    assert '"value": 1e2\n' in answer.text
    assert answer.text.startswith('{\n  "resourceType": "Observation",\n')
    assert 'W/"3"' == answer.headers["ETag"]


def test_a_pretty_search_keeps_them_too(serve: Serve) -> None:
    """A Bundle is laid out like a resource."""
    answer = serve(THIRD).get("/fhir/Observation?_pretty=true")

    assert '"value": 1.50\n' in answer.text
    assert answer.text.startswith('{\n  "resourceType": "Bundle",\n')


def test_pretty_false_changes_nothing(serve: Serve) -> None:
    """It is how answers are written anyway."""
    assert THIRD == serve(THIRD).get(f"{READ}?_pretty=false").text


@pytest.mark.parametrize("query", ["nonsense=1", "_count=1", "code=x", "_fromat=json", "="])
def test_a_read_takes_no_other_parameter(client: httpx.Client, query: str) -> None:
    """400: whoever sends it expects something that will not happen."""
    answer = client.get(f"/fhir/Patient/ada-lovell?{query}", headers=bearer())

    assert (400, "not-supported") == (answer.status_code, issue(answer)["code"])


def test_a_misspelt_parameter_of_a_read_is_recognised(client: httpx.Client) -> None:
    """Did you mean."""
    answer = client.get("/fhir/Patient/ada-lovell?_fromat=json", headers=bearer())

    assert issue(answer)["diagnostics"].endswith('Did you mean "_format"?')
    assert ["http._fromat"] == issue(answer)["location"]


@pytest.mark.parametrize("id_", ["absent", "ADA-LOVELL", "ada_lovell", "x" * 65, "%20", "%ff", "a%2Fb", "%00"])
def test_what_is_not_there_is_not_found(client: httpx.Client, id_: str) -> None:
    """404 with code not-found, for ids that cannot be as well."""
    answer = client.get(f"/fhir/Patient/{id_}", headers=bearer())

    assert (404, "not-found") == (answer.status_code, issue(answer)["code"])
