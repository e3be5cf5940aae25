"""The sandbox in a test's own process: keywords, sessions with a handle, and what they say of a client."""

import asyncio
import gc
import socket
import threading
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

import sandbox
from sandbox import Problem, Sandbox, Session, Settings, Verdict
from sandbox.loading import FixturesInvalid
from sandbox.session_handle import VerdictDefaults
from sandbox.settings import SettingsError

ADA = '{"resourceType":"Patient","id":"p1"}'


def poll(session: Session, most: int = 30) -> int:
    """Ask for the Procedures until they are there, as a patient client does; return the number of requests."""
    for number in range(1, most):
        answer = httpx.get(f"{session.fhir_url}/Procedure", headers={"Authorization": f"Bearer {session.token}"})
        if answer.status_code != 429:
            return number
        session.sleep(float(answer.headers["Retry-After"]))
    return most


@pytest.fixture(scope="module")
def server() -> Any:
    """Give a sandbox of the built-in patients."""
    with Sandbox() as found:
        yield found


def test_the_first_example_of_the_contract(server: Sandbox) -> None:
    """A window of 45 s passes in virtual time, and the patient client passes."""
    session = server.session("syncing-45s", patient="ada")

    assert 16 == poll(session)
    session.verdict().assert_pass()
    session.verdict().assert_pass("R01", "R02")


def test_a_client_that_does_not_wait_is_shown_its_fault(server: Sandbox) -> None:
    """The assertion says what was wrong, how to repair it, and shows the attempts."""
    session = server.session("syncing-3x")
    for _ in range(4):
        httpx.get(f"{session.fhir_url}/Procedure", headers={"Authorization": f"Bearer {session.token}"})

    with pytest.raises(AssertionError) as caught:
        session.verdict().assert_pass()

    assert "FAIL R02 waited" in str(caught.value)
    assert "Repair: " in str(caught.value)
    assert "GET /fhir/Procedure" in str(caught.value)
    assert "too early, R02" in str(caught.value)


def test_a_rule_that_does_not_exist_is_no_assertion(server: Sandbox) -> None:
    """A misspelt rule must not pass."""
    with pytest.raises(ValueError, match="there is no rule R99; the rules are R01"):
        server.session().verdict().assert_pass("R99")


def test_each_session_has_a_label_of_its_own(server: Sandbox) -> None:
    """So tests do not see each other; one session opens the next."""
    one = server.session("syncing-3x")
    other = one.session("syncing-3x", patient="ben")

    assert 4 == poll(one) == poll(other)
    assert one.token != other.token
    assert one.patient != other.patient


def test_a_clock_that_is_frozen_moves_only_when_it_is_told_to(server: Sandbox) -> None:
    """`sleep` and `advance` take no time; one that runs lets `sleep` sleep."""
    frozen, running = server.session(), server.session(frozen=False)
    before = frozen.clock["now"]
    frozen.sleep(3600)
    asyncio.run(frozen.asleep(60))
    running.sleep(0.01)
    asyncio.run(running.asleep(0.01))

    assert (before + 3660, True) == (frozen.clock["now"], frozen.clock["frozen"])
    assert not running.clock["frozen"]


@pytest.mark.parametrize("library", ["asyncio", "trio"])
@pytest.mark.parametrize("frozen", [True, False])
def test_a_client_may_await_on_either_library(server: Sandbox, library: str, frozen: bool) -> None:  # noqa: FBT001 - of pytest
    """`asleep` sleeps as the library does that runs it."""
    session = server.session(frozen=frozen)
    before = session.clock["now"]
    anyio.run(session.asleep, 0.01, backend=library)

    assert before + 0.01 <= session.clock["now"]


def test_an_authorized_session_has_a_refresh_token(server: Sandbox) -> None:
    """As after a patient's consent: the token is a JWT, and the refresh token brings another."""
    session = server.session("expired", patient="ben", authorized=True)
    grant = {"grant_type": "refresh_token", "refresh_token": session.refresh_token}
    refreshed = httpx.post(session.token_url, data=grant, auth=("pk_test_x", "sk_test_x")).json()["access_token"]

    assert 401 == httpx.get(f"{session.fhir_url}/Patient", headers=_bearer(session.token)).status_code
    assert 200 == httpx.get(f"{session.fhir_url}/Patient", headers=_bearer(refreshed)).status_code
    assert ("", "expired") == (server.session("ready").refresh_token, session.scenario)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_session_passes_on_how_it_is_judged(server: Sandbox) -> None:
    """What was opened by it is judged as it is, and is known to it."""
    session = server.session("syncing-2x")
    session.verdict_defaults = VerdictDefaults(policy="lenient", ignore=("R02",))
    other = session.session("syncing-2x")
    for _ in range(3):
        httpx.get(f"{other.fhir_url}/Patient", headers=_bearer(other.token))

    assert [other] == session.opened
    assert ("lenient", "flexpa") == (other.verdict().policy, other.verdict("flexpa").policy)
    assert "fail" != other.verdict().rules["R02"]["result"]
    assert "fail" == other.verdict(ignore=()).rules["R02"]["result"]


def test_a_plan_is_a_scenario_too(server: Sandbox) -> None:
    """As a dict or as JSON."""
    plan = {"steps": [{"status": 503, "times": 1}, {"pass": True}]}
    for scenario in (plan, '{"steps": [{"status": 503, "times": 1}, {"pass": true}]}'):
        session = server.session(scenario, patient="cleo")
        headers = {"Authorization": f"Bearer {session.token}"}

        assert [503, 200] == [httpx.get(f"{session.fhir_url}/Patient", headers=headers).status_code for _ in range(2)]


