"""What happens where a person is asked? A page without script, which only itself can send."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser

import httpx
import pytest

from sandbox.backend import Backend
from sandbox.loading import built_in_fixtures
from sandbox.loading.loader import load
from sandbox.scenario import PRESETS, parse_scenario
from sandbox.server import Sandbox
from sandbox.settings import Settings
from tests.api.oauth.flow import App, Apps, refused, told


@pytest.fixture(scope="module")
def asking() -> Iterator[httpx.Client]:
    """Give a client of a server that asks a person."""
    backend = Backend(load(built_in_fixtures()), Settings(consent="page", scenario="syncing-7s"))
    with Sandbox(backend=backend) as sandbox, httpx.Client(base_url=sandbox.url, verify=False) as http:
        yield http


@pytest.fixture
def app(apps: Apps, asking: httpx.Client) -> App:
    """Give an application of that server."""
    return apps(at=asking)


class Form(HTMLParser):
    """What a browser would make of the page: where its form goes, and what can be chosen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.chosen: dict[str, str] = {}
        self.values: dict[str, list[str]] = {}
        self.tags: set[str] = set()
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of forms and fields."""
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        name = self._select if tag == "option" else found.get("name", "")
        if tag == "form":
            self.action = found.get("action", "")
        elif tag == "select":
            self._select = found["name"]
        elif tag in {"input", "button", "option"} and "value" in found:
            self.values.setdefault(name, []).append(found["value"])
            if "checked" in found or (tag == "option" and name not in self.chosen):
                self.chosen[name] = found["value"]


def send(app: App, form: Form, **fields: str) -> httpx.Response:
    """Press a button of the form."""
    return send_from(app, form, {}, **fields)


def send_from(app: App, form: Form, headers: dict[str, str], **fields: str) -> httpx.Response:
    """Press a button of the form, with what a browser says of the page."""
    return app.client.post(f"/link/auth{form.action}", data=form.chosen | fields, headers=headers)


def test_a_person_picks_patient_and_scenario(app: App) -> None:
    """And agrees: the code leads to them."""
    form = Form(app.ask().text)
    answer = send(app, form, decision="allow", sandbox_patient="dora", sandbox_scenario="syncing-1x")
    found = app.redeem(told(answer)["code"]).json()

    assert (303, "s&1") == (answer.status_code, told(answer)["state"])
    assert "Patient/dora-lindqvist" == found["patient"]
    assert [429, 200] == app.handle(found["access_token"]).statuses(2)


def test_what_is_not_changed_is_the_first_persona_and_the_setting(app: App) -> None:
    """`--scenario` is at the top of the list."""
    form = Form(app.ask().text)
    found = app.redeem(told(send(app, form, decision="allow"))["code"]).json()

    assert {"sandbox_patient": "ada", "sandbox_scenario": "syncing-7s"} == form.chosen
    assert ("Patient/ada-lovell", "syncing-7s") == (
        found["patient"],
        app.handle(found["access_token"]).state()["scenario"],
    )


def test_a_person_may_refuse(app: App) -> None:
    """The application is told `access_denied`."""
    answer = send(app, Form(app.ask().text), decision="refuse")

    assert (303, "access_denied", "s&1") == (answer.status_code, told(answer)["error"], told(answer)["state"])
    assert "code" not in told(answer)


def test_every_persona_and_scenario_is_there(app: App) -> None:
    """Each scenario in a form that can be read."""
    form = Form(app.ask().text)
    names = [persona["name"] for persona in app.client.get("/_sandbox/personas").json()]

    assert names == form.values["sandbox_patient"]
    assert PRESETS.keys() == {re.split("-", text)[0] for text in form.values["sandbox_scenario"]}
    assert all(parse_scenario(text) for text in form.values["sandbox_scenario"])
    assert ["allow", "refuse"] == form.values["decision"]


def test_what_an_application_sends_is_text(app: App) -> None:
    """Nothing in its request becomes a tag or leaves an attribute."""
    evil = '"><script>alert(1)</script><b x="'
    page = app.ask(flexpa_external_id=evil, state=evil, extra=evil).text
    form = Form(page)

    assert ("<script" in page, "<b x" in page) == (False, False)
    assert evil in unescape(page)
    assert {"script", "img", "iframe", "link"} & form.tags == set()
    assert evil == told(send(app, form, decision="allow"))["state"]


def test_the_page_is_whole_in_itself(app: App) -> None:
    """Its policy lets nothing in, no frame around it, and its form go here and back to the application only."""
    answer = app.ask()
    policy = answer.headers["Content-Security-Policy"]

    assert (200, "text/html; charset=utf-8") == (answer.status_code, answer.headers["Content-Type"])
    assert "default-src 'none'; style-src 'sha256-" in policy
    assert "form-action 'self' http://localhost:3000; frame-ancestors 'none'" in policy
    assert Form(answer.text).action.startswith("?response_type=code&")
    assert ("no-store", "DENY") == (answer.headers["Cache-Control"], answer.headers["X-Frame-Options"])


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_a_page_of_elsewhere_cannot_decide(app: App, headers: dict[str, str]) -> None:
    """403, and no code."""
    answer = send_from(app, Form(app.ask().text), headers, decision="allow")

    assert (403, "Forbidden") == refused(answer)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "localhost:1", "Origin": "http://localhost:1", "Sec-Fetch-Site": "same-origin"},
        {"Host": "localhost", "Origin": "https://localhost"},
        {},
    ],
    ids=str,
)
def test_its_own_page_can_decide(app: App, headers: dict[str, str]) -> None:
    """By the host from which a browser says it came, TLS before the sandbox or not."""
    assert 303 == send_from(app, Form(app.ask().text), headers, decision="allow").status_code


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "invalid_request"),
        ({"decision": "perhaps"}, "invalid_request"),
        ({"decision": "allow", "sandbox_patient": "nobody"}, "invalid_request"),
        ({"decision": "allow", "sandbox_scenario": "nothing"}, "invalid_request"),
    ],
    ids=str,
)
def test_a_decision_that_cannot_be_read_is_refused(app: App, fields: dict[str, str], error: str) -> None:
    """On the spot."""
    assert (400, error) == refused(send(app, Form(app.ask().text), **fields))


@pytest.mark.parametrize("changed", [{"redirect_uri": "http://example.org"}, {"client_id": "x"}], ids=str)
def test_a_decision_is_held_against_the_whole_request(app: App, changed: dict[str, str | None]) -> None:
    """The page is no way around the checks."""
    query = httpx.QueryParams(app.fields(changed))
    answer = app.client.post(f"/link/auth?{query}", data={"decision": "allow"})

    assert "Location" not in answer.headers
    assert answer.status_code in {400, 401}


def test_a_mistake_of_the_application_goes_back_to_it(app: App) -> None:
    """No person is asked about it, neither before nor after."""
    query = httpx.QueryParams(app.fields({"code_challenge": "x"}))

    assert ["invalid_request"] * 2 == [
        told(answer)["error"]
        for answer in (
            app.client.get(f"/oauth/authorize?{query}"),
            app.client.post(f"/oauth/authorize?{query}", data={"decision": "allow"}),
        )
    ]


def test_a_plan_of_the_settings_can_be_picked(serve: Callable[..., httpx.Client], apps: Apps) -> None:
    """It goes by the name of default."""
    plan = '{"steps": [{"status": 503}, {"pass": true}]}'
    app = apps(
        at=serve('{"resourceType":"Patient","id":"1"}', consent="page", scenario=plan, headers={"Authorization": ""})
    )
    answer = send(app, Form(app.ask().text), decision="allow")
    found = app.redeem(told(answer)["code"]).json()

    assert [503, 200] == app.handle(found["access_token"]).statuses(2, "/Patient")


def test_what_the_address_has_chosen_is_picked_already(app: App) -> None:
    """Patient and scenario, both of which a person may still change."""
    form = Form(app.ask(sandbox_patient="dora", sandbox_scenario="syncing-9s+none").text)

    assert {"sandbox_patient": "dora", "sandbox_scenario": "syncing-9s+none"} == form.chosen


def test_a_policy_has_no_word_for_ipv6(app: App) -> None:
    """So it lets the form go back over http to wherever the redirect, which is checked, leads."""
    policy = app.ask(redirect_uri="http://[::1]:3000/cb").headers["Content-Security-Policy"]

    assert "form-action 'self' http:; " in policy


def test_behind_a_proxy_the_page_comes_from_the_public_address(serve: Callable[..., httpx.Client], apps: Apps) -> None:
    """And still sends its form."""
    nobody = {"Authorization": ""}
    client = serve(
        '{"resourceType":"Patient","id":"1"}', consent="page", public_url="https://s.example/x", headers=nobody
    )
    app = apps(at=client)
    form = Form(app.ask().text)

    assert 303 == send_from(app, form, {"Origin": "https://s.example"}, decision="allow").status_code
    assert 403 == send_from(app, form, {"Origin": "https://x.example"}, decision="allow").status_code
