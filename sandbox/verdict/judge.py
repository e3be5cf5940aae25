"""What is the sum of all rules? A Verdict: each rule's finding, and a few numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import succeeded
from sandbox.verdict.finding import Finding, Result, doubtful
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.rules import RULES, Policy, Rule


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule says of a client."""

    id: str
    title: str
    result: Result
    entries: tuple[int, ...]
    says: str
    repair: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much a client asked: all requests, those that were pointless, and those that a perfect client needs.

    `early_seconds` are those by which announced waits were cut short, `overshoot_seconds` those between the moment
    when the data was there and the first answer that had it. None: it cannot be known.
    """

    requests: int
    wasted: int
    early_seconds: float
    overshoot_seconds: float | None
    optimum: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sum: `fail` if a rule failed, else `inconclusive` if one is or none applied, else `pass`."""

    result: Result
    policy: str
    rules: tuple[Ruling, ...]
    numbers: Numbers


# Rules that say what a client never did: they need the whole journal even to blame.
NEEDS_ALL = frozenset({"R01", "R09", "R16", "R18"})


def judge(facts: VerdictInput, policy: Policy) -> Verdict:
    """Judge a client by its journal, under a policy."""
    facts = replace(facts, tolerance=policy.tolerance)
    rulings = tuple(_ruling(rule, facts, policy) for rule in RULES)
    counted = [ruling.result for ruling in rulings if ruling.id not in policy.leaves_out]
    if Result.FAIL in counted:
        result = Result.FAIL
    elif Result.INCONCLUSIVE in counted or Result.PASS not in counted:
        result = Result.INCONCLUSIVE
    else:
        result = Result.PASS
    return Verdict(result, policy.name, rulings, _numbers(facts, rulings))


def _ruling(rule: Rule, facts: VerdictInput, policy: Policy) -> Ruling:
    finding = rule.judge(facts)
    if facts.dropped and (finding.result is Result.PASS or rule.id in NEEDS_ALL):
        finding = doubtful(f"The journal has lost its {facts.dropped} oldest entries.", *finding.entries)
    if rule.id in policy.leaves_out:
        finding = Finding(Result.NOT_APPLICABLE, (), f"The policy {policy.name} leaves this out. {finding.says}")
    repair = rule.repair if finding.result is Result.FAIL else ""
    return Ruling(rule.id, rule.title, finding.result, finding.entries, finding.says, repair)


def _numbers(facts: VerdictInput, rulings: Sequence[Ruling]) -> Numbers:
    early = [retry for retry in facts.retries if retry.early_by(facts.tolerance)]
    pointless = {retry.after.n for retry in early}
    for ruling in rulings:
        if ruling.result is Result.FAIL and ruling.id in {"R10", "R14", "R17"}:
            pointless.update(ruling.entries[1:])
    return Numbers(
        requests=len(facts.entries) + facts.dropped,
        wasted=len(pointless),
        early_seconds=round(sum(retry.early_by(facts.tolerance) for retry in early), 6),
        overshoot_seconds=_overshoot(facts),
        optimum=None if facts.dropped else _optimum(facts),
    )


def _overshoot(facts: VerdictInput) -> float | None:
    waited = [group for group in facts.groups if any(entry.issue == "transient" for entry in group)]
    first = min((entry.at for group in waited for entry in group if succeeded(entry)), default=None)
    if first is None or facts.due_at is None:
        return None
    return round(max(first - facts.due_at, 0.0), 6)


def _optimum(facts: VerdictInput) -> int | None:
    """Return how many requests a client would have needed that does just what it is told."""
    if facts.endless:
        return None
    return sum(_needed(group, facts) for group in facts.groups)


def _needed(group: Sequence[Entry], facts: VerdictInput) -> int:
    """Return how many attempts one thing needs: those of a patient client, or one."""
    window = [entry for entry in group if entry.issue == "transient"]
    if not window:
        return 1
    if facts.due_at is None:
        return len(window) + 1
    waits = [entry.wait for entry in window if entry.wait]
    open_for = max(facts.due_at - window[0].at, 0.0)
    return ceil(round(open_for / max(waits), 6)) + 1 if waits else len(window) + 1
