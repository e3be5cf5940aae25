"""Did the client tell the truth about how it went? R20, which needs the client's own word."""

from collections.abc import Sequence
from dataclasses import replace

from sandbox.plural import counted_as
from sandbox.sessions.client_outcome import ClientOutcome
from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import succeeded
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.paging import pages_that_never_came, question_of, questions_answered

NOT_THERE = frozenset({400, 404, 405, 410})  # there are no such data, or no such question: nothing is missing
FORBIDDEN = 403
READ_EVERY_PAGE = (
    "Follow the `next` link of each page, exactly as it is given, until a page has none; report success only then."
)
WAIT_FOR_THE_REST = (
    "While `/link/introspect` says that the sync is still under way, a 200 has only a part of the data: ask again "
    "later, and report success when the sync is over."
)


def told_the_truth(facts: VerdictInput) -> Finding:
    """R20: it reported success without the data, or failure with it."""
    if facts.outcome is None:
        return not_exercised("Nobody has said how the client says it went.")
    if not facts.entries:
        return not_exercised("It asked for nothing.")
    without = [group for group in facts.groups if not any(succeeded(entry) for entry in group)]
    if not without and all(entry.method == "HEAD" for entry in facts.entries if succeeded(entry)):
        return inconclusive("It asked by HEAD alone, so that no data ever came.", facts.entries[-1].n)
    if facts.outcome.success:
        return _claimed_success(facts, facts.outcome, without)
    if missing := _missing(facts, without):
        return passed(f"It reported failure, and had not got {missing}.")
    last = facts.entries[-1]
    return failed("It reported failure, although the data came.", last.n)


def _missing(facts: VerdictInput, without: Sequence[Sequence[Entry]]) -> str:
    """Return what a client has not got; "" if it has everything."""
    if without:
        return "all that it asked for"
    if facts.every_page and pages_that_never_came(facts):
        return "every page"
    if _partial(facts):
        return "more than a part of the data"
    return ""


def _claimed_success(facts: VerdictInput, outcome: ClientOutcome, without: Sequence[Sequence[Entry]]) -> Finding:
    if len(without) == len(facts.groups):
        last = without[0][-1]
        return failed(_brought_nothing(last), last.n)
    if missing := _missing_of_several(facts, without):
        last = _worst(missing)[-1]
        if facts.every_page and last.status != FORBIDDEN:
            return failed(_brought_nothing(last), last.n)
        return inconclusive(f"{_brought_nothing(last)} Something else brought data.", last.n)
    partial = _partial(facts)
    if partial and (facts.knows_sync_state or _counted(partial, outcome)):
        last = partial[-1]
        brought = counted_as(last.matches or 0, "resource")
        said = (
            f"It reported success with {brought} of entry {last.n}, where {last.withheld} more had yet to come, and "
            "could have known."
        )
        return replace(failed(said, last.n), repair=WAIT_FOR_THE_REST)
    pages = pages_that_never_came(facts)
    if facts.every_page and pages:
        said = f"It reported success, although it never fetched the page after entry {pages[0].n}."
        return replace(failed(said, *(entry.n for entry in pages)), repair=READ_EVERY_PAGE, hints_of="R16")
    return passed("It reported success, and had got the data.")


def _missing_of_several(facts: VerdictInput, without: Sequence[Sequence[Entry]]) -> list[Sequence[Entry]]:
    """Return the things that brought no data and are missing, although others did bring some.

    What was refused as malformed, or is not there, is not missing; nor is what came in pages of another size.
    """
    asked = [group for group in without if any(entry.status not in NOT_THERE for entry in group)]
    if not asked:
        return []
    answered = questions_answered(facts)
    return [group for group in asked if question_of(group[-1]) not in answered]


def _worst(missing: Sequence[Sequence[Entry]]) -> Sequence[Entry]:
    """Return what is missing for no right that the client lacks, if anything is."""
    return next((group for group in missing if group[-1].status != FORBIDDEN), missing[0])


def _brought_nothing(last: Entry) -> str:
    return f"It reported success, although entry {last.n}, its last attempt, brought no data{_instead(last)}."


def _partial(facts: VerdictInput) -> list[Entry]:
    """Return the last data of each thing, where it was only a part of all that there was to be."""
    last = [[entry for entry in group if succeeded(entry)][-1:] for group in facts.groups]
    return [entry for entries in last for entry in entries if entry.withheld]


def _counted(partial: Sequence[Entry], outcome: ClientOutcome) -> bool:
    """Return whether the client has counted no more than a part."""
    return any(entry.matches == outcome.count for entry in partial)


def _instead(entry: Entry) -> str:
    if entry.fault is not None:
        return f" but an answer that was {entry.fault}"
    if entry.status is None:
        return ""
    return f" but a {entry.status}"
