"""Did the client tell the truth about how it went? R20, which needs the client's own word."""

from collections.abc import Sequence

from sandbox.plural import counted_as
from sandbox.sessions.client_outcome import ClientOutcome
from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import succeeded
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.paging import unused_links


def told_the_truth(facts: VerdictInput) -> Finding:
    """R20: it reported success without the data, or failure with it."""
    if facts.outcome is None:
        return not_exercised("Nobody has said how the client says it went.")
    if not facts.entries:
        return not_exercised("It asked for nothing.")
    without = [group for group in facts.groups if not any(succeeded(entry) for entry in group)]
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
    if facts.every_page and unused_links(facts):
        return "every page"
    if _partial(facts):
        return "more than a part of the data"
    return ""


def _claimed_success(facts: VerdictInput, outcome: ClientOutcome, without: Sequence[Sequence[Entry]]) -> Finding:
    if without:
        last = without[0][-1]
        said = f"It reported success, although entry {last.n}, its last attempt, brought no data{_instead(last)}."
        if len(without) == len(facts.groups):
            return failed(said, last.n)
        return inconclusive(f"{said} Something else brought data.", last.n)
    partial = _partial(facts)
    if partial and (facts.knows_sync_state or _counted(partial, outcome)):
        last = partial[-1]
        brought = counted_as(last.matches or 0, "resource")
        said = (
            f"It reported success with {brought} of entry {last.n}, where {last.withheld} more had yet to come, and "
            "could have known."
        )
        return failed(said, last.n)
    unused = unused_links(facts)
    if facts.every_page and unused:
        said = f"It reported success, although it never fetched the page after entry {unused[0].n}."
        return failed(said, *(entry.n for entry in unused))
    return passed("It reported success, and had got the data.")


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
