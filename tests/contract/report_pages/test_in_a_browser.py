"""The pages of `certify` in a browser: nothing is asked for, axe finds nothing, links open what they lead to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.contract.console.pages import NARROW, WIDE, Scheme, browsing, tab
from tests.contract.report_pages.made import write_pages

pytestmark = pytest.mark.contract
PAGES = ("certify", "compare")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser for the tests of this file."""
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Write the pages; give their addresses by name."""
    folder: Path = tmp_path_factory.mktemp("pages")
    return {name: file.as_uri() for name, file in write_pages(folder).items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_runs_over(
    browser: Browser, pages: dict[str, str], name: str, width: int, scheme: Scheme
) -> None:
    """Everything opened; and the browser complains of nothing, and asks for nothing but the page."""
    with tab(browser, pages[name], width=width, scheme=scheme) as shown:
        shown.page.goto(pages[name])
        shown.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(shown.page)
        over = shown.page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert [] == [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
    assert (0, [], [pages[name]]) == (over, shown.troubles, shown.asked)


def test_a_link_of_the_grid_opens_its_row(browser: Browser, pages: dict[str, str]) -> None:
    """By keyboard alone."""
    with tab(browser, pages["compare"]) as shown:
        shown.page.goto(pages["compare"])
        link = shown.page.locator("a[href='#row-2-client-3']")
        timeline = shown.page.locator("#row-2-client-3 .wide svg")
        expect(timeline).to_be_hidden()
        link.focus()
        shown.page.keyboard.press("Enter")
        expect(timeline).to_be_visible()
        expect(timeline).to_be_in_viewport()


@pytest.mark.parametrize(("width", "wide"), [(WIDE, True), (NARROW, False)])
def test_each_width_has_its_timeline(browser: Browser, pages: dict[str, str], width: int, wide: bool) -> None:  # noqa: FBT001 - one fact
    """One is seen, and the other is not, nor read out."""
    with tab(browser, pages["certify"], width=width) as shown:
        shown.page.goto(pages["certify"])

        assert [wide, not wide] == [shown.page.locator(f"#row-2 .{kind}").is_visible() for kind in ("wide", "narrow")]
