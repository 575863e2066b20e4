"""Responses are taken apart, and the first wrong byte is found."""

import pytest

from fourways.workshop.answers import read_response
from fourways.workshop.bytes_shown import shown
from fourways.workshop.response import Failed
from fourways.workshop.wire import End, Exchange

GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def response(data: bytes, method: str = "GET", end: End = End.closed) -> Exchange:
    return Exchange(method, [b""], received=data, end=end)


def test_a_good_response_comes_apart() -> None:
    found = read_response(response(GOOD))
    assert (found.status, found.body, found.value("content-length")) == (
        200,
        b"{}",
        "2",
    )
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
    assert read_response(response(head + chunks)).json() == {}


# The first wrong byte is the first of the second part.
@pytest.mark.parametrize(
    ("before", "rest", "message"),
    [
        (b"HTTP/1.1", b"200 OK\r\n\r\n", "A status line begins with"),
        (b"HTTP/", b"2 200 OK\r\n\r\n", "A status line begins with"),
        (b"HTTP/1.1 200", b"\r\n\r\n", "A status line begins with"),
        (b"HTTP/1.1 200 OK", b"\nA: b\r\n\r\n", "ends with LF alone"),
        (b"HTTP/1.1 200 OK\r\nA: b", b"\n\r\n", "ends with LF alone"),
        (b"HTTP/1.1 200 OK\r\n", b"\nA: b", "ends with LF alone"),
        (b"HTTP/1.1 200 OK\r\nA", b" : b\r\n\r\n", "This line is no header"),
        (b"HTTP/1.1 200 OK\r\n", b"{}\r\n\r\n", "This line is no header"),
        (b"HTTP/1.1 200 OK\r\nA: b\r\n", b"", "the empty line is missing"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: ", b"x\r\n\r\n", "must be a number"),
        (GOOD, b"}", "1 byte more than Content-Length says"),
        (GOOD[:-1], b"", "The body ends 1 byte before the 2"),
    ],
)
def test_the_first_wrong_byte_is_found(
    before: bytes, rest: bytes, message: str
) -> None:
    with pytest.raises(Failed, match=message) as found:
        read_response(response(before + rest))
    assert found.value.at == len(before)


@pytest.mark.parametrize(
    ("exchange", "message"),
    [
        (response(b""), "Nothing came back: the connection was closed without a byte"),
        (response(b"", end=End.reset), "the connection was reset without a byte"),
        (response(b"", end=End.silence), "hangs or waits for more"),
        (response(GOOD, end=End.silence), "but the connection stays open"),
        (response(GOOD[:-2], end=End.silence), "your program waits"),
        (response(GOOD, "HEAD"), "A response to HEAD has no body"),
        (response(b"HTTP/1.1 204 No\r\n\r\nx"), "A response to 204 has no body"),
        (response(b"HTTP/1.1 200 OK\r\n\r\n"), "There is no Content-Length"),
    ],
)
def test_what_did_not_come_is_told(exchange: Exchange, message: str) -> None:
    with pytest.raises(Failed, match=message):
        read_response(exchange)


def test_what_is_no_json_is_told_with_its_place() -> None:
    body = "{\"é\": 'x'}".encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    with pytest.raises(Failed, match="The body is not JSON") as found:
        read_response(response(head + body)).json()
    assert (head + body)[found.value.at or 0 :] == b"'x'}"


def test_every_byte_is_shown_and_the_caret_stands_below() -> None:
    rows = list(shown(b"HTTP/1.1 200\r\nA\tb\xff\r\n", width=80, at=17))
    assert rows == ["HTTP/1.1 200\\r\\n", "A\\tb\\xff\\r\\n", "    ^"]
    assert list(shown(b"abcdef", width=4, at=5)) == ["abcd", "ef", " ^"]
    assert list(shown(b"ab", width=4, at=2)) == ["ab", "  ^"]
    assert list(shown(b"", width=4, at=0)) == ["", "^"]
