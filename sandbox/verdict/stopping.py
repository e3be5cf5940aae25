"""Did the client stop when, and only when, it was right? R01, R08 to R10, R14, R17, R18."""

from collections.abc import Sequence
from dataclasses import replace

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import HUGE, knew, retries_of, succeeded
from sandbox.verdict.finding import Finding, doubtful, failed, never_tested, passed
from sandbox.verdict.input import VerdictInput

PATIENCE = 60.0  # seconds: the first sync takes under a minute, says the service
TOO_MANY = 50
OWN_DELAY = 10.0  # seconds: a first delay of one's own is no longer


def came_back(facts: VerdictInput) -> Finding:
    """R01: after a 429 `transient` it never asked again although the data became ready."""
    groups = [group for group in _in_window(facts) if (group[-1].wait or 0.0) < HUGE]
    if not groups:
        return never_tested("It never met a 429 `transient` whose wait one can sit out.")
    left = [group[0] for group in groups if len(group) == 1]
    if not left:
        return passed("It came back after each 429 `transient`.")
    if facts.endless:
        return never_tested("The data never becomes ready here.")
    gone = [entry for entry in left if _is_ready(facts, [entry])]
    if not gone:
        return doubtful("It has not come back yet, but the data is not there yet, or only just.", left[0].n)
    for entry in gone:
        if not any(later.path == entry.path for later in facts.entries if later.n > entry.n):
            return failed(
                f"After entry {entry.n}, a 429 `transient`, it never asked again; the data is there.", entry.n
            )
    return doubtful("It did not ask this again, but something else of the same kind.", *(entry.n for entry in gone))


def gave_up(facts: VerdictInput) -> Finding:
    """R08: under a 429 that never ends it went on for more than 50 requests."""
    groups = _in_window(facts)
    if not facts.endless or not groups:
        return never_tested("No 429 without end was met.")
    longest = max(groups, key=len)
    if len(longest) > TOO_MANY:
        return failed(f"It asked {len(longest)} times under a 429 that never ends.", longest[0].n, longest[-1].n)
    return passed(f"It asked {len(longest)} times, and no more.")


def patient_enough(facts: VerdictInput) -> Finding:
    """R09: it stopped for good before 60 s of a window that was announced as passing."""
    groups = [group for group in _in_window(facts) if len(group) > 1]
    if facts.endless or not groups:
        return never_tested("It did not ask twice in a window that passes.")
    stopped = [group for group in groups if _stopped_early(group)]
    if not stopped:
        return passed("It had patience to the end of the window, or for a minute.")
    first, last = stopped[0][0], stopped[0][-1]
    if _is_ready(facts, stopped[0]):
        spent = last.at - first.at
        said = f"It gave up with entry {last.n}, {spent:.1f} s after its first attempt; the data came later."
        return failed(said, first.n, last.n)
    return doubtful("It has stopped for now, but the data is not there yet, or only just.", last.n)


def _stopped_early(group: Sequence[Entry]) -> bool:
    last = group[-1]
    return last.issue == "transient" and last.at - group[0].at < PATIENCE and (last.wait or 0.0) < HUGE


def stopped_at_422(facts: VerdictInput) -> Finding:
    """R10: it asked again with the same authorization after a 422 `processing`."""
    return _stopped_after(facts, "processing", 422, "a 422 `processing`", "with the same authorization")


def one_refresh(facts: VerdictInput) -> Finding:
    """R14: after a 401 it asked with the same token again."""
    refused = [entry.access for entry in facts.entries if entry.status == 401]
    worst = max(refused, key=refused.count, default=0)
    of_one = tuple(entry for entry in facts.entries if entry.access == worst)
    return _stopped_after(replace(facts, entries=of_one), None, 401, "a 401", "with the same token")


def _stopped_after(facts: VerdictInput, issue: str | None, status: int, what: str, how: str) -> Finding:
    refused = [entry for entry in facts.entries if entry.status == status and issue in {None, entry.issue}]
    if not refused:
        return never_tested(f"It never met {what}.")
    first = refused[0]
    again = refused[1:]
    sure = [entry for entry in again if knew(first, entry)]
    if sure:
        times = f" {len(sure)} times" if len(sure) > 1 else ""
        return failed(f"After entry {first.n}, {what}, it asked again{times} {how}.", first.n, *(e.n for e in sure))
    if again:
        return doubtful(
            "Further requests came at once, over other connections: they may have been under way.",
            *(e.n for e in again),
        )
    return passed(f"It stopped at {what}.")


def stopped_after_success(facts: VerdictInput) -> Finding:
    """R17: in a group that met a 429, more than one identical request came after its 200."""
    met = False
    for group in _in_window(facts):
        last = max(place for place, entry in enumerate(group) if entry.issue == "transient")
        success = next((entry for entry in group[last + 1 :] if succeeded(entry)), None)
        met = met or success is not None
        rest = [entry.n for entry in group if success and success.n < entry.n and entry.at - success.at < PATIENCE]
        if success and len(rest) > 1:
            return failed(
                f"Entry {success.n} had the data, and {len(rest)} identical requests followed.", success.n, *rest
            )
    if not met:
        return never_tested("No request that met a 429 `transient` had its data later.")
    return passed("Once it had the data, it stopped asking.")


def lost_connections(facts: VerdictInput) -> Finding:
    """R18: after a reset it never asked again."""
    groups = [group for group in facts.groups if any(entry.fault == "reset" for entry in group)]
    if not groups:
        return never_tested("No connection was reset.")
    left = [group[-1] for group in groups if group[-1].fault == "reset" and len(group) == 1]
    if left:
        return failed(f"After the reset of entry {left[0].n} it never asked again.", left[0].n)
    return passed("After a reset it asked again.")


def _in_window(facts: VerdictInput) -> list[list[Entry]]:
    """Return the groups that met a 429 `transient`."""
    return [group for group in facts.groups if any(entry.issue == "transient" for entry in group)]


def _is_ready(facts: VerdictInput, group: Sequence[Entry]) -> bool:
    """Return whether the data was there after the last attempt, long enough for another one to have come.

    Where the window does not end by time, nobody knows whether the data would have come.
    """
    last = group[-1]
    own = [2 * retry.gap for retry in retries_of(group)] or [OWN_DELAY if last.wait is None else 0.0]
    quiet = round(facts.now - last.at, 6)
    return facts.due_at is not None and facts.now >= facts.due_at and quiet > max(2 * (last.wait or 0.0), own[-1])
