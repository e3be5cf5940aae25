"""Are waits that are drawn at random judged rightly? Thousands of them, as real libraries choose theirs."""

import pytest

from tests.verdict.draws import GUILTY, LIBRARIES, RANDOM_KINDS, RULES_OF_PACE, Library, Waits, count

RUNS = 1000


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_who_backs_off_is_not_blamed(library: Library) -> None:
    """At most once in a thousand runs, by whatever rule."""
    found = count(library.waits, RULES_OF_PACE, RUNS, seed=library.name, least=library.least)

    assert {} == {rule: counts for rule, counts in found.items() if counts["fail"] > RUNS / 1000}


@pytest.mark.parametrize(("name", "waits", "least", "rules"), GUILTY, ids=[row[0] for row in GUILTY])
def test_who_does_not_is_found(name: str, waits: Waits, least: int, rules: tuple[str, ...]) -> None:
    """In 99 of 100 runs at least."""
    found = count(waits, rules, RUNS, seed=name, least=least)

    assert {} == {rule: counts for rule, counts in found.items() if counts["fail"] < 0.99 * RUNS}


def test_each_kind_of_jitter_is_drawn() -> None:
    """Full, equal and decorrelated, and waits without any."""
    assert {*RANDOM_KINDS, "none"} <= {library.kind for library in LIBRARIES}
    assert all(library.basis for library in LIBRARIES)
