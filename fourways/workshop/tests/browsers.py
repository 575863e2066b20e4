"""Slides and board in a real Chromium.

Every page keeps what went wrong: errors of scripts, what the console said, and
requests that left for another place.
"""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


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
