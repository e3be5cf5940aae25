"""What would a move to another process do to the sessions? It writes each as JSON bytes, and reads it."""

from sandbox.json_codec import from_bytes, to_bytes
from sandbox.sessions.memory import MemorySessionStore
from sandbox.sessions.session import Session


class TravellingStore(MemorySessionStore):
    """A SessionStore whose sessions can be sent on a journey."""

    def travel(self) -> None:
        """Put in the place of each session what is read from its bytes."""
        for name, session in self._sessions.items():
            read = from_bytes(Session, to_bytes(session))
            # The time of day is that of the process where the test began, which may hold it still.
            for field in ("_source", "_anchor", "_undisturbed"):
                setattr(read.clock, field, getattr(session.clock, field))
            self._sessions[name] = read
