"""Every way to get no answer is told from the others."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from fourways.faults.client import Client, Lost, Unanswered

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
PART = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"
LAST = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"


@contextmanager
def answering(*connections: list[bytes]) -> Iterator[int]:
    """A port; to each connection these answers are given in turn, then it is closed."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for answers in connections:
                connection, _ = listener.accept()
                with connection:
                    for answer in answers:
                        connection.recv(65_536)
                        connection.sendall(answer)
                    if answers and answers[-1] is WHOLE:
                        # The next request arrives, and is not answered.
                        connection.recv(65_536)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def lost(ask: Callable[[], object]) -> Lost:
    with pytest.raises(Unanswered) as caught:
        ask()
    return caught.value.how


def test_a_whole_answer_is_an_answer() -> None:
    with answering([LAST]) as port:
        assert Client([port]).ask("GET", "/").json() == {}


def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        client = Client([closed.getsockname()[1]])
        assert lost(lambda: client.ask("GET", "/")) is Lost.REFUSED


def test_where_nobody_listens_the_next_server_is_asked() -> None:
    with socket.socket() as closed, answering([LAST]) as port:
        closed.bind(("127.0.0.1", 0))
        client = Client([closed.getsockname()[1], port])
        assert client.ask("POST", "/", {}).status == 200


def test_a_new_connection_is_closed_without_a_byte() -> None:
    with answering([]) as port:
        assert lost(lambda: Client([port]).ask("POST", "/", {})) is Lost.UNTAKEN


def test_a_used_connection_is_closed_as_the_request_is_sent() -> None:
    with answering([WHOLE]) as port:
        client = Client([port])
        assert client.ask("GET", "/").status == 200
        assert lost(lambda: client.ask("POST", "/", {})) is Lost.RACED


def test_a_get_is_then_sent_once_more_on_a_new_connection() -> None:
    with answering([WHOLE], [LAST]) as port:
        client = Client([port])
        client.ask("GET", "/")
        assert client.ask("GET", "/").status == 200
        assert client.again == {Lost.RACED: 1}


def test_an_answer_breaks_off() -> None:
    with answering([PART]) as port:
        assert lost(lambda: Client([port]).ask("GET", "/")) is Lost.CUT


def test_an_answer_does_not_come() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = Client([listener.getsockname()[1]])
        assert lost(lambda: client.ask("GET", "/", patience=0.05)) is Lost.HUNG
        client.close()


def test_a_connection_that_is_closed_already_is_not_used() -> None:
    with answering(
        [LAST[:9] + LAST[9:].replace(b"Connection: close\r\n", b"")]
    ) as port:
        client = Client([port])
        client.ask("GET", "/")
    with answering([LAST]) as other:
        client._ports = [other]
        assert client.ask("POST", "/", {}).status == 200
