"""What does a test of the steering have at hand? A handle of its own, so that no two tests share a session."""

from hashlib import blake2b

import httpx
import pytest

from tests.steering.handle import Handle, Hands


@pytest.fixture
def hands(client: httpx.Client, request: pytest.FixtureRequest) -> Hands:
    """Give handles of sessions that belong to this test alone: `hands("syncing-5s")`."""
    label = blake2b(request.node.nodeid.encode(), digest_size=8).hexdigest()

    def hand(scenario: str, patient: str = "ada") -> Handle:
        token = f"pat_test_{scenario}~{patient}~{label}" if patient else f"aat_test_{scenario}~~{label}"
        return Handle(client, token)

    return hand
