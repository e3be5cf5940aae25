"""The page of a run: each thing once, each link to something that is there, nothing from anybody as markup."""

import re
from html.parser import HTMLParser

import pytest

from sandbox.reports.certify_run import CertifyRun
from sandbox.reports.run_page import html
from tests.reports.made import EARLY, EMPTY, EVERY_RUN, HOSTILE_RUN, ONE_OF_EACH, entry, row, ruling, run
from tests.reports.sample_runs import hasty, patient, run_of

VOID = {"meta", "link", "br", "img", "input"}


class Page(HTMLParser):
    """What is in a page: elements with their attributes, and its text; AssertionError where a tag is left open."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(written)
        self.close()
        assert [] == self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element that has nothing in it."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """See that it is the one that was opened last."""
        assert tag == self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take note of text that a reader sees."""
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """What is read."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a name that have some."""
        return [found for name, found in self.elements if name == tag and attributes.items() <= found.items()]

    @property
    def ids(self) -> list[str]:
        """All ids."""
        return [str(found["id"]) for _, found in self.elements if "id" in found]


@pytest.mark.parametrize("shown", EVERY_RUN.values(), ids=EVERY_RUN)
def test_it_is_whole(shown: CertifyRun) -> None:
    """Every tag is closed, every id stands once, every link and label leads to something that is there."""
    page = Page(html(shown))
    links = [str(found["href"]) for found in page.all("a")]
    labels = [label for _, found in page.elements for label in str(found.get("aria-labelledby", "")).split()]

    assert len(page.ids) == len(set(page.ids))
    assert set() == {link.removeprefix("#") for link in links} - set(page.ids)
    assert set() == set(labels) - set(page.ids)


@pytest.mark.parametrize("shown", EVERY_RUN.values(), ids=EVERY_RUN)
def test_it_needs_nothing_from_outside(shown: CertifyRun) -> None:
    """No script, no handler, no style in an attribute, nothing to load."""
    page = Page(html(shown))
    names = {tag for tag, _ in page.elements}
    attributes = {name for _, found in page.elements for name in found}

    assert set() == names & {"script", "link", "img", "iframe", "object", "form", "image", "use"}
    assert set() == {name for name in attributes if name.startswith("on")} | attributes & {"style", "src"}
    assert all(str(found["href"]).startswith("#") for found in page.all("a"))


def test_what_anybody_wrote_is_text() -> None:
    """The client, its output, its queries, and a verdict that quotes them."""
    page = Page(html(HOSTILE_RUN))

    assert page.text.count("<script>alert(1)</script>") > 5
    assert "&c=\"'" in page.text
    assert "\x1b" not in html(HOSTILE_RUN)


def test_the_sum_comes_first() -> None:
    """Then what to repair, once for a rule, with links to each row."""
    page = Page(html(ONE_OF_EACH))

    assert (
        "mine Suite retry, policy flexpa, fast time (20 times as fast). FAIL 6 rows: 3 FAIL, 1 in doubt," in page.text
    )
    assert "Required conditions were never met: 404 ." in page.text
    assert "R02 title of R02 in 2 rows: retry/02-window , retry/03-requests Read Retry-After ." in page.text
    assert page.text.index("What to repair") < page.text.index("Rows and rules") < page.text.index("What happened")


def test_rows_that_have_not_passed_are_open() -> None:
    """The others are there to be opened."""
    rows = Page(html(ONE_OF_EACH)).all("details", **{"class": "row"})

    assert [False, True, True, True, True, True] == ["open" in found for found in rows]


def test_the_grid_tells_results_apart_without_colour() -> None:
    """A sign and a word; what failed or is in doubt leads to its finding."""
    written = html(ONE_OF_EACH)
    cells = re.findall(r'<td class="([a-z-]+)">(.*?)</td>', written)
    signs = {
        result: (re.sub("<[^>]*>", " ", cell).split()[0], '<a href="#row-' in cell)
        for result, cell in cells
        if result in {"pass", "fail", "inconclusive", "not-exercised"}
    }

    assert {
        "pass": ("✓", False),
        "fail": ("✕", True),
        "inconclusive": ("?", True),
        "not-exercised": ("·", False),
    } == signs


def test_each_row_has_a_timeline_for_wide_and_for_narrow_screens() -> None:
    """With a name of its own, and words for whoever does not see it."""
    page = Page(html(run(row("a", "fail", EARLY))))

    assert ["960", "344"] == [found["width"] for found in page.all("svg", **{"class": "timeline"})]
    assert {"row-1-wide-title", "row-1-wide-words", "row-1-narrow-title", "row-1-narrow-words"} <= set(page.ids)
    assert 2 == page.text.count("Retry timeline of a")


def test_a_finding_leads_to_the_attempts_that_show_it() -> None:
    """They are marked there, and say what is wrong."""
    page = Page(html(run(row("a", "fail", EARLY))))

    assert {"row-1-1", "row-1-2", "row-1-R02"} <= set(page.ids)
    assert "Entry 2 came 2 s too early. Seen at entries 1 , 2 ." in page.text
    assert "2 1 s 1 s 200 too early, R02" in page.text


def test_of_many_attempts_those_are_shown_that_findings_name() -> None:
    """And the first and the last; a finding of many leads to a few."""
    journal = [entry(number, number, 429, 3.0) for number in range(1, 501)]
    early = ruling("R02", "fail", "Early.", *range(200, 500))
    page = Page(html(run(row("a", "fail", early, journal=journal))))

    assert {"row-1-1", "row-1-200", "row-1-207", "row-1-500"} <= set(page.ids)
    assert "row-1-100" not in page.ids
    assert "… 187 more …" in page.text
    assert "and 292 more" in page.text


def test_a_row_without_a_request_and_a_run_without_rows_are_shown() -> None:
    """There is nothing to draw, and it says so."""
    assert "No request was made in this session." in Page(html(run(row("a", "not-exercised", journal=[])))).text
    assert "0 rows: none" in Page(html(EMPTY)).text


def test_it_says_how_to_run_it_again() -> None:
    """As a shell takes it."""
    shown = run(command=["sh", "-c", "a 'b'"], policy="strict", suite="paging", remarks=["Drift: `0.3 ms`."])
    text = Page(html(shown)).text

    assert (
        "procedure-sandbox certify --suite paging --policy strict --time fast --speed 20 -- sh -c 'a '\"'\"'b'\"'\"''"
        in text
    )
    assert "Drift: 0.3 ms ." in text
    own = run(row("own/01", "pass", scenario="a b"), suite="own", time="real")
    assert "procedure-sandbox certify --scenario 'a b' -- python client.py" in Page(html(own)).text
    tests = run(suite="pytest", time="virtual", command=["pytest", "-n", "2"])
    assert "How it was run pytest -n 2" in Page(html(tests)).text


def test_real_runs_are_shown_whole() -> None:
    """Of a right client nothing is open; of one in a hurry, a crowd of attempts is a few marks."""
    rows = ("retry/02-window", "retry/20-flaky", "retry/08-no-wait")
    right, wrong = run_of("patient", patient, only=rows), run_of("hasty", hasty, only=rows)

    assert ("pass", "fail") == (right.result, wrong.result)
    assert not [found for found in Page(html(right)).all("details", **{"class": "row"}) if "open" in found]
    assert "What to repair" not in Page(html(right)).text
    assert len(html(wrong)) < 200_000
