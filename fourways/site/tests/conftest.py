"""The site, built once from what is recorded, and somebody who reads it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from fourways.evidence import recorded as evidence
from fourways.site.build import build
from fourways.site.material import Material, load

SIZES = {"room": (1280, 720), "wall": (1920, 1080), "phone": (390, 844)}


@pytest.fixture(scope="session")
def material() -> Material:
    """The concerns, the contract and the evidence of this repository."""
    return load(evidence.FOLDER)


@pytest.fixture(scope="session")
def site(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    folder = tmp_path_factory.mktemp("site") / "site"
    build(material, folder)
    return folder


@dataclass
class Reader:
    """Somebody with a browser, and what went wrong while they read."""

    page: Any
    folder: Path
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open a page of the site, as a file."""
        self.page.goto(f"{self.folder.as_uri()}/{path}")

    def arrive(self, path: str) -> None:
        """Wait until a link has led to a page, with its query and fragment."""
        self.page.wait_for_url(f"{self.folder.as_uri()}/{path}")

    @property
    def at(self) -> str:
        """Which page is open, with its query and fragment."""
        return str(self.page.url).removeprefix(f"{self.folder.as_uri()}/")

    def columns(self) -> list[str]:
        """The backends whose columns can be seen."""
        seen = self.page.locator(".column:visible")
        return list(seen.evaluate_all("all => all.map((each) => each.dataset.way)"))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than its window."""
        return bool(
            self.page.evaluate(
                "document.documentElement.scrollWidth"
                " > document.documentElement.clientWidth"
            )
        )


@pytest.fixture
def size() -> str:
    """How large the window is: a name of SIZES, to be parametrized."""
    return "room"


@pytest.fixture(scope="session")
def tab(browser: Any, site: Path) -> Reader:
    """The one tab that all tests read in: a new one for each costs more than a page."""
    page = browser.new_page()
    page.set_default_timeout(10_000)
    found = Reader(page, site)

    def complain(wrong: bool, text: str) -> None:
        if wrong:
            found.errors.append(text)

    def requested(url: str) -> None:
        # A file that the page made itself is no request.
        if not url.startswith((site.as_uri(), "blob:")):
            found.outside.append(url)

    page.on("pageerror", lambda error: complain(True, str(error)))
    page.on("console", lambda message: complain(message.type == "error", message.text))
    page.on("request", lambda request: requested(request.url))
    # A page that is left gives up what it was loading.
    page.on(
        "requestfailed",
        lambda request: complain("ABORTED" not in request.failure, request.url),
    )
    return found


@pytest.fixture
def reader(tab: Reader, size: str) -> Iterator[Reader]:
    """A reader for whom nothing was chosen yet.

    Errors and requests to elsewhere fail a test.
    """
    width, height = SIZES[size]
    tab.page.set_viewport_size({"width": width, "height": height})
    tab.page.emulate_media(color_scheme="light")
    yield tab
    tab.page.evaluate("localStorage.clear()")
    wrong = [*tab.errors, *tab.outside]
    tab.errors.clear()
    tab.outside.clear()
    assert wrong == []
