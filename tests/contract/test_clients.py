"""Can clients that know nothing of us read, search, page and wait? Six of them, as they come from their registries."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import httpx
import pytest

from sandbox.server import Sandbox
from tests.contract.toolchain import Told, java, node, python

WANTED = {"patient": "ada-lovell", "status": "completed", "date": "ge2024-03-01", "_sort": "date"}
WINDOWS = ("syncing-3s", "syncing-3x")

# Client -> how it is run.
CLIENTS: dict[str, Callable[..., list[Told]]] = {
    "flexpa-node-sdk": partial(node, "flexpa.mjs", virtual=True),
    "fhir-kit-client": partial(node, "kit.mjs"),
    "fhirclient-js": partial(node, "smart.mjs"),
    "medplum-core": partial(node, "medplum.mjs"),
    "fhirpy": partial(python, "by_fhirpy"),
    "fhirclient-py": partial(python, "by_fhirclient"),
    "hapi": partial(java, "Hapi.java"),
}
each_client = pytest.mark.parametrize("name", CLIENTS)


class Asker:
    """Holds what each client has found: it is run once, with a token for data and one for each window."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.run = cache(self._run)

    def _run(self, name: str) -> list[Told]:
        return CLIENTS[name](self.address, f"pat_test_ready~ada~{name}", *(self.token(name, one) for one in WINDOWS))

    def token(self, name: str, scenario: str) -> str:
        """Return the token with which a client meets a scenario."""
        return f"pat_test_{scenario}~ada~{name}"

    def told(self, name: str, step: str) -> list[Told]:
        """Return what a client has found in a step."""
        return [one for one in self.run(name) if one["step"] == step]

    def held(self, query: dict[str, str], path: str = "/fhir/Procedure") -> Any:
        """Return what the sandbox says itself, asked with a token that always gets data."""
        headers = {"Authorization": "Bearer pat_test_ready~ada~held"}
        return httpx.get(self.address + path, params=query, headers=headers, verify=False).json()


@pytest.fixture(scope="module")
def asker(still: Sandbox) -> Asker:
    """Give what runs the clients."""
    return Asker(still.url)


def ids(bundle: Any) -> list[str]:
    """Return the ids of the resources of a page."""
    return [entry["resource"]["id"] for entry in bundle["entry"]]


@each_client
def test_a_client_walks_all_pages(asker: Asker, name: str) -> None:
    """By fives it finds every Procedure once, in the order of one long page."""
    every = ids(asker.held({"_count": "1000"}))
    pages = [every[start : start + 5] for start in range(0, len(every), 5)]

    assert [pages] == [one["ids"] for one in asker.told(name, "pages")]


@each_client
def test_a_client_reads(asker: Asker, name: str) -> None:
    """It reads one resource, with its version."""
    held = asker.held({}, "/fhir/Procedure/ada-mammogram")

    assert [(held["id"], held["meta"]["versionId"])] == [
        (one["id"], one["version"]) for one in asker.told(name, "read")
    ]


@each_client
def test_a_client_searches_with_several_parameters(asker: Asker, name: str) -> None:
    """Patient, status, date and order, each as the client writes them, mean what they mean to us."""
    assert [ids(asker.held(WANTED))] == [one["ids"] for one in asker.told(name, "found")]


@each_client
def test_a_client_survives_the_first_sync(asker: Asker, name: str) -> None:
    """By its own retry, or by the one that its documents show, it comes to the data."""
    assert [ids(asker.held(WANTED))] * len(WINDOWS) == [one["ids"] for one in asker.told(name, "survived")]


@each_client
@pytest.mark.parametrize("scenario", WINDOWS)
def test_the_retry_of_a_client_is_without_blame(asker: Asker, name: str, scenario: str) -> None:
    """It asked again, it waited as it was told, and it stopped when it had what it wanted."""
    asker.run(name)
    headers = {"Authorization": f"Bearer {asker.token(name, scenario)}"}
    verdict = httpx.get(f"{asker.address}/_sandbox/session/verdict", headers=headers, verify=False).json()

    assert [] == [rule["says"] for rule in verdict["rules"] if rule["result"] == "fail"]
    assert "pass" == verdict["result"]


@pytest.mark.parametrize("name", ["fhir-kit-client", "hapi"])
def test_a_client_searches_by_form(asker: Asker, name: str) -> None:
    """A client that can POST its search finds the same."""
    assert [ids(asker.held(WANTED))] == [one["ids"] for one in asker.told(name, "posted")]


@pytest.mark.parametrize("name", ["flexpa-node-sdk", "fhir-kit-client", "hapi"])
def test_a_client_reads_the_capability_statement(asker: Asker, name: str) -> None:
    """It names the address that the client asked."""
    assert [True] == [one["url"] for one in asker.told(name, "stated")]


def test_the_count_of_fhirpy_needs_a_lenient_server(asker: Asker) -> None:
    """It sends `_totalMethod`, which FHIR does not know: refused, unless the client prefers to be handled leniently."""
    every = len(ids(asker.held({"_count": "1000"})))
    found = [(one["refused"], one["lenient"]) for one in asker.told("fhirpy", "counted")]

    assert [("not-supported", every)] == found
