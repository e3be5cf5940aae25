"""fhirpy: follows links; no retry of its own, and its exceptions bring the outcome of an answer but not its headers.

So the wait that can be read is the issue code: what is `transient` passes, and Flexpa documents three seconds.
"""

from typing import Any

from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome

from tests.contract.python.told import FHIR, READY, SYNCING, WANTED, patiently, say


def known(token: str, **headers: str) -> Any:
    """Return a client that shows a token."""
    return SyncFHIRClient(FHIR, authorization=f"Bearer {token}", extra_headers=headers)


def ids(found: Any) -> list[str]:
    """Return the ids of resources."""
    return [str(resource["id"]) for resource in found]


def announced(error: Exception) -> float | None:
    """Return how long to wait after an error, None if it will not pass."""
    if isinstance(error, OperationOutcome) and error.resource["issue"][0]["code"] == "transient":
        return 3.0
    return None


def refused(client: Any) -> str:
    """Return how the sandbox refuses fhirpy's way to count, which sends a parameter that is not of FHIR."""
    try:
        client.resources("Procedure").count()
    except OperationOutcome as error:
        return str(error.resource["issue"][0]["code"])
    return ""


def main() -> None:
    """Walk all pages, read, search, and come through two windows."""
    client = known(READY)
    found = ids(client.resources("Procedure").limit(5).fetch_all())
    say("pages", ids=[found[start : start + 5] for start in range(0, len(found), 5)])
    one = client.get("Procedure", "ada-mammogram")
    say("read", id=one["id"], version=one["meta"]["versionId"])
    say("found", ids=ids(client.resources("Procedure").search(**WANTED).fetch()))
    for token in SYNCING:
        search = known(token).resources("Procedure").search(**WANTED)
        say("survived", ids=ids(patiently(token, search.fetch, announced)))
    lenient = known(READY, Prefer="handling=lenient")
    say("counted", refused=refused(client), lenient=lenient.resources("Procedure").count())


if __name__ == "__main__":
    main()
