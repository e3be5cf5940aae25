"""How are flaws told? In order, short, without what could fool a terminal or a build."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.loading import FileLocation
from sandbox.tools.check import Issue, Violation
from sandbox.tools.check.checker import Checked, check
from sandbox.tools.check.report import FORMATS, Tally, as_json, github, text
from tests.tools.check.conftest import PIA, procedure


def tally_of(*issues: Issue, limit: int | None = 10) -> Tally:
    """Return a tally to which flaws were added."""
    tally = Tally(limit)
    for issue in issues:
        tally.add(issue)
    return tally


def issue(line: int, says: str = "is missing", rule: str = "us-core-7", file: str = "p.ndjson") -> Issue:
    """Return a flaw of a line."""
    return Issue(FileLocation(file, line), Violation(rule, ("Procedure", "performed[x]"), says))


def test_the_text_has_a_line_per_flaw_and_one_hint_per_rule() -> None:
    """In the order of files and lines."""
    tally = tally_of(issue(7, "is missing too"), issue(3), issue(1, "looks odd", "real-phone", "a.ndjson"))

    assert [
        "a.ndjson:1: warning real-phone: Procedure.performed[x]: looks odd",
        "    Use 555-0100 to 555-0199.",
        "p.ndjson:3: error us-core-7: Procedure.performed[x]: is missing",
        "    Add performedDateTime, or _performedDateTime with a data-absent-reason.",
        "p.ndjson:7: error us-core-7: Procedure.performed[x]: is missing too",
        "2 errors, 1 warning in 0 resources (0 Procedures), 0 files.",
    ] == text(tally, Checked()).splitlines()


def test_what_says_the_same_is_told_once() -> None:
    """With its number; and of a rule no more than the limit, with the number of the rest."""
    tally = tally_of(*(issue(line) for line in range(5)), issue(8, "b"), issue(9, "c"), issue(10, "c"), limit=2)
    lines = text(tally, Checked()).splitlines()

    assert lines[0].endswith("is missing (and 4 more like it)")
    assert "Not shown: 2 of us-core-7. --limit 0 shows all." == lines[-2]
    assert lines[-1].startswith("8 errors, 0 warnings in")


def test_without_a_limit_each_is_told() -> None:
    """Machines want them all."""
    assert 5 == len(json.loads(as_json(tally_of(*(issue(line) for line in range(5)), limit=None), Checked()))["flaws"])


def test_nothing_found_is_said_as_well() -> None:
    """With what was looked at, and what was not."""
    checked = Checked(files=1, elsewhere=1)
    checked.resources.update({"Procedure": 1200, "Patient": 1})

    assert (
        "Nothing found in 1,201 resources (1,200 Procedures), 1 file. 1 reference to other servers not followed."
        == text(Tally(10), checked)
    )


def test_github_gets_a_command_per_flaw() -> None:
    """On one line each, with what means something to GitHub escaped."""
    lines = github(tally_of(issue(3, "50% of\nit", file="a,b:c.ndjson")), Checked()).splitlines()

    assert lines[0].startswith("::error file=a%2Cb%3Ac.ndjson,line=3,title=us-core-7%3A what is completed")
    assert "::Procedure.performed[x]: 50%25 of\N{REPLACEMENT CHARACTER}it%0AAdd performedDateTime" in lines[0]
    assert 2 == len(lines)


@pytest.mark.parametrize("form", ["text", "github"])
def test_a_value_cannot_end_the_line_or_turn_it_around(tmp_path: Path, form: str) -> None:
    """Names and values of a file are data, whatever is in them."""
    odd: dict[str, Any] = procedure("odd", status="a\u202eb", **{"x\n::error::y": 1, "z\x1b[2J": 2})
    (tmp_path / "a.ndjson").write_text("".join(json.dumps(row) + "\n" for row in (PIA, odd)))
    tally = Tally(10)
    checked = Checked()
    for found in check([tmp_path], checked):
        tally.add(found)
    said = FORMATS[form].write(tally, checked)

    assert 2 <= tally.counts["r4-unknown-element"]
    assert not {"\x1b", "\u202e"} & set(said)
    assert not any(line.startswith("::error::y") for line in said.splitlines())


def test_the_line_of_a_packed_indented_file_is_found(tmp_path: Path) -> None:
    """As of one that is not packed."""
    import gzip  # noqa: PLC0415 - of this test alone

    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": "https://ehr.example/r4/Patient/pia", "resource": PIA},
            {"fullUrl": "https://ehr.example/r4/Procedure/p1", "resource": procedure("p1", status="x")},
        ],
    }
    raw = json.dumps(bundle, indent=2)
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(raw.encode()))
    tally = tally_of(*check([tmp_path], Checked()), limit=None)
    (found,) = json.loads(as_json(tally, Checked()))["flaws"]

    assert '"status": "x",' == raw.splitlines()[found["line"] - 1].strip()
    assert (2, "Procedure.status", "r4-code") == (found["entry"], found["element"], found["rule"])
