"""Did the client stay as long as it was right, and no longer? R01, R08 and R09: coming back, and giving up."""

from collections.abc import Sequence

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import HUGE, retries_of
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.pace import slept_beside_its_clock
from sandbox.verdict.wording import IF_ENDED, times

PATIENCE = 60.0  # seconds: the first sync takes under a minute, says the service
TOO_MANY = 50
TOO_LONG = 120.0  # seconds, after which a client that had to be killed has not given up
OWN_DELAY = 10.0  # seconds: a first delay of one's own is no longer


_UNTOLD = f"A recording does not tell whether the sync was to end. {IF_ENDED}"


def came_back(facts: VerdictInput) -> Finding:
    """R01: after a 429 `transient` it never asked again, although the sync was to end."""
    groups = [group for group in in_window(facts) if not _outlasts_patience(group)]
    if not groups:
        return not_exercised("It never met a 429 `transient` whose wait one can sit out.")
    left = [group[0] for group in groups if len(group) == 1 and not _is_excused(facts, group[0])]
    if not left:
        return passed(_came_back(facts))
    if facts.endless:
        return not_exercised("The data never becomes ready here.")
    gone = [entry for entry in left if _is_over(facts, [entry])]
    if not gone:
        return _still_open(facts, left[0])
    last_at = {entry.path: entry.n for entry in facts.entries}
    for entry in gone:
        if last_at[entry.path] == entry.n:
            return failed(f"After entry {entry.n}, a 429 `transient`, it never asked again; {_missed(facts)}.", entry.n)
    return inconclusive("It did not ask this again, but something else of the same kind.", *(entry.n for entry in gone))


def _came_back(facts: VerdictInput) -> str:
    if facts.knows_failure:
        return "It came back after each 429 `transient`, or knew otherwise that the sync had failed."
    return "It came back after each 429 `transient`."


def _still_open(facts: VerdictInput, last: Entry) -> Finding:
    """Return why a client that was not seen again after an entry is not blamed."""
    if facts.recorded:
        return not_exercised(_UNTOLD)
    return inconclusive(f"Entry {last.n} is its last so far, but it may still come: {_why_open(facts)}", last.n)


def gave_up(facts: VerdictInput) -> Finding:
    """R08: under a 429 that never ends it went on for more than 50 requests."""
    groups = in_window(facts)
    if not facts.endless or not groups:
        return not_exercised("No 429 without end was met.")
    longest = max(groups, key=len)
    first, last = longest[0], longest[-1]
    if len(longest) > TOO_MANY:
        return failed(f"It asked {times(len(longest))} under a 429 that never ends.", first.n, last.n)
    if facts.ended == "killed":
        spent = last.at - first.at
        if spent > TOO_LONG:
            said = f"It was still asking after {spent:.0f} s under a 429 that never ends, until it was killed."
            return failed(said, first.n, last.n)
        said = (
            f"It asked {times(len(longest))} in {spent:.0f} s, and was killed: nobody knows when it would have given "
            "up."
        )
        return inconclusive(said, first.n, last.n)
    return passed(f"It asked {times(len(longest))}, and no more.")


def patient_enough(facts: VerdictInput) -> Finding:
    """R09: it stopped for good before 60 s of a window that was to end."""
    groups = [group for group in in_window(facts) if len(group) > 1]
    if facts.endless or not groups:
        return not_exercised("It did not ask twice in a window that ends.")
    stopped = [group for group in groups if _stopped_early(facts, group)]
    if not stopped:
        return passed("It had patience to the end of the window, or for a minute.")
    over = [group for group in stopped if _is_over(facts, group)]
    if not over:
        return _still_open(facts, stopped[0][-1])
    worst = next((group for group in over if not slept_beside_its_clock(retries_of(group))), over[0])
    first, last = worst[0], worst[-1]
    spent = last.at - first.at
    said = f"It gave up with entry {last.n}, {spent:.1f} s after its first attempt"
    if slept_beside_its_clock(retries_of(worst)):
        real = spent + last.behind - first.behind
        said += f" by the session's clock. But that stood still, and by the time of day the client stayed {real:.1f} s."
        return inconclusive(said, first.n, last.n)
    return failed(f"{said}; {_missed(facts)}.", first.n, last.n)


def in_window(facts: VerdictInput) -> list[list[Entry]]:
    """Return the groups that met a 429 `transient`."""
    return [group for group in facts.groups if any(entry.issue == "transient" for entry in group)]


def _stopped_early(facts: VerdictInput, group: Sequence[Entry]) -> bool:
    """Return whether the last attempt, and the wait that would have followed it, ended before the patience did."""
    last = group[-1]
    if last.issue != "transient" or (last.wait or 0.0) >= HUGE or _is_excused(facts, last):
        return False
    spent = last.at - group[0].at + _next_wait(facts, group)
    return spent + facts.tolerance < PATIENCE


def _outlasts_patience(group: Sequence[Entry]) -> bool:
    """Return whether a client was right to give up: for a day, or at once for longer than anybody has to be patient."""
    wait = group[-1].wait or 0.0
    return wait >= HUGE or (len(group) == 1 and wait >= PATIENCE)


def _is_excused(facts: VerdictInput, last: Entry) -> bool:
    """Return whether something else said, after this one, that there is nothing to come back for."""
    if facts.knows_failure:
        return True
    return last.n < facts.last_end


def _next_wait(facts: VerdictInput, group: Sequence[Entry]) -> float:
    """Return how long the client would have waited for its next attempt.

    Its own waits may double; where one was announced, it may have added something to each.
    """
    longest = max(retry.gap for retry in retries_of(group))
    last = group[-1]
    if facts.binds(last):
        return max(last.wait or 0.0, longest)
    return max(last.wait or 0.0, 2 * longest)


def _is_settled(facts: VerdictInput) -> bool:
    """Return whether the sync was over, or would have been with one more request."""
    moments = [moment for moment in (facts.settles_at, facts.due_at) if moment is not None]
    return facts.by_requests or any(facts.now >= moment for moment in moments)


def _is_over(facts: VerdictInput, group: Sequence[Entry]) -> bool:
    """Return whether the client will not come back, and would have got somewhere if it had."""
    if facts.ended == "exit":
        return True
    if not _is_settled(facts):
        return False
    if facts.ended == "killed":
        return True
    last = group[-1]
    longest = max((retry.gap for retry in retries_of(group)), default=0.0)
    if len(group) == 1 and last.wait is None:
        longest = OWN_DELAY / 2
    return facts.now - last.at > 2 * max(longest, last.wait or 0.0)


def _missed(facts: VerdictInput) -> str:
    """Return what it would have got."""
    if facts.by_requests:
        return "the sync ends after a few more requests"
    if facts.due_at is None:
        return "the sync came to its end later"
    if facts.now < facts.due_at:
        return "the data was still to come"
    return "the data is there"


def _why_open(facts: VerdictInput) -> str:
    """Return why a client that was not seen again is not blamed yet."""
    if facts.ended == "killed":
        return "it was killed before the sync was over."
    if _is_settled(facts):
        return f"its last request is not long ago. {IF_ENDED}"
    return f"the sync is not over. {IF_ENDED}"
