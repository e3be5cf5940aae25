"""Does a person find what is there, and a token to begin with? On the start of the console."""

import itertools
import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from sandbox.server import Sandbox
from tests.contract.console.pages import Console, tab


def test_it_shows_what_is_loaded(console: Console, sandbox: Sandbox) -> None:
    """Every type with its count, as health says it."""
    page = console.open()
    counts = httpx.get(f"{sandbox.url}/_sandbox/health").json()["resources"]
    shown = page.locator(".counts tr").all_inner_texts()

    assert {f"{type_}\t{number:,}" for type_, number in counts.items()} == set(shown)
    expect(page.locator(".loaded")).to_contain_text(f"{sum(counts.values()):,} resources of {len(counts)} types")


def test_a_token_is_copied(console: Console) -> None:
    """By a button that says what it copies, and that it did."""
    page = console.open()
    page.get_by_role("button", name="Copy token: the token of ben").click()
    expect(page.locator("#said")).to_have_text("Copied the token of ben.")

    assert "pat_test_ready~ben" == page.evaluate("navigator.clipboard.readText()")


def test_a_curl_line_is_copied_that_works(console: Console) -> None:
    """With the token, by the address that the page was opened with."""
    page = console.open()
    page.get_by_role("button", name="Copy curl: a curl line with the token of ada").click()
    expect(page.locator("#said")).to_contain_text("Copied")
    line = str(page.evaluate("navigator.clipboard.readText()"))
    token, address = re.fullmatch(r"curl -s -H 'Authorization: (Bearer \S+)' '(\S+)'", line).groups()  # type: ignore[union-attr]

    assert 3 == len(httpx.get(address, headers={"Authorization": token}).json()["entry"])


def test_it_is_copied_without_a_clipboard_too(browser: Browser, sandbox: Sandbox) -> None:
    """As over plain HTTP from another machine, where a page has none."""
    with tab(browser, sandbox.url) as console:
        console.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        page = console.open()
        page.evaluate("document.addEventListener('copy', () => (window.copied = String(document.activeElement.value)))")
        page.get_by_role("button", name="Copy token: the token of ada").click()
        expect(page.locator("#said")).to_have_text("Copied the token of ada.")

        assert "pat_test_ready~ada" == page.evaluate("window.copied")


def test_scenario_and_label_make_tokens(console: Console) -> None:
    """They are told in words, and kept in the address, so that the view can be shared."""
    page = console.open()
    page.get_by_label("As written").fill("syncing-45s+http-date")
    page.get_by_label("Label").fill("ci-7")
    token = page.locator(".persona").first.locator("code").first
    expect(token).to_have_text("pat_test_syncing-45s+http-date~ada~ci-7")
    expect(page.locator("#scenario-about")).to_contain_text("429 transient until N seconds")
    page.reload()

    expect(token).to_have_text("pat_test_syncing-45s+http-date~ada~ci-7")


def test_a_scenario_is_chosen_from_the_tables(console: Console, sandbox: Sandbox) -> None:
    """Each of them makes a token that is good, with any way to announce the wait."""
    page = console.open()
    tables = httpx.get(f"{sandbox.url}/_sandbox/scenarios").json()
    names = [row["name"] for row in tables["scenarios"]]
    spellings = [row["name"] for row in tables["retry_after"]]
    for name, spelling in zip(names, itertools.cycle(spellings), strict=False):
        page.get_by_label("Scenario").select_option(name)
        page.get_by_label("The wait is announced by").select_option(spelling)
        token = page.locator(".persona code").first.inner_text()
        answer = httpx.get(f"{sandbox.url}/_sandbox/session", headers={"Authorization": f"Bearer {token}"})

        assert 200 == answer.status_code, token
        assert answer.json()["scenario"].startswith(name)
        assert page.get_by_label("As written").input_value() in token


@pytest.mark.parametrize(
    ("label", "text", "says"),
    [
        ("As written", "a b", "letters, digits"),
        ("Label", "ü", "up to 64"),
        ("As written", "synching", "No scenario has this name"),
    ],
)
def test_what_makes_no_token_is_said(console: Console, label: str, text: str, says: str) -> None:
    """At once, below the field."""
    page = console.open()
    page.get_by_label(label).fill(text)

    expect(page.locator("#scenario-about")).to_contain_text(says)


def test_a_type_leads_to_its_search(console: Console) -> None:
    """Of everybody's resources."""
    page = console.open()
    page.get_by_role("link", name="Goal").click()
    expect(page.get_by_role("heading", name="Search")).to_be_focused()
    expect(page.locator(".entries tbody tr")).to_have_count(2)

    assert "Goal?" == page.get_by_label("Query").input_value()


def test_fixtures_without_personas_show_their_patients(browser: Browser, tmp_path: Path) -> None:
    """With tokens that name them by id, a dozen at a time."""
    file = tmp_path / "p.ndjson"
    file.write_text("\n".join(f'{{"resourceType":"Patient","id":"p-{number}"}}' for number in range(30)))
    with Sandbox(file) as sandbox, tab(browser, sandbox.url) as console:
        page = console.open("/?scenario=stuck")
        expect(page.locator(".persona")).to_have_count(12)
        page.get_by_role("button", name="Show more").click()
        expect(page.locator(".persona")).to_have_count(24)
        page.get_by_role("button", name="Show more").click()
        expect(page.locator(".persona")).to_have_count(30)

        expect(page.locator(".persona code").nth(-2)).to_have_text("pat_test_stuck~p-29")
        expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_without_any_patient_it_says_what_to_do(browser: Browser, tmp_path: Path) -> None:
    """An empty place is no broken one."""
    file = tmp_path / "e.ndjson"
    file.write_text('{"resourceType":"Organization","id":"o"}\n')
    with Sandbox(file) as sandbox, tab(browser, sandbox.url) as console:
        page = console.open()

        expect(page.locator(".cards")).to_have_count(0)
        expect(page.locator(".card.empty")).to_contain_text("There is no Patient yet.")


def test_an_unknown_place_leads_back(console: Console) -> None:
    """It does not show an empty page."""
    page = console.open("/nowhere")
    page.get_by_role("link", name="Back to the start").click()

    expect(page.get_by_role("heading", name="Point your client here")).to_be_visible()
