"""How is a session told to a pipe? Plain lines: an attempt once it was answered, a verdict when it changes."""

# tested by: tests/cli/test_watch.py

from collections.abc import Mapping
from typing import Any

from sandbox.cli.watched import Watched, WatchedAll, in_words, last_of, name_of
from sandbox.plural import counted_as
from sandbox.reports.markup import printable
from sandbox.reports.run_summary import WORDS
from sandbox.reports.timeline import Answer
from sandbox.reports.timeline_text import attempt_line


class SessionLines:
    """Prints what is new of one session."""

    def __init__(self) -> None:
        self._told: set[int] = set()
        self._state = ""
        self._verdict: tuple[str, ...] = ()

    def __call__(self, found: Watched | WatchedAll) -> None:
        """Print the attempts that were answered since the last look, and verdict and state where they are others."""
        if not isinstance(found, Watched):
            return
        numbers = {entry["n"] for entry in found.entries}
        if self._told and not self._told & numbers:
            _say("The session begins anew.")
            self._told.clear()
        state = f"{found.session['sync']['state']}"
        if state != self._state:
            self._state = state
            _say(in_words(found.session))
        self._say_attempts(found)
        self._say_verdict(found.verdict)

    def _say_verdict(self, verdict: Mapping[str, Any]) -> None:
        """Print the result, and the rules that failed, where these are others than before."""
        failed = [rule for rule in verdict["rules"] if rule["result"] == "fail"]
        now = (verdict["result"], *(rule["id"] for rule in failed))
        if now == self._verdict:
            return
        self._verdict = now
        _say(f"verdict: {WORDS[verdict['result']]}")
        for rule in failed:
            _say(f"  {rule['id']} {rule['title']}: {printable(rule['says'])}")

    def _say_attempts(self, found: Watched) -> None:
        lines = []
        for lane in found.timeline.lanes:
            for before, attempt in zip([None, *lane.attempts], lane.attempts, strict=False):
                if attempt.answer is not Answer.PENDING and attempt.number not in self._told:
                    self._told.add(attempt.number)
                    lines.append((attempt.number, f"{attempt_line(attempt, before)}  {printable(lane.title)}"))
        for _, line in sorted(lines):
            _say(line)


class SessionsLines:
    """Prints which of all sessions have gone on."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[int, str]] = {}

    def __call__(self, found: Watched | WatchedAll) -> None:
        """Print each session that has asked, or whose state is another, since the last look; the oldest first."""
        if not isinstance(found, WatchedAll):
            return
        for session in reversed(found.sessions):
            now = (session["requests"], session["sync"]["state"])
            if self._told.get(session["session"]) != now:
                asked = counted_as(session["requests"], "request")
                _say(f"{name_of(session)}  {in_words(session)}  {asked}  {last_of(session)}".rstrip())
        self._told = {session["session"]: (session["requests"], session["sync"]["state"]) for session in found.sessions}


def _say(text: str) -> None:
    print(text, flush=True)
