"""The sum of all rules, and the numbers."""

from dataclasses import replace

import pytest

from sandbox.verdict import POLICIES, RULES
from tests.verdict.made import entry, result, syncing, throttled, verdict

PATIENT = tuple(syncing(n, 3.0 * n) for n in range(15))


def _results(*journal: object, policy: str = "flexpa", **more: object) -> dict[str, str]:
    judged = verdict(*journal, policy=policy, **more)  # type: ignore[arg-type] # what a test hands in
    return {ruling.id: ruling.result.value for ruling in judged.rules}


def test_every_rule_is_told_in_its_order() -> None:
    """Also those that never applied."""
    judged = verdict(entry(1, 0))

    assert [rule.id for rule in RULES] == [ruling.id for ruling in judged.rules]
    assert [f"R{number:02}" for number in range(1, 22)] == [ruling.id for ruling in judged.rules]


def test_nothing_applied() -> None:
    """One answer with data, or none at all, is too little to praise anybody."""
    assert "not-exercised" == verdict().result
    assert "not-exercised" == verdict(entry(1, 0)).result


def test_one_failure_fails() -> None:
    """Whatever else was right."""
    judged = verdict(syncing(1, 0), entry(2, 1), due_at=1.0)

    assert "fail" == judged.result
    assert ["R02"] == [ruling.id for ruling in judged.rules if ruling.result == "fail"]


def test_one_doubt_leaves_doubt() -> None:
    """A window that is still open."""
    judged = verdict(syncing(1, 0), syncing(2, 3), due_at=45.0, now=6.5)

    assert "inconclusive" == judged.result
    assert "pass" in {ruling.result.value for ruling in judged.rules}


def test_only_failures_have_a_repair() -> None:
    """Where nothing is broken, nothing is to be mended."""
    for ruling in verdict(syncing(1, 0), entry(2, 1), due_at=1.0).rules:
        assert (ruling.result == "fail") == bool(ruling.repair)


def test_what_a_policy_leaves_out_does_not_count() -> None:
    """It counts as not exercised, with what would have been said."""
    journal = syncing(1, 0, spelling="vendor"), entry(2, 1.0)
    lax, strict = verdict(*journal, due_at=1.0), verdict(*journal, due_at=1.0, policy="strict")

    assert ("pass", "fail") == (lax.result, strict.result)
    ruling = next(ruling for ruling in lax.rules if ruling.id == "R04")
    assert ("not-exercised", ()) == (ruling.result, ruling.entries)
    assert ruling.says.startswith("The policy flexpa leaves this out. ")


@pytest.mark.parametrize(("policy", "forgiven"), [("strict", 0.01), ("flexpa", 0.05), ("lenient", 0.25)])
def test_what_a_policy_forgives(policy: str, forgiven: float) -> None:
    """On a running clock; what is a little more than that is early."""
    assert forgiven == POLICIES[policy].tolerance
    for gap, expected in ((3 - forgiven + 0.001, "pass"), (3 - forgiven - 0.001, "fail")):
        journal = syncing(1, 0, frozen=False), entry(2, gap, frozen=False)
        assert expected == _results(*journal, policy=policy)["R02"]


def test_an_unfrozen_tolerance_does_not_help_on_a_frozen_clock() -> None:
    """The lenient policy forgives nothing there, either."""
    assert "fail" == _results(syncing(1, 0), entry(2, 2.9), policy="lenient")["R02"]


def test_a_journal_that_lost_entries_praises_nobody() -> None:
    """What went may have been wrong; what is wrong in the rest stays wrong."""
    lost = _results(*PATIENT, entry(15, 45), dropped=7, due_at=45.0)

    assert "pass" not in lost.values()
    assert ("inconclusive", "not-exercised") == (lost["R02"], lost["R20"])
    assert "fail" == _results(syncing(1, 0), entry(2, 1), dropped=7)["R02"]


def test_numbers_of_a_patient_client() -> None:
    """As few requests as can be."""
    numbers = verdict(*PATIENT, entry(15, 45), due_at=45.0).numbers

    assert (16, 0, 0.0, 0.0, 16) == (
        numbers.requests,
        numbers.wasted,
        numbers.early_seconds,
        numbers.overshoot_seconds,
        numbers.optimum,
    )


def test_numbers_of_an_early_client() -> None:
    """Every early attempt is wasted, and its missing seconds add up."""
    numbers = verdict(syncing(1, 0), syncing(2, 1), syncing(3, 3.5), entry(4, 10), due_at=9.0).numbers

    assert (4, 2, 2.5, 1.0, 4) == (
        numbers.requests,
        numbers.wasted,
        numbers.early_seconds,
        numbers.overshoot_seconds,
        numbers.optimum,
    )


@pytest.mark.parametrize(
    ("rule", "journal"),
    [
        ("R10", [entry(n, 5 * n, 422, issue="processing") for n in range(4)]),
        ("R14", [entry(n, 5 * n, 401, issue="expired") for n in range(4)]),
        ("R17", [syncing(0, 0), *(entry(n, 3 * n) for n in range(1, 5))]),
    ],
)
def test_what_comes_after_the_last_word_is_wasted(rule: str, journal: list[object]) -> None:
    """All but the request that brought it."""
    judged = verdict(*journal)  # type: ignore[arg-type] # entries

    assert "fail" == result(rule, *journal)  # type: ignore[arg-type] # entries
    assert 3 == judged.numbers.wasted


def test_what_cannot_be_known_is_left_open() -> None:
    """No end, no optimum; no moment when the data came, no overshoot; no first entries, no optimum."""
    assert verdict(syncing(1, 0), endless=True).numbers.optimum is None
    assert verdict(syncing(1, 0), entry(2, 3)).numbers.overshoot_seconds is None
    assert verdict(syncing(1, 0), dropped=1).numbers.optimum is None
    assert 8 == verdict(syncing(8, 0), dropped=7).numbers.requests


def test_the_optimum_counts_each_thing() -> None:
    """A window of 10 s with waits of 3 s takes five requests; something else takes one."""
    journal = [syncing(1, 0), entry(2, 12), entry(3, 13, path="/fhir/Patient"), throttled(4, 14, query="a=b")]

    assert 5 + 1 + 1 == verdict(*journal, due_at=10.0).numbers.optimum


def test_a_verdict_depends_on_its_facts_alone() -> None:
    """Judged twice, it is the same, and the entries are as before."""
    journal = [syncing(1, 0), entry(2, 1)]
    before = [replace(one) for one in journal]

    assert verdict(*journal) == verdict(*journal)
    assert [one.at for one in before] == [one.at for one in journal]
