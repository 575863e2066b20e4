"""The board over HTTP: what the page asks for, what learners send, what is refused."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from fourways.ports import Port
from fourways.workshop.board import room as limits
from fourways.workshop.board import server
from fourways.workshop.board.client import BoardError, report_progress
from fourways.workshop.board.room import Room
from fourways.workshop.tests import boards

JSON = "Content-Type: application/json\r\n"


class Place:
    """A board and its room."""

    def __init__(self, room: Room, port: int) -> None:
        self.room = room
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)

    def send(self, data: bytes) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer; the board must close after it."""
        with self.connect() as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            with connection.makefile("rb") as answer:
                received = answer.read()
        head, _, body = received.partition(b"\r\n\r\n")
        status, *lines = head.decode("ascii").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines)
        return int(status.split()[1]), headers, body

    def ask(self, line: str, headers: str = "", body: bytes = b"") -> tuple[int, str]:
        """Status and body of the answer to a request."""
        head = f"{line} HTTP/1.1\r\nHost: board\r\n{headers}"
        if body:
            head += f"Content-Length: {len(body)}\r\n"
        status, _, content = self.send(f"{head}\r\n".encode() + body)
        return status, content.decode("utf-8")

    def counts(self) -> list[int]:
        return [stage["count"] for stage in self.room.state()["stages"]]


