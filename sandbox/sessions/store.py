"""Where are sessions kept? By name, with the tokens that lead to each; `update` is the one way to change one.

A store may keep its sessions in another process: what `get` and `named` return is to be read, not written.
"""

# tested by: tests/sessions/test_travelling.py, tests/api/admin/test_sessions.py

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from sandbox.scenario import Scenario
from sandbox.sessions.clock import Clock
from sandbox.sessions.session import Session

T = TypeVar("T")


class SessionStore(Protocol):
    """Sessions by name, and by the access tokens that lead to them."""

    @property
    def trouble(self) -> str:
        """What keeps the store from answering at this moment, as a sentence; "" if nothing does."""

    def get(self, token: str) -> tuple[Session, int] | None:
        """Return the session that a token leads to, and the number of the token in it; None if it leads nowhere."""

    def named(self, name: str) -> Session | None:
        """Return the session of a name."""

    def update(self, name: str, change: Callable[[Session], T]) -> T:
        """Change a session, as one step that no other interrupts, and return what *change* returns.

        *change* may be called again if another process was faster: it looks at nothing but the session and its own
        arguments, and changes nothing but the session. Raises KeyError if there is no such session.
        """

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

    def lead(self, token: str, name: str, number: int = 0) -> None:
        """Let a token lead to the session of a name, as its *number*-th."""

    def drop_token(self, token: str) -> None:
        """Let a token lead nowhere."""

    def release(self, name: str) -> None:
        """Take note that the consent of a session is gone: it is kept only as long as a token leads to it."""

    def clear(self) -> list[Session]:
        """Forget every session, and count from 1 again; return those there were, whose memory is to be freed."""

    def labelled(self, prefix: str) -> list[Session]:
        """Return the sessions that a token leads to and whose label begins so, newest first, with their journals."""

    def __iter__(self) -> Iterator[Session]:
        """Yield the sessions that a token leads to, the newest first."""
