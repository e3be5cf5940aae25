"""Is what was known to be wrong still wrong? If not, its row in `awaiting` is to go."""

import pytest

from tests.properties.awaiting import FAULTS, Fault
from tests.properties.conftest import Pairs
from tests.properties.differences import difference
from tests.properties.queries import Question


@pytest.mark.parametrize("fault", [pytest.param(one, marks=pytest.mark.xfail, id=one.rule) for one in FAULTS])
def test_the_server_is_repaired(pairs: Pairs, fault: Fault) -> None:
    """It answers as the oracle does."""
    asker, oracle = pairs[fault.name]

    assert not difference(asker, oracle, Question(fault.type, fault.pairs))
