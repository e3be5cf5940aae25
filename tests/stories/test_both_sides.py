"""Does each rule have a client that keeps it and one that breaks it?"""

import pytest

from sandbox.verdict import RULES
from tests.stories import test_asking, test_errors, test_stopping, test_waiting
from tests.stories.told import told_in

TOLD = [told for module in (test_asking, test_errors, test_stopping, test_waiting) for told in told_in(module)]


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
@pytest.mark.parametrize("result", ["pass", "fail"])
def test_each_rule_has_a_story_on_each_side(rule: str, result: str) -> None:
    """R12 blames nobody: its second side is the client that blocks."""
    assert (rule, result) in TOLD


def test_no_story_tells_of_a_rule_that_is_not_there() -> None:
    """A rule that goes takes its stories with it."""
    assert set() == {rule for rule, _ in TOLD} - {rule.id for rule in RULES}
