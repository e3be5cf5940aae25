"""The badge: what it says, and that it is an SVG whatever the run is."""

from xml.etree.ElementTree import fromstring

import pytest

from sandbox.reports.badge import badge
from sandbox.reports.certify_run import CertifyRun
from tests.reports.made import EMPTY, EVERY_RUN, ONE_OF_EACH, row, run

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        (run(row("a", "pass"), row("b", "pass")), "2 pass"),
        (ONE_OF_EACH, "1 of 6 pass"),
        (run(row("a", "pass"), missing=["404"]), "1 pass, 1 never met"),
        (EMPTY, "0 of 0 pass"),
    ],
)
def test_it_says_how_many_rows_pass(shown: CertifyRun, says: str) -> None:
    """And of which suite; also to whoever cannot see it."""
    root = fromstring(badge(shown))  # noqa: S314 - our own document

    assert ["certify retry", says] == [one.text for one in root.iter(f"{SVG}text")]
    assert str(root.get("aria-label")).startswith(f"certify retry: {says} (")


@pytest.mark.parametrize("shown", EVERY_RUN.values(), ids=EVERY_RUN)
def test_its_fields_are_as_wide_as_the_picture(shown: CertifyRun) -> None:
    """And each text stands within its own."""
    root = fromstring(badge(shown))  # noqa: S314 - our own document
    fields = [int(one.get("width", 0)) for one in root.findall(f"{SVG}g/{SVG}rect")]
    texts = [int(one.get("textLength", 0)) for one in root.iter(f"{SVG}text")]

    assert sum(fields) == int(root.get("width", 0))
    assert all(text < field for text, field in zip(texts, fields, strict=True))


def test_each_result_has_its_colour() -> None:
    """No two are alike."""
    shown = [badge(run(row("a", result))) for result in ("pass", "fail", "inconclusive", "not-exercised")]

    assert 4 == len({one.rpartition('fill="#')[0].rpartition('fill="#')[2][:6] for one in shown})
