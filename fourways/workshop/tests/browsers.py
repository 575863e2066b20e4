"""A real Chromium for slides and board: one for all tests, skipped where there is none.

Every page keeps what went wrong: errors of scripts, what the console said, and
requests that left for another place.
"""

import contextlib
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def chromium() -> Iterator["Browser"]:
    """The browser. Skips the test where it cannot be had."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on the PATH")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(
    browser: "Browser", home: str, width: int = 1280, height: int = 720
) -> Iterator["Page"]:
    """A page of that size; nothing may go wrong on it, or leave for elsewhere."""
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(5_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((home, "data:", "about:"))
            else wrong.append(f"request: {request.url}")
        ),
    )
    yield page
    context.close()
    assert not wrong, "; ".join(wrong)
