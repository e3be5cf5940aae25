"""What does the console look like? `make screenshots` takes its pictures for the manual, of a world without time."""

from dataclasses import dataclass

import httpx
from playwright.sync_api import Browser

from sandbox.server import Sandbox
from tests.contract.console.pages import HEIGHT, NARROW, Client, Scheme, browsing, tab
from tests.contract.world import standing_still
from tests.manual.pages import DOCS

IMAGES = DOCS / "images"
PORT = 12429  # that of the manual: it must be free
BROAD = 1280  # pixels
QUERY = "Procedure%3Fstatus%3Dcompleted%26date%3Dge2024%26_sort%3D-date%26_count%3D8"


@dataclass(frozen=True, slots=True)
class Shot:
    """A row: the name of the picture, what it shows, how wide and high it is in pixels, and by which light."""

    name: str
    place: str
    width: int
    height: int
    scheme: Scheme


def clients(url: str) -> str:
    """Let some clients ask, so that there is something to see; return the name of the one that was hasty."""
    hasty = Client(url, "pat_test_syncing-20s~ada~sync-job", "sync-job/2.3 python-requests/2.34")
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {hasty.token}"}) as http:  # one connection
        http.post("/_sandbox/session/clock", json={"freeze": True})
        for wait in (3, 1.2, 3, 2.1, 3, 3, 3, 3, 0):
            http.get("/fhir/Procedure?patient=ada-lovell&_count=50", headers={"User-Agent": hasty.agent})
            http.post("/_sandbox/session/clock", json={"advance": wait})
    Client(url, "pat_test_syncing-12s~dora~nightly").waits(3, 3, 3, 3)
    Client(url, "pat_test_failed~cleo~ci-17").waits(1)
    Client(url, "pat_test_throttled-2x~ada~ci-18").waits(1, 1, 1)
    Client(url, "aat_test_ready~~dashboard").waits()
    Client(url, "pat_test_syncing-45s~ben~ci-19").waits()
    return hasty.name()


def shots(session: str) -> tuple[Shot, ...]:
    """Return the pictures to take."""
    watched = f"/sessions/{session}?clients=one"
    searched = f"/search?as=ada&q={QUERY}&id=ada-knee-xray"
    # fmt: off
    return (
        #    name                    place                              width   height  scheme
        Shot("console-session",      watched,                           BROAD,  1000,   "light"),
        Shot("console-session-dark", watched,                           BROAD,  1000,   "dark"),
        Shot("console-phone",        watched,                           NARROW, 1500,   "light"),
        Shot("console-phone-dark",   "/?scenario=syncing-45s&label=ci", NARROW, 1500,   "dark"),
        Shot("console-start",        "/?scenario=syncing-45s",          BROAD,  HEIGHT, "light"),
        Shot("console-search",       searched,                          BROAD,  1240,   "light"),
        Shot("console-sessions",     "/sessions",                       BROAD,  600,    "light"),
    )
    # fmt: on


def take(browser: Browser, sandbox: Sandbox, shot: Shot) -> None:
    """Take a picture, and write it to the images of the manual."""
    with tab(browser, sandbox.url, width=shot.width, scheme=shot.scheme) as console:
        console.page.set_viewport_size({"width": shot.width, "height": shot.height})
        page = console.open(shot.place)
        page.wait_for_timeout(1500)
        page.screenshot(path=IMAGES / f"{shot.name}.png")


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(exist_ok=True)
    with standing_still(PORT) as sandbox, browsing() as browser:
        for shot in shots(clients(sandbox.url)):
            take(browser, sandbox, shot)
            print(f"{(IMAGES / shot.name).with_suffix('.png')}")


if __name__ == "__main__":
    main()
