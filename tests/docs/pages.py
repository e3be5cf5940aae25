"""How is a page of the search manual read? Its data, and the rows of its tables, as values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DOCS = Path(__file__).parents[2] / "docs"

_CELLS = re.compile(r"(?<!\\)\|")
_QUERY = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, slots=True)
class Row:
    """One query of an executed table: where it stands, what is asked, and what its column says of the answer."""

    page: str
    line: int
    query: str
    column: str
    expected: str

    @property
    def path(self) -> str:
        """The address below the server, ready to be sent: only what cannot travel raw is percent-encoded."""
        query = self.query if re.match(r"[A-Za-z]+\?", self.query) else f"Procedure?{self.query}"
        return "/fhir/" + quote(query, safe="/?&=:,%+-._~!$'()*;@#")


def data(page: Path) -> str:
    """Return the NDJSON on which a page runs: its own block, or that of the example."""
    blocks = re.findall(r"^```ndjson\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return "".join(blocks) or data(page.with_name("data.md"))


def rows(page: Path) -> Iterator[Row]:
    """Yield every query of the executed tables of a page."""
    column = ""
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("|"):
            column = ""
            continue
        cells = [cell.strip().replace(r"\|", "|") for cell in _CELLS.split(line)[1:-1]]
        if cells[0] == "query":
            column = cells[1]
        elif column and not set(cells[0]) <= set("-: "):
            for query in _QUERY.findall(cells[0]):
                yield Row(page.name, number, query, column, cells[1])
