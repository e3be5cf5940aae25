"""Is an answer that is given again the one that would be made anew? Always, whatever has happened in between."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase as HypothesisPhase
from hypothesis import given, settings
from hypothesis import strategies as some
from multidict import CIMultiDict

from sandbox.api.app import Api
from sandbox.api.fhir.asked import Asked
from sandbox.backend import Backend
from sandbox.embedded import backend_of
from sandbox.problem import Problem
from sandbox.scenario import Phase
from sandbox.sessions.clock import Clock
from sandbox.sessions.session import Session
from sandbox.web.head import Head
from sandbox.web.messages import Request, Response
from sandbox.web.unfinished import finished

TOKENS = (
    "pat_test_ready~ada", "pat_test_partial~ben", "aat_test_ready", "aat_test_flaky-503x2", "pat_test_throttled",
)  # fmt: skip
ADDED = b'{"resourceType":"Procedure","id":"%b","status":"%b","subject":{"reference":"Patient/ada-lovell"}}'
# Columns: method, path, query, and headers beside the token.
ASKED: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("GET", "/fhir/Procedure/ada-mammogram", "", {}),
    ("HEAD", "/fhir/Procedure/ada-mammogram", "", {}),
    ("GET", "/fhir/Procedure/ada-mammogram", "", {"If-None-Match": '*, W/"1"'}),
    ("GET", "/fhir/Procedure/ada-mammogram", "_pretty=true", {}),
    ("GET", "/fhir/Procedure/added", "", {}),
    ("GET", "/fhir/Patient/$PATIENT_ID", "", {}),
    ("GET", "/fhir/Procedure", "status=completed&_count=3", {}),
    ("GET", "/fhir/Procedure", "_id=added,ada-mammogram&_total=accurate", {}),
    ("GET", "/fhir/Procedure", "date=ap2024", {}),
    ("GET", "/fhir/Procedure", "unknown=1", {}),
    ("GET", "/fhir/Procedure", "unknown=1", {"Prefer": "handling=lenient"}),
    ("GET", "/fhir/Procedure", "", {"Accept": "text/csv"}),
    ("GET", "/fhir/Patient/$PATIENT_ID/Procedure", "_count=2", {}),
    ("GET", "/fhir/Procedure/_nowhere", "", {}),
    ("PUT", "/fhir/Procedure/added", "", {}),
)


class Side:
    """A sandbox whose time is told; it *knows* the heads of requests that came before, or does not."""

    def __init__(self, *, knows: bool) -> None:
        self.seconds = 0.0
        self.backend = backend_of((), {}, lambda: Clock(1_700_000_000, source=lambda: self.seconds))
        self.api = Api(self.backend)
        self.heads: dict[tuple[int, str], Head] | None = {} if knows else None

    def ask(self, number: int, token: str) -> Response:
        """Ask one of what is asked."""
        method, path, query, more = ASKED[number]
        headers = CIMultiDict({"Host": "m.test", "Authorization": f"Bearer {token}", "User-Agent": "a", **more})
        head = None
        if self.heads is not None:
            head = self.heads.setdefault((number, token), Head(method, path, query, headers, {}))
            head.is_kept = True
        request = Request(method, path, query, headers, b"", "", 1, lambda _number: True, "http", head)
        return finished(self.api.handle(request))

    def add(self, id_: bytes, status: bytes) -> None:
        """Add or replace a Procedure."""
        self.backend.add_resources(ADDED % (id_, status)).outcome()

    def update(self, token: str, change: Callable[[Session], object]) -> None:
        """Change the session of a token."""
        self.backend.sessions.update(self.backend.admit(token)[0].name, change)


def _forget(side: Side, token: str) -> None:
    if side.backend.known_session(token) is not None:
        side.backend.forget(token)


def _remove(side: Side, _token: str) -> None:
    try:
        side.backend.remove_resource("Procedure", "added")
    except Problem:  # it is gone already
        return


def _pass(side: Side, _token: str) -> None:
    side.seconds += 7


HAPPENINGS: dict[str, Callable[[Side, str], object]] = {
    "time passes": _pass,
    "a resource is added": lambda side, _: side.add(b"added", b"completed"),
    "one is replaced": lambda side, _: side.add(b"ada-mammogram", b"stopped"),
    "one is removed": _remove,
    "a patient is expunged": lambda side, token: side.update(token, lambda one: one.expunge("ada-lovell")),
    "the sync is half done": lambda side, token: side.update(token, lambda one: one.move(Phase.PARTIAL)),
    "the sync is over": lambda side, token: side.update(token, lambda one: one.move(Phase.READY)),
    "the tokens end": lambda side, token: side.update(token, lambda one: one.end("revoked")),
    "the session is forgotten": _forget,
    "everything is reset": lambda side, _: side.backend.reset().outcome(),
}
STEPS = some.lists(some.tuples(some.sampled_from(sorted(HAPPENINGS)), some.sampled_from(TOKENS)), min_size=5)


def _asked(side: Side) -> Any:
    """Return all that clients get to see who ask everything, twice."""
    seen = [side.ask(number, token) for number in range(len(ASKED)) for token in TOKENS for _ in "12"]
    return [(one.status, one.headers, one.body, one.at, one.request_id, one.cross_origin) for one in seen]


def _journals(backend: Backend) -> list[Any]:
    return [(session.name, session.journal.to_json(), session.scenario_state.used) for session in backend.sessions]


@pytest.fixture(scope="module")
def sides() -> tuple[Side, Side]:
    """Give a sandbox that does not know heads, and one that does, and goes on to know them after a reset."""
    return Side(knows=False), Side(knows=True)


@settings(max_examples=12, deadline=None, derandomize=True, phases=[HypothesisPhase.generate])
@given(steps=STEPS)
def test_what_is_known_is_answered_as_if_it_were_not(sides: tuple[Side, Side], steps: list[tuple[str, str]]) -> None:
    """The same status, headers, body and number each time, and the same journal at the end."""
    fresh, knowing = sides
    fresh.backend.reset().outcome()
    knowing.backend.reset().outcome()
    for happening, token in steps:
        HAPPENINGS[happening](fresh, token)
        HAPPENINGS[happening](knowing, token)
        assert _asked(fresh) == _asked(knowing), (happening, token)

    assert _journals(fresh.backend) == _journals(knowing.backend)


@pytest.mark.parametrize(("number", "known"), [(0, True), (1, True), (2, False), (3, False), (6, True), (8, False)])
def test_only_what_lasts_is_kept(number: int, *, known: bool) -> None:
    """A resource as it is, and a page that does not depend on the time; not what is laid out for one request."""
    side = Side(knows=True)
    for _ in range(3):
        side.ask(number, "aat_test_ready")
    (head,) = (side.heads or {}).values()

    assert isinstance(head.reading, Asked)
    assert known is (head.reading.answer is not None)


def test_a_body_is_counted_by_who_has_it() -> None:
    """A page whose bytes are given up elsewhere is made anew; nothing keeps them alive."""
    side = Side(knows=True)
    bodies = [side.ask(6, "aat_test_ready").body for _ in range(4)]
    assert bodies[2] is bodies[3]
    (head,) = (side.heads or {}).values()
    assert isinstance(head.reading, Asked)
    assert head.reading.answer is not None
    source = head.reading.answer.source
    side.add(b"other", b"completed")

    assert source.body is None
    assert 200 == side.ask(6, "aat_test_ready").status


def test_a_request_that_may_never_come_again_leaves_nothing_behind() -> None:
    """Its head is not kept, and so nothing is with it."""
    side = Side(knows=False)
    headers = CIMultiDict({"Host": "m.test", "Authorization": "Bearer aat_test_ready"})
    head = Head("GET", "/fhir/Procedure/ada-mammogram", "", headers, {})
    response = side.api.handle(Request("GET", head.path, "", headers, b"", "", head=head))

    assert 200 == response.status
    assert head.reading is None
