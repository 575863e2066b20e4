"""The server is outside: before, after, and when the application calls back."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

from fourways.trace import tracer
from fourways.trace.boundary import AsgiBoundary, Gate, WsgiBoundary, is_asgi
from fourways.trace.model import Trace
from fourways.trace.status import Carriers
from fourways.trace.tests.samples import HERE, in_a_loop, installed, names, trace_of


class Input:
    """As a server offers the body: with work of its own."""

    def read(self, size: int) -> bytes:
        servers_work()
        return b"x" * size


def servers_work() -> bytes:
    return b""


def wsgi(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return Parts(environ["wsgi.input"].read())


class Parts:
    """An answer that is read piece by piece, and closed."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def __iter__(self) -> Iterator[bytes]:
        yield self.body
        yield b"!"

    def close(self) -> None:
        self.body = b""


async def asgi(scope: dict[str, Any], receive: Any, send: Any) -> None:
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})
    await receive()


def record(gate: Gate) -> tuple[tracer.Recording, Carriers, list[bool]]:
    carriers, ended = Carriers(HERE), list[bool]()
    recording = tracer.Recording(carriers.notice, HERE)
    gate.record_next(recording, lambda: ended.append(True))
    return recording, carriers, ended


def called(trace: Trace) -> list[str]:
    return [name.strip() for name in names(trace)]


def test_wsgi() -> None:
    gate = Gate()
    app = WsgiBoundary(wsgi, gate)
    started = []

    def start_response(status: str, headers: list[Any]) -> None:
        servers_work()
        started.append(status)

    def ask() -> list[bytes]:
        environ = {"wsgi.input": Input(), "CONTENT_LENGTH": "3"}
        return [*app(environ, start_response)]

    recording, carriers, ended = record(gate)
    with installed():
        answer = ask()
    assert gate.take() is None
    assert b"".join(answer) == b"xxx!"
    assert started == ["200 OK"]
    assert ended == [True]
    assert called(trace_of(recording, carriers, 200)) == [
        "wsgi",
        "__init__",
        "__iter__",
        "close",
    ]


def test_asgi() -> None:
    gate = Gate()
    app = AsgiBoundary(asgi, gate)
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"ab", "more_body": True},
        {"type": "http.request", "body": b"c", "more_body": False},
        {"type": "http.disconnect"},
    ]
    sent = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        servers_work()
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        sent.append(message.get("body"))

    recording, carriers, ended = record(gate)
    with installed():
        in_a_loop(app({"type": "http"}, receive, send))
    assert sent == [None, b"abc"]
    assert not messages
    assert ended == [True]
    assert called(trace_of(recording, carriers, 200)) == ["asgi"]


def test_a_request_that_is_not_one_of_http_waits_for_nobody() -> None:
    gate = Gate()
    seen = []

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    record(gate)
    in_a_loop(AsgiBoundary(app, gate)({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]
    assert gate.take() is not None


def test_which_is_which() -> None:
    gate = Gate()
    assert is_asgi(asgi)
    assert is_asgi(AsgiBoundary(asgi, gate))
    assert not is_asgi(wsgi)
    assert not is_asgi(WsgiBoundary(wsgi, gate))
