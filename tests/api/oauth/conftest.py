"""What does a test of the OAuth door have at hand? Applications of its own, so that no two tests share a user."""

from hashlib import blake2b

import httpx
import pytest

from tests.api.oauth.flow import App, Apps


@pytest.fixture
def apps(client: httpx.Client, request: pytest.FixtureRequest) -> Apps:
    """Give applications that belong to this test alone: `apps()`, `apps("other")`, `apps(at=client)`."""
    hex_id = blake2b(request.node.nodeid.encode(), digest_size=8).hexdigest()

    def app(name: str = "", *, at: httpx.Client = client) -> App:
        return App(at, f"pk_test_{hex_id}{name}")

    return app


@pytest.fixture
def app(apps: Apps) -> App:
    """Give one application."""
    return apps()
