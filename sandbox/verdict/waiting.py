"""Did the client wait as it was told? The rules about the time between two attempts: R02 to R07, R11, R12, R15."""

from collections.abc import Callable
from itertools import pairwise
from statistics import median

from sandbox.journal import Entry
from sandbox.verdict.attempts import HUGE, Facts, Step, interleaved, knew, lines_of, steps_of
from sandbox.verdict.finding import Finding, doubtful, failed, never_tested, passed

HOT = 0.2  # seconds: who comes back sooner has not waited
GROWTH = 1.5
SAMPLES_FOR_GROWTH = 6
SAMPLES_FOR_JITTER = 20
_UNREADABLE = {"zero", "fractional", "negative", "garbage", "empty", "past-date"}


def waited(facts: Facts) -> Finding:
    """R02: it asked again before the announced wait was over."""
    return _waited(facts, lambda entry: entry.spelling not in {"http-date", "vendor"}, "the announced wait")


def read_http_date(facts: Facts) -> Finding:
    """R03: as R02, where the wait was a date."""
    found = _waited(facts, lambda entry: entry.spelling == "http-date", "the announced date")
    early = [step for step in facts.steps if step.before.spelling == "http-date" and step.early_by(facts.tolerance)]
    if found.result == "fail" and all(step.early_by(facts.tolerance) <= step.after.behind for step in early):
        # A client may hold the date against its own clock, which runs on while the sandbox's stands still.
        return doubtful(
            f"{found.says} But the sandbox's clock stood still, and a client may go by its own.", *found.entries
        )
    return found


def read_vendor_header(facts: Facts) -> Finding:
    """R04: as R02, where only X-Retry-After was sent."""
    return _waited(facts, lambda entry: entry.spelling == "vendor", "the wait in X-Retry-After")


def _waited(facts: Facts, concerns: Callable[[Entry], bool], what: str) -> Finding:
    steps = [step for step in facts.steps if step.before.wait is not None and concerns(step.before)]
    if not steps:
        return never_tested(f"No request followed a 429 that bore {what}.")
    beside = {n for group in facts.groups for n in interleaved(group, facts.tolerance)}
    early = [step for step in steps if step.early_by(facts.tolerance)]
    lines = [step for group in facts.groups for line in lines_of(group) for step in steps_of(line)]
    alone = [step for step in lines if step.before.wait is not None and concerns(step.before)]
    sure = [step for step in early if not step.after.beside and not step.overlaps]
    sure = sure or [step for step in alone if step.early_by(facts.tolerance) and not step.overlaps]
    if sure:
        first = sure[0]
        more = f" It did so {len(sure)} times." if len(sure) > 1 else ""
        return failed(
            f"After entry {first.before.n}, which announced {_s(first.before.wait)}, entry {first.after.n} came after "
            f"{_s(first.gap)}, {_s(first.early_by(facts.tolerance))} too early.{more}",
            *(n for step in sure for n in step.numbers),
        )
    doubted = [step for step in early if not set(step.numbers) <= beside and not step.overlaps]
    if doubted:
        return doubtful(
            "Some attempts came early, but over a second connection: several pollers may have run side by side.",
            *(n for step in doubted for n in step.numbers),
        )
    return passed(f"{len(steps)} of {len(steps)} times it waited out {what}.")


def no_hot_loop(facts: Facts) -> Finding:
    """R05: an unreadable wait was answered by asking again at once, twice or more."""
    groups = [[step for step in steps_of(group) if step.before.spelling in _UNREADABLE] for group in facts.groups]
    steps = [step for group in groups for step in group]
    if not steps:
        return never_tested("No request followed a 429 whose wait could not be read.")
    hot = [[step for step in group if step.gap < HOT and not step.after.beside] for group in groups]
    spelled = ", ".join(sorted({step.before.spelling for step in steps}))
    worst = max(hot, key=len)
    if len(worst) >= 2:
        return failed(
            f"A wait that could not be read ({spelled}) was answered {len(worst)} times within {HOT} s.",
            *_numbers(worst),
        )
    if worst:
        return doubtful(f"It came back once within {HOT} s; one time is no loop.", *worst[0].numbers)
    return passed(f"{len(steps)} waits that could not be read ({spelled}) did not hurry it.")


