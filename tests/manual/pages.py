"""How is a page of the search manual read? Its data, and the rows of its tables, as values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = "Data: [the example](data.md)"

# The head of a first column: what its queries are, and so how they are sent. Other tables are not executed.
HEADS = ("query", "lenient query", "request")
REMARKS = ("why", "K")

_CELLS = re.compile(r"(?<!\\)\|")
_QUERY = re.compile(r"`([^`]*)`")
_PATH = re.compile(r"([A-Za-z]+(/[^?=&]+)?)?\?")
_RAW = "/?&=:,%+-._~!$'()*;@#"
_HEADER = re.compile(r"([A-Z][A-Za-z-]+): (.*)")


@dataclass(frozen=True, slots=True)
class Row:
    """One query of an executed table: where it stands, what is asked, and what each column claims of the answer.

    `cases` are the numbers of the tricky cases that it decides.
    """

    page: str
    line: int
    head: str
    query: str
    claims: tuple[tuple[str, str], ...]
    why: str
    cases: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.page}:{self.line} {self.query}"

    def asked(self) -> tuple[str, str, dict[str, str], str]:
        """Return method, path, headers and body: only what cannot travel raw is percent-encoded.

        A request names its method, its path, and perhaps one thing more: a header, a JSON body, or else a form.
        """
        if self.head != "request":
            path = self.query if _PATH.match(self.query) else f"Procedure?{self.query}"
            return "GET", below_the_door(path), {"Prefer": "handling=lenient"} if self.head != "query" else {}, ""
        method, path, more = (*self.query.split(" ", 2), "", "")[:3]
        if header := _HEADER.fullmatch(more):
            return method, below_the_door(path), {header[1]: header[2]}, ""
        search_type = "application/json" if more.startswith("{") else "application/x-www-form-urlencoded"
        return method, below_the_door(path), {"Content-Type": search_type} if more else {}, more


def data(page: Path) -> str:
    """Return the NDJSON on which a page runs: the example where the page says so, and its own block."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```ndjson\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return (data(page.with_name("data.md")) if EXAMPLE in text else "") + "".join(blocks)


def rows(page: Path) -> Iterator[Row]:
    """Yield every query of the executed tables of a page."""
    heads: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("|"):
            heads = []
            continue
        cells = [cell.strip().replace(r"\|", "|") for cell in _CELLS.split(line)[1:-1]]
        if cells[0] in HEADS:
            heads = cells
        elif heads and not set(cells[0]) <= set("-: "):
            says = dict(zip(heads[1:], cells[1:], strict=True))
            why, cases = says.pop("why", ""), tuple(int(case) for case in says.pop("K", "").split())
            for query in _QUERY.findall(cells[0]):
                yield Row(page.name, number, heads[0], query, tuple(says.items()), why, cases)


def below_the_door(path: str) -> str:
    """Return the address of `Procedure?date=2019`, or of the whole server if only `?_type=Patient` is given."""
    return ("/fhir" if path[:1] in {"", "?"} else "/fhir/") + quote(path, safe=_RAW)
