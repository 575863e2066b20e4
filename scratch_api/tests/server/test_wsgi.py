"""What an application sees, and what becomes of what it does (PEP 3333)."""

import sys
from collections.abc import Callable, Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from scratch_api.server import Limits, ServerConfig
from scratch_api.server.environ import base_environ, build_environ
from scratch_api.server.request import Request, RequestReader
from scratch_api.server.wsgi import answer

App = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]


class Sent:
    """A connection that keeps what is sent, packet by packet."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []

    def send(self, data: bytes) -> None:
        self.packets.append(data)

    stream = send


def request(head: str = "GET / HTTP/1.1\r\nHost: a", body: bytes = b"") -> Request:
    """A request that the reader has read."""
    reader = RequestReader(Limits())
    reader.feed(head.encode("latin-1") + b"\r\n\r\n" + body)
    found = reader.next()
    assert found is not None
    return found


def environ_of(head: str, body: bytes = b"") -> WSGIEnvironment:
    """The environ of a request."""
    base = base_environ(ServerConfig(host="0.0.0.0"), 8000)
    return build_environ(base, request(head, body), ("192.0.2.7", 50_000))


def answered(app: App) -> tuple[bool, list[bytes]]:
    """Whether the connection lives on, and what was sent."""
    sent = Sent()
    asked = request()
    return answer(app, {}, asked, sent, True), sent.packets


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("REQUEST_METHOD", "POST"),
        ("SCRIPT_NAME", ""),
        ("PATH_INFO", "/caf\xc3\xa9/b"),
        ("QUERY_STRING", "x=%2F"),
        ("REQUEST_URI", "/caf%C3%A9%2Fb?x=%2F"),
        ("RAW_URI", "/caf%C3%A9%2Fb?x=%2F"),
        ("CONTENT_TYPE", "text/plain"),
        ("CONTENT_LENGTH", "2"),
        ("SERVER_NAME", "0.0.0.0"),
        ("SERVER_PORT", "8000"),
        ("SERVER_PROTOCOL", "HTTP/1.1"),
        ("REMOTE_ADDR", "192.0.2.7"),
        ("REMOTE_PORT", "50000"),
        ("HTTP_HOST", "a"),
        ("HTTP_X_Y", "1, 2"),
        ("HTTP_X_UNDERSCORE", None),
        ("HTTP_CONTENT_TYPE", None),
        ("HTTP_CONTENT_LENGTH", None),
        ("wsgi.version", (1, 0)),
        ("wsgi.url_scheme", "http"),
        ("wsgi.input_terminated", True),
        ("wsgi.multithread", True),
        ("wsgi.multiprocess", True),
        ("wsgi.run_once", False),
        ("wsgi.errors", sys.stderr),
    ],
)
def test_the_environ_says(key: str, value: object) -> None:
    environ = environ_of(
        "POST /caf%C3%A9%2Fb?x=%2F HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n"
        "X-Y: 1\r\nX-Y: 2\r\nX_Underscore: evil\r\nContent-Length: 2",
        b"hi",
    )
    assert environ.get(key) == value


def test_a_server_named_by_an_ipv6_address_has_brackets() -> None:
    assert base_environ(ServerConfig(host="::1"), 8000)["SERVER_NAME"] == "[::1]"


def test_a_chunked_body_has_its_decoded_length() -> None:
    head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"
    environ = environ_of(head, b"2\r\nhi\r\n0\r\n\r\n")
    assert (environ["CONTENT_LENGTH"], "HTTP_TRANSFER_ENCODING" in environ) == (
        "2",
        False,
    )


def test_a_request_without_body_has_no_length() -> None:
    assert "CONTENT_LENGTH" not in environ_of("GET / HTTP/1.1\r\nHost: a")


def test_the_host_of_an_absolute_target_wins() -> None:
    environ = environ_of("GET http://b/ HTTP/1.1\r\nHost: a")
    assert environ["HTTP_HOST"] == "b"


def test_two_requests_do_not_share_an_environ() -> None:
    base = base_environ(ServerConfig(), 8000)
    build_environ(base, request(), ("a", 1))["x"] = "y"
    assert "x" not in base


def test_head_and_body_leave_in_one_packet() -> None:
    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        return [b"he", b"llo"]

    _, packets = answered(app)
    assert [packet[-9:] for packet in packets] == [b"\r\n\r\nhello"]


def test_a_stream_leaves_piece_by_piece() -> None:
    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterator[bytes]:
        start("200 OK", [])
        yield b"one"
        yield b"two"

    _, packets = answered(app)
    assert [packet[-8:] for packet in packets] == [
        b"3\r\none\r\n",
        b"3\r\ntwo\r\n",
        b"\n0\r\n\r\n"[1:],
    ]


def test_write_sends_at_once() -> None:
    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])(b"one")
        return [b"two"]

    _, packets = answered(app)
    assert len(packets) == 3


def test_a_second_start_with_exc_info_replaces_the_first() -> None:
    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [])
        try:
            raise RuntimeError
        except RuntimeError:
            start("503 Service Unavailable", [], sys.exc_info())
        return [b""]

    _, packets = answered(app)
    assert packets[0].startswith(b"HTTP/1.1 503 ")


def closes(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """A result with close()."""
    start("200 OK", [])
    return Closing()


class Closing:
    """A result that remembers whether it was closed."""

    closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"one"

    def close(self) -> None:
        Closing.closed += 1


def test_the_result_is_closed() -> None:
    Closing.closed = 0
    answered(closes)
    assert Closing.closed == 1


def body(*pieces: bytes, length: str) -> App:
    """An application with this Content-Length and these pieces."""

    def app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        start("200 OK", [("Content-Length", length)])
        return iter(pieces)

    return app


def not_started(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    return [b"hello"]


def started_twice(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("200 OK", [])
    start("200 OK", [])
    return [b"hello"]


def text(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("200 OK", [])
    return ["hello"]  # type: ignore[list-item]


def nothing(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("200 OK", [])
    return None  # type: ignore[return-value]


def wrong_length(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    start("200 OK", [("Content-Length", "9")])
    return [b"hello"]


@pytest.mark.parametrize(
    "app", [not_started, started_twice, text, nothing, wrong_length]
)
def test_an_application_that_breaks_the_rules_is_a_500(app: App) -> None:
    lives_on, packets = answered(app)
    assert (lives_on, packets[0][:13]) == (False, b"HTTP/1.1 500 ")


@pytest.mark.parametrize("pieces", [(b"hel",), (b"hello", b"!")])
def test_a_stream_of_another_length_ends_the_connection(
    pieces: tuple[bytes, ...],
) -> None:
    lives_on, packets = answered(body(*pieces, length="5"))
    assert (lives_on, b"!" in b"".join(packets)) == (False, False)


def test_a_stream_of_the_declared_length_lives_on() -> None:
    assert answered(body(b"he", b"llo", length="5"))[0]
