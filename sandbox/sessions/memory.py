"""How are sessions kept in memory? In dictionaries, of which the tokens that were used least recently fall out."""

# tested by: tests/sessions/test_travelling.py, tests/api/admin/test_sessions.py

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TypeVar

from sandbox.scenario import Scenario, ScenarioState
from sandbox.sessions.clock import Clock
from sandbox.sessions.session import Session

T = TypeVar("T")

SESSIONS_KEPT = 10_000  # tokens that lead to a session
ENTRIES_KEPT = 500_000  # of all journals together, where nobody says otherwise

# What is kept of a journal when there are too many entries: at first of those that were used least recently.
SHRUNK = (100, 10, 0)
ROOM = 0.8  # part of the bound that is filled afterwards, so that it is not counted again at once


class MemorySessionStore:
    """A SessionStore within one process.

    A session without a consent lives as long as a token leads to it, one with a consent at least as long as that.
    All journals together keep *entries*.
    """

    def __init__(self, new_clock: Callable[[], Clock] = Clock, entries: int = ENTRIES_KEPT) -> None:
        self._new_clock = new_clock
        self._entries = entries
        self._uncounted = entries  # requests that may come before the entries are counted again: each writes one
        self._sessions: dict[str, Session] = {}
        self._tokens: OrderedDict[str, tuple[str, int]] = OrderedDict()
        self._leading: Counter[str] = Counter()
        self._opened = 0

    @property
    def trouble(self) -> str:
        """Nothing ever keeps memory from answering."""
        return ""

    def get(self, token: str) -> tuple[Session, int] | None:
        """Return the session that a token leads to, and the number of the token in it; None if it leads nowhere."""
        found = self._tokens.get(token)
        if found is None:
            return None
        self._tokens.move_to_end(token)
        self._expect_entry()
        return self._sessions[found[0]], found[1]

    def named(self, name: str) -> Session | None:
        """Return the session of a name."""
        return self._sessions.get(name)

    def update(self, name: str, change: Callable[[Session], T]) -> T:
        """Change a session and return what *change* returns; raises KeyError if there is no such session."""
        return change(self._sessions[name])

    def open(  # noqa: PLR0913 - all that a session begins with
        self,
        name: str,
        patient: str | None,
        scenario: Scenario,
        *,
        label: str = "",
        consent_id: str | None = None,
        clock: Clock | None = None,
    ) -> Session:
        """Begin a session, in the place of any other of that name; its clock is a new one if none is given."""
        self._opened += 1
        self._expect_entry()
        session = Session(
            name=name,
            number=self._opened,
            patient=patient,
            clock=clock or self._new_clock(),
            scenario_state=ScenarioState(scenario),
            label=label,
            consent_id=consent_id,
        )
        self._sessions[name] = session
        return session

    def lead(self, token: str, name: str, number: int = 0) -> None:
        """Let a token lead to the session of a name; if there are too many, the one used least recently goes."""
        self._tokens[token] = (name, number)
        self._leading[name] += 1
        if len(self._tokens) > SESSIONS_KEPT:
            self.drop_token(next(iter(self._tokens)))

    def drop_token(self, token: str) -> None:
        """Let a token lead nowhere."""
        name, _ = self._tokens.pop(token)
        self._leading[name] -= 1
        if self._leading[name]:
            return
        del self._leading[name]
        if self._sessions[name].consent_id is None:
            del self._sessions[name]

    def release(self, name: str) -> None:
        """Take note that the consent of a session is gone: it is kept only as long as a token leads to it."""
        if name in self._leading:
            self.update(name, Session.forget_consent)
        else:
            self._sessions.pop(name, None)

    def clear(self) -> list[Session]:
        """Forget every session, and count from 1 again; return those there were, whose memory is to be freed."""
        gone, self._sessions = list(self._sessions.values()), {}
        self._tokens.clear()
        self._leading.clear()
        self._opened = 0
        return gone

    def _expect_entry(self) -> None:
        """Make room for the entry that a request is going to write."""
        self._uncounted -= 1
        if self._uncounted < 0:
            self._bound_journals()
            self._uncounted -= 1

    def _bound_journals(self) -> None:
        """Count the entries of all journals; if they are too many, those go that nobody has asked about for longest."""
        held = sum(session.journal.kept for session in self._sessions.values())
        if held >= self._entries * ROOM:
            for most in SHRUNK:
                for name in dict.fromkeys([*(name for name, _ in self._tokens.values()), *self._sessions]):
                    if held <= self._entries * ROOM:
                        break
                    journal = self._sessions[name].journal
                    held -= journal.shrink(most)
        self._uncounted = self._entries - held

    def labelled(self, prefix: str) -> list[Session]:
        """Return the sessions that a token leads to and whose label begins so, newest first."""
        if not prefix:
            return list(self)
        return [session for session in self if session.label.startswith(prefix)]

    def __iter__(self) -> Iterator[Session]:
        """Yield the sessions that a token leads to, the newest first."""
        found = [self._sessions[name] for name in self._leading]
        return iter(sorted(found, key=attrgetter("number"), reverse=True))
