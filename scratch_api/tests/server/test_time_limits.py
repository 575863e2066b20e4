"""Slow, idle and greedy clients: limits that end in time, and stop nobody else.

The limits are those of the `server` fixture, some tenths of a second. No test
measures time: it waits until the server does what the limit says.
"""

from contextlib import ExitStack

from .running import HELLO, Pipe, Server

POST = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"
LARGE = b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
LARGE_STREAM = b"GET /large-stream HTTP/1.1\r\nHost: a\r\n\r\n"


def test_half_a_head_is_refused_in_time(server: Server) -> None:
    assert server.talk(b"GET / HTTP/1.1\r\n").startswith(b"HTTP/1.1 408 ")


def test_a_head_that_drips_is_refused_in_time(server: Server) -> None:
    with server.connect() as client:
        client.sock.settimeout(0.02)
        client.send(b"GET / HTTP/1.1\r\nX: ")
        answer = b""
        while not answer:
            client.send(b"a")
            try:
                answer = client.sock.recv(100)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_half_a_body_is_refused_in_time(server: Server) -> None:
    assert server.talk(POST + b"hel").startswith(b"HTTP/1.1 408 ")


def test_an_idle_connection_is_closed_without_a_word(server: Server) -> None:
    with server.connect() as client:
        client.send(HELLO)
        client.response()
        assert client.rest() == b""


def test_a_silent_connection_is_closed_without_a_word(server: Server) -> None:
    assert server.talk(b"") == b""


def test_a_client_that_does_not_read_is_given_up(server: Server) -> None:
    with server.connect(small=True) as client:
        client.send(LARGE)
        until_closed(server)
        assert len(client.rest()) < 8_000_000


def test_a_client_that_does_not_read_a_stream_is_given_up(server: Server) -> None:
    with server.connect(small=True) as client:
        client.send(LARGE_STREAM)
        until_closed(server)
        assert len(client.rest()) < 8_000_000


def until_closed(server: Server) -> None:
    """Wait longer than `--write-timeout`: until later limits have passed, in order.

    A connection that was opened later is given up later, with the same limit (0.5 s):
    here two limits of 0.3 s, one after the other.
    """
    for _ in range(3):
        test_half_a_head_is_refused_in_time(server)


def test_clients_that_do_not_read_stop_nobody(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(6):  # three times as many as there are threads
            stack.enter_context(server.connect(small=True)).send(LARGE)
        assert server.ask("/hello").status == 200


def test_half_sent_and_idle_clients_stop_nobody(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(100):
            idle = stack.enter_context(server.connect())
            idle.send(HELLO)
            idle.response()
        for _ in range(50):
            stack.enter_context(server.connect()).send(b"GET / HTTP/1.1\r\nHo")
            stack.enter_context(server.connect()).send(POST + b"hel")
        assert server.ask("/hello").status == 200


def test_a_client_that_sends_much_ahead_lets_others_in(pipe: Pipe) -> None:
    count = b"GET /count HTTP/1.1\r\nHost: a\r\n\r\n"
    with (
        Server("--workers=1", "--threads=1") as server,
        server.connect() as first,
        server.connect() as second,
    ):
        wait = b"GET /wait?%b HTTP/1.1\r\nHost: a\r\n\r\n" % pipe.path.encode()
        first.send(wait + count * 100)
        pipe.until_entered()
        second.send(count)
        pipe.go_on()
        assert int(second.response().body) < 50


def test_an_application_that_waits_stops_nobody(server: Server, pipe: Pipe) -> None:
    with server.connect() as client:
        client.send(b"GET /wait?%b HTTP/1.1\r\nHost: a\r\n\r\n" % pipe.path.encode())
        pipe.until_entered()
        assert server.ask("/hello").status == 200
        pipe.go_on()
        assert client.response().body == b"waited"
