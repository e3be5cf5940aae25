"""Was the retry the same request again? R13."""

from collections import Counter
from collections.abc import Sequence

from sandbox.query_string import Pairs
from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import (
    AT_ONCE,
    Retry,
    cache_busters,
    key_of,
    method_of,
    parameters_of,
    retries_of,
)
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.paging import PAGING, place_of

PROBES = frozenset({("_count", "0"), ("_count", "1"), ("_summary", "count")})
PROBED = frozenset({"_count", "_summary", "_total"})
LATEST = 1.5  # times the wait: who comes later may have another question


def same_request(facts: VerdictInput) -> Finding:
    """R13: the retry has lost a parameter or its body, has another method, or bears something against caches."""
    busters = cache_busters(facts.entries, facts.known_parameters)
    retried = [group for group in facts.groups if len(group) > 1 and any(_refused(entry) for entry in group[:-1])]
    for group in retried:
        if changed := _changing_buster(group, busters):
            name, numbers = changed
            said = f"The retries of entry {group[0].n} differ in {name}, which only keeps caches from answering."
            return failed(said, *numbers)
    doubts: list[Finding] = []
    for group in facts.groups:
        found = _compare(facts, group)
        if found is not None and found.result == "fail":
            return found
        if found is not None:
            doubts.append(found)
    if doubts:
        return doubts[0]
    if retried:
        return passed("Each retry was the same request again.")
    return not_exercised("Nothing was retried after a 429.")


def _refused(entry: Entry) -> bool:
    return entry.status == 429


def _changing_buster(group: Sequence[Entry], busters: frozenset[str]) -> tuple[str, list[int]] | None:
    """Return the name of a parameter against caches that changes from attempt to attempt, and the entries."""
    for name in sorted(busters):
        values = {tuple(value for key, value in parameters_of(entry.query) if key == name) for entry in group}
        if len(values) > 1:
            return name, [entry.n for entry in group]
    return None


def _compare(facts: VerdictInput, group: Sequence[Entry]) -> Finding | None:
    """Compare a request that was refused, and never sent again, with the next that looks like it."""
    refused = group[-1]
    if not _refused(refused):
        return None
    after = facts.next_after(refused)
    if after is None or facts.beginnings[key_of(after)] != after.n or _at_once(refused, after):
        return None
    change, is_loss = _change(refused, after)
    if not change:
        return None
    said = f"Entry {after.n} looks like a retry of entry {refused.n}, but {change}"
    if not is_loss:
        return inconclusive(f"{said}, unless that is another question.", refused.n, after.n)
    if _is_when_a_retry_comes(facts, group, after):
        return failed(f"{said}.", refused.n, after.n)
    return inconclusive(f"{said}; it did not come when a retry would.", refused.n, after.n)


def _at_once(first: Entry, later: Entry) -> bool:
    """Return whether the later request may have been under way when the first was answered."""
    return later.connection != first.connection and later.at - first.at <= AT_ONCE


def _change(first: Entry, second: Entry) -> tuple[str, bool]:
    """Return what changed if the second looks like a retry of the first, and whether that is a loss or a new method.

    An empty text: it does not look like one.
    """
    one, two = parameters_of(first.query), parameters_of(second.query)
    if place_of(first) != place_of(second):
        return "", False
    if one == two:
        return _changed_method(first, second)
    lost = _lost(one, two)
    if method_of(first) != method_of(second):
        if not lost:
            return "", False
        return f"its method is {second.method}, not {first.method}, and {_named(lost)} lost", _is_loss(lost)
    if lost:
        return f"{_named(lost)} lost", _is_loss(lost)
    return _changed_parameter(one, two), False


def _is_loss(lost: Sequence[tuple[str, str]]) -> bool:
    """Return whether a request without these is no longer the same, whatever its client meant by it.

    Whoever has lost its page alone may have begun anew. Whoever asked for a number, or for one resource, may have
    looked whether there is anything, and asks for it now.
    """
    names = {name for name, _ in lost}
    begins_anew = "_offset" in names and names <= PAGING
    looked_before = bool(PROBES & set(lost)) and names <= PROBED
    return not begins_anew and not looked_before


def _changed_parameter(one: Pairs, two: Pairs) -> str:
    names = {name for name, _ in set(one) ^ set(two)}
    if len(names) != 1 or names == {"_offset"}:
        return ""  # another question, or another page, which is R16's
    name = names.pop()
    if name in dict(one):
        return f"its parameter {name} has another value"
    return f"its parameter {name} was added"


def _changed_method(first: Entry, second: Entry) -> tuple[str, bool]:
    if method_of(first) == method_of(second):
        return f"its path is {second.path}, not {first.path}", False
    return f"its method is {second.method}, not {first.method}", True


def _lost(one: Pairs, two: Pairs) -> list[tuple[str, str]]:
    """Return the parameters that the second lacks, if it has nothing that the first has not."""
    if Counter(two) - Counter(one):
        return []
    return sorted((Counter(one) - Counter(two)).elements())


def _named(lost: Sequence[tuple[str, str]]) -> str:
    names = sorted({name for name, _ in lost})
    if len(names) == 1:
        return f"its parameter {names[0]} was"
    return f"its parameters {', '.join(names[:-1])} and {names[-1]} were"


def _is_when_a_retry_comes(facts: VerdictInput, group: Sequence[Entry], after: Entry) -> bool:
    """Return whether a request comes after the announced wait, or the client's own, and not much later."""
    retry = Retry(group[-1], after)
    own = [one.gap for one in retries_of(group)]
    wait = retry.wait
    if wait is None and own:
        wait = own[-1]
    if wait is None:
        return False
    return wait - facts.tolerance_of(retry) <= retry.gap <= LATEST * wait + facts.tolerance_of(retry)
