"""How is a run of `certify` written for code scanning? As SARIF 2.1.0: a result for each rule that failed in a row.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

# tested by: tests/reports/test_run_forms.py

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.reports.certify_run import CertifyRun, RowResult
from sandbox.reports.markup import printable
from sandbox.reports.run_summary import ended, is_unexplained, rulings, rulings_with, scenario_of

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# Ids for what no rule of the verdict says.
ROW, CONDITION = "row", "condition"
_LEVELS = {"fail": "error", "inconclusive": "warning"}


def sarif(run: CertifyRun, artifact: str | None = None) -> str:
    """Return a run as the text of a SARIF log.

    *artifact* is the file of the client, relative to the root of its repository: where findings are shown, for a
    verdict knows no line of the code.
    """
    rules = _rules(run)
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    results = [result | {"ruleIndex": places[result["ruleId"]]} for result in _results(run, artifact)]
    driver: dict[str, Any] = {"name": "procedure-sandbox certify", "rules": rules}
    if run.version:
        driver["version"] = run.version
    shown = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"procedure-sandbox/{printable(run.client)}/{run.suite}/"},
        "invocations": [{"executionSuccessful": True, "arguments": [printable(word) for word in run.command]}],
        "columnKind": "unicodeCodePoints",
        "properties": {"result": run.result, "policy": run.policy, "time": run.time, "speed": run.speed},
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [shown]}, indent=1) + "\n"


def _rules(run: CertifyRun) -> list[dict[str, Any]]:
    """Return the descriptions of all rules; the help is the repair, as it was given to this client."""
    found: dict[str, dict[str, Any]] = {}
    for row in run.rows:
        for ruling in rulings(row):
            described = found.setdefault(ruling["id"], _described(ruling["id"], ruling["title"]))
            if ruling["repair"]:
                described["help"] = {"text": printable(ruling["repair"])}
    found[ROW] = _described(ROW, "ended as is expected")
    found[CONDITION] = _described(CONDITION, "met the required conditions")
    return list(found.values())


def _described(id_: str, title: str) -> dict[str, Any]:
    name = "".join(word.capitalize() for word in title.replace("-", " ").split())
    return {"id": id_, "name": name, "shortDescription": {"text": f"{id_} {title}"}}


def _results(run: CertifyRun, artifact: str | None) -> Iterator[dict[str, Any]]:
    for row in run.rows:
        for ruling in rulings_with(row, *_LEVELS):
            said = f"{row.row} ({scenario_of(row)}): {ruling['says']} {ruling['repair']}"
            yield _result(run, (ruling["id"], row.row, said), _LEVELS[ruling["result"]], artifact) | {
                "properties": _facts(row, ruling)
            }
        if is_unexplained(row):
            said = f"{row.row} ({scenario_of(row)}): {ended(row)}. {row.says}"
            yield _result(run, (ROW, row.row, said), _LEVELS[row.result], artifact)
    for condition in run.missing:
        said = f"{condition} was required, and the client never met it."
        yield _result(run, (CONDITION, condition, said), "error", artifact)


def _facts(row: RowResult, ruling: Mapping[str, Any]) -> dict[str, Any]:
    return {"result": ruling["result"], "scenario": row.scenario, "entries": list(ruling["entries"])}


def _result(run: CertifyRun, finding: tuple[str, str, str], level: str, artifact: str | None) -> dict[str, Any]:
    """Return one result; the *finding* is a rule, where it was seen (a row or a condition), and a sentence."""
    rule, seen, said = finding
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": seen, "kind": "member"}]}
    if artifact is not None:
        location["physicalLocation"] = {"artifactLocation": {"uri": artifact}, "region": {"startLine": 1}}
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": printable(said.strip())},
        "locations": [location],
        "partialFingerprints": {"rowAndRule/v1": f"{printable(run.client)}:{seen}:{rule}"},
    }
