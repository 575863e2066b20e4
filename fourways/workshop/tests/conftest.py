"""One browser for all tests of the workshop kit."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from fourways.workshop.tests.browsers import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """A headless Chromium."""
    with chromium() as found:
        yield found
