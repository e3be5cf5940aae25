"""Did the client keep the wait that it was told? R02 to R04, and R12 for waits of a day."""

from collections.abc import Callable

from sandbox.plural import counted_as
from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import HUGE, Retry, numbers_of
from sandbox.verdict.finding import Finding, failed, inconclusive, not_exercised, passed
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.wording import IF_ONE_CLIENT, MILLISECOND, exact_seconds, seconds, times

DATES = frozenset({"http-date", "rfc850-date", "asctime-date"})
SOON = 3_600.0  # seconds: who ignores a wait of a day comes back sooner

_STOOD_STILL = "But the session's clock stood still, and by the time of day the client waited long enough."
_SIDE_BY_SIDE = (
    "But they came over several connections, and split into sequences that each kept the wait: several clients may "
    f"have asked side by side. {IF_ONE_CLIENT}"
)


def waited(facts: VerdictInput) -> Finding:
    """R02: it asked again before the announced wait was over."""
    found = _waited(facts, lambda entry: entry.spelling not in {*DATES, "vendor"}, "the announced wait")
    folded = [
        retry
        for retry in facts.retries
        if retry.before.spelling == "duplicate" and retry.before.wait is not None and facts.early_by(retry)
    ]
    if not folded or found.result in {"fail", "inconclusive"}:
        return found
    return passed(
        f"After entry {folded[0].before.n}, where Retry-After came twice, it waited {seconds(folded[0].gap)} of its "
        "own: its HTTP library may have folded both to one value, `3, 3`, which is not a number; that is permitted."
    )


def read_http_date(facts: VerdictInput) -> Finding:
    """R03: as R02, where the wait was a date."""
    found = _waited(facts, lambda entry: entry.spelling in DATES, "the announced date")
    if found.result != "fail":
        return found
    early = [retry for retry in facts.retries if retry.before.spelling in DATES and facts.early_by(retry)]
    if all(_behind(retry) > 0 and facts.early_by(retry) <= _behind(retry) + facts.tolerance for retry in early):
        return inconclusive(
            f"{found.says} But the session's clock was behind the time of day, and the client may hold the date "
            "against its own.",
            *found.entries,
        )
    return found


def _behind(retry: Retry) -> float:
    return max(retry.before.behind, retry.after.behind, 0.0)


def read_vendor_header(facts: VerdictInput) -> Finding:
    """R04: as R02, where only X-Retry-After was sent."""
    return _waited(facts, lambda entry: entry.spelling == "vendor", "the wait in X-Retry-After")


def _waited(facts: VerdictInput, concerns: Callable[[Entry], bool], what: str) -> Finding:
    retries = [
        retry for retry in facts.retries if retry.wait is not None and concerns(retry.before) and not retry.overlaps
    ]
    if not retries:
        return not_exercised(f"No request followed an answer that bore {what}.")
    early = [retry for retry in retries if facts.early_by(retry) and retry.before.spelling != "duplicate"]
    if not early:
        return passed(f"{len(retries)} of {counted_as(len(retries), 'time')} it waited out {what}.")
    sure = [retry for retry in early if not facts.really_waited(retry) and retry.after.n not in facts.shared]
    if sure:
        return failed(_too_early(facts, sure), *numbers_of(sure))
    if any(retry.after.n in facts.shared for retry in early):
        return inconclusive(f"{_too_early(facts, early)} {_SIDE_BY_SIDE}", *numbers_of(early))
    return inconclusive(f"{_too_early(facts, early)} {_STOOD_STILL}", *numbers_of(early))


def _too_early(facts: VerdictInput, early: list[Retry]) -> str:
    first = early[0]
    missing = facts.early_by(first)
    gap = seconds(first.gap)
    if missing < MILLISECOND:
        gap = exact_seconds(first.gap)
    said = (
        f"After entry {first.before.n}, which announced {_announcement(first)}, entry {first.after.n} came after "
        f"{gap}, {seconds(missing)} too early."
    )
    if len(early) > 1:
        said += f" It did so {times(len(early))}."
    return said


def _announcement(retry: Retry) -> str:
    if retry.before.spelling == "epoch":
        return f"{seconds(retry.before.wait)} or, taken for a date since 1970, {seconds(retry.wait)}"
    return seconds(retry.wait)


def sane_about_huge_waits(facts: VerdictInput) -> Finding:
    """R12, informational: what it made of an announced wait of a day."""
    announced = [entry for entry in facts.entries if (entry.wait or 0) >= HUGE]
    if not announced:
        return not_exercised("No wait of a day was announced.")
    soon = [retry for retry in facts.retries if (retry.before.wait or 0) >= HUGE and retry.gap < SOON]
    if soon and not facts.early_by(soon[0]):
        said = (
            f"It was told a number of seconds that only makes sense as a date, and asked again when that had come, "
            f"after {seconds(soon[0].gap)}."
        )
        return passed(said, *soon[0].numbers)
    if soon:
        said = f"It was to wait a day, and asked again after {seconds(soon[0].gap)}; R02 counts that."
        return passed(said, *soon[0].numbers)
    return passed(
        "It was to wait a day, and did not ask again; let it tell its user, rather than block.", announced[-1].n
    )
