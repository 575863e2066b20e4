"""The pictures of the README, taken from a site that was built:

    fourways site && python -m fourways.site.screenshots site docs/images

Needs Playwright and a Chromium.
"""

import shutil
import sys
from pathlib import Path
from typing import Final, NamedTuple

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
# It asks nobody anything, and needs no rights that a container has not.
OPTIONS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Shot(NamedTuple):
    """A picture of a page, 1280 by 720."""

    name: str
    address: str


SHOTS: Final = (
    Shot("home.png", "index.html?theme=light"),
    Shot(
        "concern.png", "concerns/ownership.html?show=flask,django&theme=dark&size=wall"
    ),
)


def take(site: Path, folder: Path) -> None:
    """Write every picture of the site in `site` into `folder`."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        for shot in SHOTS:
            page.goto(f"{site.resolve().as_uri()}/{shot.address}")
            page.screenshot(path=folder / shot.name)
        browser.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]), Path(sys.argv[2]))
