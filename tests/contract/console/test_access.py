"""Can everybody use the console? With a keyboard alone, with a screen reader, on a phone, by night."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sandbox.server import Sandbox
from tests.contract.console.pages import HEIGHT, NARROW, WIDE, Client, Console, Scheme, tab

LOOKS: list[tuple[int, Scheme]] = [(NARROW, "light"), (NARROW, "dark"), (WIDE, "light"), (WIDE, "dark")]
PLACES = {
    "start": "/?scenario=syncing-45s&label=ci-7",
    "search": "/search?as=ada&q=Procedure%3Fstatus%3Dcompleted%26_count%3D5&id=nobody",
    "refused": "/search?as=ada&q=Procedure%3Fstatsu%3Dx",
    "sessions": "/sessions",
    "session": "/sessions/{session}?clients=one",
    "nothing": "/sessions?label=nobody",
    "forgotten": "/sessions/nobody",
}


@pytest.fixture(scope="module")
def session(sandbox: Sandbox) -> str:
    """Give the name of a session whose client made mistakes."""
    client = Client(sandbox.url, "pat_test_syncing-20s~ada~hasty")
    client.waits(1, 3, 1, 30)
    Client(sandbox.url, "pat_test_failed~ben~stuck").ask()
    return client.name()


def settled(page: Page) -> Page:
    """Wait until a view shows all that it is going to show."""
    page.locator("h1").first.wait_for()
    page.wait_for_timeout(700)
    return page


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing(browser: Browser, sandbox: Sandbox, session: str, place: str) -> None:
    """No violation of its rules, best practices among them; everything that can be unfolded is."""
    with tab(browser, sandbox.url) as console:
        page = settled(console.open(PLACES[place].format(session=session)))
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(200)
            found = Axe().run(page).response

            assert found["passes"]
            assert [] == [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]


@pytest.mark.parametrize(("place", "settings"), [("/sessions", {"admin_token": "x"}), ("/", {"admin": "off"})])
def test_axe_finds_nothing_where_the_admin_api_is_closed(
    browser: Browser, place: str, settings: dict[str, str]
) -> None:
    """Nor in the form that asks for its token."""
    with Sandbox(**settings) as sandbox, tab(browser, sandbox.url) as console:  # type: ignore[arg-type]
        page = settled(console.open(place))

        assert [] == Axe().run(page).response["violations"]


def test_axe_finds_nothing_in_what_an_authorization_brings(console: Console, session: str) -> None:
    """The tokens with their buttons."""
    page = console.open(f"/sessions/{session}")
    page.get_by_role("button", name="New authorization").click()
    expect(page.get_by_role("link", name="Open its session")).to_be_visible()

    assert [] == Axe().run(page).response["violations"]


@pytest.mark.parametrize("place", PLACES)
def test_no_page_is_wider_than_its_window(browser: Browser, sandbox: Sandbox, session: str, place: str) -> None:
    """What is wide scrolls by itself, and can be scrolled by keyboard."""
    with tab(browser, sandbox.url) as console:
        page = settled(console.open(PLACES[place].format(session=session)))
        for width in (320, NARROW, 768, WIDE):
            page.set_viewport_size({"width": width, "height": HEIGHT})
            wide = page.evaluate(
                "[...document.querySelectorAll('.scroll, pre, .copy-line code')]"
                ".filter((one) => one.scrollWidth > one.clientWidth + 1 && one.tabIndex < 0)"
                ".map((one) => one.className)"
            )

            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert [] == wide


def tabbed(page: Page, most: int = 80) -> Iterator[str]:
    """Press the tabulator again and again; yield the accessible name, or else the text, of what has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        yield page.evaluate(
            "(document.activeElement.ariaLabel || document.activeElement.labels?.[0]?.textContent"
            " || document.activeElement.textContent).trim()"
        )


def reached(page: Page, name: str) -> None:
    """Press the tabulator until something of this name has the focus, and see that the focus shows."""
    assert name in tabbed(page), f"the tabulator never comes to {name}"
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert "none" != style, f"the focus on {name} does not show"


@pytest.mark.usefixtures("session")
def test_everything_is_done_by_keyboard_alone(console: Console) -> None:
    """From the start to a session, its clock, an attempt of its verdict, and a search."""
    page = console.open()
    reached(page, "Sessions")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sessions")).to_be_focused()
    expect(page.get_by_role("link", name="hasty")).to_be_visible()
    reached(page, "hasty")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="hasty")).to_be_focused()
    expect(page.locator(".finding").first).to_be_visible()
    reached(page, "Advance by 5 s")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Advanced by 5 s.")
    assert "Advance by 5 s" == page.evaluate("document.activeElement.ariaLabel")
    reached(page, "Show attempt 2 of R02 in the journal")
    page.keyboard.press("Enter")
    expect(page.locator(".journal tr:focus th")).to_have_text("2")

    page = console.open("/search?as=ada&q=Procedure%3F")
    reached(page, "Add a parameter")
    page.keyboard.press("Enter")
    page.keyboard.type("status")
    page.keyboard.press("Tab")
    expect(page.get_by_label("How")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("not-done")
    page.keyboard.press("Enter")
    expect(page.locator(".clauses-kept tbody tr").last).to_contain_text("status=not-done")


def test_the_content_is_reached_at_once(console: Console) -> None:
    """By the first stop of the tabulator; the address stays what it was."""
    page = console.open("/search")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    assert page.url.endswith("#/search")


def test_a_button_keeps_the_focus_while_the_session_is_live(console: Console, session: str) -> None:
    """Nothing that is drawn anew takes it away."""
    page = console.open(f"/sessions/{session}")
    row = page.get_by_role("button", name="Show attempt").first
    row.focus()
    page.wait_for_timeout(2500)

    expect(row).to_be_focused()


def test_what_happens_is_read_out(console: Console, session: str) -> None:
    """By a place that is there from the beginning, as screen readers want it."""
    page = console.open(f"/sessions/{session}")
    expect(page.locator("#said")).to_have_attribute("role", "status")
    page.get_by_role("button", name="Advance by 5 s").click()

    expect(page.locator("#said")).to_have_text("Advanced by 5 s.")
    assert "hasty - procedure-sandbox" == page.title()


def test_motion_is_left_out_where_it_is_unwanted(browser: Browser, sandbox: Sandbox) -> None:
    """As the system of the reader says."""
    with tab(browser, sandbox.url) as console:
        console.page.emulate_media(reduced_motion="reduce")
        page = console.open()

        assert "0s" == page.locator("#said").evaluate("(one) => getComputedStyle(one).transitionDuration")
