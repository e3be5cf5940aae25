"""What do the pages of `certify` look like? `make screenshots` takes their pictures for the manual."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.contract.console.pages import NARROW, browsing, tab
from tests.contract.console.screenshots import IMAGES, Shot
from tests.contract.report_pages.made import write_pages

BROAD = 1120  # pixels

# Columns: name of the picture, the page and what of it, width, height, light.
# fmt: off
SHOTS = (
    Shot("certify",       "certify",              BROAD,  1500, "light"),
    Shot("certify-row",   "certify#row-2",        BROAD,  620,  "light"),
    Shot("certify-dark",  "certify#row-2",        BROAD,  620,  "dark"),
    Shot("certify-phone", "certify#row-2",        NARROW, 900,  "dark"),
    Shot("compare",       "compare",              BROAD,  900,  "light"),
)
# fmt: on


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, browsing() as browser:
        files = write_pages(Path(folder))
        for shot in SHOTS:
            name, _, place = shot.place.partition("#")
            with tab(browser, "", width=shot.width, scheme=shot.scheme) as shown:
                shown.page.set_viewport_size({"width": shot.width, "height": shot.height})
                shown.page.goto(f"{files[name].as_uri()}#{place}")
                shown.page.wait_for_timeout(500)
                shown.page.screenshot(path=IMAGES / f"{shot.name}.png")
            print(f"{(IMAGES / shot.name).with_suffix('.png')}")


if __name__ == "__main__":
    main()
