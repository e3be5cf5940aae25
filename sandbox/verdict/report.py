"""How is a verdict told? As text for a person, as JUnit or GitHub annotations for a machine; from its JSON form."""

from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sandbox.annotation import annotation

_SIGNS = {"pass": "ok  ", "fail": "FAIL", "inconclusive": "?   ", "not-applicable": "-   "}


def text(verdict: Mapping[str, Any]) -> str:
    """Return the verdict as lines: each rule that applied, then the numbers, then the sum."""
    lines = []
    for rule in verdict["rules"]:
        if rule["result"] == "not-applicable":
            continue
        shown = f"  (entries {', '.join(map(str, rule['entries']))})" if rule["entries"] else ""
        lines.append(f"{_SIGNS[rule['result']]} {rule['id']} {rule['title']}: {rule['says']}{shown}")
        if rule["repair"]:
            lines.append(f"         Repair: {rule['repair']}")
    if not lines:
        lines.append("No rule was put to the test: let the client meet a scenario, and ask for something.")
    numbers = ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in verdict["numbers"].items() if value is not None
    )
    lines.append(f"{numbers}.")
    lines.append(f"Verdict under the policy {verdict['policy']}: {verdict['result']}")
    return "\n".join(lines)


def junit(verdict: Mapping[str, Any]) -> str:
    """Return the verdict as JUnit XML: a test case a rule."""
    rules = verdict["rules"]
    failures = sum(rule["result"] == "fail" for rule in rules)
    skipped = sum(rule["result"] in {"inconclusive", "not-applicable"} for rule in rules)
    name = f"procedure-sandbox verdict ({verdict['policy']})"
    suite = Element("testsuite", name=name, tests=str(len(rules)), failures=str(failures), skipped=str(skipped))
    for rule in rules:
        case = SubElement(suite, "testcase", classname="procedure-sandbox", name=f"{rule['id']} {rule['title']}")
        if rule["result"] == "fail":
            failure = SubElement(case, "failure", message=rule["says"])
            failure.text = f"{rule['repair']} Entries: {', '.join(map(str, rule['entries']))}."
        elif rule["result"] != "pass":
            SubElement(case, "skipped", message=f"{rule['result']}: {rule['says']}")
    indent(suite)
    return tostring(suite, encoding="unicode", xml_declaration=True)


def github(verdict: Mapping[str, Any]) -> str:
    """Return the verdict as GitHub workflow commands: an annotation for each rule that failed or is in doubt."""
    lines = []
    for rule in verdict["rules"]:
        level = {"fail": "error", "inconclusive": "warning"}.get(rule["result"])
        if level:
            said = f"{rule['says']} {rule['repair']}".strip()
            lines.append(annotation(level, said, title=f"{rule['id']} {rule['title']}"))
    lines.append(f"Verdict under the policy {verdict['policy']}: {verdict['result']}")
    return "\n".join(lines)


FORMATS: dict[str, Callable[[Mapping[str, Any]], str]] = {"text": text, "junit": junit, "github": github}
