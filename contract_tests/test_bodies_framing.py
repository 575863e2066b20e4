"""Reading bodies from the wire: where does a body end, however it arrives?"""

from collections.abc import Callable

import pytest

from contract_tests.support.client import Client
from contract_tests.support.contract import checks
from contract_tests.support.inputs import (
    JSON,
    LARGEST_BODY,
    OWL,
    a_bookmark,
    as_json,
    at,
    authorization,
    each_operation_with_a_body,
    framings,
    input_for,
    send_json,
)
from contract_tests.support.outcomes import MALFORMED, outcome
from contract_tests.support.problems import assert_invalid
from contract_tests.support.raw import OpenRaw, RawConnection


def in_chunks(body: bytes, size: int, extension: bytes = b"") -> bytes:
    """RFC 9112 7.1: the body in chunks of this size, without the last, empty one."""
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x%b\r\n%b\r\n" % (len(c), extension, c) for c in chunks)


CHUNKED: dict[str, Callable[[bytes], bytes]] = {
    "one-chunk": lambda body: in_chunks(body, len(body)) + b"0\r\n\r\n",
    "a-byte-each": lambda body: in_chunks(body, 1) + b"0\r\n\r\n",
    "seven-bytes-each": lambda body: in_chunks(body, 7) + b"0\r\n\r\n",
    "sizes-in-capitals": lambda body: b"%X\r\n%b\r\n0\r\n\r\n" % (len(body), body),
    "sizes-with-zeros": lambda body: b"00%x\r\n%b\r\n00\r\n\r\n" % (len(body), body),
    "extensions": lambda body: in_chunks(body, 10, b";a=b;c") + b'0;d="e;"\r\n\r\n',
    "trailers": lambda body: in_chunks(body, 10) + b"0\r\nX-A: 1\r\nX-B: 2\r\n\r\n",
}


@checks("body-12")
@pytest.mark.parametrize("name", CHUNKED)
def test_a_chunked_body_works_like_a_sized_one(
    alice: Client, raw: OpenRaw, name: str
) -> None:
    bookmark = a_bookmark(title=f"in chunks {OWL}", notes="0\n\n" * 40)
    # A size that has a letter in it in hexadecimal.
    body = as_json(bookmark).ljust(0x2AB)
    connection = raw()
    connection.request("POST", "/bookmarks", headers=chunked_json(alice))
    connection.send(CHUNKED[name](body))
    response = connection.read("POST", "/bookmarks")
    assert response.status == 201
    assert response.json()["title"] == bookmark["title"]
    assert response.json()["notes"] == bookmark["notes"]


@checks("body-12")
@each_operation_with_a_body
def test_every_operation_with_a_body_takes_it_in_chunks(
    alice: Client, method: str, template: str
) -> None:
    path = at(alice, template)
    # The 422 shows that all of it was read: the stranger stands at the end.
    body = as_json({**input_for(template, alice), "nonsense": 1})
    response = send_json(alice, method, path, (bytes([byte]) for byte in body))
    assert_invalid(response, pointers=["/nonsense"])


@checks("body-12")
def test_an_empty_chunked_body_is_an_empty_body(alice: Client, raw: OpenRaw) -> None:
    connection = raw()
    connection.request("POST", "/bookmarks", headers=chunked_json(alice))
    connection.send(b"0\r\n\r\n")
    assert outcome(connection.read("POST", "/bookmarks")) == MALFORMED


@checks("body-1")
def test_no_body_at_all_is_an_empty_body(alice: Client, raw: OpenRaw) -> None:
    # RFC 9112 6.3: with neither a length nor chunks there is none.
    connection = raw()
    connection.request("POST", "/bookmarks", headers=json_of(alice))
    assert outcome(connection.read("POST", "/bookmarks")) == MALFORMED


