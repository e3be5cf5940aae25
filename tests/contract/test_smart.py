"""Can a SMART app launch here that knows nothing but the address of the FHIR door? In three languages."""

from collections.abc import Callable
from functools import cache, partial

import httpx
import pytest

from sandbox.server import Sandbox
from tests.contract.toolchain import Told, java, node, python

# App -> how it is run.
APPS: dict[str, Callable[..., list[Told]]] = {
    "fhirclient-js": partial(node, "smart_login.mjs"),
    "fhirclient-py": partial(python, "smart_login"),
    "nimbus-and-hapi": partial(java, "Smart.java"),
}
each_app = pytest.mark.parametrize("name", APPS)


@pytest.fixture(scope="module")
def launch(still: Sandbox) -> Callable[[str], dict[str, Told]]:
    """Give what runs an app once, and tells what it found in each step."""

    @cache
    def launched(name: str) -> dict[str, Told]:
        return {one["step"]: one for one in APPS[name](still.url, "")}

    return launched


Launch = Callable[[str], dict[str, Told]]


@each_app
def test_an_app_finds_the_doors_and_is_let_in(launch: Launch, name: str) -> None:
    """It gets its state back, and a token for a patient whose id is bare, as SMART has it."""
    found = launch(name)

    assert found["agreed"]["state"] in {True, "s-1"}
    assert "ada-lovell" == found["granted"]["patient"]


@each_app
def test_an_app_reads_its_patient(launch: Launch, name: str) -> None:
    """Its token is good at the FHIR door."""
    assert "ada-lovell" == launch(name)["read"]["id"]


@each_app
def test_an_app_refreshes(launch: Launch, name: str) -> None:
    """The new token is another one, and is good as well."""
    found = launch(name)["refreshed"]

    assert ("ada-lovell", True) == (found["id"], found["new"])


@pytest.mark.parametrize("name", ["fhirclient-js", "fhirclient-py"])
def test_an_app_searches(launch: Launch, still: Sandbox, name: str) -> None:
    """It finds what the sandbox holds for this patient."""
    headers = {"Authorization": "Bearer pat_test_ready~ada~smart"}
    bundle = httpx.get(f"{still.url}/fhir/Procedure?status=completed", headers=headers, verify=False).json()

    assert [entry["resource"]["id"] for entry in bundle["entry"]] == launch(name)["found"]["ids"]


def test_another_jose_library_verifies_the_token(launch: Launch) -> None:
    """By ES256, with the published key, and its issuer is that of the discovery documents, which agree."""
    found = launch("nimbus-and-hapi")

    assert (True, True) == (found["granted"]["verified"], found["discovered"]["oidc"])


def test_a_refresh_token_that_comes_twice_is_refused(launch: Launch) -> None:
    """Nimbus reads the refusal as an OAuth error."""
    assert "invalid_grant" == launch("nimbus-and-hapi")["replayed"]["error"]
