"""Is what was read still so? What goes wrong on what is old is asked again, and nobody hears of it."""

from functools import partial
from typing import Any

import pytest

from tests.replicas.conftest import Pair

TOKEN = "pat_test_ready~p1~old"  # noqa: S105 - made up


@pytest.fixture
def session(pair: Pair) -> str:
    """Give the name of a session that the first replica knows, and the second has changed since."""
    for replica in pair:
        assert 200 == replica.get(TOKEN).status_code
    name: str = pair[1].steer("GET", "/session", TOKEN)["session"]
    return name


def failing(pair: Pair, name: str, seen: list[int], *, after: int) -> Any:
    """Return what raises where the journal of a session has *after* entries or more, or fewer if that is negative."""

    def ask() -> str:
        session = pair[0].stores.sessions.named(name)
        assert session is not None
        seen.append(session.journal.count)
        if session.journal.count >= after:
            raise LookupError("by what was read")
        return "whole"

    return ask


def test_an_error_by_what_is_old_is_asked_again(pair: Pair, session: str) -> None:
    """One by what is so is raised, and asked once more at most."""
    known = pair[1].steer("GET", "/session/journal", TOKEN)["entries"][-1]["n"]
    seen: list[int] = []

    def ask() -> int:
        found = pair[0].stores.sessions.named(session)
        assert found is not None
        seen.append(found.journal.count)
        if found.journal.count < known:
            raise LookupError("by what was old")
        return found.journal.count

    assert known == pair[0].run("lane", ask)
    assert [known - 1, known] == seen
    with pytest.raises(LookupError):
        pair[0].run("lane", failing(pair, session, seen, after=known))


def test_a_failure_is_logged_when_it_is_true(pair: Pair, session: str, caplog: pytest.LogCaptureFixture) -> None:
    """Once, however often it was asked, and with its traceback; not at all where the repeat succeeds."""
    known = pair[1].steer("GET", "/session/journal", TOKEN)["entries"][-1]["n"]

    def ask(worst: int) -> int:
        found = pair[0].stores.sessions.named(session)
        assert found is not None
        try:
            assert found.journal.count > worst, "by what was read"
        except AssertionError:
            pair[0].stores.failures.note("GET", "/fhir/Procedure")
        return found.journal.count

    assert known == pair[0].run("lane", lambda: ask(known - 1))
    assert [] == caplog.messages
    pair[1].get(TOKEN)
    assert known + 1 == pair[0].run("lane", lambda: ask(known + 1))
    assert ["GET /fhir/Procedure could not be answered"] == caplog.messages
    assert "by what was read" in caplog.text


def test_an_error_is_told_to_nobody_else_in_its_lane(pair: Pair, session: str) -> None:
    """Those before it and after it get their answers, though they were asked together."""
    seen: list[int] = []
    bad, good = failing(pair, session, seen, after=0), failing(pair, session, seen, after=10**6)
    found = pair[0].run_together("lane", [good, good, bad, good, bad, good])

    assert ["whole", "whole", LookupError, "whole", LookupError, "whole"] == [
        one if isinstance(one, str) else type(one) for one in found
    ]


def test_what_was_changed_before_an_error_is_not_kept(pair: Pair, session: str) -> None:
    """A transaction that raises changes nothing, here and there."""

    def ask() -> None:
        pair[0].stores.sessions.update(session, lambda one: one.keep_oauth(keeps=True))
        pair[0].stores.counters.next("consent")
        raise LookupError("afterwards")

    with pytest.raises(LookupError):
        pair[0].run("lane", ask)
    kept = [replica.run("lane", partial(replica.stores.sessions.named, session)) for replica in pair]

    assert [False, False] == [one.keeps_oauth for one in kept]


def test_outside_of_transactions_a_failure_is_logged_at_once(pair: Pair, caplog: pytest.LogCaptureFixture) -> None:
    """As of a request that needs no state."""
    pair[0].stores.failures.note("GET", "/_sandbox/health")

    assert ["GET /_sandbox/health could not be answered"] == caplog.messages
