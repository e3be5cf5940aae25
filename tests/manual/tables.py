"""Which tables does the manual take from the code? `python -m tests.manual.tables` writes them anew."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from sandbox.certify.conditions import CONDITIONS
from sandbox.certify.suites import ROWS, SuiteRow
from sandbox.scenario import BODY_FORMATS, CANNED_ERRORS, PRESETS, RETRY_AFTER_FORMATS, CannedError
from sandbox.search.model.parameter import SearchParameter
from sandbox.search.parameters import SEARCH_PARAMETERS
from sandbox.search.parameters.common import COMMON
from sandbox.search.parameters.other_types import NOT_SEARCHABLE, OTHER_TYPES
from sandbox.settings import SETTINGS
from sandbox.tools import check
from sandbox.tools.generate.codes import CODES
from sandbox.tools.generate.pathway import Activity
from sandbox.tools.generate.pathways import PATHWAYS
from sandbox.verdict import POLICIES, RULES
from sandbox.verdict.hints import HINTS
from tests.architecture import words
from tests.manual.pages import Row, rows

ROOT = Path(__file__).parents[2]

_MARKED = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(text: str) -> str:
    """Return a page with its marked tables as the code has them; that of the stacks has a command of its own."""
    return _MARKED.sub(lambda match: match[1] + TABLES[match[2]]() + match[3] if match[2] in TABLES else match[0], text)


def _table(head: str, rows: Iterable[Iterable[str]]) -> str:
    columns = head.split(" | ")
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _settings() -> str:
    def default(value: object) -> str:
        return "" if value in (None, ()) else f"`{value}`"

    rows = ([f"`{row.flag}`", f"`{row.variable}`", default(row.default), row.help] for row in SETTINGS.values())
    return 'In the file, `--port-file x` is `port_file = "x"`.\n\n' + _table(
        "Flag | Variable | Default | Meaning", rows
    )


def _scenarios() -> str:
    rows = ([row.forms, row.about, row.basis.value] for row in PRESETS.values())
    return _table("Scenario | What /fhir answers | Known how", rows)


def _spellings() -> str:
    rows = ([f"`{row.name}`", row.about, row.kind.value, row.basis.value] for row in RETRY_AFTER_FORMATS.values())
    return _table("Spelling | What is sent | What a client can make of it | Known how", rows)


def _statuses() -> str:
    rows = ([f"{row.status}", f"`{row.code}`", row.text, row.basis.value] for row in _refusals())
    return _table("Status | Issue code | It says | Known how", rows)


def _refusals() -> Iterable[CannedError]:
    """Return the refusals that a plan may ask for: by status, and first the one that is meant without a code."""
    first = {(row.status, row.code): row for row in reversed(CANNED_ERRORS.values())}
    return sorted(first.values(), key=lambda row: (row.status, list(CANNED_ERRORS).index(row.name)))


def _bodies() -> str:
    return _table(
        "Body | What is sent | Known how", ([f"`{row.written}`", row.about, row.basis] for row in BODY_FORMATS)
    )


def _rules() -> str:
    rows = ([row.id, row.title, row.fails] for row in RULES)
    return _table("Rule | Title | Fails when", rows)


def _checks() -> str:
    rows = (
        [f"`{row.id}`", row.severity, row.title, row.hint.replace("|", r"\|"), row.source]
        for row in check.CHECK_RULES.values()
    )
    return _table("Rule | Severity | Demands | How a breach is mended | Source", rows)


def _policies() -> str:
    rows = (
        [
            f"`{row.name}`",
            row.about,
            ", ".join(sorted(row.leaves_out)),
            ", ".join(sorted(row.informs)),
            f"{row.tolerance * 1000:g} ms",
        ]
        for row in POLICIES.values()
    )
    heads = "Policy | What for | Rules that do not count | Rules that only inform | Forgiven on a running clock"
    return _table(heads, rows)


def _element(row: SearchParameter) -> str:
    found = ", ".join(f"`{way}`" if way else "the resource" for way in row.path.split(" | "))
    return f"{found}: {' $ '.join(map(_element, row.parts))}" if row.parts else found


def _params(rows: Iterable[SearchParameter]) -> str:
    cells = (
        [f"`{row.name}`", row.type, _element(row), ", ".join(row.targets).replace("*", "anything")] for row in rows
    )
    return _table("Name | Type | Element | Refers to", cells)


def _parameters() -> str:
    return _params((*SEARCH_PARAMETERS["Procedure"].values(), *COMMON.values()))


def _searchable() -> str:
    types = sorted((SEARCH_PARAMETERS | OTHER_TYPES).items())
    return "\n".join(f"## {title}\n\n{_params(rows.values())}" for title, rows in (("Every type", COMMON), *types))


def _unsearchable() -> str:
    rows = ([f"`{name}`", reason] for name, reason in NOT_SEARCHABLE.items())
    return _table("Parameter | Why not", rows)


def _cases() -> str:
    """Return the rows of the search manual that bear the number of a tricky case, those of one line together."""
    lines: dict[tuple[int, str, int], list[Row]] = {}
    for page in sorted((ROOT / "docs" / "search").glob("*.md")):
        for row in rows(page):
            for case in row.cases:
                lines.setdefault((case, row.page, row.line), []).append(row)

    def cells(case: int, same: list[Row]) -> Iterable[str]:
        row = same[0]
        asked = " = ".join(f"`{each.query}`" for each in same) + (", leniently" if row.head == "lenient query" else "")
        said = "; ".join(f"{column} {expected}" for column, expected in row.claims)
        page = f"[{row.page.removesuffix('.md')}]({row.page})"
        return [cell.replace("|", r"\|") for cell in (f"{case}", asked, said, row.why, page)]

    table = (cells(key[0], lines[key]) for key in sorted(lines))
    return _table("Case | Ask | Answer | Why | Page", table)


def _pathways() -> str:
    def said(deed: Activity) -> str:
        name = deed.what.partition(" ")[0].replace("@", "right")
        return ("or " if deed.otherwise else "") + (deed.text or CODES[name].display)

    rows = (
        [f"`{row.name}`", f"{row.ages[0]} to {row.ages[1]}", ", ".join(dict.fromkeys(map(said, row.activities)))]
        for row in PATHWAYS
    )
    return _table("Pathway | Ages | What is done", rows)


def _certify_rows() -> str:
    def scenario(row: SuiteRow) -> str:
        mark = " †" if row.fast_only else ""
        patient = f", of `{row.patient}`" if row.patient else ""
        return f"`{row.scenario}`{patient}{mark}"

    rows = ((f"`{row.id}`", scenario(row), row.right, row.expected) for row in ROWS)
    return _table("Row | Scenario | A right client | Ends with", rows)


def _conditions() -> str:
    return _table("Condition | Is met when", ((f"`{row.id}`", row.about) for row in CONDITIONS.values()))


def _hints() -> str:
    """Return a row for each library and way in which its options were tried, and the rules that they help to keep."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in HINTS:
        found.setdefault((row.library, row.version, row.tried), []).extend(row.rules)
    rows = ([*key, ", ".join(sorted(set(rules)))] for key, rules in found.items())
    return _table("Library | Version | How its options were tried | For", rows)


def _words() -> str:
    return _table("Word | Module | Is | Term of", words.rows())


TABLES: dict[str, Callable[[], str]] = {
    "bodies": _bodies,
    "cases": _cases,
    "certify-rows": _certify_rows,
    "checks": _checks,
    "conditions": _conditions,
    "hints": _hints,
    "parameters": _parameters,
    "pathways": _pathways,
    "policies": _policies,
    "rules": _rules,
    "scenarios": _scenarios,
    "searchable": _searchable,
    "settings": _settings,
    "spellings": _spellings,
    "statuses": _statuses,
    "unsearchable": _unsearchable,
    "words": _words,
}


def pages() -> list[Path]:
    """Return every page that may hold such a table."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


if __name__ == "__main__":
    for page in pages():
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
