"""What do retry libraries in Node, Java, Go and Rust do in real time? The table of docs/stacks.md says it."""

from collections.abc import Iterator

import pytest

from sandbox.server import Sandbox
from tests.contract import stacks
from tests.contract.world import running
from tests.stories.stacks import PAGE


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Give a server whose time runs."""
    with running() as server:
        yield server


def _shown(row: stacks.RealStack) -> list[str]:
    """Return the cells of a row of the page."""
    begin = f"| {row.language} | {row.library} | {row.usage} | "
    line = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith(begin))
    return line.removeprefix(begin).removesuffix(" |").split(" | ")


def _result(cell: str) -> str:
    return cell.partition(":")[0]


@pytest.mark.parametrize("language", stacks.PROGRAMS)
def test_what_a_library_does_in_real_time(sandbox: Sandbox, language: str) -> None:
    """Nobody passes whom the page blames, or is blamed who passes there: a busy machine leaves a doubt at most."""
    stacks.run(language, sandbox.url, "test")
    for row in (row for row in stacks.STACKS if row.language == language):
        cells = stacks.judged(sandbox.url, "test", row.name)
        for scenario, shown, cell in zip(stacks.SCENARIOS, _shown(row), cells, strict=True):
            assert {_result(shown), _result(cell)} != {"pass", "fail"}, (row.name, scenario, shown, cell)


def test_who_is_set_up_well_is_blamed_for_nothing() -> None:
    """In four languages, and under every scenario."""
    for row in (row for row in stacks.STACKS if row.name.endswith(".1")):
        assert not [cell for cell in _shown(row) if cell.startswith("fail")], row.name
