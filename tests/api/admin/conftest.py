"""What does a test of the steering have at hand? A handle of its own, so that no two tests share a session."""

from collections.abc import Callable, Iterator
from hashlib import blake2b

import httpx
import orjson
import pytest

from sandbox.server import Sandbox
from tests.api.admin.handle import Handle, Hands
from tests.api.admin.stock import Stock, made, procedure


@pytest.fixture
def hands(client: httpx.Client, request: pytest.FixtureRequest) -> Hands:
    """Give handles of sessions that belong to this test alone: `hands("syncing-5s")`."""
    label = blake2b(request.node.nodeid.encode(), digest_size=8).hexdigest()

    def hand(scenario: str, patient: str = "ada") -> Handle:
        token = f"pat_test_{scenario}~{patient}~{label}" if patient else f"aat_test_{scenario}~~{label}"
        return Handle(client, token)

    return hand


@pytest.fixture
def stock(serve: Callable[..., httpx.Client]) -> Stock:
    """Serve two patients; a Procedure of the first, `old`, refers to a Practitioner, and there is another one."""
    resources = [
        made("Patient", "p", name=[{"family": "Lovell"}]),
        made("Patient", "q"),
        made("Practitioner", "d", identifier=[{"system": "http://npi", "value": "7"}]),
        made("Practitioner", "stranger"),
        procedure("old", performer=[{"actor": {"reference": "Practitioner/d"}}]),
    ]
    return Stock(serve(*(orjson.dumps(resource).decode() for resource in resources)))


@pytest.fixture
def personas() -> Iterator[Stock]:
    """Serve the built-in patients, so that they can be changed."""
    with (
        Sandbox() as sandbox,
        httpx.Client(base_url=sandbox.url, verify=False) as http,
    ):
        yield Stock(http)
