"""The page for two real backends, and a browser: once for all tests."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from fourways import discovery
from fourways.live.page import PageServer
from fourways.live.running import Running
from fourways.live.serving import running
from fourways.ports import Port

NAMES = ("scratch", "django")
"""SQLite straight, and with a driver's class of its own in between."""


@dataclass
class Live:
    """The page while it is served."""

    address: str
    backends: list[Running]

    def post(self, path: str, document: Any, **headers: str) -> httpx.Response:
        """Ask the page, as its script does."""
        return httpx.post(
            self.address + path,
            content=json.dumps(document),
            headers={"Content-Type": "application/json", **headers},
            timeout=30,
        )

    def send(self, **request: Any) -> Any:
        """What came of a request: raw="...", or form={...}."""
        response = self.post("/send", request)
        assert response.status_code == 200, response.text
        return response.json()


@pytest.fixture(scope="session")
def live() -> Iterator[Live]:
    """The page, served by a thread of ours."""
    for name in NAMES:
        if discovery.missing(discovery.find(name)):
            pytest.skip(f"{name} is not installed")
    port = Port()
    backends = [discovery.find(name) for name in NAMES]
    with running(backends) as started, PageServer(port.number, started) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield Live(f"http://127.0.0.1:{port.number}", started)
        server.shutdown()
        thread.join()
    port.release()
