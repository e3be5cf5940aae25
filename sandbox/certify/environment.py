"""How does a client learn where to go? By the variables of its environment."""

# tested by: tests/certify/test_runner.py

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from sandbox.certify.suites import Opening, SuiteRow
from sandbox.certify.templates import fill
from sandbox.session_handle import SessionHandle

CLIENT_ID, CLIENT_SECRET = "pk_test_certify", "sk_test_certify"
MARK = "CERTIFY_RUN"  # by which a process is known as a row's, wherever it has gone

# Variable -> the place whose value it has.
VARIABLES: dict[str, str] = {
    "SANDBOX_URL": "url",
    "FHIR_BASE_URL": "fhir_url",
    "ACCESS_TOKEN": "token",
    "PATIENT_ID": "patient",
    "CERTIFY_SCENARIO": "scenario",
}
# The same for clients that come to their tokens themselves.
OAUTH_VARIABLES: dict[str, str] = {
    "CLIENT_ID": "client_id",
    "CLIENT_SECRET": "client_secret",
    "REFRESH_TOKEN": "refresh_token",
    "TOKEN_URL": "token_url",
}
_PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


def values_of(session: SessionHandle, row: SuiteRow) -> dict[str, str]:
    """Return what stands in each place of a template, for a row's session."""
    return {
        "url": session.url,
        "fhir_url": session.fhir_url,
        "token": session.token,
        "patient": session.patient or "",
        "scenario": row.scenario,
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "refresh_token": session.refresh_token,
        "token_url": session.token_url,
    }


def names_of(row: SuiteRow) -> dict[str, str]:
    """Return the variables of a row, with the places whose values they have."""
    if row.opening is Opening.AUTHORIZED:
        return VARIABLES | OAUTH_VARIABLES
    return VARIABLES


def environment(row: SuiteRow, values: Mapping[str, str], templates: Mapping[str, str], mark: str) -> dict[str, str]:
    """Return the whole environment of a row's client: what is there already, its variables, and the user's own."""
    found = dict(os.environ)
    if any(name in found for name in _PROXIES):
        # No proxy stands between a client and its own sandbox.
        host = urlsplit(values["url"]).hostname or ""
        for name in ("no_proxy", "NO_PROXY"):
            found[name] = ",".join(filter(None, (found.get(name, ""), host)))
    found |= {name: values[place] for name, place in names_of(row).items()}
    found |= {name: fill(template, values) for name, template in templates.items()}
    return found | {MARK: mark}
