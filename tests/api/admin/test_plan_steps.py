"""Which requests does a step of a plan see? By the address and the form, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.api.admin.handle import Handle, Hands

SEARCH = "/fhir/Procedure/_search"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def minted(hands: Hands, *steps: dict[str, Any]) -> Handle:
    """Return the handle of a token whose plan has these steps, and then data."""
    handle = hands("ready")
    body = {"scenario": {"steps": [*steps, {"pass": True}]}}
    return handle.of(handle.steer("POST", "/sessions", body))


def post(handle: Handle, form: str, query: str = "") -> httpx.Response:
    """Search by a form."""
    return handle.client.post(SEARCH + query, content=form, headers=handle.login | FORM)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("", "_offset=5&_count=5"),
        ("?_count=5", "_offset=5"),
        ("?_offset=5", "status=completed&_count=5"),
        ("?_offset=5&_count=5", ""),
    ],
)
def test_a_page_is_known_by_its_form_too(hands: Hands, query: str, form: str) -> None:
    """A `POST _search` may say in its body which page it wants; only the second one fails here, and only once."""
    handle = minted(hands, {"match": {"page": 2}, "status": 503})
    asked = [("_count=5", ""), ("_offset=10&_count=5", ""), (form, query), (form, query)]

    assert [200, 200, 503, 200] == [post(handle, *one).status_code for one in asked]


def test_a_parameter_is_known_by_its_form_too(hands: Hands) -> None:
    """Whatever its modifier and value."""
    handle = minted(hands, {"match": {"parameter": "date", "method": "POST"}, "status": 503})
    forms = ["status=completed", "date%3Amissing=false", "date=ge2024"]

    assert [200, 503, 200] == [post(handle, form).status_code for form in forms]


def test_what_is_not_utf8_passes_the_plan_and_is_refused_for_itself(hands: Hands) -> None:
    """It has no page and no parameter that a step could know, and uses nothing up."""
    handle = minted(hands, {"match": {"parameter": "date"}, "status": 503})

    assert [400, 503] == [post(handle, form).status_code for form in ("date=%FF", "date=ge2024")]
