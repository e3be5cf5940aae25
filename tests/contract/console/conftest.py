"""What do the tests of the console share? A browser, a sandbox, and a tab in which nothing may go wrong."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from sandbox.server import Sandbox
from tests.contract.console.pages import Console, browsing, tab


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser for the tests of one file: no longer, for it keeps an event loop of its own running."""
    with browsing() as found:
        yield found


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Give a server of the built-in patients, whose sessions are those of one file."""
    with Sandbox() as found:
        yield found


@pytest.fixture
def console(browser: Browser, sandbox: Sandbox) -> Iterator[Console]:
    """Give a tab; in the end nothing was complained of, and nobody else was asked."""
    with tab(browser, sandbox.url) as found:
        yield found
        assert [] == found.troubles
        assert [] == [address for address in found.asked if not address.startswith(f"{sandbox.url}/")]
