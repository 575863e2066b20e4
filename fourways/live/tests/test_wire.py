"""Bytes out, bytes in, and an end in any case."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from fourways.live import wire

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
Serving = Callable[[Callable[[socket.socket], None]], int]


@pytest.fixture
def serving() -> Iterator[Serving]:
    """Serves one connection with a function; gives the port."""
    threads: list[threading.Thread] = []
    listeners: list[socket.socket] = []

    def serve(act: Callable[[socket.socket], None]) -> int:
        listener = socket.create_server(("127.0.0.1", 0))

        def accept() -> None:
            connection, _ = listener.accept()
            with connection:
                act(connection)

        listeners.append(listener)
        threads.append(threading.Thread(target=accept))
        threads[-1].start()
        return int(listener.getsockname()[1])

    yield serve
    for thread in threads:
        thread.join()
    for listener in listeners:
        listener.close()


def waiting(done: threading.Event) -> None:
    done.wait(10)


def test_exactly_what_is_given_is_sent(serving: Serving) -> None:
    got: list[bytes] = []

    def act(connection: socket.socket) -> None:
        got.append(connection.recv(100))
        connection.sendall(OK)

    received = wire.exchange("127.0.0.1", serving(act), b"\0\xff GET")
    assert got == [b"\0\xff GET"]
    assert received == wire.Received(OK, "the server closed the connection")


def test_a_whole_answer_is_not_waited_behind(serving: Serving) -> None:
    done = threading.Event()

    def act(connection: socket.socket) -> None:
        connection.sendall(OK)
        done.wait(10)

    received = wire.exchange("127.0.0.1", serving(act), b"GET / HTTP/1.1\r\n\r\n")
    done.set()
    assert received == wire.Received(OK, "the connection was left open")


def test_two_answers_are_read(serving: Serving) -> None:
    received = wire.exchange(
        "127.0.0.1", serving(lambda connection: connection.sendall(OK + OK)), b"x"
    )
    assert received.data == OK + OK


def test_a_server_that_says_nothing_is_left(serving: Serving) -> None:
    done = threading.Event()
    port = serving(lambda _: waiting(done))
    received = wire.exchange("127.0.0.1", port, b"x", seconds=0.05)
    done.set()
    assert received.data == b""
    assert received.ending.startswith("no more came in time")


def test_a_server_that_does_not_read_is_left(serving: Serving) -> None:
    done = threading.Event()
    port = serving(lambda _: waiting(done))
    received = wire.exchange("127.0.0.1", port, b"x" * 50_000_000, seconds=0.2)
    done.set()
    assert received.ending.startswith("not all of the request was taken in time")


def test_an_answer_before_the_request_is_read_is_kept(serving: Serving) -> None:
    port = serving(lambda connection: connection.sendall(OK))
    received = wire.exchange("127.0.0.1", port, b"x" * 10_000_000)
    assert received.data in (OK, b"")  # a reset may overtake it
    assert "connection" in received.ending


def test_an_answer_without_end_is_cut(serving: Serving) -> None:
    def act(connection: socket.socket) -> None:
        try:
            while True:
                connection.sendall(b"x" * 65_536)
        except OSError:
            pass

    received = wire.exchange("127.0.0.1", serving(act), b"x")
    assert received.ending == "cut after 262,144 bytes"
    assert len(received.data) < wire.LONGEST + 65_536


def test_nobody_there_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert "nobody answers" in wire.exchange("127.0.0.1", port, b"x").ending


@pytest.mark.parametrize(
    ("answer", "method", "whole"),
    [
        (OK, "GET", True),
        (OK[:-1], "GET", False),
        (OK[:-2], "HEAD", True),
        (b"HTTP/1.1 100 Continue\r\n\r\n", "POST", False),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, "POST", True),
        (b"HTTP/1.0 200 OK\r\n\r\nuntil it closes", "GET", False),
        (b"nonsense\r\n\r\n", "GET", False),
    ],
)
def test_whether_an_answer_is_whole(answer: bytes, method: str, whole: bool) -> None:
    assert wire.is_whole(answer, method) is whole


@pytest.mark.parametrize(
    ("request_", "method"),
    [(b"HEAD / HTTP/1.1", "HEAD"), (b"\x16\x03", "GET"), (b"", "GET"), (b"a b", "a")],
)
def test_the_method_of_what_was_typed(request_: bytes, method: str) -> None:
    assert wire.method_of(request_) == method
