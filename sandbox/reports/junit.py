"""How is a verdict written for a CI server? As JUnit XML."""

# tested by: tests/reports/test_formats.py

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sandbox.reports.markup import printable


def junit(verdict: Mapping[str, Any]) -> str:
    """Return a verdict as JUnit XML: a test case a rule.

    A failed rule is a failure, one in doubt an error, and one that was not exercised is skipped: nothing that leaves
    the exit code above 0 looks green.
    """
    return written(_suite(verdict, f"procedure-sandbox verdict ({verdict['policy']})"))


def junit_of_many(verdicts: Mapping[str, Any]) -> str:
    """Return the verdicts on many sessions as JUnit XML: a test suite a session, by its label."""
    suites = Element("testsuites", name=f"procedure-sandbox verdict ({verdicts['policy']})")
    for session in verdicts["sessions"]:
        suites.append(_suite(session, session["label"]))
    if not verdicts["sessions"]:
        suites.append(_suite({"rules": [], "result": "not-exercised"}, "no session"))
    return written(suites)


def written(element: Element) -> str:
    """Return a document as text, indented."""
    indent(element)
    return tostring(element, encoding="unicode", xml_declaration=True)


def counted(suite: Element) -> Element:
    """Return a suite with the numbers of its cases: all, failures, errors, skipped."""
    suite.set("tests", str(len(suite.findall("testcase"))))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    return suite


def add_case(suite: Element, rule: Mapping[str, Any], classname: str = "procedure-sandbox") -> None:
    """Add the case of a rule of a verdict to a suite."""
    case = SubElement(suite, "testcase", classname=classname, name=f"{rule['id']} {rule['title']}")
    says = printable(rule["says"])
    entries = ", ".join(map(str, rule["entries"]))
    if rule["result"] == "fail":
        failure = SubElement(case, "failure", message=says)
        failure.text = printable(f"{rule['repair']} Entries: {entries}.")
    elif rule["result"] == "inconclusive":
        error = SubElement(case, "error", message=f"inconclusive: {says}")
        error.text = f"Entries: {entries}."
    elif rule["result"] == "not-exercised":
        SubElement(case, "skipped", message=f"not exercised: {says}")


def _suite(verdict: Mapping[str, Any], name: str) -> Element:
    suite = Element("testsuite", name=name)
    for rule in verdict["rules"]:
        add_case(suite, rule)
    if verdict["result"] == "not-exercised":
        case = SubElement(suite, "testcase", classname="procedure-sandbox", name="verdict")
        SubElement(case, "error", message="No rule was exercised: the client met nothing that puts it to the test.")
    return counted(suite)
