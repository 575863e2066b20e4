"""One server for the tests that do not change it, and pipes to hold requests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .running import Pipe, Server


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    """A server with limits that can be reached quickly."""
    with Server(
        "--workers=1",
        "--threads=2",
        "--max-body-bytes=200000",
        "--body-in-memory=1000",
        "--head-timeout=0.3",
        "--body-timeout=0.3",
        "--keep-alive-timeout=0.4",
        "--write-timeout=0.5",
        "--linger-timeout=0.3",
    ) as running:
        yield running


@pytest.fixture
def pipe(tmp_path: Path) -> Pipe:
    """A pipe that holds `/wait`."""
    return Pipe(str(tmp_path / "pipe"))


@pytest.fixture(scope="module")
def checked_server() -> Iterator[Server]:
    """A server whose application is watched by `wsgiref.validate`."""
    with Server("--workers=1", "--threads=2", "--access-log", app="checked") as running:
        yield running
