"""The boundary between a server and an application: where a trace begins and ends.

What the server does is outside, before, after, and whenever the application calls
back: the body has been read before the trace begins, and `start_response`, `receive`
and `send` are the server's own again. So a trace is the same under every server.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterable
from io import BytesIO
from typing import Any, Protocol


class Recording(Protocol):
    """What is between entering and leaving it is recorded."""

    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Gate:
    """Lets requests through, one of them with a recording."""

    def __init__(self) -> None:
        self._next: tuple[Recording, Callable[[], None]] | None = None

    def record_next(self, recording: Recording, ended: Callable[[], None]) -> None:
        """Record the next request; `ended` is called when it was answered."""
        self._next = recording, ended

    def take(self) -> tuple[Recording, Callable[[], None]] | None:
        """The recording that waits for a request, if there is one."""
        taken, self._next = self._next, None
        return taken


class WsgiBoundary:
    """A WSGI application (PEP 3333) around another."""

    def __init__(self, app: Any, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        taken = self._gate.take()
        if taken is None:
            return self._app(environ, start_response)  # type: ignore[no-any-return]
        recording, ended = taken
        length = int(environ.get("CONTENT_LENGTH") or 0)
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))

        def start(*arguments: Any) -> Any:
            return start_response(*arguments)

        try:
            with recording:
                result = self._app(environ, start)
                try:
                    return [*result]
                finally:
                    if hasattr(result, "close"):
                        result.close()
        finally:
            ended()


class AsgiBoundary:
    """An ASGI application around another."""

    def __init__(self, app: Any, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(
        self, scope: dict[str, Any], receive: Receive, send: Send
    ) -> None:
        taken = self._gate.take() if scope["type"] == "http" else None
        if taken is None:
            await self._app(scope, receive, send)
            return
        recording, ended = taken
        messages = [await _whole_body(receive)]

        async def receive_again() -> dict[str, Any]:
            return messages.pop() if messages else await receive()

        async def send_on(message: dict[str, Any]) -> None:
            await send(message)

        try:
            with recording:
                await self._app(scope, receive_again, send_on)
        finally:
            ended()


async def _whole_body(receive: Receive) -> dict[str, Any]:
    message = await receive()
    whole = dict(message)
    while message.get("more_body"):
        message = await receive()
        whole["body"] = whole.get("body", b"") + message.get("body", b"")
        whole["more_body"] = False
    return whole


def is_asgi(app: Any) -> bool:
    """Whether an application is called as ASGI wants; otherwise it is WSGI's."""
    call = app if inspect.isfunction(app) else app.__call__
    return inspect.iscoroutinefunction(call)
