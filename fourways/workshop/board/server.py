"""The board's HTTP server: a page, a state, and one thing that it takes.

    connection -> _answer (time, number) -> _exchange (size) -> _response_to

One request a connection, parsed by h11; nothing is logged, nothing written.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path
from typing import Final

import h11

from fourways import site
from fourways.workshop.board.room import Refused, Room

MOST_BODY: Final = 1_000
MOST_HEAD: Final = 8_000
"""Bytes. A browser's own headers have about one thousand."""
PATIENCE_SECONDS: Final = 5.0
"""For a whole request to come and its answer to go, however it is cut."""
MOST_CONNECTIONS: Final = 200
MOST_FROM_ONE: Final = 40
"""Connections open at once, in all and from one address."""

STATIC: Final = Path(site.__file__).parent / "static"
PAGE: Final = Path(__file__).parent / "page"
FILES: Final = {
    "/": (PAGE / "board.html", "text/html; charset=utf-8"),
    "/board.css": (PAGE / "board.css", "text/css; charset=utf-8"),
    "/board.js": (PAGE / "board.js", "text/javascript; charset=utf-8"),
    "/tokens.css": (STATIC / "css" / "tokens.css", "text/css; charset=utf-8"),
}
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Connection": "close",
    # Whatever a nickname holds, the page runs its own script and no other.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
    "style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
JSON: Final = "application/json"


@dataclass(frozen=True)
class Response:
    """What goes back."""

    status: HTTPStatus
    media_type: str = JSON
    body: bytes = b""
    allow: str = ""


class Board:
    """Answers connections until the task that runs `serve` is cancelled.

    The page also shows how to `join`, and which stage is `planned` for now.
    """

    def __init__(
        self, room: Room, *, join: str, planned: Callable[[], int | None]
    ) -> None:
        self._room = room
        self._join = join
        self._planned = planned
        self._open: Counter[str] = Counter()

    async def serve(self, host: str, port: int, ready: Callable[[int], None]) -> None:
        """Listen there; calls `ready` with the port. Raises OSError."""
        server = await asyncio.start_server(self._answer, host, port, limit=MOST_HEAD)
        async with server:
            ready(server.sockets[0].getsockname()[1])
            await server.serve_forever()

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        address = str(writer.get_extra_info("peername", ("",))[0])
        crowded = self._open.total() >= MOST_CONNECTIONS
        if crowded or self._open[address] >= MOST_FROM_ONE:
            writer.transport.abort()
            return
        self._open[address] += 1
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._exchange(reader, writer, address)
        except (OSError, TimeoutError):
            writer.transport.abort()
        finally:
            self._open -= Counter([address])
            writer.close()

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: str
    ) -> None:
        connection = h11.Connection(h11.SERVER, MOST_HEAD)
        method = b""
        try:
            self._room.admit(address)
            request, body = await received(connection, reader)
            method = request.method
            response = self._response_to(request, body, address)
        except Refused as refused:
            response = told(refused)
        except h11.RemoteProtocolError as error:
            detail = "this is not HTTP as it should be"
            response = told(Refused(HTTPStatus(error.error_status_hint), detail))
        writer.write(as_bytes(response, with_body=method != b"HEAD"))
        await writer.drain()
        writer.write_eof()
        # Closing with bytes unread resets the connection, and the answer is lost.
        while await reader.read(MOST_HEAD):
            pass

    def _response_to(self, request: h11.Request, body: bytes, address: str) -> Response:
        path = request.target.decode("ascii").partition("?")[0]
        if path not in FILES and path not in ("/progress", "/state"):
            raise Refused(HTTPStatus.NOT_FOUND, "there is nothing here")
        allowed = "POST" if path == "/progress" else "GET, HEAD"
        if request.method.decode("ascii") not in allowed.split(", "):
            detail = as_json({"detail": f"only {allowed} here"})
            return Response(HTTPStatus.METHOD_NOT_ALLOWED, body=detail, allow=allowed)
        if path == "/progress":
            self._room.report(content_of(request, body), address)
            return Response(HTTPStatus.NO_CONTENT)
        if path == "/state":
            state = self._room.state()
            state |= {"join": self._join, "planned": self._planned()}
            return Response(HTTPStatus.OK, body=as_json(state))
        file, media_type = FILES[path]
        return Response(HTTPStatus.OK, media_type, file.read_bytes())


async def received(
    connection: h11.Connection, reader: asyncio.StreamReader
) -> tuple[h11.Request, bytes]:
    """A whole request. Raises Refused, or h11.RemoteProtocolError."""
    request: h11.Request | None = None
    body = b""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            data = await reader.read(MOST_HEAD)
            connection.receive_data(data)
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += event.data
            if len(body) > MOST_BODY:
                detail = f"a report has at most {MOST_BODY} bytes"
                raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        elif isinstance(event, h11.EndOfMessage) and request:
            return request, body
        else:
            raise ConnectionAbortedError("it was closed before a whole request came")


def content_of(request: h11.Request, body: bytes) -> object:
    """The JSON of a request. Raises Refused."""
    types = [value for name, value in request.headers if name == b"content-type"]
    # A page of another site cannot send this type without asking first.
    if [each.strip().lower() for each in types] != [JSON.encode()]:
        detail = f"a report is {JSON}"
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Refused(HTTPStatus.BAD_REQUEST, "the body is no JSON in UTF-8") from None


def told(refused: Refused) -> Response:
    """A refusal as a response."""
    return Response(refused.status, body=as_json({"detail": str(refused)}))


def as_json(content: object) -> bytes:
    """JSON that no browser takes for anything else."""
    return json.dumps(content).encode("ascii")


def as_bytes(response: Response, *, with_body: bool) -> bytes:
    """A response as it goes over the wire."""
    status = response.status
    headers = {"Date": formatdate(usegmt=True), **HEADERS}
    if status is not HTTPStatus.NO_CONTENT:
        headers["Content-Type"] = response.media_type
        headers["Content-Length"] = str(len(response.body))
    if response.allow:
        headers["Allow"] = response.allow
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join([*lines, "", ""]).encode("ascii")
    return head + (response.body if with_body else b"")