@checks("body-13")
@framings
def test_a_body_may_arrive_a_byte_at_a_time(
    alice: Client, raw: OpenRaw, chunked: bool
) -> None:
    bookmark = a_bookmark(title=f"slowly {OWL}")
    body = as_json(bookmark)
    headers = [*json_of(alice), ("Content-Length", str(len(body)))]
    if chunked:
        body = in_chunks(body, 5) + b"0\r\n\r\n"
        headers = chunked_json(alice)
    connection = raw()
    connection.request("POST", "/bookmarks", headers=headers)
    for byte in body:
        connection.send(bytes([byte]))
    response = connection.read("POST", "/bookmarks")
    assert response.status == 201
    assert response.json()["title"] == bookmark["title"]


# ------------------------------------------------------- what follows a refusal

# Requests with a body that nobody needs to read: method, path, type, status.
UNREAD = {
    "unknown-path": ("POST", "/nowhere", JSON, 404),
    "another-method": ("PUT", "/bookmarks", JSON, 405),
    "another-type": ("POST", "/bookmarks", "text/plain", 415),
    "not-json": ("POST", "/bookmarks", JSON, 400),
    "body-of-a-get": ("GET", "/tags", "text/plain", 200),
}


@checks("body-11")
@framings
@pytest.mark.parametrize("name", UNREAD)
def test_a_body_is_never_read_as_a_request(
    alice: Client, raw: OpenRaw, name: str, chunked: bool
) -> None:
    method, path, content_type, status = UNREAD[name]
    headers = [*authorization(alice), ("Content-Type", content_type)]
    connection = raw()
    send_requests_as_body(connection, method, path, headers, 3, chunked)
    assert_answered_once(connection, method, path, status)


@checks("body-11")
@framings
def test_too_large_a_body_is_never_read_as_a_request(
    alice: Client, raw: OpenRaw, chunked: bool
) -> None:
    connection = raw()
    times = 2 * LARGEST_BODY // 50
    send_requests_as_body(
        connection, "POST", "/bookmarks", json_of(alice), times, chunked
    )
    assert_answered_once(connection, "POST", "/bookmarks", 413)


@checks("body-11", "auth-13")
@framings
def test_the_body_of_a_stranger_is_never_read_as_a_request(
    raw: OpenRaw, chunked: bool
) -> None:
    connection = raw()
    headers = [("Content-Type", JSON)]
    send_requests_as_body(connection, "POST", "/bookmarks", headers, 3, chunked)
    assert_answered_once(connection, "POST", "/bookmarks", 401)


def send_requests_as_body(
    connection: RawConnection,
    method: str,
    path: str,
    headers: list[tuple[str, str]],
    times: int,
    chunked: bool,
) -> None:
    """Send a request whose body looks like requests, and then another request."""
    line = f"GET /openapi.json HTTP/1.1\r\nHost: {connection.host}\r\n\r\n"
    body = line.encode() * times
    if chunked:
        coding = ("Transfer-Encoding", "chunked")
        connection.request(method, path, headers=[*headers, coding])
        connection.send(in_chunks(body, 1_000) + b"0\r\n\r\n")
    else:
        connection.request(method, path, headers=headers, body=body)
    connection.request("GET", "/health", headers=[("Connection", "close")])


def assert_answered_once(
    connection: RawConnection, method: str, path: str, status: int
) -> None:
    """One response to the body's request; then one to the next, or the end."""
    __tracebackhide__ = True
    assert connection.read(method, path).status == status
    if connection.closed():
        return
    response = connection.read("GET", "/health")
    assert response.status == 200
    assert response.json() == {"status": "ok"}
    assert connection.closed(), "there is a response too many"


def json_of(client: Client) -> list[tuple[str, str]]:
    """Header lines of a raw request with JSON by this client."""
    return [*authorization(client), ("Content-Type", JSON)]


def chunked_json(client: Client) -> list[tuple[str, str]]:
    """Header lines of a raw request with JSON in chunks by this client."""
    return [*json_of(client), ("Transfer-Encoding", "chunked")]
