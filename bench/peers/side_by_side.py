"""How does the sandbox compare with a peer? By processor time, or by rates where one runs elsewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan

from bench.load import Load
from bench.report import spread


@dataclass(frozen=True, slots=True)
class Pair:
    """What both servers did, one right after the other."""

    own: Load
    peer: Load

    @property
    def ratio(self) -> float:
        """How many times as fast as the peer the sandbox is: by time per answer, or by answers per second."""
        if isnan(self.peer.cost):
            return self.own.rate / self.peer.rate
        return self.peer.cost / self.own.cost


@dataclass(frozen=True, slots=True)
class PeerRow:
    """What was found of a peer and a case."""

    peer: str
    case: str
    pairs: Sequence[Pair]

    @property
    def basis(self) -> str:
        """What the ratios are of."""
        if any(isnan(pair.peer.cost) for pair in self.pairs):
            return "rate"
        return "processor time"

    @property
    def says(self) -> str:
        """The median of the ratios, and their quartiles."""
        middle, low, high = spread([pair.ratio for pair in self.pairs])
        return f"{_short(middle)} ({_short(low)} to {_short(high)})"


def lines(rows: Sequence[PeerRow]) -> Iterator[str]:
    """Yield a table, nothing if there is nothing to say."""
    if rows:
        yield f"{'peer':<18}{'case':<22}{'times as fast as it':>32}{'by':>17}"
    for row in rows:
        yield f"{row.peer:<18}{row.case:<22}{row.says:>32}{row.basis:>17}"


def _short(ratio: float) -> str:
    """Return a ratio with as many digits as it can be trusted with."""
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.2f}"