def backed_off(facts: Facts) -> Finding:
    """R06: without any announced wait, three or more waits did not grow."""
    lines = [[step for step in steps_of(group) if step.before.spelling == "none"] for group in facts.groups]
    steps = max(lines, key=len, default=[])
    if not steps:
        return never_tested("No request followed a 429 without an announced wait.")
    if len(steps) < 3:
        return doubtful(f"Too few waits, {len(steps)}, to see whether they grow.", *_numbers(steps))
    gaps = [step.gap for step in steps]
    shown = ", ".join(_s(gap) for gap in gaps)
    slack = max(0.05 * gaps[0], 0.0 if steps[-1].after.frozen else facts.tolerance)
    if max(gaps) - min(gaps) <= slack:
        return failed(f"Told no wait, it waited {shown}: that does not grow.", *_numbers(steps))
    if max(gaps[1:]) >= GROWTH * gaps[0] and gaps[-1] > gaps[0]:
        return passed(f"Told no wait, it waited {shown}.")
    if len(steps) >= SAMPLES_FOR_GROWTH:
        return failed(f"Told no wait, it waited {shown}: that does not grow.", *_numbers(steps))
    return doubtful(f"Told no wait, it waited {shown}: now more, now less.", *_numbers(steps))


def jitter(facts: Facts) -> Finding:
    """R07: of 20 or more waits, all were equal to the millisecond."""
    steps = facts.steps
    if len(steps) < SAMPLES_FOR_JITTER:
        return never_tested(f"Too few waits, {len(steps)}: jitter shows in {SAMPLES_FOR_JITTER} or more.")
    lengths = {round(step.gap, 3) for step in steps}
    if len(lengths) == 1:
        return failed(f"All {len(steps)} waits lasted {_s(lengths.pop())}, to the millisecond.", *_numbers(steps))
    return passed(f"{len(steps)} waits had {len(lengths)} different lengths.")


def told_the_429s_apart(facts: Facts) -> Finding:
    """R11: after `throttled` it kept the pace that brought it there."""
    first = next((place for place, entry in enumerate(facts.entries) if entry.issue == "throttled"), None)
    if first is None:
        return never_tested("It never met a 429 `throttled`.")
    before, after = facts.entries[: first + 1], facts.entries[first:]
    if len(after) < 2:
        return passed("After `throttled` it did not ask again.", after[0].n)
    pace = median(_gaps(before)) if len(before) > 1 else 0.0
    hurried = [
        step
        for step in (Step(one, two) for one, two in pairwise(after))
        if step.before.issue == "throttled" and step.early_by(facts.tolerance) and step.gap <= pace * 1.5 + HOT
    ]
    if any(knew(step.before, step.after) for step in hurried):
        return failed(
            f"Before `throttled` it asked every {_s(pace)}, and after it again after {_s(hurried[0].gap)}, "
            f"although {_s(hurried[0].before.wait)} were announced.",
            *(n for step in hurried for n in step.numbers),
        )
    if hurried:
        return doubtful("It went on after `throttled`, but several requests were under way.", *_numbers(hurried))
    return passed("After `throttled` it slowed down.")


def sane_about_huge_waits(facts: Facts) -> Finding:
    """R12, informational: what it made of an announced wait of a day."""
    told = [entry for entry in facts.entries if (entry.wait or 0) >= HUGE]
    if not told:
        return never_tested("No wait of a day was announced.")
    soon = [step for step in facts.steps if (step.before.wait or 0) >= HUGE and step.gap < 3600]
    if soon:
        return passed(f"Told to wait a day, it asked again after {_s(soon[0].gap)}; R02 counts that.", *soon[0].numbers)
    return passed("Told to wait a day, it did not ask again; let it tell its user, rather than block.", told[-1].n)


def no_parallel_pollers(facts: Facts) -> Finding:
    """R15: two attempts of one group overlapped during the window."""
    groups = [[entry for entry in group if entry.issue == "transient"] for group in facts.groups]
    groups = [group for group in groups if len(group) > 1]
    if not groups:
        return never_tested("It did not ask twice for the same during the sync.")
    overlaps = [step for group in groups for step in (Step(a, b) for a, b in pairwise(group)) if step.overlaps]
    if overlaps:
        first, second = overlaps[0].numbers
        return failed(f"Entry {second} was sent before entry {first} was answered.", *_numbers(overlaps))
    for group in groups:
        if beside := interleaved(group, facts.tolerance):
            return failed("Several pollers took turns on connections of their own, asking for the same.", *beside)
    early = [step for step in facts.steps if step.early_by(facts.tolerance) and step.after.beside]
    if early:
        return doubtful("An attempt came early over a second connection: perhaps a second poller.", *_numbers(early))
    return passed("One attempt at a time.")


def _gaps(entries: tuple[Entry, ...]) -> list[float]:
    return [two.at - one.at for one, two in pairwise(entries)]


def _numbers(steps: list[Step]) -> list[int]:
    return [n for step in steps for n in step.numbers]


def _s(seconds: float | None) -> str:
    """Return seconds as a person writes them: `3 s`, `2.9 s`, `0.05 s`."""
    return f"{seconds or 0.0:.3f}".rstrip("0").rstrip(".") + " s"
