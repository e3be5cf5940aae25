"""What do the tests of the plugin share? A user's project, with a small client and two resources, to run pytest in."""

from collections.abc import Callable

import pytest

# pytester forgets what was imported inside it, and cryptography cannot be imported a second time.
import sandbox.oauth.es256  # noqa: F401 - as the line above says

Run = Callable[..., pytest.RunResult]

# What a run inside is given. Other plugins that happen to be installed would only take their time.
PLUGINS = [
    f"-p{name}"
    for name in (
        "pytest_procedure_sandbox",
        "pytest_asyncio.plugin",
        "pytest_aiohttp.plugin",
        "anyio.pytest_plugin",
        "xdist.plugin",
    )
]

# What tells pytest of the run outside: its workers, its options, and that a CI server wants each summary line whole.
OUTER_RUN = (
    "PYTEST_XDIST_WORKER",
    "PYTEST_XDIST_WORKER_COUNT",
    "PYTEST_XDIST_TESTRUNUID",
    "PYTEST_ADDOPTS",
    "CI",
    "BUILD_NUMBER",
)

# Polls as a client does: `bad` does not wait. It says whether it got the data.
CLIENT = """
from email.utils import parsedate_to_datetime

import httpx


def request(session):
    return {"url": f"{session.fhir_url}/Procedure", "headers": {"Authorization": f"Bearer {session.token}"}}


def get(session):
    with httpx.Client(verify=False) as http:
        return http.get(**request(session))


def wait_of(answer, own):
    for name in ("Retry-After", "X-Retry-After"):
        value = answer.headers.get(name, "").split(",")[0]
        if value.isdecimal() and int(value):
            return int(value)
    if "GMT" in answer.headers.get("Retry-After", ""):
        dates = [parsedate_to_datetime(answer.headers[name]) for name in ("Retry-After", "Date")]
        return max((dates[0] - dates[1]).total_seconds(), own)
    return own


def poll(session, bad=False):
    for attempt in range(20):
        answer = get(session)
        if answer.status_code != 429 and answer.status_code < 500:
            return answer.status_code == 200
        wait = wait_of(answer, 0.5 * 2**attempt)
        if wait > 3600:
            return False
        if not bad:
            session.sleep(wait)
    return False


async def apoll(session, bad=False):
    async with httpx.AsyncClient(verify=False) as http:
        while (answer := await http.get(**request(session))).status_code == 429:
            await session.asleep(0 if bad else wait_of(answer, 1))
        return answer.status_code == 200
"""
_ADA = (
    '{"resourceType":"Patient","id":"p1"}\n'
    '{"resourceType":"Procedure","id":"a","status":"completed","subject":{"reference":"Patient/p1"}}\n'
)
_INI = """
[pytest]
asyncio_mode = {mode}
asyncio_default_fixture_loop_scope = function
sandbox_fixtures = {fixtures}
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Give a folder of a user whose tests use the client: `from client import poll`."""
    for variable in OUTER_RUN:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(client=CLIENT)
    pytester.makefile(".ndjson", data=_ADA)
    pytester.syspathinsert()
    return pytester


@pytest.fixture
def run(project: pytest.Pytester) -> Run:
    """Give what runs some tests in this process: `run("def test_it(sandbox): ...", "-k", "it")`."""

    def run_(tests: str, *options: str, mode: str = "strict", fixtures: str = "data.ndjson") -> pytest.RunResult:
        project.makepyfile(test_it=f"import pytest\nfrom client import *\n\n{tests}")
        project.makefile(".ini", pytest=_INI.format(mode=mode, fixtures=fixtures))
        return project.runpytest_inprocess(*PLUGINS, "--tb=short", *options)

    return run_
