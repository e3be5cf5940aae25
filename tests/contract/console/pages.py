"""How is the console opened? In headless Chromium, where everything is noted that goes wrong, or asks elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.contract.toolchain import chromium

Scheme = Literal["light", "dark"]
WIDE, NARROW = 1440, 390  # pixels
HEIGHT = 900
PATIENCE = 15_000.0  # milliseconds: other tests may keep the machine busy


@dataclass(slots=True)
class Console:
    """One tab. `troubles` is what the browser complained of, `asked` are the addresses that it asked for."""

    page: Page
    url: str
    troubles: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, place: str = "/") -> Page:
        """Go to what stands behind the hash, and wait until it is drawn."""
        self.page.goto(f"{self.url}/#{place}")
        self.page.locator("h1").first.wait_for()
        return self.page

    def note(self) -> None:
        """Note from now on what goes wrong, and what is asked for."""
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda said: self.troubles.append(f"{said.type}: {said.text}"))
        self.page.on("request", lambda request: self.asked.append(request.url))


@contextmanager
def browsing() -> Iterator[Browser]:
    """Give a browser; it is ended with the block."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield launched(playwright)


def launched(playwright: Playwright) -> Browser:
    """Return a browser of this machine, not one that the library brings."""
    return playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-lcd-text"])


@contextmanager
def tab(
    browser: Browser, url: str, *, width: int = WIDE, scheme: Scheme = "light", scale: float = 1
) -> Iterator[Console]:
    """Give a tab of its own, with nothing kept from others."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        color_scheme=scheme,
        device_scale_factor=scale,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(PATIENCE)
    console = Console(context.new_page(), url)
    console.note()
    try:
        yield console
    finally:
        context.close()


@dataclass(frozen=True, slots=True)
class Client:
    """A FHIR client that somebody watches, and the admin API by its token."""

    url: str
    token: str
    agent: str = "example-client/1.0"

    def ask(self, path: str = "Procedure?_count=2") -> httpx.Response:
        """Ask the FHIR API."""
        return httpx.get(f"{self.url}/fhir/{path}", headers={**self._login(), "User-Agent": self.agent})

    def clock(self, **body: Any) -> None:
        """Freeze or advance the session's clock."""
        answer = httpx.post(f"{self.url}/_sandbox/session/clock", json=body, headers=self._login())
        answer.raise_for_status()

    def name(self) -> str:
        """Return the name of the session."""
        answer = httpx.get(f"{self.url}/_sandbox/session", headers=self._login())
        return str(answer.raise_for_status().json()["session"])

    def waits(self, *seconds: float, path: str = "Procedure?_count=2") -> None:
        """Ask, and ask again after each of these waits, on a clock that stands still."""
        self.clock(freeze=True)
        self.ask(path)
        for wait in seconds:
            self.clock(advance=wait)
            self.ask(path)

    def _login(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}
