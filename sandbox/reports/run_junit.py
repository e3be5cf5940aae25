"""How is a run of `certify` written for a CI server? As JUnit XML: a suite for each row, a case for each rule."""

# tested by: tests/reports/test_run_forms.py

from xml.etree.ElementTree import Element, SubElement

from sandbox.reports.certify_run import CertifyRun, RowResult
from sandbox.reports.junit import add_case, counted, written
from sandbox.reports.markup import printable
from sandbox.reports.run_summary import ended, how_it_ran, is_unexplained, rulings
from sandbox.reports.timeline import timeline
from sandbox.reports.timeline_text import timeline_text


def junit_of_run(run: CertifyRun) -> str:
    """Return a run as JUnit XML.

    A rule that failed is a failure, one in doubt an error, one that was not exercised is skipped. A row that failed for
    another reason has a case that says so, and so has a required condition that was never met.
    """
    suites = Element("testsuites", name=printable(f"procedure-sandbox certify: {run.client}, {how_it_ran(run)}"))
    for row in run.rows:
        suites.append(_suite(row))
    if run.missing:
        suites.append(_conditions(run))
    return written(suites)


def _suite(row: RowResult) -> Element:
    suite = Element("testsuite", name=row.row, time=f"{row.seconds:.3f}")
    properties = SubElement(suite, "properties")
    facts = {"scenario": row.scenario, "expected": row.expected, "ended": ended(row), "speed": f"{row.speed:g}"}
    for name, value in facts.items():
        SubElement(properties, "property", name=name, value=printable(value))
    for ruling in rulings(row):
        add_case(suite, ruling, classname=row.row)
    _add_row(suite, row)
    if row.result in {"fail", "inconclusive"}:
        SubElement(suite, "system-out").text = _told(row)
    return counted(suite)


def _add_row(suite: Element, row: RowResult) -> None:
    """Add a case for the row as a whole: why it is not green where no rule says so."""
    case = SubElement(suite, "testcase", classname=row.row, name="row")
    says = printable(row.says or f"{ended(row)}.")
    if row.result == "not-exercised":
        SubElement(case, "error", message=f"not exercised: {says}")
    elif is_unexplained(row) and row.result == "fail":
        SubElement(case, "failure", message=says)
    elif is_unexplained(row):
        SubElement(case, "error", message=f"inconclusive: {says}")


def _told(row: RowResult) -> str:
    told = timeline_text(timeline(row.journal, row.verdict or None))
    return printable(f"{told}\n\n{row.output}".strip())


def _conditions(run: CertifyRun) -> Element:
    suite = Element("testsuite", name="conditions")
    for condition in run.missing:
        case = SubElement(suite, "testcase", classname="conditions", name=condition)
        SubElement(case, "failure", message=f"{condition} was required, and the client never met it.")
    return counted(suite)
