"""What do the tests share? A world with the built-in patients, and clients that ask it over HTTP."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from sandbox.server import Sandbox

# Our own plugin is there by its entry point, too, once the project is installed; pytester runs pytest, for its tests.
pytest_plugins = ["pytest_procedure_sandbox", "pytester"]
EVERYBODY = {"Authorization": "Bearer aat_test_ready"}

# What rich and argparse read before they write: how wide a line is, and whether it has colours.
_OUTSIDE = frozenset({"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PY_COLORS", "GITHUB_ACTIONS"})
# And what HTTP clients read: no proxy stands between a test and its own sandbox.
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy", "no_proxy"})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many rows of the search manual were asked and found true."""
    passed = [report for report in terminalreporter.stats.get("passed", ()) if "a_row_of_the_manual" in report.nodeid]
    terminalreporter.write_line(f"executed rows of the manual: {len(passed)}")


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> None:
    """Let the tests mean the same wherever they run, in CI as well as in somebody's coloured terminal."""
    for variable in [
        name for name in os.environ if name.startswith("SANDBOX_") or name in _OUTSIDE or name.lower() in _PROXIES
    ]:
        del os.environ[variable]


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    """Give a client without a token, of a server with the built-in patients."""
    with (
        Sandbox() as sandbox,
        httpx.Client(base_url=sandbox.url, verify=False) as http,
    ):
        yield http


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., httpx.Client]]:
    """Serve resources of one's own: `serve('{"resourceType":"Patient","id":"1"}', total="always")`."""
    opened: list[tuple[Sandbox, httpx.Client]] = []

    def start(*resources: str, headers: dict[str, str] | None = None, **settings: object) -> httpx.Client:
        file = tmp_path / f"{len(opened)}.ndjson"
        file.write_text("\n".join(resources), encoding="utf-8")
        sandbox = Sandbox(file, **settings).__enter__()  # type: ignore[arg-type]
        http = httpx.Client(base_url=sandbox.url, verify=False, headers=EVERYBODY | (headers or {}))
        opened.append((sandbox, http))
        return http

    yield start
    for sandbox, http in opened:
        http.close()
        sandbox.__exit__(None, None, None)
