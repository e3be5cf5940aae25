"""Is each planted fault found, and nothing else? Every file of `planted/` breaks one rule, once."""

import json
from pathlib import Path

import pytest

from sandbox.cli import main
from sandbox.tools.check import CHECK_RULES

FOLDER = Path(__file__).parent / "planted"

# Columns: path in `planted/`, rule, line, element.
# fmt: off
PLANTED: tuple[tuple[str, str, int, str], ...] = (
    ("bundle.json",                   "bundle",                 20, ""),
    ("code-shape.ndjson",             "code-shape",              3, "Procedure.code.coding[0].code"),
    ("cpt-descriptor.ndjson",         "cpt-descriptor",          3, "Procedure.code.coding[0].display"),
    ("dom-2.ndjson",                  "dom-2",                   3, "Procedure.contained[0].contained"),
    ("dom-3.ndjson",                  "dom-3",                   3, "Procedure.contained[0]"),
    ("dom-4.ndjson",                  "dom-4",                   3, "Procedure.contained[0].meta.versionId"),
    ("dom-5.ndjson",                  "dom-5",                   3, "Procedure.contained[0].meta.security"),
    ("duplicate-id.ndjson",           "duplicate-id",            3, "Procedure.id"),
    ("ext-1.ndjson",                  "ext-1",                   3, "Procedure.extension[0]"),
    ("file.ndjson.gz",                "file",                    0, ""),
    ("entry-delete.ndjson",           "passed-over",             3, ""),
    ("ext-url.ndjson",                "ext-url",                 3, "Procedure.extension[0].url"),
    ("json-duplicate.ndjson",         "json-duplicate",          3, "Procedure.status"),
    ("json.ndjson",                   "json",                    3, ""),
    ("passed-over.ndjson",            "passed-over",             3, ""),
    ("per-1.ndjson",                  "per-1",                   3, "Procedure.performedPeriod"),
    ("personas",                      "personas",                1, ""),
    ("r4-boolean.ndjson",             "r4-value",                3, "Patient.active"),
    ("r4-choice.ndjson",              "r4-choice",               3, "Procedure.performed[x]"),
    ("r4-code.ndjson",                "r4-code",                 3, "Procedure.status"),
    ("r4-empty.ndjson",               "r4-empty",                3, "Procedure.note"),
    ("r4-invariant.ndjson",           "r4-invariant",            3, "Procedure.performedAge"),
    ("r4-missing-element.ndjson",     "r4-missing-element",      3, "Procedure.status"),
    ("r4-null.ndjson",                "r4-empty",                3, "Procedure.category"),
    ("r4-reference-type.ndjson",      "r4-reference-type",       4, "Procedure.encounter"),
    ("r4-unchecked.ndjson",           "r4-unchecked",            3, "MedicinalProduct"),
    ("r4-unknown-element.ndjson",     "r4-unknown-element",      3, "Procedure.bodysite"),
    ("r4-value.ndjson",               "r4-value",                3, "Procedure.performedDateTime"),
    ("real-email.ndjson",             "real-email",              3, "Practitioner.telecom[0].value"),
    ("real-mbi.ndjson",               "real-mbi",                3, "Patient.identifier[0].value"),
    ("real-npi.ndjson",               "real-npi",                3, "Practitioner.identifier[0].value"),
    ("real-phone.ndjson",             "real-phone",              3, "Practitioner.telecom[0].value"),
    ("real-ssn.ndjson",               "real-ssn",                3, "Patient.identifier[0].value"),
    ("ref-1.ndjson",                  "ref-1",                   3, "Procedure.performer[0].actor.reference"),
    ("reference-elsewhere.ndjson",    "reference-elsewhere",     3, "Procedure.encounter.reference"),
    ("reference-form.ndjson",         "reference-form",          3, "Procedure.encounter.reference"),
    ("reference-missing.ndjson",      "reference-missing",       3, "Procedure.encounter.reference"),
    ("reference-search.json",         "reference-search",       52, "Procedure.performer[0].actor.reference"),
    ("reference-urn.json",            "reference-urn",          50, "Procedure.encounter.reference"),
    ("repeated-resource.ndjson",      "repeated-resource",       3, "Procedure.id"),
    ("resource.ndjson",               "resource",                3, ""),
    ("system-misspelt.ndjson",        "system-misspelt",         3, "Procedure.bodySite[0].coding[0].system"),
    ("system-unknown.ndjson",         "system-unknown",          3, "Procedure.category.coding[0].system"),
    ("txt-1.ndjson",                  "txt-1",                   3, "Procedure.text.div"),
    ("txt-2.ndjson",                  "txt-2",                   3, "Procedure.text.div"),
    ("us-core-7.ndjson",              "us-core-7",               3, "Procedure.performed[x]"),
    ("us-core-code.ndjson",           "us-core-code",            3, "Procedure.code"),
    ("us-core-procedure-code.ndjson", "us-core-procedure-code",  3, "Procedure.code"),
    ("us-core-subject.ndjson",        "us-core-subject",         4, "Procedure.subject"),
)
# fmt: on


@pytest.mark.parametrize(("name", "rule", "line", "element"), PLANTED, ids=[row[0] for row in PLANTED])
def test_a_planted_fault_is_found(
    capsys: pytest.CaptureFixture[str], name: str, rule: str, line: int, element: str
) -> None:
    """It is named by rule, line and element; the exit code is that of its severity."""
    code = main(["check", str(FOLDER / name), "--format", "json"])
    found = [(issue["rule"], issue["line"], issue["element"]) for issue in json.loads(capsys.readouterr().out)["flaws"]]

    assert [(rule, line, element)] == found
    assert (1 if CHECK_RULES[rule].severity == "error" else 0) == code


def test_every_rule_has_a_planted_fault() -> None:
    """And every planted file is in the table."""
    assert CHECK_RULES.keys() == {rule for _, rule, _, _ in PLANTED}
    assert {path.name for path in FOLDER.iterdir()} == {name for name, *_ in PLANTED}
