"""The numbers for Prometheus: off unless asked for, counted by API and status, and for whoever may see all sessions."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.api.admin.handle import Hands, error

Serve = Callable[..., httpx.Client]
PATIENT = '{"resourceType":"Patient","id":"1"}'
TOKEN = "aat_test_reset-1x~~m"  # noqa: S105 - made up


def scraped(http: httpx.Client) -> dict[tuple[str, str], float]:
    """Return the samples by their names and labels."""
    answer = http.get("/_sandbox/metrics")
    assert 200 == answer.status_code
    assert "text/plain; version=0.0.4; charset=utf-8" == answer.headers["Content-Type"]
    return {
        (sample.name.removeprefix("procedure_sandbox_"), " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_they_are_off_unless_asked_for(hands: Hands) -> None:
    """It is said how to have them."""
    answer = hands("ready").client.get("/_sandbox/metrics")

    assert 404 == answer.status_code
    assert "Metrics are off: serve with --metrics on, or SANDBOX_METRICS=on." == error(answer)


def test_requests_and_faults_are_counted(serve: Serve) -> None:
    """By API and status; a request whose connection was reset has none."""
    http = serve(PATIENT, metrics="on")
    with pytest.raises(httpx.HTTPError):
        http.get("/fhir/Patient", headers={"Authorization": f"Bearer {TOKEN}"})
    assert 200 == http.get("/fhir/Patient", headers={"Authorization": f"Bearer {TOKEN}"}).status_code
    http.get("/_sandbox/nope")
    http.get("/nope")
    found = scraped(http)

    assert {
        ("requests_total", "fhir none"): 1.0,
        ("requests_total", "fhir 200"): 1.0,
        ("requests_total", "admin 404"): 1.0,
        ("requests_total", "other 404"): 1.0,
        ("faults_total", "reset"): 1.0,
        ("answer_seconds_count", "fhir"): 2.0,
    }.items() <= found.items()


def test_what_is_held_is_counted(serve: Serve) -> None:
    """Sessions, requests in their journals and the entries that are kept, resources, and the version that runs."""
    http = serve(PATIENT, metrics="on")
    for label in ("a", "a", "b"):
        http.get("/fhir/Patient", headers={"Authorization": f"Bearer aat_test_ready~~{label}"})
    found = scraped(http)

    expected = {
        ("sessions", ""): 2.0,
        ("journaled_requests", ""): 3.0,
        ("journal_entries", ""): 3.0,
        ("resources", "Patient"): 1.0,
    }
    assert expected.items() <= found.items()
    assert 1.0 == next(value for (name, _), value in found.items() if name == "info")
    assert ("loop_lag_seconds_count", "") in found


def test_they_need_the_admin_token_where_there_is_one(serve: Serve) -> None:
    """For they tell of all sessions."""
    secret: dict[str, Any] = {"admin_token": "secret", "metrics": "on"}
    http = serve(PATIENT, **secret)

    assert 401 == http.get("/_sandbox/metrics").status_code
    assert 200 == http.get("/_sandbox/metrics", headers={"Authorization": "Bearer secret"}).status_code
