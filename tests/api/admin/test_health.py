"""How does the sandbox say that it is well? Liveness and readiness, for whoever runs it."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from sandbox import __version__
from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures, load
from sandbox.server import Sandbox
from sandbox.sessions.memory import MemorySessionStore
from sandbox.settings import Settings
from sandbox.stores import in_memory
from tests.api.admin.handle import error

PATIENT = '{"resourceType":"Patient","id":"1"}'
SILENT = "The state store does not answer."


class _SilentStore(MemorySessionStore):
    """A store of sessions that has fallen silent."""

    @property
    def trouble(self) -> str:
        """What is wrong with it."""
        return SILENT


@pytest.fixture(scope="module")
def degraded() -> Iterator[httpx.Client]:
    """Give a client of a sandbox whose store of sessions does not answer."""
    backend = Backend(load(built_in_fixtures()), Settings(), stores=in_memory(sessions=_SilentStore()))
    with Sandbox(backend=backend) as sandbox, httpx.Client(base_url=sandbox.url, verify=False) as http:
        yield http


def test_health_says_what_is_there(client: httpx.Client) -> None:
    """The version, the counts and the seed."""
    found = client.get("/_sandbox/health").json()

    assert {"status", "version", "resources", "seed"} == found.keys()
    assert ("ok", __version__, 1, 1425) == (
        found["status"], found["version"], found["seed"], found["resources"]["Procedure"],
    )  # fmt: skip


def test_a_server_that_answers_has_loaded_its_fixtures(client: httpx.Client) -> None:
    """So it is ready, and says the same as to whoever asks whether it lives."""
    ready = client.get("/_sandbox/health?ready")

    assert (200, client.get("/_sandbox/health").json()) == (ready.status_code, ready.json())


def test_a_server_without_its_state_lives_but_is_not_ready(degraded: httpx.Client) -> None:
    """Nobody shall restart it, and nobody shall be sent to it."""
    answers = [degraded.get(f"/_sandbox/health{query}") for query in ("", "?ready", "?ready=1")]

    assert [200, 503, 503] == [answer.status_code for answer in answers]
    assert {("degraded", SILENT)} == {(one.json()["status"], one.json()["trouble"]) for one in answers}


@pytest.mark.parametrize("query", ["redy", "ready&x=1", "live"])
def test_another_question_is_400(client: httpx.Client, query: str) -> None:
    """Whoever mistypes it must not take liveness for readiness."""
    answer = client.get(f"/_sandbox/health?{query}")

    assert 400 == answer.status_code
    assert error(answer).startswith("Health takes no ")


def test_health_is_there_where_the_admin_api_is_off(serve: Callable[..., httpx.Client]) -> None:
    """Whoever runs it must know; nothing else of that API is left."""
    http = serve(PATIENT, admin="off")

    assert [200, 200, 404] == [
        http.get(f"/_sandbox{path}").status_code for path in ("/health", "/health?ready", "/personas")
    ]


def test_health_needs_no_admin_token(serve: Callable[..., httpx.Client]) -> None:
    """A health check of an image or a cluster knows no secret."""
    assert 200 == serve(PATIENT, admin_token="x").get("/_sandbox/health?ready").status_code  # noqa: S106 - made up
