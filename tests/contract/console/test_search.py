"""Does a person find out what a query finds, and why? With the builder, the answer and the explanation."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from sandbox.server import Sandbox
from tests.contract.console.pages import Console

QUERY = "Procedure?status=completed&date=ge2020&_count=5"


def box(page: Page, name: str) -> dict[str, float]:
    """Return where a section stands."""
    found = page.get_by_role("region", name=name, exact=True).bounding_box()
    assert found is not None
    return dict(found)  # type: ignore[arg-type]


def test_a_query_is_built_and_answered_beside_its_explanation(console: Console) -> None:
    """Row by row; the text of the query follows."""
    page = console.open("/search")
    for place, (parameter, how, value) in enumerate(
        [("status", None, "completed"), ("date", "prefix ge", "2020"), ("_count", None, "5")]
    ):
        page.get_by_role("button", name="Add a parameter").click()
        page.get_by_label("Parameter").nth(place).select_option(parameter)
        page.get_by_label("Value").nth(place).fill(value)
        if how:
            page.get_by_label("How").nth(place).select_option(how)
    assert QUERY == page.get_by_label("Query").input_value()
    page.get_by_role("button", name="Search").click()

    expect(page.locator(".entries tbody tr")).to_have_count(5)
    expect(page.locator(".status")).to_contain_text("200")
    expect(page.locator(".clauses-kept tbody tr")).to_contain_text(
        ["every Procedure", "status=completed", "date=ge2020"]
    )
    answer, why = box(page, "Answer"), box(page, "Explanation")
    assert answer["y"] == why["y"]
    assert answer["x"] + answer["width"] <= why["x"]


def test_a_view_of_a_search_can_be_shared(console: Console) -> None:
    """All of it stands in the address."""
    page = console.open(f"/search?as=ada&q={QUERY.replace('&', '%26')}&id=ada-mammogram")
    expect(page.locator(".entries tbody tr")).to_have_count(5)
    expect(page.get_by_text("Procedure/ada-mammogram satisfies every clause")).to_be_visible()
    page.get_by_role("button", name="Search").click()
    page.reload()

    expect(page.locator(".entries tbody tr")).to_have_count(5)
    assert ["status", "date", "_count"] == [one.input_value() for one in page.get_by_label("Parameter").all()]


def test_the_browser_goes_back_to_the_search_before(console: Console) -> None:
    """Each search is a step."""
    page = console.open("/search?as=ada&q=Patient%3F")
    expect(page.locator(".entries tbody tr")).to_have_count(1)
    page.get_by_label("Query").fill("Goal?")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".entries tbody tr")).to_contain_text("Goal/")
    page.go_back()

    expect(page.locator(".entries tbody tr")).to_contain_text("Patient/ada-lovell")
    assert "Patient?" == page.get_by_label("Query").input_value()


def test_it_says_why_a_resource_is_refused(console: Console) -> None:
    """Clause by clause."""
    page = console.open("/search?as=ada&q=Procedure%3Fstatus%3Dnot-done")
    page.get_by_label("Why not this one?").fill("ada-mammogram")
    page.get_by_role("button", name="Explain").click()

    expect(page.locator(".notice.bad")).to_contain_text("Procedure/ada-mammogram is refused:")
    expect(page.locator(".notice.bad li")).to_contain_text("status is completed")


def test_a_typed_query_fills_the_rows(console: Console) -> None:
    """Modifiers, prefixes and what no row offers, too."""
    page = console.open("/search")
    page.get_by_label("Query").fill(
        "Patient?name:exact=Ada%20Lovell&birthdate=lt1990&general-practitioner.name=x&_sort=-birthdate"
    )
    page.get_by_label("Query").press("Enter")

    assert "Patient" == page.get_by_label("Type").input_value()
    assert ["name", "birthdate", "general-practitioner.name", "_sort"] == [
        one.input_value() for one in page.get_by_label("Parameter").all()
    ]
    assert ["modifier exact", "prefix lt"] == [one.input_value() for one in page.get_by_label("How").all()[:2]]
    assert ["Ada Lovell", "lt1990"] == [one.input_value() for one in page.get_by_label("Value").all()[:2]]


def test_a_row_is_taken_away(console: Console) -> None:
    """The text follows, and the focus is not lost."""
    page = console.open("/search?as=ada&q=Procedure%3Fstatus%3Dcompleted%26code%3Dx")
    page.get_by_role("button", name="Remove status").click()

    assert "Procedure?code=x" == page.get_by_label("Query").input_value()
    expect(page.get_by_role("button", name="Add a parameter")).to_be_focused()


def test_pages_are_turned(console: Console) -> None:
    """By the links that the answer has; the query stays what it was."""
    page = console.open("/search?as=dora&q=Procedure%3F_count%3D20")
    expect(page.locator(".entries tbody tr")).to_have_count(20)
    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".entries tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Previous page").click()

    expect(page.locator(".entries tbody tr")).to_have_count(20)


def test_a_refused_query_is_said_plainly(console: Console) -> None:
    """By answer and explanation, with what was meant; the browser notes the status as an error of its own."""
    page = console.open("/search?as=ada&q=Procedure%3Fstatsu%3Dx")

    expect(page.locator(".issues")).to_contain_text("not-supported:")
    expect(page.locator(".issues")).to_contain_text("status")
    expect(page.get_by_role("region", name="Explanation")).to_contain_text("status")
    assert all("400 (Bad Request)" in trouble for trouble in console.troubles)
    console.troubles.clear()


def test_the_whole_answer_is_there_as_it_was_sent(console: Console, sandbox: Sandbox) -> None:
    """To read and to copy."""
    page = console.open("/search?as=ada&q=Patient%3F")
    page.get_by_text("The whole answer, as JSON").click()
    login = {"Authorization": "Bearer pat_test_ready~ada~console"}
    sent = httpx.get(f"{sandbox.url}/fhir/Patient?", headers=login).json()
    shown = page.locator("pre").evaluate("(pre) => JSON.parse(pre.textContent)")

    assert sent["entry"] == shown["entry"]


def test_another_token_may_be_used_and_a_real_one_is_not_shown(console: Console, sandbox: Sandbox) -> None:
    """A minted one is a secret: it stands in no address."""
    minted = httpx.post(f"{sandbox.url}/_sandbox/sessions", json={"patient": "ben"}).json()["access_token"]
    page = console.open("/search?q=Patient%3F")
    page.get_by_label("Search as").select_option(label="another token …")
    page.get_by_label("Token").fill(minted)
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".entries tbody tr")).to_contain_text(["Patient/ben-okafor"])

    assert minted not in page.url


@pytest.mark.parametrize("scheme", ["syncing-45s", "failed"])
def test_a_sync_that_is_not_over_is_said(console: Console, scheme: str) -> None:
    """With the wait that is announced, if one is."""
    page = console.open(f"/search?as=pat_test_{scheme}~ada~soon&q=Procedure%3F")

    expect(page.locator(".status")).to_contain_text({"syncing-45s": "Retry-After: 3", "failed": "422"}[scheme])
    console.troubles.clear()  # the browser notes each status of an error
