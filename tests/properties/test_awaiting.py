"""Is what was known to be wrong still wrong? If not, its row in `awaiting` is to go."""

from collections.abc import Callable

import pytest

from tests.properties.answers import Asker
from tests.properties.awaiting import FAULTS, Fault
from tests.properties.compartments import seen
from tests.properties.data import BASE, resources
from tests.properties.differences import difference
from tests.properties.oracle import Oracle
from tests.properties.seeds import USUAL, seed


@pytest.mark.skipif(seed() != USUAL, reason="other data may not show it")
@pytest.mark.parametrize("fault", [pytest.param(one, marks=pytest.mark.xfail, id=one.rule) for one in FAULTS])
def test_the_server_is_repaired(clients: Callable[[str, str], Asker], fault: Fault) -> None:
    """It answers as the oracle does."""
    everything = resources(fault.name)
    asker = clients(fault.name, f"pat_test_ready~{fault.patient}" if fault.patient else "aat_test_ready")
    visible = seen(everything, fault.patient, BASE) if fault.patient else everything

    assert not difference(asker, Oracle(visible, BASE, asker.now, everything), fault.question)
