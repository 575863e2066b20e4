"""`wsgiref.validate` stands between server and application and finds nothing."""

import pytest

from .running import Server

REQUESTS = {
    "get": b"GET /hello HTTP/1.1\r\nHost: a\r\n\r\n",
    "head": b"HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n",
    "stream": b"GET /stream HTTP/1.1\r\nHost: a\r\n\r\n",
    "post": b"POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi",
    "chunked": (
        b"POST /hello HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"2\r\nhi\r\n0\r\n\r\n"
    ),
    "asterisk": b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    "absolute": b"GET http://b/show?a=b HTTP/1.1\r\nHost: a\r\n\r\n",
    "http-1.0": b"GET /hello HTTP/1.0\r\n\r\n",
    "percent": b"GET /%68ello HTTP/1.1\r\nHost: a\r\n\r\n",
    "no-content": b"GET /no-content HTTP/1.1\r\nHost: a\r\n\r\n",
    "odd-fields": b"GET /hello HTTP/1.1\r\nHost: a\r\nX_Y: b\r\nX.Y: \xe9\r\n\r\n",
}


@pytest.mark.parametrize("name", REQUESTS)
def test_the_validator_accepts_the_server(checked_server: Server, name: str) -> None:
    head_only = name == "head"
    with checked_server.connect() as client:
        client.send(REQUESTS[name])
        status = client.response(head_only=head_only).status
    assert status in (200, 204), checked_server.log


def test_the_validator_warns_of_nothing() -> None:
    with Server("--workers=1", "--threads=2", app="checked") as server:
        for name in REQUESTS:
            with server.connect() as client:
                client.send(REQUESTS[name])
                client.response(head_only=name == "head")
    assert "Warning" not in server.log
