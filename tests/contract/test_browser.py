"""Can an app live in a browser, on an origin of its own? Seen by a page in headless Chromium."""

import pytest

from sandbox.server import Sandbox
from tests.contract.browser_app import told_by_a_page
from tests.contract.toolchain import Told


@pytest.fixture(scope="module")
def told(still: Sandbox) -> Told:
    """Give what the page saw, step by step."""
    return told_by_a_page(still.url)


def test_the_page_is_of_another_origin(told: Told, still: Sandbox) -> None:
    """Another host name, hence another site, and another port."""
    assert told["origin"].startswith("http://localhost:")
    assert not still.url.startswith(told["origin"])


def test_a_page_reads_and_searches(told: Told) -> None:
    """With a token, and headers that need a preflight; the headers of the answer are there."""
    assert ["CapabilityStatement", "Patient", "Bundle"] == [
        told[step]["body"]["resourceType"] for step in ("metadata", "read", "search")
    ]
    assert ("ada-lovell", 2) == (told["read"]["body"]["id"], len(told["search"]["body"]["entry"]))
    assert {"etag", "last-modified", "x-request-id", "x-sandbox", "date"} <= told["read"]["headers"].keys()


def test_a_page_reads_how_long_it_shall_wait(told: Told) -> None:
    """Of a 429, both headers and the OperationOutcome; the next request has its data."""
    waiting = told["waiting"]

    assert (429, "transient") == (waiting["status"], waiting["body"]["issue"][0]["code"])
    assert {"retry-after", "x-retry-after"} <= waiting["headers"].keys()
    assert 200 == told["waited"]["status"]


def test_a_page_reads_how_much_of_its_quota_is_left(told: Told) -> None:
    """Of the other 429."""
    throttled = told["throttled"]

    assert (429, "throttled") == (throttled["status"], throttled["body"]["issue"][0]["code"])
    assert {"retry-after", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"} <= (
        throttled["headers"].keys()
    )


@pytest.mark.parametrize(
    ("step", "status", "code"),
    [("failed", 422, "processing"), ("stranger", 401, "login"), ("refusedMethod", 405, "not-supported")],
)
def test_a_page_reads_why_it_was_refused(told: Told, step: str, status: int, code: str) -> None:
    """It sees status and body, not an error of the network."""
    assert (status, code) == (told[step]["status"], told[step]["body"]["issue"][0]["code"])


def test_a_page_meets_faults_as_any_client_does(told: Told) -> None:
    """A body that is cut is an error of the network, as it is anywhere."""
    assert {"refused": "TypeError"} == told["truncated"]


def test_a_page_exchanges_a_code(told: Told) -> None:
    """By PKCE, without a secret: the patient agrees, and the token is good for FHIR and introspection."""
    assert ("s-1", 200) == (told["state"], told["exchange"]["status"])
    assert "Patient/ada-lovell" == told["introspect"]["body"]["patient"]
    assert 1 == len(told["granted"]["body"]["entry"])


def test_a_page_may_refresh(told: Told) -> None:
    """Basic authentication needs a preflight, which is answered."""
    assert (200, True) == (told["refresh"]["status"], bool(told["refresh"]["body"]["access_token"]))


def test_a_page_finds_the_endpoints(told: Told) -> None:
    """The discovery documents are there for browsers, too."""
    assert told["smart"]["body"]["token_endpoint"].endswith("/link/token")


@pytest.mark.parametrize("step", ["admin", "health", "console"])
def test_a_page_cannot_steer_the_sandbox(told: Told, step: str) -> None:
    """The browser keeps the answer from it: nothing is permitted there to another origin."""
    assert {"refused": "TypeError"} == told[step]
