"""Did the client take a final answer for final? R10 for 422 `processing`, R14 for 401, R17 for the data itself."""

# tested by: tests/verdict/test_stopping.py

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import AT_ONCE, Retry, grouped, retries_of, succeeded
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.stopping import PATIENCE, in_window
from sandbox.verdict.wording import seconds, times

POLLING = 2  # so many gaps in the rhythm of the waits are a loop that was never ended
RHYTHM, LEAST_RHYTHM = 0.10, 0.05  # the share of a wait, and the seconds, by which a gap may differ from it


def stopped_at_422(facts: VerdictInput) -> Finding:
    """R10: it repeated the same request with the same authorization after a 422 `processing`."""
    refused = [entry for entry in facts.entries if entry.status == 422 and entry.issue == "processing"]
    return _stopped_after([refused], "a 422 `processing`", "with the same authorization")


def one_refresh(facts: VerdictInput) -> Finding:
    """R14: after a 401 it repeated the same request with the same token."""
    refused = [entry for entry in facts.entries if entry.status == 401]
    tokens = sorted({entry.access for entry in refused})
    by_token = [[entry for entry in refused if entry.access == token] for token in tokens]
    return _stopped_after(by_token, "a 401", "with the same token")


def _stopped_after(refused: Sequence[Sequence[Entry]], what: str, how: str) -> Finding:
    """Judge the entries that were refused, those of each authorization by themselves."""
    lists = [_without_probes(entries) for entries in refused if entries]
    if not lists:
        return not_exercised(f"It never met {what}.")
    for entries in lists:
        first, again = _repeated(entries)
        if again and first.access < 0:
            return not_exercised(
                f"It repeated a request after {what}, but the recording does not tell its tokens apart."
            )
        if again:
            said = f"After entry {first.n}, {what}, it repeated the same request {times(len(again))} {how}."
            return failed(said, first.n, *(entry.n for entry in again))
    others = [entry.n for entries in lists for entry in entries[1:]]
    if others:
        return inconclusive(
            f"After {what} further requests followed {how}: they may have been under way, or parts of one page.",
            lists[0][0].n,
            *others,
        )
    return passed(f"It stopped at {what}.")


def _without_probes(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries but for each HEAD whose GET came next, to read why it was refused: both are one question."""
    probes = {
        before.n
        for group in grouped(entries)
        for before, after in pairwise(group)
        if before.method == "HEAD" and after.method != "HEAD"
    }
    return [entry for entry in entries if entry.n not in probes]


def _repeated(entries: Sequence[Entry]) -> tuple[Entry, list[Entry]]:
    """Return the refused request that was knowingly repeated most often, and its repetitions."""
    worst: tuple[Entry, list[Entry]] = (entries[0], [])
    for group in grouped(entries):
        numbers = [entry.n for entry in group]
        for first in group:
            again = group[bisect_right(numbers, _under_way_until(first)) :]
            if len(again) > len(worst[1]):
                worst = first, again
            if len(again) == len(group) - 1:
                break  # no later one can be repeated more often
    return worst


def _under_way_until(first: Entry) -> int:
    """Return the number of the last entry that had arrived when an entry was answered: what follows knew the answer."""
    if first.later is None:
        return first.n
    return max(first.n, first.later)


def stopped_after_success(facts: VerdictInput) -> Finding:
    """R17: after its data it asked on in the rhythm of the waits."""
    met = False
    doubts: list[int] = []
    for group in in_window(facts):
        place = _success(group)
        if place is None:
            continue
        met = True
        success = group[place]
        rest = [entry for entry in group[place:] if entry.at - success.at < PATIENCE]
        waits = sorted(set(_waits(facts, group[: place + 1])))
        on = [retry for retry in retries_of(rest) if _is_in_rhythm(retry, waits)]
        if len(on) >= POLLING:
            return failed(
                f"Entry {success.n} had the data, and the same request followed {times(len(on))} more in the rhythm of "
                f"the waits before ({seconds(on[0].gap)}).",
                success.n,
                *(retry.after.n for retry in on),
            )
        if len(rest) > POLLING:
            doubts = doubts or [entry.n for entry in rest]
    if not met:
        return not_exercised("No request that met a 429 `transient` had its data later.")
    if doubts:
        return inconclusive(
            f"Entry {doubts[0]} had the data, and the same request followed {times(len(doubts) - 1)} more, but not in "
            "the rhythm of the waits: several calls of one program, or a screen that refreshes.",
            *doubts,
        )
    return passed("Once it had the data, it stopped asking.")


def _success(group: Sequence[Entry]) -> int | None:
    """Return the place of the first data after the last 429 `transient`."""
    last = max(place for place, entry in enumerate(group) if entry.issue == "transient")
    return next((place for place in range(last + 1, len(group)) if succeeded(group[place])), None)


def _waits(facts: VerdictInput, group: Sequence[Entry]) -> list[float]:
    """Return the waits that were announced before the data came, or, if none were, those that the client chose."""
    retries = retries_of(group)
    announced = [retry.wait for retry in retries if retry.wait is not None and facts.binds(retry.before)]
    return announced or [retry.gap for retry in retries]


def _is_in_rhythm(retry: Retry, waits: Sequence[float]) -> bool:
    """Return whether a gap is like one of the *waits*, in ascending order.

    What came at once, over another connection, was under way.
    """
    if retry.after.connection != retry.before.connection and retry.gap <= AT_ONCE:
        return False
    longer = bisect_right(waits, retry.gap, key=lambda wait: wait - _leeway(wait))
    near = waits[max(longer - 1, 0) : longer + 1]  # of those that are no longer than the gap, the longest; and one more
    return any(abs(retry.gap - wait) <= _leeway(wait) for wait in near)


def _leeway(wait: float) -> float:
    """Return by how many seconds a gap may differ from a wait."""
    return max(RHYTHM * wait, LEAST_RHYTHM)
