"""What is the sum of all rules? A Verdict: each rule's finding, and a few numbers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

from sandbox.plural import counted_as
from sandbox.sessions.journal import Entry
from sandbox.verdict.attempts import succeeded
from sandbox.verdict.finding import Finding, Result, inconclusive, not_exercised, passed
from sandbox.verdict.hints import hint
from sandbox.verdict.input import VerdictInput
from sandbox.verdict.rules import RULES, Policy, Rule

Clients = Literal["one", "many"]
Ended = Literal["exit", "killed"]

CLIENTS: tuple[Clients, ...] = ("one", "many")
ENDS: tuple[Ended, ...] = ("exit", "killed")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one rule says of a client."""

    id: str
    """of the rule"""
    title: str
    """of the rule"""
    result: Result
    """how it turned out"""
    entries: tuple[int, ...]
    """numbers of the journal entries that show it"""
    says: str
    """what happened, in a sentence"""
    repair: str
    """what the client's author can do, empty unless it failed"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much a client asked."""

    requests: int
    """all requests of the session"""
    wasted: int
    """those that were pointless"""
    early_seconds: float
    """by how much announced waits were cut short, all together"""
    overshoot_seconds: float | None
    """from when the data was there to the first answer that had it; None: it cannot be known"""
    optimum: int | None
    """how many requests a perfect client needs; None: it cannot be known"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The sum: `fail` if a rule failed, else `inconclusive` if one is, else `pass` if one passed."""

    result: Result
    policy: str
    rules: tuple[Ruling, ...]
    numbers: Numbers


# Rules that say what a client never did: they need the whole journal even to blame.
NEEDS_ALL = frozenset({"R01", "R09", "R16", "R18", "R20"})
# Rules that blame a client for requests which could not help.
POINTLESS = frozenset({"R10", "R14", "R17"})


def judge(
    verdict_input: VerdictInput,
    policy: Policy,
    clients: Clients = "many",
    ended: Ended | None = None,
    ignore: Collection[str] = (),
) -> Verdict:
    """Judge a client by its journal, under a policy.

    *clients* says whether the token belongs to one client; with many, requests may have come side by side. *ended* says
    how the client ended, if it is known to have. The rules of *ignore* do not count. Raises ValueError for a rule that
    there is not.
    """
    unknown = sorted(set(ignore) - {rule.id for rule in RULES})
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not a rule. Rules are R01 to {RULES[-1].id}.")
    facts = replace(
        verdict_input,
        tolerance=policy.tolerance,
        vendor_demanded=policy.vendor_demanded,
        single=clients == "one",
        ended=ended,
    )
    rulings = tuple(_ruling(rule, facts, policy, ignore) for rule in RULES)
    return Verdict(result_of([ruling.result for ruling in rulings]), policy.name, rulings, _numbers(facts, rulings))


def result_of(results: Collection[str]) -> Result:
    """Return the sum of some results: those of the rules of a verdict, or of several verdicts."""
    for result in (Result.FAIL, Result.INCONCLUSIVE, Result.PASS):
        if result in results:
            return result
    return Result.NOT_EXERCISED


def _ruling(rule: Rule, facts: VerdictInput, policy: Policy, ignore: Collection[str]) -> Ruling:
    finding = rule.judge(facts)
    if facts.dropped and _needs_all(rule, facts, finding):
        lost = counted_as(facts.dropped, "entry", "entries")
        finding = inconclusive(f"The journal has lost {lost}, the oldest.", *finding.entries)
    if rule.id in ignore:
        finding = not_exercised(f"This rule was to be ignored. {finding.says}")
    elif rule.id in policy.leaves_out:
        finding = not_exercised(f"The policy {policy.name} leaves this out. {finding.says}")
    elif rule.id in policy.informs:
        finding = _informed(finding, policy)
    repair = ""
    if finding.result is Result.FAIL:
        meant = set(finding.entries)
        shown = [entry for entry in facts.entries if entry.n in meant]
        repair = f"{finding.repair or rule.repair} {hint(finding.hints_of or rule.id, shown)}".strip()
    return Ruling(rule.id, rule.title, finding.result, finding.entries, finding.says, repair)


def _needs_all(rule: Rule, facts: VerdictInput, finding: Finding) -> bool:
    """Return whether a finding could have been another, had the journal all its entries."""
    if rule.id == "R20" and facts.outcome is None:
        return False
    return finding.result is Result.PASS or rule.id in NEEDS_ALL


def _informed(finding: Finding, policy: Policy) -> Finding:
    """Return what a rule finds under a policy that does not demand it."""
    said = f"{finding.says} The policy {policy.name} does not demand otherwise."
    if finding.result is Result.FAIL:
        return passed(said, *finding.entries)
    if finding.result is Result.INCONCLUSIVE:
        return not_exercised(said)
    return finding


def _numbers(facts: VerdictInput, rulings: Sequence[Ruling]) -> Numbers:
    early = [retry for retry in facts.retries if facts.early_by(retry)]
    pointless = {retry.after.n for retry in early}
    for ruling in rulings:
        if ruling.result is Result.FAIL and ruling.id in POINTLESS:
            pointless.update(ruling.entries[1:])
    return Numbers(
        requests=len(facts.entries) + facts.dropped,
        wasted=len(pointless),
        early_seconds=round(sum(facts.early_by(retry) for retry in early), 6),
        overshoot_seconds=_overshoot(facts),
        optimum=_optimum(facts),
    )


def _overshoot(facts: VerdictInput) -> float | None:
    waited = [group for group in facts.groups if any(entry.issue == "transient" for entry in group)]
    first = min((entry.at for group in waited for entry in group if succeeded(entry)), default=None)
    if first is None or facts.due_at is None:
        return None
    return round(max(first - facts.due_at, 0.0), 6)


def _optimum(facts: VerdictInput) -> int | None:
    """Return how many requests a client would have needed that does just what the answers say."""
    if facts.endless or facts.dropped:
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
    if not waits:
        return len(window) + 1
    open_for = max(facts.due_at - window[0].at, 0.0)
    return ceil(round(open_for / max(waits), 6)) + 1
