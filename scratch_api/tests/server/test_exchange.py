"""Requests and responses with a real server."""

import json
import re

import pytest

from .running import CLOSE, HELLO, Pipe, Server, until


def test_an_answer_is_framed_by_one_length(server: Server) -> None:
    assert server.ask("/hello")["Content-Length"] == "5"


def test_every_answer_has_a_date(server: Server) -> None:
    assert str(server.ask("/hello")["Date"]).endswith(" GMT")


def test_a_connection_lives_on(server: Server) -> None:
    with server.connect() as client:
        for _ in range(3):
            client.send(HELLO)
            assert client.response().body == b"hello"


def test_pipelined_requests_are_answered_in_order(server: Server) -> None:
    post = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%b"
    bodies = [b"x" * size for size in range(1, 40)]
    with server.connect() as client:
        client.send(b"".join(post % (len(body), body) for body in bodies))
        assert [client.response().body for _ in bodies] == bodies


def test_what_is_sent_during_an_answer_is_answered_next(
    server: Server, pipe: Pipe
) -> None:
    with server.connect() as client:
        client.send(b"GET /wait?%b HTTP/1.1\r\nHost: a\r\n\r\n" % pipe.path.encode())
        pipe.until_entered()
        client.send(HELLO)
        assert server.ask("/hello").status == 200  # the selector has seen both
        pipe.go_on()
        assert [client.response().body for _ in "ab"] == [b"waited", b"hello"]


def test_a_client_that_has_shut_its_side_is_answered(server: Server) -> None:
    with server.connect() as client:
        client.send(HELLO)
        client.sock.shutdown(1)
        assert client.rest().endswith(b"hello")


def test_close_is_honoured(server: Server) -> None:
    assert b"\r\nConnection: close\r\n" in server.talk(CLOSE)


def test_http_1_0_is_closed_after_the_answer(server: Server) -> None:
    assert server.talk(b"GET /hello HTTP/1.0\r\n\r\n").endswith(b"hello")


def test_http_1_0_lives_on_when_asked(server: Server) -> None:
    with server.connect() as client:
        for _ in range(2):
            client.send(b"GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            assert client.response()["Connection"] == "keep-alive"


def test_http_1_0_gets_no_chunks(server: Server) -> None:
    answer = server.talk(b"GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    assert answer.endswith(b"\r\n\r\none two")


def test_a_stream_is_chunked(server: Server) -> None:
    response = server.ask("/stream")
    assert (response["Transfer-Encoding"], response.body) == ("chunked", b"one two")


@pytest.mark.parametrize("path", ["/hello", "/stream", "/no-content", "/large"])
def test_head_has_no_body(server: Server, path: str) -> None:
    request = f"HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    with server.connect() as client:
        client.send(request + HELLO)
        client.response(head_only=True)
        assert client.response().body == b"hello"


def test_head_has_the_length_of_get(server: Server) -> None:
    with server.connect() as client:
        client.send(b"HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        assert client.response(head_only=True)["Content-Length"] == "5"


def test_204_has_no_framing(server: Server) -> None:
    response = server.ask("/no-content")
    assert (response["Content-Length"], response["Transfer-Encoding"]) == (None, None)


def test_a_chunked_body_reaches_the_application(server: Server) -> None:
    with server.connect() as client:
        client.send(b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n")
        client.send(b"\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")
        assert client.response().body == b"hello"


def test_a_large_body_reaches_the_application(server: Server) -> None:
    body = bytes(range(256)) * 700
    with server.connect() as client:
        client.send(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 179200\r\n\r\n")
        client.send(body)
        assert client.response().body == body


def test_a_body_that_nobody_reads_is_not_the_next_request(server: Server) -> None:
    with server.connect() as client:
        client.send(b"POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
        client.send(b"GET /evil" + HELLO)
        assert [client.response().body for _ in "ab"] == [b"hello", b"hello"]


def test_continue_is_sent_before_the_body(server: Server) -> None:
    with server.connect() as client:
        client.send(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n")
        client.send(b"Expect: 100-continue\r\n\r\n")
        assert client.response().status == 100
        client.send(b"hello")
        assert client.response().body == b"hello"


def test_no_continue_for_a_body_that_is_refused(server: Server) -> None:
    with server.connect() as client:
        client.send(b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 200001\r\n")
        client.send(b"Expect: 100-continue\r\n\r\n")
        assert client.response().status == 413


def test_a_refusal_is_a_problem(server: Server) -> None:
    with server.connect() as client:
        client.send(b"GET / HTTP/1.1\r\n\r\n")
        response = client.response()
    assert (response["Content-Type"], json.loads(response.body)) == (
        "application/problem+json",
        {
            "type": "about:blank",
            "title": "Bad Request",
            "status": 400,
            "detail": "The field 'host' is missing.",
        },
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("X-Content-Type-Options", "nosniff"), ("Connection", "close")],
)
def test_a_refusal_has_the_header(server: Server, name: str, value: str) -> None:
    with server.connect() as client:
        client.send(b"nonsense\r\n")
        assert client.response()[name] == value


def test_a_refusal_ends_the_connection(server: Server) -> None:
    smuggled = b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\n" + HELLO
    assert server.talk(smuggled).count(b"HTTP/1.1 ") == 1


def test_a_refusal_can_be_read_while_the_client_still_sends(server: Server) -> None:
    with server.connect() as client:
        client.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n")
        client.send(b"x" * 2_000_000)
        assert client.response().status == 413


def test_a_refused_head_request_gets_no_body(server: Server) -> None:
    assert server.talk(b"HEAD / HTTP/1.1\r\n\r\n").endswith(b"\r\n\r\n")


def test_half_a_request_is_refused_when_the_client_ends(server: Server) -> None:
    with server.connect() as client:
        client.send(b"GET / HTTP/1.1\r\n")
        client.sock.shutdown(1)
        assert client.response().status == 400


@pytest.mark.parametrize("path", ["/fail", "/leave", "/inject"])
def test_a_failing_application_is_a_500_problem(server: Server, path: str) -> None:
    response = server.ask(path)
    assert (response.status, b"secret" in response.body) == (500, False)


def test_a_failure_is_logged_with_its_traceback(server: Server) -> None:
    server.ask("/fail?token=hidden")  # its log is written beside the answer
    failure = r"(?s)failed to answer GET /fail\n.*RuntimeError: secret reason"
    until(lambda: re.search(failure, server.log) is not None, "for the traceback")


def test_an_answer_that_fails_half_way_has_no_end(server: Server) -> None:
    answer = server.talk(b"GET /fail-late HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer.endswith(b"4\r\npart\r\n")


def test_the_server_goes_on_after_failures(server: Server) -> None:
    for _ in range(5):
        server.ask("/leave")
    assert server.ask("/hello").status == 200


def test_a_large_answer_arrives_whole(server: Server) -> None:
    assert len(server.ask("/large").body) == 8_000_000


def test_a_large_stream_arrives_whole(server: Server) -> None:
    assert len(server.ask("/large-stream").body) == 8_000_000


def shown(server: Server, target: str) -> dict[str, str]:
    """The environ of a request."""
    environ: dict[str, str] = json.loads(server.ask(target).body)
    return environ


def test_the_target_is_given_as_received(server: Server) -> None:
    environ = shown(server, "/%73how?x=%2F")
    assert (environ["REQUEST_URI"], environ["RAW_URI"]) == ("/%73how?x=%2F",) * 2


def test_the_client_is_named(server: Server) -> None:
    assert shown(server, "/show")["REMOTE_ADDR"] == "127.0.0.1"
