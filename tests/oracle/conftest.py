"""What do the tests of properties share? Servers with an oracle beside each; and the seed is told at the end."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.oracle.answers import Asker, served
from tests.oracle.data import BASE, SETS, resources
from tests.oracle.oracle import Oracle
from tests.oracle.seeds import VARIABLE, seed

Pair = tuple[Asker, Oracle]
Pairs = dict[str, Pair]


@pytest.fixture(scope="package")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], Asker]]:
    """Give clients of a set of resources, by its name and a token."""
    with ExitStack() as opened:
        folder = tmp_path_factory.mktemp("sets")
        servers = {name: opened.enter_context(served(name, folder)) for name in SETS}
        yield lambda name, token: Asker(servers[name], token)


@pytest.fixture(scope="package")
def pairs(clients: Callable[[str, str], Asker]) -> Pairs:
    """Give each set of resources as a server that tells everything, and an oracle of the same moment."""
    askers = {name: clients(name, "aat_test_ready") for name in SETS}
    return {name: (asker, Oracle(resources(name), BASE, asker.now)) for name, asker in askers.items()}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say with which seed the random queries were made."""
    terminalreporter.write_line(f"random queries: {VARIABLE}={seed()}")
