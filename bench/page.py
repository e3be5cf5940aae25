"""How do the figures get into the manual? As tables between two marks, with the machine and the date; ratios only."""

import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.cases import Case
from bench.growth import Cost
from bench.loading import BYTES, TIMES, Loading
from bench.operation import Operation
from bench.peers.side_by_side import PeerRow
from bench.report import Round, spread, versions

READY = 0.35  # the aim: seconds from start to ready
BEGIN, END = "<!-- measured -->", "<!-- end of what was measured -->"

Compared = dict[int, list[tuple[Case, list[Round]]]]
Grown = dict[int, dict[Operation, Cost]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All that was measured; `ready` are the seconds from start to ready."""

    compared: Compared
    beside_peers: Sequence[PeerRow]
    grown: Grown
    loaded: dict[int, Loading]
    ready: float


def write(file: Path, found: Measured) -> None:
    """Put what was measured into a page, in the place of what was measured before."""
    text = file.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    body = "\n\n".join(["\n".join(part) for part in _parts(found)])
    file.write_text(f"{before}{BEGIN}\n{body}\n{END}{after}", encoding="utf-8")


def _parts(found: Measured) -> Iterator[list[str]]:
    yield [f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {platform.system()}, {versions()}."]
    yield ["**Beside bare**: the median of the ratios, and their quartiles.", "", *_compared(found.compared)]
    if found.beside_peers:
        yield ["**Beside peers**: how many times as fast as they the sandbox is.", "", *_peers(found.beside_peers)]
    yield [
        "**Growth**: how many times as long an operation takes, and for how long it holds the loop.",
        "",
        *_grown(found.grown),
    ]
    yield ["**Loading**, beside `orjson.loads` of the same lines.", "", *_loaded(found.loaded)]
    ready = _at_most(found.ready, 2, READY, " s")
    yield [f"Start to ready with the built-in fixtures: {ready} (aim {READY:.2f})."]


def _compared(found: Compared) -> Iterator[str]:
    yield from _head(["Request", *(f"{size:,} Procedures" for size in found), "Aim"])
    for rows in zip(*found.values(), strict=True):
        case = rows[0][0]
        yield _row([case.name.replace("*", r"\*"), *(_ratio(*row) for row in rows), f"{case.aim:.1f}"])


def _ratio(case: Case, rounds: Sequence[Round]) -> str:
    middle, low, high = spread([each.ratio for each in rounds])
    shown = f"{middle:.2f}"
    return f"{_marked(shown, missed=float(shown) < case.aim)} ({low:.2f} to {high:.2f})"


def _peers(rows: Sequence[PeerRow]) -> Iterator[str]:
    yield from _head(["Peer", "Request", "Times as fast", "By"])
    for row in rows:
        yield _row([row.peer, row.case, row.says, row.basis])


def _grown(found: Grown) -> Iterator[str]:
    fewest, *more = found
    times, held = [f"{size:,}: times {fewest:,}" for size in more], [f"{size:,}: ms held" for size in found]
    yield from _head(["Operation", *times, *held, "Aim"])
    for one, *costs in zip(found[fewest], *(of_size.values() for of_size in found.values()), strict=True):
        factors = [_at_most(cost.took / costs[0].took, 1, one.most_times) for cost in costs[1:]]
        most_times = "" if one.most_times is None else f"{one.most_times:.1f} times, "
        held = [_at_most(cost.held, 0, one.most_held) for cost in costs]
        yield _row([one.name, *factors, *held, f"{most_times}{one.most_held:.0f} ms"])


def _loaded(found: dict[int, Loading]) -> Iterator[str]:
    yield from _head(["Resources", "times `orjson.loads`", "Aim", "bytes of memory per byte", "Aim"])
    for size, cost in found.items():
        times, memory = _at_most(cost.times, 1, TIMES), _at_most(cost.memory, 1, BYTES)
        yield _row([f"{size:,}", times, f"{TIMES:.0f}", memory, f"{BYTES:.1f}"])


def _at_most(figure: float, digits: int, aim: float | None, unit: str = "") -> str:
    """Return a figure that is to be as large as its aim at most, as it is shown, and marked if it is not."""
    shown = f"{figure:.{digits}f}"
    return _marked(f"{shown}{unit}", missed=aim is not None and float(shown) > aim)


def _marked(shown: str, *, missed: bool) -> str:
    if missed:
        return f"**{shown}** missed"
    return shown


def _head(names: Sequence[str]) -> Iterator[str]:
    yield _row(names)
    yield _row(["---"] * len(names))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
