"""What does `watch` see at a moment? One session with its journal and verdict, or all sessions; as the API gives them.

Here is also how their parts are put into words, for the lines and for the screen alike.
"""

# tested by: tests/cli/test_watch.py

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.reports.markup import printable
from sandbox.reports.timeline import Timeline, seconds, timeline


@dataclass(frozen=True, slots=True)
class Watched:
    """One session: as `GET /_sandbox/session`, its journal's entries and its verdict have it."""

    session: Mapping[str, Any]
    entries: Sequence[Mapping[str, Any]]
    verdict: Mapping[str, Any]

    @property
    def timeline(self) -> Timeline:
        """What its client did, with the findings."""
        return timeline(self.entries, self.verdict)


@dataclass(frozen=True, slots=True)
class WatchedAll:
    """All sessions, the newest first, as `GET /_sandbox/sessions` has them; `total` is how many there are."""

    sessions: Sequence[Mapping[str, Any]]
    total: int


def in_words(session: Mapping[str, Any]) -> str:
    """Return how a session stands: `syncing-45s, ada-lovell: syncing, ready in 12 s`."""
    whose = session["patient"] or "every patient"
    return printable(f"{session['scenario']}, {whose}: {state_of(session)}")


def state_of(session: Mapping[str, Any]) -> str:
    """Return how far a sync has come: `syncing, ready in 12 s`."""
    sync = session["sync"]
    if sync["state"] == "syncing" and sync["ready_in"] is not None:
        return f"syncing, ready in {seconds(round(sync['ready_in'], 1))}"
    return str(sync["state"])


def clock_of(session: Mapping[str, Any]) -> str:
    """Return what the session's clock shows: `12:00:03Z, frozen`."""
    clock = session["clock"]
    said = datetime.fromtimestamp(clock["now"], UTC).strftime("%H:%M:%SZ")
    if clock["frozen"]:
        said += ", frozen"
    elif "scale" in clock:
        said += f", {clock['scale']:g} times as fast"
    return said


def name_of(session: Mapping[str, Any]) -> str:
    """Return the label of a session, or the beginning of its name."""
    return printable(session["label"]) or str(session["session"])[:8]


def last_of(session: Mapping[str, Any]) -> str:
    """Return a session's last exchange: `429 transient, wait 3 s`; "" if there was none."""
    last = session["last"]
    if last is None:
        return ""
    parts = [f"{last['status'] or 'no status'} {last['issue'] or ''}".rstrip()]
    if last["wait"] is not None:
        parts.append(f"wait {seconds(last['wait'])}")
    return ", ".join(parts)