def test_a_resource_is_added_and_an_outcome_told(server: Sandbox) -> None:
    """Both reach the server as the admin API has them."""
    session = server.session()

    assert ["Observation/o1"] == session.add({"resourceType": "Observation", "id": "o1", "status": "final"})
    poll(session)
    session.outcome(success=True, count=3)
    assert 1 == len(session.journal)


@pytest.mark.parametrize(
    ("scenario", "patient", "says"),
    [
        ("synching", "", "'synching' is not a scenario. Did you mean \"syncing\"?"),
        ("ready", "adda", 'Did you mean "ada"?'),
        ({"step": []}, "", "has no key 'step'"),
    ],
)
def test_a_mistake_is_a_value_error_with_the_sentence(server: Sandbox, scenario: Any, patient: str, says: str) -> None:
    """In the thread that asked."""
    with pytest.raises(ValueError, match=says.replace("?", r"\?")):
        server.session(scenario, patient=patient)


def test_it_works_without_the_admin_api(tmp_path: Path) -> None:
    """And under an admin token: a handle does not ask over HTTP."""
    file = tmp_path / "p.ndjson"
    file.write_text(ADA)
    with Sandbox(str(file), admin="off", admin_token="secret", scenario="syncing-2x") as server:  # noqa: S106 - of a test
        assert 404 == httpx.get(f"{server.url}/_sandbox/session").status_code
        assert 3 == poll(server.session("default", patient="p1"))
        assert server.fhir_url == f"{server.url}/fhir"


def test_it_may_be_entered_by_a_coroutine() -> None:
    """The loop is not held up while it starts and stops."""

    async def use() -> int:
        async with Sandbox() as server:
            return await asyncio.to_thread(poll, server.session("syncing-2x"))

    assert 3 == asyncio.run(use())


@pytest.mark.parametrize(
    ("keywords", "says"),
    [
        ({"handeling": "lenient"}, 'handeling is not a setting. Did you mean "handling"?'),
        ({"handling": "relaxed"}, "handling must be one of strict, lenient, not 'relaxed'"),
        ({"seed": "x"}, "seed must be a whole number"),
        ({"scenario": "synching"}, "scenario: 'synching' is not a scenario"),
        ({"port": 70000}, "port must be a whole number"),
        ({"webhook_url": "http://example.org/"}, "webhook_url must lead to this machine"),
    ],
)
def test_a_keyword_that_cannot_be_is_named(keywords: dict[str, Any], says: str) -> None:
    """With what would be right."""
    with pytest.raises(SettingsError) as caught:
        Sandbox(**keywords)

    assert says in str(caught.value)


def test_fixtures_that_cannot_be_served_are_named(tmp_path: Path) -> None:
    """Before anything listens."""
    with pytest.raises(FixturesInvalid) as caught:
        Sandbox([tmp_path / "nowhere.ndjson"])

    assert "not there" in str(caught.value.faults[0])


def test_a_port_in_use_is_an_os_error(server: Sandbox) -> None:
    """On entry."""
    port = int(server.url.rpartition(":")[2])
    with pytest.raises(OSError, match="ddress already in use"), Sandbox(port=port):
        pass


def test_outside_with_it_says_that_it_is_not_running() -> None:
    """Before it is entered, and after it was left; it does not hang, and leaves nothing open."""
    server = Sandbox()
    for use in (lambda: server.url, server.session, lambda: server.ask("GET", "/health", "")):
        with pytest.raises(RuntimeError, match=r"not running: use it inside `with Sandbox\(\) as server:`"):
            use()
    with server:
        session = server.session()
    with pytest.raises(RuntimeError, match="not running"):
        session.sleep(1)


def test_an_ipv6_host_stands_in_brackets() -> None:
    """As in every address."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with Sandbox(host="::1") as server:
        assert server.url.startswith("http://[::1]:")
        assert 1 == poll(server.session())


def test_a_connection_that_comes_as_it_stops_is_closed(server: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is left on the line, whenever the server had noticed the connection."""
    for _ in range(10):
        with Sandbox(backend=server.backend) as stopped:
            port = int(stopped.url.rpartition(":")[2])
            lines = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(3)]
        for line in lines:
            with line:
                assert _ends(line)
    gc.collect()

    assert [] == caplog.records


def _ends(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_session_begins_with_the_scenario_of_the_server() -> None:
    """Where none is named: one that is made up, and one that is authorized."""
    with Sandbox(scenario="syncing-2x") as server:
        sessions = server.session(), server.session(authorized=True)

        assert [3, 3, 1] == [poll(session) for session in (*sessions, server.session("ready"))]


@pytest.mark.parametrize("keywords", [{"seed": 3}, {"fixtures": "fixtures"}])
def test_a_backend_has_its_settings(server: Sandbox, keywords: dict[str, Any]) -> None:
    """What stands beside it would be passed over."""
    with pytest.raises(SettingsError, match="give either the backend or these"):
        Sandbox(backend=server.backend, **keywords)


def test_it_is_entered_once() -> None:
    """Another `with` takes another sandbox."""
    with (server := Sandbox()):
        pass
    with pytest.raises(RuntimeError, match=r"make another `Sandbox\(\)`"), server:
        pass


def test_it_leaves_no_thread_behind() -> None:
    """When it is left, its thread has ended."""
    before = threading.active_count()
    with Sandbox() as server:
        poll(server.session())

    assert before == threading.active_count()


def test_the_public_names_are_there_and_no_others() -> None:
    """Each comes on first use."""
    assert {"Problem", "Sandbox", "Session", "Settings", "Verdict", "__version__"} == set(sandbox.__all__)
    assert all((Problem, Session, Settings, Verdict))
    with pytest.raises(AttributeError, match="module 'sandbox' has no attribute 'Sandbocks'"):
        _ = sandbox.Sandbocks
