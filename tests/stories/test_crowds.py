"""Stories of many: two hundred clients at once, and two sandboxes that cannot be told apart."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from sandbox.server import Sandbox
from sandbox.sessions.clock import Clock
from sandbox.settings import Settings
from tests.stories.client import PROCEDURES
from tests.stories.conftest import Meet

CROWD = 200


def test_two_hundred_labels_are_two_hundred_sessions(client: httpx.Client) -> None:
    """Each client counts its own requests: 429, 429, 429, 200, whatever the others do."""
    address = str(client.base_url)

    def alone(number: int) -> list[int]:
        token = f"pat_test_syncing-3x~ada~story-crowd-{number}"
        with httpx.Client(base_url=address, verify=False, headers={"Authorization": f"Bearer {token}"}) as http:
            return [http.get(PROCEDURES).status_code for _ in range(4)]

    with ThreadPoolExecutor(40) as pool:
        assert [[429, 429, 429, 200]] * CROWD == list(pool.map(alone, range(CROWD)))


def test_requests_of_one_token_at_once_use_each_step_once(meet: Meet) -> None:
    """Twenty requests at the same moment: three are refused, seventeen answered."""
    one = meet("syncing-3x")
    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda _: one.ask().status_code, range(20)))

    assert [200] * 17 + [429] * 3 == sorted(statuses)


def _standing_still() -> Clock:
    return Clock(start=1_800_000_000.0, source=lambda: 0.0)


def _told(seed: int) -> list[tuple[int, tuple[tuple[str, str], ...], bytes]]:
    """Ask a sandbox of one's own for a little of everything; return all that it says."""
    requests: list[tuple[str, str, str, object]] = [
        ("GET", PROCEDURES, "pat_test_syncing-3s~ada~a", None),
        ("POST", "/_sandbox/session/clock", "pat_test_syncing-3s~ada~a", {"advance": 3}),
        ("GET", PROCEDURES, "pat_test_syncing-3s~ada~a", None),
        ("GET", f"{PROCEDURES}?colour=red", "pat_test_ready~dora", None),
        ("GET", "/fhir/metadata", "pat_test_ready~dora", None),
        ("GET", PROCEDURES, "secret", None),
        ("GET", PROCEDURES, "pat_test_garbled~ada", None),
        ("POST", "/_sandbox/sessions", "pat_test_ready", {"patient": "ada", "scenario": "failing-5s"}),
        ("POST", "/_sandbox/sessions", "pat_test_ready", {"patient": "dora", "scenario": {"quota": 2}}),
        ("GET", "/_sandbox/session/journal", "pat_test_syncing-3s~ada~a", None),
        ("GET", "/_sandbox/session/verdict", "pat_test_syncing-3s~ada~a", None),
        ("GET", "/_sandbox/sessions", "pat_test_ready", None),
    ]
    backend = Backend(load(built_in_fixtures()), Settings(seed=seed), new_clock=_standing_still)
    with Sandbox(backend=backend) as sandbox, httpx.Client(base_url=sandbox.url, verify=False) as http:
        answers = [
            http.request(method, address, headers={"Authorization": f"Bearer {token}", "Host": "localhost"}, json=body)
            for method, address, token, body in requests
        ]
    return [(answer.status_code, tuple(answer.headers.items()), answer.content) for answer in answers]


def test_the_same_seed_and_requests_give_the_same_bytes() -> None:
    """Bodies, headers, request ids, tokens, journals and verdicts: all of it."""
    first, second = _told(7), _told(7)

    assert first == second
    assert [429, 200, 200, 400, 200, 401, 200, 201, 201, 200, 200, 200] == [status for status, _, _ in first]


def test_another_seed_gives_other_tokens() -> None:
    """What follows from the seed differs, what is data does not."""
    first, second = _told(7), _told(8)

    assert first[7][2] != second[7][2]
    assert first[2][2] == second[2][2]
