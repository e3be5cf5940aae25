"""Does an app that asks as the vendor's quickstart does get what it needs? By scenario, and call by call.

Nothing is fetched for it: the client is written here.
"""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from sandbox import Sandbox
from tests.manual.pages import DOCS
from tests.manual.test_stories_of_the_manual import blocks

Sleep = Callable[[float], None]

MOST_RETRIES = 10
TOO_MANY = 429
PAGE = list(blocks(DOCS / "quickstart-of-the-vendor.md"))
ROWS = [row for block in PAGE if block.search_type == ("Ask", "Answer") for row in block.rows]
FIRST_CALLS = (
    "/fhir/Coverage?patient=%24PATIENT_ID",
    "/fhir/ExplanationOfBenefit?patient=%24PATIENT_ID",
    "/fhir/Patient/$PATIENT_ID/$everything",
    "/fhir/Patient/$PATIENT_ID",
)


class Quickstart:
    """The app's way to ask: a bearer token, and up to ten retries of 429 by Retry-After or else by doubling."""

    def __init__(self, url: str, token: str, sleep: Sleep) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._sleep = sleep

    def ask(self, path: str, method: str = "GET") -> httpx.Response:
        """Return the last answer."""
        wait = 1.0
        for _ in range(MOST_RETRIES):
            answer = self._request(method, path)
            if answer.status_code != TOO_MANY:
                return answer
            wait = float(answer.headers.get("Retry-After") or wait)
            self._sleep(wait)
            wait *= 2
        return self._request(method, path)

    def _request(self, method: str, path: str) -> httpx.Response:
        return httpx.request(method, f"{self._url}{path}", headers=self._headers, trust_env=False)


@pytest.fixture(scope="module")
def server() -> Iterator[Sandbox]:
    """Give a server of the built-in patients."""
    with Sandbox() as sandbox:
        yield sandbox


def types_of(body: dict[str, Any]) -> set[str]:
    """Return the types of the resources in a Bundle, or of a resource."""
    if body["resourceType"] != "Bundle":
        return {body["resourceType"]}
    return {entry["resource"]["resourceType"] for entry in body["entry"]}


@pytest.mark.parametrize("scenario", ["ready", "syncing-10s"])
def test_the_first_calls_bring_their_data(server: Sandbox, scenario: str) -> None:
    """Each brings its type, at once or after the wait, and the retries are as they should be."""
    session = server.session(scenario, patient="ada")
    app = Quickstart(session.url, session.token, session.sleep)
    coverage, benefits, everything, patient = (app.ask(path) for path in FIRST_CALLS)

    assert [200] * 4 == [answer.status_code for answer in (coverage, benefits, everything, patient)]
    assert ({"Coverage"}, {"ExplanationOfBenefit"}) == (types_of(coverage.json()), types_of(benefits.json()))
    assert {"Patient", "Coverage", "ExplanationOfBenefit", "Procedure"} <= types_of(everything.json())
    assert "Ada Lovell" == patient.json()["name"][0]["text"]
    if scenario != "ready":
        session.verdict().assert_pass()


def test_a_failed_sync_ends_each_call_at_once(server: Sandbox) -> None:
    """422 `processing`, one request for each call."""
    session = server.session("failed", patient="ada")
    app = Quickstart(session.url, session.token, session.sleep)
    answers = [app.ask(path) for path in FIRST_CALLS]

    assert {(422, "processing")} == {(one.status_code, one.json()["issue"][0]["code"]) for one in answers}
    assert len(FIRST_CALLS) == len(session.journal)


def test_benefits_lead_to_the_procedures_that_came_of_them(server: Sandbox) -> None:
    """By the number of the ExplanationOfBenefit, and by its Coverage."""
    session = server.session("ready", patient="iris")
    app = Quickstart(session.url, session.token, session.sleep)
    benefits = [entry["resource"] for entry in app.ask(FIRST_CALLS[1]).json()["entry"]]
    found: set[str] = set()
    for benefit in benefits:
        token = f"{benefit['identifier'][0]['system']}%7C{benefit['identifier'][0]['value']}"
        entries = app.ask(f"/fhir/Procedure?identifier={token}").json()["entry"]
        found |= {entry["resource"]["id"] for entry in entries}

    assert {"Coverage/iris-coverage"} == {one["insurance"][0]["coverage"]["reference"] for one in benefits}
    everything = app.ask("/fhir/Procedure").json()["entry"]
    assert {entry["resource"]["id"] for entry in everything} == found


@pytest.mark.parametrize(("ask", "expected"), ROWS, ids=lambda word: word)
def test_a_row_of_the_page_is_true(server: Sandbox, ask: str, expected: str) -> None:
    """The call of the app, and the answer that the page says."""
    session = server.session("ready", patient="ada")
    method, path = ask.split(" ")
    answer = Quickstart(session.url, session.token, session.sleep).ask(path, method)
    status, _, word = expected.partition(" ")

    assert int(status) == answer.status_code
    if answer.is_error:
        assert word == answer.json()["issue"][0]["code"]
    elif word:
        assert word in types_of(answer.json())
