"""Response framing (RFC 9112 6) and what an application may say (PEP 3333)."""

import pytest

from scratch_api.server.errors import AppError
from scratch_api.server.head import Head
from scratch_api.server.response import BodyMode, Headers, check_start, response_head

GET, HEAD = Head("GET", "/", 1), Head("HEAD", "/", 1)
OLD = Head("GET", "/", 0)
FIVE = [("Content-Length", "5")]
NONE, SIZED = BodyMode.NONE, BodyMode.SIZED
CHUNKED, CLOSE = BodyMode.CHUNKED, BodyMode.UNTIL_CLOSE

# request, status, headers, known length -> mode, Content-Length as sent
FRAMING = [
    (GET, "200 OK", [], 5, SIZED, "5"),
    (GET, "200 OK", [], 0, SIZED, "0"),
    (GET, "200 OK", FIVE, None, SIZED, "5"),
    (GET, "200 OK", [], None, CHUNKED, None),
    (OLD, "200 OK", [], 5, SIZED, "5"),
    (OLD, "200 OK", [], None, CLOSE, None),
    (HEAD, "200 OK", [], 5, NONE, "5"),
    (HEAD, "200 OK", FIVE, 0, NONE, "5"),
    (HEAD, "200 OK", [], 0, NONE, None),
    (HEAD, "200 OK", [], None, NONE, None),
    (GET, "204 No Content", [], 0, NONE, None),
    (GET, "204 No Content", FIVE, 5, NONE, None),
    (GET, "304 Not Modified", [], 0, NONE, None),
    (GET, "304 Not Modified", FIVE, 0, NONE, "5"),
    (GET, "205 Reset Content", [], None, NONE, "0"),
    (GET, "404 Not Found", [], 5, SIZED, "5"),
]


def lines(head: bytes) -> list[str]:
    """The lines of a response head."""
    return head.decode("latin-1").split("\r\n")


@pytest.mark.parametrize(
    ("request_head", "status", "headers", "length", "mode", "sent"), FRAMING
)
def test_the_end_of_the_body_can_be_found(
    request_head: Head,
    status: str,
    headers: Headers,
    length: int | None,
    mode: BodyMode,
    sent: str | None,
) -> None:
    head, found, _, _ = response_head(request_head, status, headers, length, True)
    lengths = [line[16:] for line in lines(head) if line.startswith("Content-Length")]
    assert (found, lengths) == (mode, [sent] if sent is not None else [])


@pytest.mark.parametrize(
    ("request_head", "keep_alive", "length", "connection"),
    [
        (GET, True, 5, []),
        (GET, False, 5, ["Connection: close"]),
        (OLD, True, 5, ["Connection: keep-alive"]),
        (OLD, False, 5, ["Connection: close"]),
        (OLD, True, None, ["Connection: close"]),
    ],
)
def test_the_client_is_told_whether_the_connection_lives_on(
    request_head: Head, keep_alive: bool, length: int | None, connection: list[str]
) -> None:
    head, *_ = response_head(request_head, "200 OK", [], length, keep_alive)
    found = [line for line in lines(head) if line.startswith("Connection")]
    assert found == connection


def test_a_date_of_the_application_stays_the_only_one() -> None:
    headers = [("date", "Thu, 01 Jan 1970 00:00:00 GMT")]
    head, *_ = response_head(GET, "200 OK", headers, 0, True)
    assert [line for line in lines(head) if line.lower().startswith("date")] == [
        "date: Thu, 01 Jan 1970 00:00:00 GMT"
    ]


@pytest.mark.parametrize("value", ["-1", "5, 5", "", "five"])
def test_a_bad_length_of_the_application_is_refused(value: str) -> None:
    with pytest.raises(AppError):
        response_head(GET, "200 OK", [("Content-Length", value)], None, True)


def test_two_lengths_of_the_application_are_refused() -> None:
    with pytest.raises(AppError):
        response_head(GET, "200 OK", FIVE + FIVE, None, True)


@pytest.mark.parametrize(
    "header",
    [
        ("X", "a\r\nY: b"),
        ("X", "a\nb"),
        ("X", "a\rb"),
        ("X", "a\0b"),
        ("X", "\u20ac"),
        ("X\r\nY", "a"),
        ("X:", "a"),
        ("X ", "a"),
        ("", "a"),
        ("X", 5),
        ("X", b"a"),
        ("Connection", "close"),
        ("keep-alive", "5"),
        ("Transfer-Encoding", "chunked"),
        ("Upgrade", "h2c"),
    ],
)
def test_a_header_that_is_unsafe_is_refused(header: tuple[str, str]) -> None:
    with pytest.raises(AppError):
        check_start("200 OK", [header])


@pytest.mark.parametrize(
    "status", ["200", "OK", "100 Continue", "101 Switching", "200 OK\r\nX: y", 200]
)
def test_a_status_that_is_not_one_is_refused(status: str) -> None:
    with pytest.raises(AppError):
        check_start(status, [])


@pytest.mark.parametrize("status", ["200 OK", "599 Anything", "404 ", "418 Thé"])
def test_a_status_line_of_rfc_9112_is_accepted(status: str) -> None:
    check_start(status, [("X-Y", "caf\xe9 \t z")])
