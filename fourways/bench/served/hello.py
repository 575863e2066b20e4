"""The least that a JSON API can do, as WSGI and as ASGI."""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment


def wsgi(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with a small JSON object."""
    body = json.dumps({"hello": "world"}).encode()
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
    ]
    start_response("200 OK", headers)
    return [body]


async def asgi(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    """Do the same for a server that speaks ASGI only."""
    if scope["type"] != "http":
        return
    body = json.dumps({"hello": "world"}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