def ended(connection: socket.socket) -> bool:
    """Whether the other side ends it without a word, before our patience does."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(server, "PATIENCE_SECONDS", 0.5)
    room = Room(["Ready", "A socket"])
    with boards.running(room, planned=1) as port:
        yield Place(room, port)


def test_the_page_comes_whole_from_here(place: Place) -> None:
    for path, media_type in (
        ("/", "text/html"),
        ("/board.css", "text/css"),
        ("/board.js", "text/javascript"),
        ("/tokens.css", "text/css"),
    ):
        request = f"GET {path} HTTP/1.1\r\nHost: board\r\n\r\n".encode()
        status, headers, body = place.send(request)
        assert status == 200
        assert headers["content-type"] == f"{media_type}; charset=utf-8"
        assert headers["content-length"] == str(len(body))
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert b"http://" not in body
        assert b"https://" not in body
        assert place.ask(f"HEAD {path}") == (200, "")


def test_a_learner_reports_and_the_page_sees_it(place: Place) -> None:
    report_progress(place.url, "Ünal <b>", 1)
    report_progress(f"127.0.0.1:{place.port}", "grace", 2)
    status, body = place.ask("GET /state?again")
    state = json.loads(body)
    assert status == 200
    assert [stage["names"] for stage in state["stages"]] == [
        [],
        ["Ünal <b>"],
        ["grace"],
    ]
    assert (state["planned"], state["join"]) == (1, boards.JOIN)


def test_a_refusal_reaches_the_learner_in_words(place: Place) -> None:
    with pytest.raises(BoardError, match="says: stage must be a number from 0 to 99"):
        report_progress(place.url, "ada", 100)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /progress", 405),
        ("POST /state", 405),
        ("DELETE /", 405),
        ("GET /../server.py", 404),
        ("GET /%2e%2e/server.py", 404),
        ("GET http://board/", 404),
        ("OPTIONS *", 404),
    ],
)
def test_there_is_nothing_else(place: Place, line: str, status: int) -> None:
    assert place.ask(line)[0] == status


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ("", b'{"nickname": "ada", "stage": 1}', 415),
        ("Content-Type: text/plain\r\n", b'{"nickname": "ada", "stage": 1}', 415),
        (JSON + JSON, b'{"nickname": "ada", "stage": 1}', 415),
        (JSON, b"", 400),
        (JSON, b'{"nickname": "ada"', 400),
        (JSON, b'{"nickname": "\xff", "stage": 1}', 400),
        (JSON, b"[" * 999, 400),
        (JSON, b'{"nickname": "ada", "stage": NaN}', 422),
        (JSON, b'{"nickname": "ada", "stage": ' + b"9" * 900 + b"}", 422),
        (JSON, b'{"nickname": "ada\\u0000", "stage": 1}', 422),
        (JSON, b'{"nickname": "\\ud800", "stage": 1}', 422),
        (JSON, b" " * 1_001, 413),
        (JSON, b" " * 3_000_000, 413),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_report_that_is_none_changes_nothing(
    place: Place, headers: str, body: bytes, status: int
) -> None:
    found, content = place.ask("POST /progress", headers, body)
    assert found == status
    assert json.loads(content)["detail"]
    assert place.counts() == [0, 0, 0]


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS
        b"GET / HTTP/1.1\r\n\r\n",  # RFC 9112 3.2: no Host
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * 100_000,
        b"POST /progress HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n",
    ],
    ids=lambda data: repr(data[:20]),
)
def test_what_is_no_http_is_told(place: Place, data: bytes) -> None:
    status, _, _ = place.send(data)
    assert status in (400, 431)
    assert place.ask("GET /state")[0] == 200


def test_a_body_in_chunks_has_the_same_limit(place: Place) -> None:
    head = f"POST /progress HTTP/1.1\r\nHost: a\r\n{JSON}Transfer-Encoding: chunked\r\n"
    data = head.encode() + b"\r\n" + b"200\r\n" + b" " * 512 + b"\r\n"
    assert place.send(data + b"200\r\n" + b" " * 512 + b"\r\n")[0] == 413


def test_who_is_slow_does_not_hold_the_board(place: Place) -> None:
    with place.connect() as slow, place.connect() as silent:
        slow.sendall(b"POST /progress HTTP/1.1\r\nHost: a\r\n")
        assert place.ask("GET /state")[0] == 200
        for connection in (slow, silent):
            assert ended(connection)


def test_connections_from_one_address_are_limited(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "MOST_FROM_ONE", 3)
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(place.connect())
        refused = stack.enter_context(place.connect())
        assert ended(refused)
    assert place.ask("GET /state")[0] == 200


def test_who_asks_too_often_is_told_to_wait(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "REQUESTS_AT_ONCE", 3)
    monkeypatch.setattr(limits, "REQUESTS_PER_SECOND", 0.0)
    found = [place.ask("GET /state")[0] for _ in range(4)]
    assert found == [200, 200, 200, 429]
    with pytest.raises(BoardError, match="says: too many requests"):
        report_progress(place.url, "ada", 1)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "file:///etc/passwd",
        "https://board:8400",
        "http://",
        "ftp://board",
        "http://a:b",
        "http://board/path",
        "http://[",
        "http://board:99999",
    ],
)
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(BoardError, match="a board's address looks like"):
        report_progress(address, "ada", 1)


def test_a_board_that_is_gone_is_told_in_a_line() -> None:
    port = Port()
    try:
        with pytest.raises(BoardError, match="does not answer: Connection refused"):
            report_progress(f"http://127.0.0.1:{port.number}", "ada", 1)
    finally:
        port.release()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 400 Bad\r\n\r\n<h1>\x1b[31mno</h1>",
        b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\n\r\n",
        b'HTTP/1.1 400 Bad\r\n\r\n{"detail": "\\u001b[31mred"}',
        b"220 smtp.example\r\n",
        b"",
    ],
    ids=repr,
)
def test_a_program_that_is_no_board_does_no_harm(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def reply() -> None:
            connection, _ = listener.accept()
            with connection:
                received = b""
                while b"}" not in received:
                    received += connection.recv(4096)
                connection.sendall(answer)

        thread = threading.Thread(target=reply)
        thread.start()
        with pytest.raises(BoardError) as told:
            report_progress(f"http://127.0.0.1:{listener.getsockname()[1]}", "ada", 1)
        thread.join(5)
    assert str(told.value).isprintable()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_the_command_ends_by_a_signal_and_leaves_nothing() -> None:
    port = Port()
    options = ["--host", "127.0.0.1", "--port", str(port.number), "--start", "0:00"]
    command = [sys.executable, "-m", "fourways", "workshop", "board", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = "".join(process.stdout.readline() for _ in range(3))
        url = f"http://127.0.0.1:{port.number}"
        assert f"The board is at {url}" in told
        assert f"check --board {url} --nickname" in told
        report_progress(url, "ada", 1)
        process.send_signal(signal.SIGTERM)
        assert "nothing of it is left" in process.stdout.read()
    port.release()
    assert process.returncode == 0
