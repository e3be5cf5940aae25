"""What a marker says, and what it cannot mean."""

import re

import pytest

from pytest_procedure_sandbox.marking import Marking, marking_of, suite_of


def test_a_test_without_a_marker_is_not_judged() -> None:
    """It steers its session by hand, and asks for the verdict itself."""
    assert Marking(verdict=None) == marking_of(None)


def test_a_marker_says_what_a_client_is_to_meet_and_how_it_is_judged() -> None:
    """All keywords at once; a plan is a scenario too, with or without its name."""
    marker = pytest.mark.sandbox(
        "syncing-3x", patient="ben", frozen=False, verdict=None, policy="strict", ignore=["R07", "R17"], authorized=True
    ).mark
    plan = {"steps": [{"status": 503}]}

    assert marking_of(marker) == Marking(
        scenario="syncing-3x",
        patient="ben",
        frozen=False,
        verdict=None,
        policy="strict",
        ignore=("R07", "R17"),
        authorized=True,
    )
    assert plan == marking_of(pytest.mark.sandbox(plan).mark).scenario
    assert plan == marking_of(pytest.mark.sandbox(scenario=plan).mark).scenario
    assert ("R07",) == marking_of(pytest.mark.sandbox(ignore="R07").mark).ignore


@pytest.mark.parametrize(
    ("marker", "sentence"),
    [
        (pytest.mark.sandbox("ready", "ben"), "one argument without a name, the scenario, not 2"),
        (pytest.mark.sandbox("ready", scenario="stuck"), "two scenarios"),
        (pytest.mark.sandbox(3), "written as in a token, or is a plan, not 3"),
        (pytest.mark.sandbox(patient=None), "a persona or a Patient id, not None"),
        (pytest.mark.sandbox(frozen="no"), "True or False, not 'no'"),
        (pytest.mark.sandbox(verdict="fail"), "\"pass\" or None, not 'fail'"),
        (pytest.mark.sandbox(policy="strickt"), "flexpa, strict, lenient, not 'strickt'. Did you mean \"strict\""),
        (pytest.mark.sandbox(ignore=["R77"]), "ids of rules, R01 to R21, not 'R77'"),
        (pytest.mark.sandbox(ignore=7), "ids of rules, not 7"),
        (pytest.mark.sandbox(polici="strict"), 'not a keyword of it. Did you mean "policy"?'),
    ],
    ids=lambda value: "" if isinstance(value, str) else str(value.args or value.kwargs),
)
def test_what_it_cannot_mean_is_said_in_a_sentence(marker: pytest.MarkDecorator, sentence: str) -> None:
    """With the nearest word where there is one."""
    with pytest.raises(ValueError, match=re.escape(sentence)):
        marking_of(marker.mark)


def test_a_suite_has_a_name_and_the_keywords_that_do_not_belong_to_a_row() -> None:
    """A row brings its scenario and its patient."""
    found = suite_of(pytest.mark.sandbox_suite("retry", policy="lenient").mark)

    assert ("retry", Marking(policy="lenient")) == found
    for marker in (pytest.mark.sandbox_suite(), pytest.mark.sandbox_suite(7), pytest.mark.sandbox_suite("a", "b")):
        with pytest.raises(ValueError, match="one argument without a name, the suite"):
            suite_of(marker.mark)
    with pytest.raises(ValueError, match="'patient' is not a keyword of it"):
        suite_of(pytest.mark.sandbox_suite("retry", patient="ben").mark)
