"""Can a client be watched and steered, as it goes? In the list of sessions, and in the view of one."""

import httpx
from playwright.sync_api import Browser, expect

from sandbox.server import Sandbox
from tests.contract.console.pages import Client, Console, tab


def test_a_syncing_client_is_watched_from_the_list_on(console: Console, sandbox: Sandbox) -> None:
    """It appears as it asks, and what it asks appears in its journal."""
    client = Client(sandbox.url, "pat_test_syncing-45s~ada~watched")
    page = console.open("/sessions")
    expect(page.get_by_text("No client has asked yet.")).to_be_visible()
    assert 429 == client.ask().status_code
    row = page.get_by_role("row", name="watched")
    expect(row).to_contain_text("429 · transient · wait 3 s")
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name="watched")).to_be_focused()
    expect(page.locator(".facts")).to_contain_text("data in")
    client.ask()

    expect(page.locator(".journal tbody tr")).to_have_count(2)


def test_a_clock_is_frozen_advanced_and_resumed(console: Console, sandbox: Sandbox) -> None:
    """The sync is over as soon as its time is; the focus goes to the button that makes sense now."""
    client = Client(sandbox.url, "pat_test_syncing-45s~ada~clock")
    client.ask()
    page = console.open(f"/sessions/{client.name()}")
    facts, steer = page.locator(".facts"), page.get_by_role("region", name="Steer this session")
    steer.get_by_role("button", name="Freeze").click()
    expect(facts).to_contain_text("frozen")
    expect(steer.get_by_role("button", name="Resume")).to_be_focused()
    steer.get_by_role("button", name="Advance by 60 s").click()
    expect(page.locator("#said")).to_have_text("Advanced by 60 s.")
    expect(facts.locator(".badge").first).to_have_text("ready")
    assert 200 == client.ask().status_code
    expect(page.locator(".journal tbody tr").first).to_contain_text("200")
    steer.get_by_role("button", name="Resume").click()

    expect(facts).not_to_contain_text("frozen")


def test_a_sync_is_ended_and_begun_by_hand(console: Console, sandbox: Sandbox) -> None:
    """Each button is what the client meets next."""
    client = Client(sandbox.url, "pat_test_stuck~ada~by-hand")
    client.ask()
    page = console.open(f"/sessions/{client.name()}")
    for name, word, status in (
        ("Failed: end the sync", "failed", 422),
        ("Ready: end the sync", "ready", 200),
        ("Syncing: begin to sync, until it is ended by hand", "syncing", 429),
    ):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".facts .badge").first).to_have_text(word)
        assert status == client.ask().status_code
        expect(page.locator(".journal tbody tr").first).to_contain_text(str(status))


def test_a_new_authorization_shows_its_tokens_once(console: Console, sandbox: Sandbox) -> None:
    """They work, and lead to a session of their own, in which no token stands."""
    client = Client(sandbox.url, "pat_test_failed~ben~anew")
    assert 422 == client.ask().status_code
    page = console.open(f"/sessions/{client.name()}")
    page.get_by_role("button", name="New authorization").click()
    token = page.locator(".steering .copy-line code").first.inner_text()
    assert 200 == Client(sandbox.url, token).ask().status_code
    page.get_by_role("link", name="Open its session").click()
    expect(page.locator(".journal tbody tr")).to_have_count(1)
    expect(page.locator(".facts")).to_contain_text("ben-okafor")

    assert token not in page.content()
    assert token not in page.url


def test_own_seconds_are_advanced(console: Console, sandbox: Sandbox) -> None:
    """By the key Enter, too; what is no number is said."""
    client = Client(sandbox.url, "pat_test_syncing-300s~ada~own")
    client.clock(freeze=True)
    client.ask()
    page = console.open(f"/sessions/{client.name()}")
    field = page.get_by_label("Seconds to advance by")
    field.fill("299")
    field.press("Enter")
    expect(page.locator(".facts")).to_contain_text("data in 1 s")
    field.fill("2")
    page.get_by_role("button", name="Advance", exact=True).click()

    expect(page.locator(".facts .badge").first).to_have_text("ready")


def test_a_mistake_is_told_where_it_was_made(console: Console, sandbox: Sandbox) -> None:
    """In the words of the admin API."""
    client = Client(sandbox.url, "pat_test_failed~ada~mistaken")
    client.ask()
    page = console.open(f"/sessions/{client.name()}")
    page.get_by_label("Scenario of the new authorization").fill("raedy")
    page.get_by_role("button", name="New authorization").click()

    expect(page.get_by_role("alert")).to_contain_text('Did you mean "ready"?')
    console.troubles.clear()  # the browser notes the status 400


def test_the_verdict_names_faults_with_repairs_and_leads_to_the_attempts(console: Console, sandbox: Sandbox) -> None:
    """Faults first; the journal shows which rule an attempt breaks."""
    client = Client(sandbox.url, "pat_test_syncing-20s~ada~hasty")
    client.waits(1, 1, 1, 20)
    page = console.open(f"/sessions/{client.name()}?clients=one")
    verdict = page.get_by_role("region", name="Verdict")
    finding = verdict.locator(".finding").first
    expect(verdict.locator(".result")).to_contain_text("fail")
    expect(finding).to_contain_text("R02 waited")
    expect(finding.locator(".repair")).to_contain_text("Retry-After")
    expect(page.locator(".journal tr.at-fault").first).to_contain_text("R02")
    finding.get_by_role("button", name="Show attempt 2 of R02 in the journal").click()
    expect(page.locator(".journal tbody tr:focus th")).to_have_text("2")

    verdict.get_by_label("Policy").select_option("lenient")
    expect(page).to_have_url(f"{sandbox.url}/#/sessions/{client.name()}?policy=lenient&clients=one")


