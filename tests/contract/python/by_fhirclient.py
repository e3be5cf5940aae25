"""fhirclient, SMART's own for Python: follows links; no retry, but its errors are those of requests, with headers."""

from functools import partial
from typing import Any

import requests
from fhirclient.models.procedure import Procedure
from fhirclient.server import FHIRServer

from tests.contract.python.told import FHIR, READY, SYNCING, WANTED, patiently, say


def known(token: str) -> Any:
    """Return a server that is shown a token."""
    server = FHIRServer(None, FHIR)
    server.session.headers["Authorization"] = f"Bearer {token}"
    return server


def announced(error: Exception) -> float | None:
    """Return how long to wait after an error, None if it will not pass."""
    answer = error.response if isinstance(error, requests.HTTPError) else None
    return float(answer.headers["Retry-After"]) if answer is not None and answer.status_code == 429 else None


def ids(bundle: Any) -> list[str]:
    """Return the ids of the resources of a page."""
    return [entry.resource.id for entry in bundle.entry or []]


def found_by(search: Any, server: Any) -> list[str]:
    """Return the ids of all that a search finds."""
    return [one.id for one in search.perform_resources_iter(server)]


def main() -> None:
    """Walk all pages, read, search, and come through two windows."""
    server = known(READY)
    say("pages", ids=[ids(page) for page in Procedure.where({"_count": "5"}).perform_iter(server)])
    one = Procedure.read("ada-mammogram", server)
    say("read", id=one.id, version=one.meta.versionId)
    search = Procedure.where(WANTED)
    say("found", ids=found_by(search, server))
    for token in SYNCING:
        say("survived", ids=patiently(token, partial(found_by, search, known(token)), announced))


if __name__ == "__main__":
    main()
