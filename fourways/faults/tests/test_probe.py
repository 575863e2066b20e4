"""What GET /health says is noted, in its order, and a silence too."""

import socket
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from fourways.faults import probe
from fourways.faults.client import Lost
from fourways.faults.probe import Probe
from fourways.process import wait_until


class Health(BaseHTTPRequestHandler):
    """503 for a while, then 200."""

    asked = 0

    def do_GET(self) -> None:
        Health.asked += 1
        self.send_response(503 if Health.asked < 4 else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write no log."""


def test_it_notes_503_and_then_200() -> None:
    Health.asked = 0
    with HTTPServer(("127.0.0.1", 0), Health) as server:
        Thread(target=server.serve_forever, args=(0.01,)).start()
        start = time.monotonic()
        with Probe(server.server_port) as asking:
            again = asking.wait_for(200, start, 10.0)
        server.shutdown()
    assert again is not None
    assert [said.what for said in asking.said][:4] == [503, 503, 503, 200]
    assert len(asking.within(start, time.monotonic())) == len(asking.said)
    assert asking.within(start, start) == []
    assert asking.hung() == []


def test_nobody_and_silence_are_told_apart(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(probe, "HANG_SECONDS", 0.05)
    with socket.socket() as nobody, socket.create_server(("127.0.0.1", 0)) as silent:
        nobody.bind(("127.0.0.1", 0))
        with (
            Probe(nobody.getsockname()[1]) as one,
            Probe(silent.getsockname()[1]) as two,
        ):
            assert wait_until(lambda: bool(one.said and two.said), 10.0)
    assert one.said[0].what is Lost.REFUSED
    assert two.hung()