def test_the_timeline_is_the_picture_of_the_admin_api(console: Console, sandbox: Sandbox) -> None:
    """Drawn with its colours, its words and its tooltips, and drawn anew when something happens."""
    client = Client(sandbox.url, "pat_test_syncing-9s~ada~drawn")
    client.waits(1, 3)
    page = console.open(f"/sessions/{client.name()}?clients=one")
    picture = page.locator(".picture svg")
    expect(picture.locator("path.notyet")).to_have_count(4)  # three attempts, and the legend
    expect(picture.locator("title").first).to_contain_text("Retry timeline: syncing-9s, ada-lovell")
    assert "rgb(208, 135, 0)" == picture.locator("path.notyet").first.evaluate("(mark) => getComputedStyle(mark).fill")
    client.clock(advance=9)
    client.ask()

    expect(picture.locator("circle.data")).to_have_count(2)
    width, room = (page.locator(name).bounding_box() for name in (".picture svg", ".card.timeline"))
    assert width is not None
    assert room is not None
    assert 0.9 * room["width"] < width["width"] <= room["width"]


def test_sessions_are_chosen_by_label_and_paged(browser: Browser) -> None:
    """Of ten thousand sessions 25 are drawn, and no more are asked for."""
    with Sandbox() as sandbox, tab(browser, sandbox.url) as console:
        with httpx.Client(base_url=sandbox.url) as http:
            for number in range(60):
                login = {"Authorization": f"Bearer pat_test_ready~ada~run-{number:02}"}
                http.get("/fhir/Patient?_count=1", headers=login).raise_for_status()
        page = console.open("/sessions")
        rows = page.locator(".sessions tbody tr")
        expect(page.locator(".total")).to_have_text("60 sessions, 1 to 25")
        expect(rows).to_have_count(25)
        page.get_by_role("button", name="Older").click()
        expect(rows.first).to_contain_text("run-34")
        page.get_by_label("Label begins with").fill("run-1")
        expect(page.locator(".total")).to_have_text("10 sessions")
        page.reload()
        expect(rows).to_have_count(10)
        page.get_by_label("Label begins with").fill("nothing")

        expect(page.get_by_text("No session has a label that begins with “nothing”.")).to_be_visible()


def test_a_forgotten_session_is_said_to_be_forgotten(console: Console, sandbox: Sandbox) -> None:
    """While it is watched, and when its address is opened later."""
    client = Client(sandbox.url, "pat_test_ready~ada~forgotten")
    client.ask()
    name = client.name()
    page = console.open(f"/sessions/{name}")
    expect(page.locator(".journal tbody tr")).to_have_count(1)
    httpx.delete(
        f"{sandbox.url}/_sandbox/session", headers={"Authorization": f"Bearer {client.token}"}
    ).raise_for_status()
    expect(page.get_by_text("This session was forgotten")).to_be_visible()
    console.open("/")
    page = console.open(f"/sessions/{name}")
    expect(page.get_by_role("alert")).to_contain_text("There is no session")

    assert all("404 (Not Found)" in trouble for trouble in console.troubles)
    console.troubles.clear()


def test_nothing_jumps_while_a_session_is_watched(console: Console, sandbox: Sandbox) -> None:
    """What is above the journal stays where it is."""
    client = Client(sandbox.url, "pat_test_syncing-30s~ada~steady")
    client.waits(3)
    page = console.open(f"/sessions/{client.name()}")
    expect(page.locator(".journal tbody tr")).to_have_count(2)
    page.evaluate(
        "window.moved = 0; new PerformanceObserver((list) => {"
        " for (const one of list.getEntries()) window.moved += one.value; }).observe({ type: 'layout-shift' })"
    )
    for _ in range(3):
        client.clock(advance=3)
        client.ask()
        page.wait_for_timeout(1200)
    expect(page.locator(".journal tbody tr")).to_have_count(5)

    assert page.evaluate("window.moved") < 0.1


def test_many_tabs_are_live_at_once(browser: Browser, sandbox: Sandbox) -> None:
    """More than the six connections that a browser has for one server; none keeps another waiting."""
    client = Client(sandbox.url, "pat_test_syncing-60s~ada~crowd")
    client.ask()
    with tab(browser, sandbox.url) as console:
        pages = [console.open(f"/sessions/{client.name()}")]
        pages += [console.page.context.new_page() for _ in range(9)]
        for page in pages[1:]:
            page.goto(console.page.url)
        client.ask()
        for page in pages:
            expect(page.locator(".journal tbody tr")).to_have_count(2)
        pages[-1].get_by_role("button", name="Freeze").click()

        expect(pages[-1].locator("#said")).to_contain_text("Frozen at")


def test_a_sandbox_that_stops_is_said_to_be_gone_and_found_again(browser: Browser) -> None:
    """The page goes on asking, and what it shows stays."""
    with Sandbox() as first:
        port = int(first.url.rpartition(":")[2])
        client = Client(first.url, "pat_test_ready~ada~back")
        client.ask()
        with tab(browser, first.url) as console:
            page = console.open("/sessions")
            expect(page.locator(".connection")).to_have_text("live")
            first.__exit__(None, None, None)
            expect(page.locator(".connection")).to_have_text("no answer, trying again")
            expect(page.get_by_role("link", name="back")).to_be_visible()
            with Sandbox(port=port):
                expect(page.locator(".connection")).to_have_text("live")
                expect(page.get_by_text("No client has asked yet.")).to_be_visible()
