"""Which answers are numbered, and how? Those of the FHIR door, so that the same seed and requests give the same ids."""

import httpx
import pytest

from sandbox import __version__
from tests.api.fhir.asking import FORM, Serve, bearer

ROWS = [f'{{"resourceType":"Patient","id":"{id_}"}}' for id_ in ("one", "two")]

# Columns: method, path, token. A conversation in which everything happens once.
TALK = (
    ("GET", "/fhir/metadata", "none"),
    ("GET", "/fhir/Patient", "none"),
    ("GET", "/fhir/Patient", "pat_test_ready"),
    ("GET", "/fhir/Patient/one", "pat_test_ready"),
    ("GET", "/fhir/Patient", "aat_test_ready~~b"),
    ("GET", "/fhir/Patient/two", "pat_test_ready"),
    ("POST", "/fhir/Patient/_search", "aat_test_ready~~b"),
    ("DELETE", "/fhir/Patient/one", "pat_test_ready~one~c"),
    ("GET", "/fhir/Nope", "aat_test_ready"),
    ("GET", "/fhir/Patient", "no-such-token"),
    ("GET", "/_sandbox/health", "none"),
    ("GET", "/_sandbox/personas", "none"),
)


def _talk(client: httpx.Client) -> list[tuple[int, str | None, bytes]]:
    answers = [
        client.request(method, path, headers=FORM | {"Authorization": f"Bearer {token}", "Host": "m.test"})
        for method, path, token in TALK
    ]
    return [(answer.status_code, answer.headers.get("X-Request-Id"), answer.content) for answer in answers]


def test_the_same_seed_and_requests_give_the_same_answers(serve: Serve) -> None:
    """Two servers, byte for byte, ids included."""
    assert _talk(serve(*ROWS, seed=7)) == _talk(serve(*ROWS, seed=7))


def test_another_seed_gives_other_ids(serve: Serve) -> None:
    """And the same data."""
    one, other = _talk(serve(*ROWS, seed=7)), _talk(serve(*ROWS, seed=8))

    assert [status for status, _, _ in one] == [status for status, _, _ in other]
    assert not {id_ for _, id_, _ in one if id_} & {id_ for _, id_, _ in other}


def test_no_id_comes_twice(serve: Serve) -> None:
    """Whoever asks, in whichever order."""
    client = serve(*ROWS)
    found = [id_ for _ in range(3) for _, id_, _ in _talk(client) if id_]

    assert 30 == len(found) == len(set(found))


def test_the_ids_of_a_session_do_not_depend_on_others(serve: Serve) -> None:
    """Parallel tests do not disturb each other."""
    alone, crowded = serve(*ROWS), serve(*ROWS)
    _talk(crowded)
    mine = [
        [client.get("/fhir/Patient", headers=bearer("pat_test_ready~one~mine")).headers["X-Request-Id"] for _ in "123"]
        for client in (alone, crowded)
    ]

    assert mine[0] == mine[1]


@pytest.mark.parametrize(
    "path", ["/fhir", "/fhir/metadata", "/fhir/Patient", "/fhir/x/y/z", "/fhir/Patient/ada-lovell"]
)
@pytest.mark.parametrize("token", ["none", "aat_test_ready", "pat_test_redy"])
def test_every_answer_to_a_fhir_client_is_numbered(client: httpx.Client, path: str, token: str) -> None:
    """Good or bad, logged in or not: 32 hexadecimal digits."""
    answer = client.get(path, headers=bearer(token))

    assert 32 == len(answer.headers["X-Request-Id"])
    assert int(answer.headers["X-Request-Id"], 16)


@pytest.mark.parametrize("path", ["/fhir/metadata", "/fhir/Patient", "/_sandbox/health", "/_sandbox/x", "/", "/x"])
def test_every_answer_names_the_sandbox(client: httpx.Client, path: str) -> None:
    """Nobody is to take it for the real service."""
    assert f"procedure-sandbox/{__version__}" == client.get(path).headers["X-Sandbox"]
