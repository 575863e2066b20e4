"""The reader takes what RFC 9112 lets a server send, and nothing else."""

import pytest

from fourways.wire.responses import Malformed, Response, faults, take

DATE = "Date: Mon, 23 Nov 2026 21:00:00 GMT\r\n"


def read(text: str, method: str = "GET", *, ended: bool = False) -> Response | None:
    return take(bytearray(text.encode("latin-1")), method, ended=ended)


def found(text: str, *, asked_1_0: bool = False) -> set[str]:
    response = read(f"HTTP/1.1 {text}\r\n\r\n", "HEAD")
    assert response is not None
    return faults(response, asked_1_0=asked_1_0)


def test_a_response_ends_where_its_length_says() -> None:
    buffer = bytearray(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhelloHTTP")
    response = take(buffer, "GET", ended=False)
    assert response is not None
    assert (response.body, bytes(buffer)) == (b"hello", b"HTTP")


def test_a_response_ends_with_its_last_chunk() -> None:
    head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    buffer = bytearray(f"{head}3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\nHTTP".encode())
    response = take(buffer, "GET", ended=False)
    assert response is not None
    assert (response.body, bytes(buffer)) == (b"hello", b"HTTP")


def test_a_response_to_head_has_no_content() -> None:
    response = read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "HEAD")
    assert response is not None
    assert response.body == b""


def test_a_response_without_a_length_ends_with_the_connection() -> None:
    text = "HTTP/1.1 200 OK\r\n\r\nhello"
    assert read(text) is None
    response = read(text, ended=True)
    assert response is not None
    assert (response.body, response.delimited) == (b"hello", False)


def test_a_reset_does_not_make_a_response_malformed() -> None:
    buffer = bytearray(b"HTTP/1.1 400 No\r\nContent-Length: 9\r\n\r\nhel")
    response = take(buffer, "GET", ended=True, cut=True)
    assert response is not None
    assert (response.status, bytes(buffer)) == (400, b"")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HTT",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
    ],
)
def test_half_a_response_waits_for_more(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "hello",
        "HTTP/1.1 200\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 999 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-A : b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-A: b\nX-B: c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-A: b\rc\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-A: b\0c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloo\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n",
    ],
)
def test_what_is_no_response_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        read(text)


@pytest.mark.parametrize(
    "text", ["HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"]
)
def test_a_response_that_is_cut_off_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        read(text, ended=True)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("200 OK", "no-date"),
        ("400 No", "no-date-in-error"),
        ("200 OK\r\nDate: 2026-11-23", "date-in-another-form"),
        (f"204 No\r\n{DATE}Content-Length: 0", "length-without-content"),
        (f"204 No\r\n{DATE}Transfer-Encoding: chunked", "coding-without-content"),
        (f"200 OK\r\n{DATE}{DATE}Content-Length: 5", "field-repeated"),
        (f"200 OK\r\n{DATE}Keep-Alive: a", "control-field-not-listed"),
        (f"200 OK\r\n{DATE}Connection: date", "connection-names-another-field"),
        (f"200 OK\r\n{DATE}Connection: ,close", "empty-element-in-connection"),
        (
            f"200 OK\r\n{DATE}Content-Length: 1\r\nTransfer-Encoding: chunked",
            "length-beside-coding",
        ),
    ],
)
def test_a_fault_is_found(text: str, fault: str) -> None:
    assert found(text) == {fault}


def test_what_http_1_0_must_not_get_is_found() -> None:
    assert found("100 Continue", asked_1_0=True) == {"interim-to-http-1-0"}
    coded = f"200 OK\r\n{DATE}Transfer-Encoding: chunked"
    assert found(coded, asked_1_0=True) == {"coding-to-http-1-0"}


def test_a_response_without_fault_has_none() -> None:
    assert found(f"200 OK\r\n{DATE}Connection: close\r\nContent-Length: 5") == set()
    assert found("500 Oh") == set()
