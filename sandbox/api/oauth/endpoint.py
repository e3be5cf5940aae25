"""Which endpoint does a consent belong to? A sandbox has one, under the id that was asked for."""

# tested by: tests/api/oauth/test_life.py

from typing import Any

from sandbox.backend import Backend
from sandbox.oauth import Consent


def endpoint_of(backend: Backend, consent: Consent | None) -> dict[str, Any]:
    """Return the one endpoint that a sandbox has, under the id that was asked for."""
    return {
        "id": (consent.request.endpoint if consent else "") or backend.seed.uuid("endpoint", 1),
        "label": ["Procedure Sandbox"],
        "name": "Procedure Sandbox",
        "refreshable": consent is None or consent.refreshable,
    }


def time_until_max_auth(consent: Consent | None, left: float) -> float | str:
    """Return for how long the authorization can be kept alive: for ever, or as long as its one token lives."""
    if consent is None or consent.refreshable:
        return "indefinite"
    return max(round(left), 0)
