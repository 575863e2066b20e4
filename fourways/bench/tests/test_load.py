"""What load generators print is read rightly, and Locust asks what it is told to."""

import http.server
import json
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest

from fourways.bench import generators
from fourways.bench.generators import locust, wrk
from fourways.bench.load import Ask, Load, LoadError, Result, Target

PRINTED = """
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.33ms    2.10ms  37.16ms   91.43%
  Latency Distribution
     50%  712.00us
     75%    1.33ms
     90%    3.08ms
     99%    1.05s
  63213 requests in 2.01s, 10.13MB read
  Socket errors: connect 0, read 3, write 0, timeout 1
  Non-2xx or 3xx responses: 5
Requests/sec:  31433.62
"""


class Server(http.server.BaseHTTPRequestHandler):
    """Remembers what it was asked; refuses tokens and paths that it does not know."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[tuple[str, str, bytes]]] = []

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.asked.append((self.command, self.path, self.rfile.read(length)))
        known = self.headers["Authorization"] == "Bearer good"
        self.send_response(200 if known and self.path != "/missing" else 404)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_POST = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    Server.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_output_of_wrk_is_read() -> None:
    result = wrk.parse(PRINTED)
    assert (result.p50, result.p99, result.errors) == (0.712, 1050.0, 9)


def test_what_was_refused_is_no_request_of_wrk() -> None:
    assert wrk.parse(PRINTED).requests_per_second == pytest.approx(
        31433.62 * (1 - 5 / 63213)
    )
    half = PRINTED.replace("responses: 5", "responses: 31606")
    assert wrk.parse(half).requests_per_second == pytest.approx(31433.62 / 2, rel=1e-3)


def test_other_output_of_wrk_is_an_error() -> None:
    with pytest.raises(LoadError):
        wrk.parse("unable to connect")


def test_the_output_of_locust_is_read() -> None:
    times = [*range(1, 100), 500]
    seen = {"times": times, "errors": 2, "seconds": 4.0}
    assert locust.parse(f"noise\n{json.dumps(seen)}\n") == Result(24.5, 50, 99, 2)


def test_no_answer_to_locust_is_an_error() -> None:
    with pytest.raises(LoadError):
        locust.parse('{"times": [], "errors": 0, "seconds": 0.0}')


def test_without_any_generator_it_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wrk, "find", lambda: None)
    monkeypatch.setattr(locust, "find", lambda: None)
    with pytest.raises(LoadError, match="Install wrk"):
        generators.generator()


def test_locust_is_used_where_wrk_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrk, "find", lambda: None)
    monkeypatch.setattr(locust, "find", lambda: ["locust"])
    assert isinstance(generators.generator(), locust.Locust)


@pytest.mark.parametrize("name", [wrk.NAME, locust.NAME])
def test_a_generator_asks_in_turn_and_counts_what_is_refused(
    name: str, url: str
) -> None:
    asks = (Ask("GET", "/missing"), Ask("POST", "/bookmarks"))
    result = run(name, Target(url, asks, "Bearer good"))
    assert result.requests_per_second > 0
    assert 0 < result.p50 <= result.p99
    read = [path for method, path, _ in Server.asked if method == "GET"]
    sent = [json.loads(body) for method, _, body in Server.asked if method == "POST"]
    assert set(read) == {"/missing"}
    assert abs(len(read) - len(sent)) <= 2
    # Only what is missing counts, and each client may have an answer under way.
    assert len(read) - 2 <= result.errors <= len(read)
    urls = [body["url"] for body in sent]
    assert len(urls) > 1
    assert len(set(urls)) == len(urls)
    assert set(sent[0]) == {"url", "title", "tags"}


def run(name: str, target: Target) -> Result:
    """Skips where it is not installed, or cannot be fetched."""
    try:
        chosen = generators.generator(name)
        assert chosen.name.startswith(f"{name} ")
    except LoadError as error:
        pytest.skip(str(error))
    return chosen.run(target, Load(connections=2, seconds=1))
