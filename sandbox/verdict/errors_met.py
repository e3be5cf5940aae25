"""How did the client take errors and refusals? R18 and R19 for lost answers and server errors, R21 for the rest."""

from collections.abc import Callable, Sequence

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import Retry, informed_retries, numbers_of, succeeded
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.pace import Pace, worst_pace
from sandbox.verdict.stopping import OWN_DELAY
from sandbox.verdict.wording import IF_ENDED, times

TOO_MANY_ERRORS = 20
ERRORS = frozenset({408, 425, 500, 502, 503, 504})
BROKEN = frozenset({"reset", "truncated", "garbled"})
LATE = frozenset({"slow", "stall"})
FINAL = frozenset({400, 403, 404, 405, 409, 410, 413, 422})


def lost_connections(facts: VerdictInput) -> Finding:
    """R18: after a lost connection it never asked again."""
    groups = [group for group in facts.groups if any(entry.fault == "reset" for entry in group)]
    if not groups:
        return not_exercised("No connection was lost.")
    left = [group[-1] for group in groups if group[-1].fault == "reset" and len(group) == 1]
    if not left:
        return passed("After a lost connection it asked again.")
    if facts.ended is None and facts.recorded:
        return not_exercised("A recording does not tell whether it asked again later.")
    if facts.ended is None and facts.now - left[0].at <= OWN_DELAY:
        said = f"It has not asked again since the connection of entry {left[0].n} was lost. {IF_ENDED}"
        return inconclusive(said, left[0].n)
    return failed(f"After the connection of entry {left[0].n} was lost, it never asked again.", left[0].n)


def polite_about_errors(facts: VerdictInput) -> Finding:
    """R19: after an error or a lost answer it asked again at once, again and again, or without end."""
    met = [entry for entry in facts.entries if is_error(entry) or _came_late(entry)]
    if not met:
        return not_exercised("It met no server error, and no answer was lost or late.")
    for group in facts.groups:
        errors = [entry for entry in group if is_error(entry)]
        if len(errors) > TOO_MANY_ERRORS and facts.endless_fault:
            said = f"It asked {times(len(errors))}, although nothing came but errors and lost answers."
            return failed(said, errors[0].n, errors[-1].n)
    if not any(is_error(entry) for entry in met):
        return passed("It waited for the late answer, and got it whole.")
    what = "errors, or lost or late answers,"
    return _judge_pace(facts, is_error, what, "It was in no hurry after errors and lost answers.")


def no_hammering(facts: VerdictInput) -> Finding:
    """R21: it repeated a request at once, again and again, that was refused for what it is."""
    if not any(_is_final(entry) for entry in facts.entries):
        return not_exercised("No request was refused for what it is: none was 400, 403, 404, or 422 but `processing`.")
    return _judge_pace(facts, _is_final, "refusals", "It did not hammer with what was refused.")


def is_error(entry: Entry) -> bool:
    """Return whether an answer was a server error, or lost, cut, or given up by the client."""
    if entry.fault in BROKEN or entry.status in ERRORS:
        return True
    return entry.fault in LATE and not succeeded(entry)


def _came_late(entry: Entry) -> bool:
    return entry.fault in LATE


def _is_final(entry: Entry) -> bool:
    return entry.status in FINAL and entry.fault is None and (entry.status, entry.issue) != (422, "processing")


def _judge_pace(facts: VerdictInput, concerns: Callable[[Entry], bool], what: str, praise: str) -> Finding:
    groups = [_unannounced(facts, group, concerns) for group in facts.groups]
    found = worst_pace(groups, facts.hot)
    numbers = numbers_of(found.retries)
    if found.pace is Pace.HOT:
        return failed(f"After {what} it asked again {found.says}.", *numbers)
    if found.pace is Pace.HURRIED:
        return inconclusive(found.hurried, *numbers)
    return passed(praise)


def _unannounced(facts: VerdictInput, group: Sequence[Entry], concerns: Callable[[Entry], bool]) -> list[Retry]:
    """Return the retries after what concerns a rule, where no wait was announced: those are R02's."""
    return [retry for retry in informed_retries(group) if concerns(retry.before) and not facts.binds(retry.before)]
