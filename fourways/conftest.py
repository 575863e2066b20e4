"""One browser for the tests of all pages: two of them cannot be driven side by side."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from fourways.site.screenshots import CHROMIUM, OPTIONS


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium. Skips the test where it cannot be had."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.skip(f"there is no {' or '.join(CHROMIUM)} on the PATH")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield started
        started.close()
