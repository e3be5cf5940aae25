"""Did the client wait as it was told? The rules about the time between two attempts: R02 to R07, R11, R12, R15."""

from collections.abc import Callable
from itertools import pairwise
from statistics import median

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import HUGE, Retry, interleaved, knew, lines_of, retries_of
from sandbox.verdict.finding import Finding, doubtful, failed, never_tested, passed
from sandbox.verdict.input import VerdictInput

HOT = 0.2  # seconds: who comes back sooner has not waited
GROWTH = 1.5
SAMPLES_FOR_GROWTH = 6
SAMPLES_FOR_JITTER = 20
_UNREADABLE = {"zero", "fractional", "negative", "garbage", "empty", "past-date"}


def waited(facts: VerdictInput) -> Finding:
    """R02: it asked again before the announced wait was over."""
    return _waited(facts, lambda entry: entry.spelling not in {"http-date", "vendor"}, "the announced wait")


def read_http_date(facts: VerdictInput) -> Finding:
    """R03: as R02, where the wait was a date."""
    found = _waited(facts, lambda entry: entry.spelling == "http-date", "the announced date")
    early = [
        retry for retry in facts.retries if retry.before.spelling == "http-date" and retry.early_by(facts.tolerance)
    ]
    if found.result == "fail" and all(retry.early_by(facts.tolerance) <= retry.after.behind for retry in early):
        # A client may hold the date against its own clock, which runs on while the sandbox's stands still.
        return doubtful(
            f"{found.says} But the sandbox's clock stood still, and a client may go by its own.", *found.entries
        )
    return found


def read_vendor_header(facts: VerdictInput) -> Finding:
    """R04: as R02, where only X-Retry-After was sent."""
    return _waited(facts, lambda entry: entry.spelling == "vendor", "the wait in X-Retry-After")


def _waited(facts: VerdictInput, concerns: Callable[[Entry], bool], what: str) -> Finding:
    retries = [retry for retry in facts.retries if retry.before.wait is not None and concerns(retry.before)]
    if not retries:
        return never_tested(f"No request followed a 429 that bore {what}.")
    beside = {n for group in facts.groups for n in interleaved(group, facts.tolerance)}
    early = [retry for retry in retries if retry.early_by(facts.tolerance)]
    lines = [retry for group in facts.groups for line in lines_of(group) for retry in retries_of(line)]
    alone = [retry for retry in lines if retry.before.wait is not None and concerns(retry.before)]
    sure = [retry for retry in early if not retry.after.beside and not retry.overlaps]
    sure = sure or [retry for retry in alone if retry.early_by(facts.tolerance) and not retry.overlaps]
    if sure:
        first = sure[0]
        more = f" It did so {len(sure)} times." if len(sure) > 1 else ""
        return failed(
            f"After entry {first.before.n}, which announced {_s(first.before.wait)}, entry {first.after.n} came after "
            f"{_s(first.gap)}, {_s(first.early_by(facts.tolerance))} too early.{more}",
            *(n for retry in sure for n in retry.numbers),
        )
    doubted = [retry for retry in early if not set(retry.numbers) <= beside and not retry.overlaps]
    if doubted:
        return doubtful(
            "Some attempts came early, but over a second connection: several pollers may have run side by side.",
            *(n for retry in doubted for n in retry.numbers),
        )
    return passed(f"{len(retries)} of {len(retries)} times it waited out {what}.")


def no_hot_loop(facts: VerdictInput) -> Finding:
    """R05: an unreadable wait was answered by asking again at once, twice or more."""
    groups = [[retry for retry in retries_of(group) if retry.before.spelling in _UNREADABLE] for group in facts.groups]
    retries = [retry for group in groups for retry in group]
    if not retries:
        return never_tested("No request followed a 429 whose wait could not be read.")
    hot = [[retry for retry in group if retry.gap < HOT and not retry.after.beside] for group in groups]
    spelled = ", ".join(sorted({retry.before.spelling for retry in retries}))
    worst = max(hot, key=len)
    if len(worst) >= 2:
        return failed(
            f"A wait that could not be read ({spelled}) was answered {len(worst)} times within {HOT} s.",
            *_numbers(worst),
        )
    if worst:
        return doubtful(f"It came back once within {HOT} s; one time is no loop.", *worst[0].numbers)
    return passed(f"{len(retries)} waits that could not be read ({spelled}) did not hurry it.")


