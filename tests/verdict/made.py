"""How is a journal made by hand? Entries that say only what matters to a test."""

from dataclasses import replace
from itertools import count
from typing import Any

from sandbox.sessions.journal import Entry
from sandbox.verdict import POLICIES, RULES, Verdict, VerdictInput, judge
from sandbox.verdict.finding import Finding

PATH = "/fhir/Procedure"


new_connection = count(1).__next__  # returns the number of a connection that no other entry came over
ONLY = new_connection()


def entry(n: int, at: float, status: int | None = 200, **more: Any) -> Entry:
    """Return an exchange that took no time, over the one connection there is, unless *more* says something else."""
    query = more.pop("query", "")
    path, method = more.pop("path", PATH), more.pop("method", "GET")
    made = Entry(n, at, method, path, query, more.pop("attempt", 1), connection=more.pop("connection", ONLY))
    made.status, made.done, made.later, made.frozen = status, at, n, True
    for name, value in more.items():
        setattr(made, name, value)
    return made


def syncing(n: int, at: float, wait: float | None = 3.0, spelling: str = "both", **more: Any) -> Entry:
    """Return a 429 `transient`."""
    return entry(n, at, 429, **{"issue": "transient", "wait": wait, "spelling": spelling, **more})


def throttled(n: int, at: float, wait: float = 50.0, **more: Any) -> Entry:
    """Return a 429 `throttled`."""
    return entry(n, at, 429, **{"issue": "throttled", "wait": wait, "spelling": "standard", **more})


def facts(*entries: Entry, **more: Any) -> VerdictInput:
    """Return what a verdict is based on; it is judged a long time after the last entry, unless *more* says when."""
    last = max((one.at for one in entries), default=0.0)
    return replace(VerdictInput(entries=entries, now=last + 1000.0), **more)


def finding(rule: str, *entries: Entry, **more: Any) -> Finding:
    """Return what one rule finds."""
    return next(row for row in RULES if row.id == rule).judge(facts(*entries, **more))


def result(rule: str, *entries: Entry, **more: Any) -> str:
    """Return how one rule turns out."""
    return finding(rule, *entries, **more).result.value


def verdict(*entries: Entry, policy: str = "flexpa", **more: Any) -> Verdict:
    """Return the whole verdict."""
    return judge(facts(*entries, **more), POLICIES[policy])
