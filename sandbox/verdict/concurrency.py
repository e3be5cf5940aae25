"""Did the client ask too much at a time? R11, the pace after `throttled`, and R15, two pollers for one thing."""

# tested by: tests/verdict/test_waiting.py

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import AT_ONCE, Retry, key_of, numbers_of
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.pace import HOT
from sandbox.verdict.sequences import is_polite_by_connection, take_turns
from sandbox.verdict.wording import IF_ONE_CLIENT, seconds

SAME_PACE = 1.5  # times the pace before: who is no slower has kept it


def knew(first: Entry, later: Entry) -> bool:
    """Return whether the client had certainly read the first answer when it sent the later request.

    The same thing is asked again knowingly; another thing may have been under way.
    """
    if first.later is not None and later.n <= first.later:
        return False
    if key_of(first) == key_of(later):
        return True
    return later.at - (first.done or first.at) > AT_ONCE


def told_the_429s_apart(facts: VerdictInput) -> Finding:
    """R11: after `throttled` it kept the pace that brought it there."""
    first = next((place for place, entry in enumerate(facts.entries) if entry.issue == "throttled"), None)
    if first is None:
        return not_exercised("It never met a 429 `throttled`.")
    before, after = facts.entries[: first + 1], facts.entries[first:]
    if len(after) < 2:
        return passed("After `throttled` it did not ask again.", after[0].n)
    pace = _pace(before)
    hurried = [retry for retry in _neighbours(after) if _is_hurried(facts, retry, pace)]
    sure = [retry for retry in hurried if knew(retry.before, retry.after)]
    if any(not facts.really_waited(retry) and retry.after.n not in facts.shared for retry in sure):
        return failed(
            f"Before `throttled` it asked every {seconds(pace)}, and after it again after {seconds(hurried[0].gap)}, "
            f"although {seconds(hurried[0].wait)} were announced.",
            *numbers_of(hurried),
        )
    if any(facts.really_waited(retry) for retry in sure):
        return inconclusive("It waited after `throttled`, but the session's clock stood still.", *numbers_of(sure))
    if hurried:
        return inconclusive("It went on after `throttled`, but several requests were under way.", *numbers_of(hurried))
    return passed(_went_on(facts, _neighbours(after)))


def _went_on(facts: VerdictInput, retries: Sequence[Retry]) -> str:
    """Say how a client went on after `throttled` that is not blamed for it."""
    refused = [retry for retry in retries if retry.before.issue == "throttled"]
    if any(facts.early_by(retry) > 0 for retry in refused):
        return "After `throttled` it slowed down."
    if any(retry.wait is None for retry in refused):
        return "After `throttled` it went on, and no wait was announced that it could have broken."
    return "After `throttled` it waited as long as was announced."


def _pace(entries: Sequence[Entry]) -> float:
    gaps = [later.at - sooner.at for sooner, later in pairwise(entries)]
    if not gaps:
        return 0.0
    return median(gaps)


def _neighbours(entries: Sequence[Entry]) -> list[Retry]:
    return [Retry(sooner, later) for sooner, later in pairwise(entries)]


def _is_hurried(facts: VerdictInput, retry: Retry, pace: float) -> bool:
    throttled = retry.before.issue == "throttled" and facts.early_by(retry) > 0
    return throttled and retry.gap <= pace * SAME_PACE + HOT


def no_parallel_pollers(facts: VerdictInput) -> Finding:
    """R15: two attempts of one group overlapped during the window, or pollers of one client took turns."""
    groups = [[entry for entry in group if entry.issue == "transient"] for group in facts.groups]
    groups = [group for group in groups if len(group) > 1]
    if not groups:
        return not_exercised("It did not ask twice for the same during the sync.")
    overlaps = [retry for group in groups for retry in _neighbours(group) if retry.overlaps]
    if overlaps:
        first, second = overlaps[0].numbers
        return failed(f"Entry {second} was sent before entry {first} was answered.", *numbers_of(overlaps))
    for group in facts.groups:
        if _took_turns(facts, group):
            numbers = [entry.n for entry in group]
            said = "Several pollers took turns on connections of their own, asking for the same."
            if facts.single:
                return failed(said, *numbers)
            return inconclusive(f"{said} {IF_ONE_CLIENT}", *numbers)
    shared = [entry.n for group in groups for entry in group if entry.n in facts.shared]
    if shared:
        return inconclusive(
            "Attempts came early over new connections, and split into two sequences that each kept the wait: "
            "perhaps two pollers side by side.",
            *shared,
        )
    return passed("One attempt at a time.")


def _took_turns(facts: VerdictInput, group: Sequence[Entry]) -> bool:
    """Return whether polite pollers took turns on connections of their own."""
    waiting = [entry for entry in group if entry.issue == "transient"]
    return len(waiting) > 1 and is_polite_by_connection(group, facts.is_polite) and take_turns(group)
