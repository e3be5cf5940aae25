"""What does a refusal look like on the wire? Every status, body and literal header that a plan may have."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from sandbox.scenario import CANNED_ERRORS, PRESETS
from tests.api.admin.handle import Handle, Hands

Refused = Callable[..., tuple[httpx.Response, dict[str, Any]]]
STATUSES = sorted({row.status for row in CANNED_ERRORS.values()})


@pytest.fixture
def refused(client: httpx.Client, hands: Hands) -> Refused:
    """Return the answer to a request under a plan of one step, and its entry in the journal."""

    def refuse(method: str = "GET", **step: Any) -> tuple[httpx.Response, dict[str, Any]]:
        found = hands("ready").steer("POST", "/sessions", {"scenario": {"steps": [step]}})
        handle = hands("ready").of(found)
        answer = client.request(method, "/fhir/Procedure", headers=handle.login)
        return answer, handle.journal()[-1]

    return refuse


def test_the_statuses_are_those_that_are_promised() -> None:
    """No more, no less."""
    assert [400, 401, 403, 404, 408, 409, 410, 413, 422, 425, 429, 500, 502, 503, 504] == STATUSES


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_says_by_its_outcome_what_to_do(refused: Refused, status: int) -> None:
    """One issue, whose code is in the journal as well; 401 names its scheme."""
    answer, entry = refused(status=status)
    (issue,) = answer.json()["issue"]

    assert (status, "application/fhir+json; charset=utf-8") == (answer.status_code, answer.headers["Content-Type"])
    assert (status, issue["code"]) == (entry["status"], entry["issue"])
    assert issue["diagnostics"] in {row.text for row in CANNED_ERRORS.values() if row.status == status}
    assert (status == 401) == ("WWW-Authenticate" in answer.headers)
    assert (status == 429) == ("Retry-After" in answer.headers)


@pytest.mark.parametrize("status", STATUSES)
def test_a_page_of_html_has_no_issue(refused: Refused, status: int) -> None:
    """It names the status and its phrase; the journal does not know a code that nobody was told."""
    answer, entry = refused(status=status, body="html")

    assert (status, "text/html") == (answer.status_code, answer.headers["Content-Type"])
    assert f"<h1>{status} {answer.reason_phrase}</h1>" in answer.text
    assert (status, None, len(answer.content)) == (entry["status"], entry["issue"], entry["bytes"])
    assert answer.headers["X-Request-Id"]


def test_text_is_the_sentence_alone(refused: Refused) -> None:
    """Under a content type of its own."""
    answer, entry = refused(status=503, body="text")

    assert ("text/plain; charset=utf-8", None) == (answer.headers["Content-Type"], entry["issue"])
    assert f"{CANNED_ERRORS['503'].text}\n" == answer.text


def test_an_empty_body_has_no_content_type(refused: Refused) -> None:
    """But a length."""
    answer, entry = refused(status=503, body="empty")

    assert (b"", "0") == (answer.content, answer.headers["Content-Length"])
    assert "Content-Type" not in answer.headers
    assert (0, None) == (entry["bytes"], entry["issue"])


BUNDLE = {"resourceType": "Bundle", "type": "searchset", "entry": []}
OUTCOME = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "throttled"}]}


@pytest.mark.parametrize(
    ("value", "sent", "issue"),
    [
        (None, b"null", None),
        ("", b'""', None),
        ("\ud83d", b'"\\ud83d"', None),
        ([], b"[]", None),
        (BUNDLE, json.dumps(BUNDLE, separators=(",", ":")).encode(), None),
        (OUTCOME, json.dumps(OUTCOME, separators=(",", ":")).encode(), "throttled"),
    ],
)
def test_any_json_value_may_be_the_body(client: httpx.Client, value: Any, sent: bytes, issue: str | None) -> None:
    """`null` is the four letters; only of an OperationOutcome the journal notes the code."""
    body = {"scenario": {"steps": [{"status": 503, "body": {"json": value}}]}}
    headers = {"Content-Type": "application/json"}
    found = client.post("/_sandbox/sessions", content=json.dumps(body), headers=headers)
    if "\ud83d" in str(value):  # half a character cannot be sent in JSON, but a setting may hold it
        assert 400 == found.status_code
        return
    handle = Handle(client, found.json()["access_token"])
    answer = handle.get()

    assert (503, sent) == (answer.status_code, answer.content)
    assert "application/fhir+json; charset=utf-8" == answer.headers["Content-Type"]
    assert issue == handle.journal()[0]["issue"]


def test_literal_headers_stand_in_the_place_of_those_of_their_name(refused: Refused) -> None:
    """Once, as they were written; the journal shows the wait that they announce, and how it reads."""
    literal = {"content-type": "text/plain", "RETRY-AFTER": " 07 ", "www-authenticate": "Basic", "Server": "gate"}
    answer, entry = refused(status=401, body={"json": None}, headers=literal)

    assert ["text/plain"] == answer.headers.get_list("Content-Type")
    assert ["Basic"] == answer.headers.get_list("WWW-Authenticate")
    assert ("07", "gate") == (answer.headers["Retry-After"], answer.headers["Server"])
    assert (7, "padded", ["RETRY-AFTER:  07 "]) == (entry["wait"], entry["spelling"], entry["retry_after"])


def test_the_wait_of_a_step_is_in_the_journal(refused: Refused) -> None:
    """Spelled as the step says."""
    answer, entry = refused(status=404, wait=61, retry_after="vendor")

    assert "61" == answer.headers["X-Retry-After"]
    assert "Retry-After" not in answer.headers
    assert (61, "vendor", "not-found") == (entry["wait"], entry["spelling"], entry["issue"])


def test_a_head_has_no_body_whatever_it_would_be(refused: Refused) -> None:
    """But its headers."""
    answer, _ = refused("HEAD", status=503, body="html")

    assert (503, "text/html", b"") == (answer.status_code, answer.headers["Content-Type"], answer.content)


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_answers_with_a_page_so_many_times(hands: Hands, status: int) -> None:
    """Then there is the data."""
    handle = hands(f"gateway-{status}x2")
    answers = [handle.get() for _ in range(3)]

    assert [status, status, 200] == [answer.status_code for answer in answers]
    assert ["text/html", "text/html", "application/fhir+json; charset=utf-8"] == [
        answer.headers["Content-Type"] for answer in answers
    ]


def test_statuses_and_bodies_are_listed(client: httpx.Client) -> None:
    """Beside the scenarios and the spellings, for whoever writes a plan."""
    listed = client.get("/_sandbox/scenarios").json()

    assert list(PRESETS) == [row["name"] for row in listed["scenarios"]]
    assert STATUSES == sorted({row["status"] for row in listed["statuses"]})
    assert ["outcome", "html", "text", "empty", "json"] == [row["name"] for row in listed["bodies"]]


def test_a_mistake_in_a_plan_names_its_place(client: httpx.Client) -> None:
    """400, with the path into the plan."""
    plan = {"steps": [{"status": 503}, {"status": 503}, {"status": 503, "wait": 0}]}
    answer = client.post("/_sandbox/sessions", json={"scenario": plan})

    assert 400 == answer.status_code
    assert "steps[2].wait takes a number of seconds from 0.001 to 86400, not 0." == answer.json()["error"]["message"]