def backed_off(facts: VerdictInput) -> Finding:
    """R06: without any announced wait, three or more waits did not grow."""
    lines = [[retry for retry in retries_of(group) if retry.before.spelling == "none"] for group in facts.groups]
    retries = max(lines, key=len, default=[])
    if not retries:
        return never_tested("No request followed a 429 without an announced wait.")
    if len(retries) < 3:
        return doubtful(f"Too few waits, {len(retries)}, to see whether they grow.", *_numbers(retries))
    gaps = [retry.gap for retry in retries]
    shown = ", ".join(_s(gap) for gap in gaps)
    slack = max(0.05 * gaps[0], 0.0 if retries[-1].after.frozen else facts.tolerance)
    if max(gaps) - min(gaps) <= slack:
        return failed(f"Told no wait, it waited {shown}: that does not grow.", *_numbers(retries))
    if max(gaps[1:]) >= GROWTH * gaps[0] and gaps[-1] > gaps[0]:
        return passed(f"Told no wait, it waited {shown}.")
    if len(retries) >= SAMPLES_FOR_GROWTH:
        return failed(f"Told no wait, it waited {shown}: that does not grow.", *_numbers(retries))
    return doubtful(f"Told no wait, it waited {shown}: now more, now less.", *_numbers(retries))


def jitter(facts: VerdictInput) -> Finding:
    """R07: of 20 or more waits, all were equal to the millisecond."""
    retries = facts.retries
    if len(retries) < SAMPLES_FOR_JITTER:
        return never_tested(f"Too few waits, {len(retries)}: jitter shows in {SAMPLES_FOR_JITTER} or more.")
    lengths = {round(retry.gap, 3) for retry in retries}
    if len(lengths) == 1:
        return failed(f"All {len(retries)} waits lasted {_s(lengths.pop())}, to the millisecond.", *_numbers(retries))
    return passed(f"{len(retries)} waits had {len(lengths)} different lengths.")


def told_the_429s_apart(facts: VerdictInput) -> Finding:
    """R11: after `throttled` it kept the pace that brought it there."""
    first = next((place for place, entry in enumerate(facts.entries) if entry.issue == "throttled"), None)
    if first is None:
        return never_tested("It never met a 429 `throttled`.")
    before, after = facts.entries[: first + 1], facts.entries[first:]
    if len(after) < 2:
        return passed("After `throttled` it did not ask again.", after[0].n)
    pace = median(_gaps(before)) if len(before) > 1 else 0.0
    hurried = [
        retry
        for retry in (Retry(one, two) for one, two in pairwise(after))
        if retry.before.issue == "throttled" and retry.early_by(facts.tolerance) and retry.gap <= pace * 1.5 + HOT
    ]
    if any(knew(retry.before, retry.after) for retry in hurried):
        return failed(
            f"Before `throttled` it asked every {_s(pace)}, and after it again after {_s(hurried[0].gap)}, "
            f"although {_s(hurried[0].before.wait)} were announced.",
            *(n for retry in hurried for n in retry.numbers),
        )
    if hurried:
        return doubtful("It went on after `throttled`, but several requests were under way.", *_numbers(hurried))
    return passed("After `throttled` it slowed down.")


def sane_about_huge_waits(facts: VerdictInput) -> Finding:
    """R12, informational: what it made of an announced wait of a day."""
    told = [entry for entry in facts.entries if (entry.wait or 0) >= HUGE]
    if not told:
        return never_tested("No wait of a day was announced.")
    soon = [retry for retry in facts.retries if (retry.before.wait or 0) >= HUGE and retry.gap < 3600]
    if soon:
        return passed(f"Told to wait a day, it asked again after {_s(soon[0].gap)}; R02 counts that.", *soon[0].numbers)
    return passed("Told to wait a day, it did not ask again; let it tell its user, rather than block.", told[-1].n)


def no_parallel_pollers(facts: VerdictInput) -> Finding:
    """R15: two attempts of one group overlapped during the window."""
    groups = [[entry for entry in group if entry.issue == "transient"] for group in facts.groups]
    groups = [group for group in groups if len(group) > 1]
    if not groups:
        return never_tested("It did not ask twice for the same during the sync.")
    overlaps = [retry for group in groups for retry in (Retry(a, b) for a, b in pairwise(group)) if retry.overlaps]
    if overlaps:
        first, second = overlaps[0].numbers
        return failed(f"Entry {second} was sent before entry {first} was answered.", *_numbers(overlaps))
    for group in groups:
        if beside := interleaved(group, facts.tolerance):
            return failed("Several pollers took turns on connections of their own, asking for the same.", *beside)
    early = [retry for retry in facts.retries if retry.early_by(facts.tolerance) and retry.after.beside]
    if early:
        return doubtful("An attempt came early over a second connection: perhaps a second poller.", *_numbers(early))
    return passed("One attempt at a time.")


def _gaps(entries: tuple[Entry, ...]) -> list[float]:
    return [two.at - one.at for one, two in pairwise(entries)]


def _numbers(retries: list[Retry]) -> list[int]:
    return [n for retry in retries for n in retry.numbers]


def _s(seconds: float | None) -> str:
    """Return seconds as a person writes them: `3 s`, `2.9 s`, `0.05 s`."""
    return f"{seconds or 0.0:.3f}".rstrip("0").rstrip(".") + " s"
