"""Did the client choose decent waits of its own where none was announced? R05 to R07."""

import re
from collections.abc import Sequence

from sandbox.plural import counted_as
from sandbox.verdict.attempts import Retry, informed_retries, numbers_of, succeeded
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.pace import GROWTH, Pace, are_alike, has_grown, slept_beside_its_clock, worst_pace
from sandbox.verdict.wording import seconds

SAMPLES_FOR_GROWTH = 3
SAMPLES_FOR_JITTER = 20
_MOST_LISTED = 8  # waits
_NUMBER = re.compile(r"\+?[0-9]*\.?[0-9]+", re.ASCII)
NUMBERS = frozenset({"fractional", "plus-sign"})  # spellings that HTTP cannot read, and many a library can
UNREAD = frozenset({"none", "vendor"})
NO_WAIT = UNREAD | NUMBERS | {"empty", "garbage"}
READABLE = frozenset({"zero", "past-date"})


def no_hot_loop(facts: VerdictInput) -> Finding:
    """R05: after an answer without a wait that can be obeyed it asked again at once, again and again."""
    groups = [[retry for retry in group if retry.before.status == 429] for group in own_waits(facts)]
    retries = [retry for group in groups for retry in group]
    if not retries:
        return not_exercised("No request followed a 429 without a wait that can be obeyed.")
    spellings = sorted({retry.before.spelling for retry in retries} - {""})
    shown = ", ".join(spellings)
    found = worst_pace(groups, facts.hot)
    if found.pace is Pace.HOT:
        said = f"After answers without a wait that can be obeyed ({shown}) it asked again {found.says}."
        if READABLE & set(spellings):
            said += " A wait of 0, or a date that has passed, can be read, but is not a licence for a loop."
        return failed(said, *numbers_of(found.retries))
    if found.pace is Pace.SLOW:
        waits = counted_as(len(retries), "wait of its own was", "waits of its own were")
        return passed(f"Where no wait could be obeyed ({shown}), {waits} no hot loop.")
    return inconclusive(found.hurried, *numbers_of(found.retries))


def own_waits(facts: VerdictInput) -> list[list[Retry]]:
    """Return, for each thing, the retries whose wait the client chose itself, those under way already left out."""
    groups = [informed_retries(group) for group in facts.groups]
    return [[one for one in group if facts.chose_itself(one)] for group in groups]


def backed_off(facts: VerdictInput) -> Finding:
    """R06: without any wait that can be read, three or more waits were all alike."""
    groups = [[retry for retry in group if _had_nothing_to_read(facts, retry)] for group in own_waits(facts)]
    retries = max(groups, key=len, default=[])
    if not retries:
        return not_exercised("No request followed a 429 without a wait that can be read.")
    if len(retries) < SAMPLES_FOR_GROWTH:
        return not_exercised(f"Too few waits ({len(retries)}) to see whether they grow.")
    gaps = [retry.gap for retry in retries]
    said = f"{_without(retries)} it waited {_listed(gaps)}"
    if are_alike(gaps, _slack(facts, retries)):
        return _alike(facts, retries, said)
    if _has_grown(gaps):
        return passed(f"{said}.")
    return inconclusive(f"{said}: now more, now less.", *numbers_of(retries))


def _had_nothing_to_read(facts: VerdictInput, retry: Retry) -> bool:
    """Return whether a retry followed a 429 whose wait nobody can read.

    Whoever reads `2.5` or `+3` as the number that it is, and keeps it, has not chosen that wait. A wait below zero is
    over, as one of zero is.
    """
    before = retry.before
    if before.status != 429 or before.spelling not in NO_WAIT:
        return False
    if before.spelling not in NUMBERS:
        return True
    meant = _as_a_number(before.retry_after)
    return meant is None or retry.gap < meant - facts.tolerance_of(retry)


def _as_a_number(lines: Sequence[str]) -> float | None:
    """Return the number of the first line of an announcement, None if there is none."""
    value = lines[0].partition(":")[2].strip() if lines else ""
    if _NUMBER.fullmatch(value):
        return float(value)
    return None


def _without(retries: Sequence[Retry]) -> str:
    if {retry.before.spelling for retry in retries} <= UNREAD:
        return "Without an announced wait"
    return "Without a wait that can be read"


def _listed(gaps: Sequence[float]) -> str:
    """Return the waits as a list; of many, the first."""
    shown = ", ".join(seconds(gap) for gap in gaps[:_MOST_LISTED])
    if len(gaps) > _MOST_LISTED:
        return f"{shown} and {counted_as(len(gaps) - _MOST_LISTED, 'more time')}"
    return shown


def _alike(facts: VerdictInput, retries: Sequence[Retry], said: str) -> Finding:
    numbers = numbers_of(retries)
    if slept_beside_its_clock(retries):
        return inconclusive(f"{said} by the session's clock, which stood still meanwhile.", *numbers)
    if retries[0].after.n in facts.shared:
        return inconclusive(f"{said}: perhaps several clients side by side.", *numbers)
    return failed(f"{said}: these are all alike.", *numbers)


def _slack(facts: VerdictInput, retries: Sequence[Retry]) -> float:
    return max(facts.tolerance_of(retry) for retry in retries)


def _has_grown(gaps: Sequence[float]) -> bool:
    """Return whether the later half of the waits is clearly longer than the half before.

    Where waits have grown up to a bound, and stay there, each of the later half is longer than the first wait.
    """
    return has_grown(gaps) or min(gaps[len(gaps) // 2 :]) >= GROWTH * gaps[0]


def jitter(facts: VerdictInput) -> Finding:
    """R07: of 20 or more waits that the client chose itself, all were equal; what follows its data is no wait."""
    retries = [retry for group in own_waits(facts) for retry in group if not succeeded(retry.before)]
    if len(retries) < SAMPLES_FOR_JITTER:
        said = f"Too few waits of its own ({len(retries)}): jitter shows in {SAMPLES_FOR_JITTER} or more."
        return not_exercised(said)
    gaps = [retry.gap for retry in retries]
    waits = counted_as(len(retries), "wait")
    if max(gaps) - min(gaps) <= _slack(facts, retries):
        said = f"All {waits} of its own lasted {seconds(min(gaps))}, within the tolerance."
        return failed(said, *numbers_of(retries))
    return passed(f"{waits} of its own lasted from {seconds(min(gaps))} to {seconds(max(gaps))}.")
