"""How is a verdict told to a CI server? As JUnit XML."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring


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
