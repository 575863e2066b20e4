"""An application that answers with what it has seen of a request, as WSGI and ASGI."""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import IO, Any
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIEnvironment

from answers import answer  # type: ignore[import-not-found]

SHOWN = 2_000
"""Octets of a body that are shown."""


def seen(
    method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> bytes:
    """What the application saw, as JSON; octets as Latin-1."""
    shown = {
        "method": method,
        "path": path,
        "query": query,
        "headers": headers,
        "length": len(body),
        "body": body[:SHOWN].decode("latin-1"),
    }
    return json.dumps(shown).encode()


def wsgi(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer as the path says."""
    method = environ["REQUEST_METHOD"]
    path = quote(environ["PATH_INFO"], encoding="latin-1", safe="/:*")
    said = answer(method, path)
    body = _body(environ) if said.reads else b""
    headers = {
        key.removeprefix("HTTP_").replace("_", "-").lower(): value
        for key, value in environ.items()
        if key.startswith("HTTP_") or key in ("CONTENT_TYPE", "CONTENT_LENGTH")
    }
    shown = seen(method, path, environ.get("QUERY_STRING", ""), headers, body)
    start_response(f"{said.status} {said.reason}", said.fields(shown))
    pieces: list[bytes] = said.pieces(method, shown)
    return pieces if said.sized else iter(pieces)


def _body(environ: WSGIEnvironment) -> bytes:
    """As frameworks read it: to the end only where the server says that it ends."""
    stream: IO[bytes] = environ["wsgi.input"]
    if environ.get("wsgi.input_terminated"):
        return stream.read()
    length = environ.get("CONTENT_LENGTH") or "0"
    return stream.read(int(length)) if length.isdecimal() else b""


Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def asgi(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Do the same for a server that speaks ASGI only."""
    if scope["type"] != "http":
        return
    path = quote(scope["path"], safe="/:*")
    said = answer(scope["method"], path)
    body = await _received(receive) if said.reads else b""
    headers: dict[str, str] = {}
    for key, value in scope["headers"]:
        name, text = key.decode("latin-1").lower(), value.decode("latin-1")
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    query = scope["query_string"].decode("latin-1")
    shown = seen(scope["method"], path, query, headers, body)
    fields = [tuple(map(_octets, each)) for each in said.fields(shown)]
    start = {"type": "http.response.start", "status": said.status, "headers": fields}
    await send(start)
    for piece in said.pieces(scope["method"], shown):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _octets(text: str) -> bytes:
    return text.encode("latin-1")


async def _received(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the client left in the middle of its request")
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body
