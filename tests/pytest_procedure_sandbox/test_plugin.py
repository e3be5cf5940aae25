"""The plugin beside others: it costs nothing until it is used, and judges clients that await as it does others."""

import tomllib
from pathlib import Path

import pytest

from tests.pytest_procedure_sandbox.conftest import Run

ROOT = Path(__file__).parents[2]
_STRICT = """
@pytest.mark.asyncio
@pytest.mark.sandbox("syncing-45s")
async def test_asyncio(sandbox):
    assert await apoll(sandbox)

@pytest.mark.asyncio
@pytest.mark.sandbox("syncing-3x")
async def test_asyncio_bad(sandbox):
    assert await apoll(sandbox, bad=True)

@pytest.mark.anyio
@pytest.mark.sandbox("syncing-45s")
async def test_anyio(sandbox):
    assert await apoll(sandbox)

@pytest.mark.anyio
@pytest.mark.sandbox("syncing-3x")
async def test_anyio_bad(sandbox):
    assert await apoll(sandbox, bad=True)
"""
_AUTO = """
from sandbox.testing import aiohttp_server

async def ask(client, session, bad=False):
    while True:
        async with client.get("/fhir/Procedure", headers=request(session)["headers"]) as answer:
            if answer.status != 429:
                return answer.status == 200
            await session.asleep(0 if bad else int(answer.headers["Retry-After"]))

@pytest.fixture
async def client(aiohttp_client, sandbox_server):
    return await aiohttp_client(aiohttp_server(backend=sandbox_server.backend))

@pytest.mark.sandbox("syncing-45s")
async def test_auto(sandbox):
    assert await apoll(sandbox)

@pytest.mark.sandbox("syncing-3x")
async def test_auto_bad(sandbox):
    assert await apoll(sandbox, bad=True)

@pytest.mark.sandbox("syncing-45s")
async def test_aiohttp(sandbox, client):
    assert await ask(client, sandbox)

@pytest.mark.sandbox("syncing-3x")
async def test_aiohttp_bad(sandbox, client):
    assert await ask(client, sandbox, bad=True)
"""
_IMPORTED = """
import sys

def test_it():
    print(sorted(name for name in sys.modules if name.split(".")[0] in {"sandbox", "pytest_procedure_sandbox"}))
    print(sorted({"aiohttp", "orjson", "jwt", "asyncio"} & sys.modules.keys()))
"""


def test_nothing_but_pytest_is_imported_until_a_fixture_is_used(project: pytest.Pytester) -> None:
    """Not the package, and nothing of what it needs."""
    result = project.runpytest_subprocess("-p", "pytest_procedure_sandbox", "-sq", project.makepyfile(_IMPORTED))

    result.assert_outcomes(passed=1)
    assert ["['pytest_procedure_sandbox']", "[]"] == result.outlines[:2]


def test_clients_that_await_are_judged_in_strict_mode_and_by_anyio(run: Run) -> None:
    """On asyncio and on trio; who does wrong fails, and is not an error."""
    result = run(_STRICT)

    result.assert_outcomes(passed=3, failed=3)
    failed = [line for line in result.outlines if line.startswith("FAILED")]
    assert [line.partition("::")[2].partition(" ")[0] for line in failed] == [
        "test_asyncio_bad",
        "test_anyio_bad[asyncio]",
        "test_anyio_bad[trio]",
    ]
    assert 3 == result.outlines.count("R02 waited: the verdict on the client is fail")


def test_clients_that_await_are_judged_in_auto_mode_and_by_pytest_aiohttp(run: Run) -> None:
    """A test server on the test's own loop serves the sessions of the same backend."""
    result = run(_AUTO, mode="auto")

    result.assert_outcomes(passed=2, failed=2)
    assert 2 == result.outlines.count("R02 waited: the verdict on the client is fail")


def test_it_explains_itself(run: Run) -> None:
    """Markers, fixtures and options, where pytest lists them."""
    fixtures = run("", "--fixtures")

    run("", "--help").stdout.fnmatch_lines(
        ["*--sandbox-report=DIR*", "*--sandbox-require=CONDITION*", "*sandbox_fixtures (paths)*"]
    )
    run("", "--markers").stdout.fnmatch_lines(["@pytest.mark.sandbox(scenario=*", "@pytest.mark.sandbox_suite(suite*"])
    fixtures.stdout.fnmatch_lines(["sandbox_server *scope*", "*Give the one sandbox of this run*", "sandbox -- *"])


def test_its_entry_point_has_the_name_of_its_module() -> None:
    """So neither `-p` nor a `pytest_plugins` loads it twice, and `-p no:procedure_sandbox` leaves it out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert {"pytest_procedure_sandbox": "pytest_procedure_sandbox"} == project["entry-points"]["pytest11"]
