"""Are the built-in fixtures free of everything that `check` looks for, warnings too?"""

from sandbox.loading import built_in_fixtures
from sandbox.tools.check import Issue
from sandbox.tools.check.checker import Checked, check


def test_the_built_in_fixtures_have_no_flaw() -> None:
    """What the program serves passes its own check."""
    nothing: list[Issue] = []
    checked = Checked()

    assert nothing == list(check(built_in_fixtures(), checked))
    assert checked.resources["Procedure"] > 0
