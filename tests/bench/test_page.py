"""What is written into the manual: whoever reads a table sees at once which figure missed its aim."""

from pathlib import Path

from bench.cases import Case
from bench.growth import Cost
from bench.load import Load
from bench.loading import Loading
from bench.operation import Operation
from bench.page import BEGIN, END, Measured, write
from bench.report import Round

ASK = Operation(name="ask", requests=(), most_held=50, most_times=1.3)
LIST = Operation(name="list", requests=())


def test_a_figure_that_missed_its_aim_is_marked(tmp_path: Path) -> None:
    """A ratio below its aim, times, milliseconds, bytes and seconds above theirs; what has no aim is never marked."""
    page = _written(
        tmp_path, bare=0.7, many=Cost(took=4.0, held=118.0), loaded=Loading(per_resource=9, times=6.1, memory=1.7)
    )
    assert "| read | 1.20 (1.20 to 1.20) | **0.70** missed (0.70 to 0.70) | 0.8 |" in page
    assert "| ask | **4.0** missed | 1 | **118** missed | 1.3 times, 50 ms |" in page
    assert "| list | 4.0 | 1 | **118** missed | 50 ms |" in page
    assert "| 1,000 | **6.1** missed | 5 | **1.7** missed | 1.6 |" in page
    assert "fixtures: **0.36 s** missed (aim 0.35)." in page


def test_a_figure_is_held_against_its_aim_as_it_is_shown(tmp_path: Path) -> None:
    """Nobody is to read that 50 missed 50."""
    page = _written(
        tmp_path,
        bare=0.799,
        many=Cost(took=1.34, held=50.4),
        loaded=Loading(per_resource=9, times=5.04, memory=1.6),
        ready=0.352,
    )
    assert "| ask | 1.3 | 1 | 50 | 1.3 times, 50 ms |" in page
    assert "missed" not in page


def test_what_is_around_the_tables_stays(tmp_path: Path) -> None:
    """What was measured before is gone, the text before and after it is not."""
    page = _written(
        tmp_path, bare=1.0, many=Cost(took=1.0, held=1.0), loaded=Loading(per_resource=9, times=1.0, memory=1.0)
    )
    assert page.startswith(f"before\n{BEGIN}\n")
    assert page.endswith(f"{END}\nafter\n")
    assert "long ago" not in page


def _written(  # `bare` and `many` are of the larger size
    folder: Path, *, bare: float, many: Cost, loaded: Loading, ready: float = 0.36
) -> str:
    file = folder / "page.md"
    file.write_text(f"before\n{BEGIN}\nlong ago\n{END}\nafter\n", encoding="utf-8")
    case = Case(name="read", targets=("/fhir/Procedure/1",), entries=None, aim=0.8)
    few = Cost(took=1.0, held=1.0)
    compared = {1_000: [(case, [_round(1.2)])], 100_000: [(case, [_round(bare)])]}
    grown = {1_000: {ASK: few, LIST: few}, 100_000: {ASK: many, LIST: many}}
    write(file, Measured(compared=compared, beside_peers=(), grown=grown, loaded={1_000: loaded}, ready=ready))
    return file.read_text(encoding="utf-8")


def _round(bare: float) -> Round:
    return Round(sandbox=Load(rate=1.0, cost=1.0), bare=Load(rate=1.0, cost=bare))
