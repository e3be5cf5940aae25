"""Counters and histograms: what each counts."""

import pytest

from sandbox.metrics import Histogram, Metrics


@pytest.mark.parametrize(("seconds", "place"), [(0.0, 0), (0.1, 0), (0.11, 1), (1.0, 1), (1.01, 2)])
def test_a_bucket_holds_what_is_not_above_its_bound(seconds: float, place: int) -> None:
    """What is above the last bound has one of its own."""
    one = Histogram([0.1, 1.0])
    one.add(seconds)

    assert (place, seconds) == (one.counts.index(1), one.sum)
    assert 1 == sum(one.counts)


def test_requests_are_counted_by_api_and_status() -> None:
    """Faults by their name; how long an answer took, by API."""
    metrics = Metrics()
    metrics.answered("fhir", 429, "", 0.01)
    metrics.answered("fhir", 429, "", 0.02)
    metrics.answered("fhir", None, "reset", 0.5)
    metrics.answered("admin", 200, "", 0.001)

    assert {("fhir", "429"): 2, ("fhir", "none"): 1, ("admin", "200"): 1} == dict(metrics.requests)
    assert {"reset": 1} == dict(metrics.faults)
    assert pytest.approx(metrics.answers["fhir"].sum) == 0.53
    assert pytest.approx(metrics.answers["admin"].sum) == 0.001
