"""Is the console safe to look at hostile things with, and does it keep secrets? Markup, admin token, the API off."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from playwright.sync_api import Browser, expect

from sandbox.server import Sandbox
from tests.contract.console.pages import Client, Console, tab

MARKUP = "<img src=x onerror='window.hit=1'><script>window.hit=1</script><b>bold</b>"
ADMIN = "t0p-secret"


def test_what_a_client_sends_stays_text(console: Console, sandbox: Sandbox) -> None:
    """Query and User-Agent, in the list, the journal, the timeline and the verdict."""
    client = Client(sandbox.url, "pat_test_syncing-9s~ada~hostile", agent=MARKUP)
    client.waits(1, path=f"Procedure?code={quote(MARKUP)}")
    page = console.open(f"/sessions/{client.name()}")
    expect(page.locator(".journal tbody tr")).to_have_count(2)

    expect(page.get_by_role("region", name="Journal").first).to_contain_text(MARKUP)
    expect(page.locator(".picture svg .lane")).to_contain_text("Procedure")
    assert 0 == page.locator("main img, main script, main b, .picture img, .picture script").count()
    assert page.evaluate("window.hit") is None


def test_what_a_resource_holds_stays_text(console: Console, sandbox: Sandbox) -> None:
    """In the table, in the whole answer, and in the explanation."""
    body = {
        "resourceType": "Procedure", "id": "hostile", "status": "completed", "code": {"text": MARKUP},
        "subject": {"reference": "Patient/ada-lovell"}, "performedDateTime": "2024-01-01",
    }  # fmt: skip
    httpx.post(f"{sandbox.url}/_sandbox/resources", json=body).raise_for_status()
    page = console.open("/search?as=ada&q=Procedure%3F_id%3Dhostile%26status%3Dnot-done&id=hostile")
    expect(page.locator(".notice.bad")).to_contain_text("is refused")
    console.open("/")
    page = console.open(f"/search?as=ada&q=Procedure%3F_id%3Dhostile&id={quote(MARKUP)}")
    page.get_by_text("The whole answer, as JSON").click()

    expect(page.locator(".entries tbody tr")).to_contain_text(MARKUP)
    expect(page.locator("pre")).to_contain_text("<b>bold</b>")
    expect(page.get_by_role("region", name="Explanation")).to_contain_text("<b>bold</b>")
    assert 0 == page.locator("main img, main script, main b").count()
    assert page.evaluate("window.hit") is None


@pytest.mark.parametrize(
    "place",
    ["/search?as={}&q={}", "/sessions?label={}", "/?scenario={}&label={}", "/sessions/{}", "/sessions/%zz", "/{}"],
)
def test_what_an_address_holds_stays_text(console: Console, place: str) -> None:
    """Somebody may send a person a link."""
    page = console.open(place.format(quote(MARKUP), quote(MARKUP)))
    page.wait_for_load_state("networkidle") if "sessions" not in place else page.wait_for_timeout(300)

    assert 0 == page.locator("main img, main script, main b").count()
    assert page.evaluate("window.hit") is None
    console.troubles.clear()  # the browser notes each status of an error


def test_the_browser_itself_makes_no_markup_of_text(console: Console) -> None:
    """Even if a script of the page tried to; it notes that it was stopped."""
    page = console.open()
    tried = "() => { try { document.body.innerHTML = '<b>x</b>'; return 'done' } catch (error) { return error.name } }"

    assert "TypeError" == page.evaluate(tried)
    assert all("TrustedHTML" in trouble for trouble in console.troubles)
    console.troubles.clear()


@pytest.fixture
def guarded() -> Iterator[Sandbox]:
    """Give a sandbox with an admin token."""
    with Sandbox(admin_token=ADMIN) as found:
        yield found


def test_the_admin_token_is_asked_for_and_kept_in_the_tab_alone(browser: Browser, guarded: Sandbox) -> None:
    """A wrong one is refused; it stands in no address and in no lasting store, and can be forgotten."""
    with tab(browser, guarded.url) as console:
        page = console.open("/sessions")
        for word in ("wrong", ADMIN):
            page.get_by_label("Admin token").fill(word)
            page.get_by_role("button", name="Go on").click()
            if word == "wrong":
                expect(page.get_by_text("That token was refused.")).to_be_visible()
        expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
        expect(page.get_by_text("No client has asked yet.")).to_be_visible()
        page.reload()
        expect(page.get_by_text("No client has asked yet.")).to_be_visible()

        assert [ADMIN] == page.evaluate("Object.values(sessionStorage)")
        assert [0, ""] == page.evaluate("[localStorage.length, document.cookie]")
        assert ADMIN not in page.url
        with_token = [address for address in console.asked if ADMIN in address]
        assert [] == with_token
        page.get_by_role("button", name="Forget the admin token").click()
        expect(page.get_by_label("Admin token")).to_be_visible()
        assert 0 == page.evaluate("sessionStorage.length")


def test_the_admin_token_goes_to_the_admin_api_alone(browser: Browser, guarded: Sandbox) -> None:
    """A search has the client's token, and only that."""
    with tab(browser, guarded.url) as console:
        sent: list[tuple[str, str]] = []
        console.page.on("request", lambda one: sent.append((one.url, json.dumps(one.headers))))
        page = console.open("/sessions")
        page.get_by_label("Admin token").fill(ADMIN)
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("No client has asked yet.")).to_be_visible()
        page = console.open("/search?as=ada&q=Patient%3F")
        expect(page.locator(".clauses-kept tbody tr")).to_have_count(1)

        assert {True} == {"/_sandbox/" in address for address, headers in sent if ADMIN in headers}


def test_a_search_needs_no_admin_token_but_its_explanation_does(browser: Browser, guarded: Sandbox) -> None:
    """And says so."""
    with tab(browser, guarded.url) as console:
        page = console.open("/search?as=ada&q=Patient%3F")

        expect(page.locator(".entries tbody tr")).to_have_count(1)
        expect(page.get_by_role("region", name="Explanation")).to_contain_text("Explanations need the admin token")


def test_where_the_admin_api_is_off_it_says_so(browser: Browser) -> None:
    """Everywhere; searches still work."""
    with Sandbox(admin="off") as sandbox, tab(browser, sandbox.url) as console:
        for place in ("/", "/sessions", "/sessions/x"):
            expect(console.open(place).get_by_text("The admin API is switched off")).to_be_visible()
            console.open("/search")
        expect(console.open("/").locator(".persona code").first).to_contain_text("pat_test_ready~")
        page = console.open("/search?as=everybody&q=Patient%3F_count%3D3")

        expect(page.locator(".entries tbody tr")).to_have_count(3)
        expect(page.get_by_text("The admin API is off, and with it the explanation.")).to_be_visible()
