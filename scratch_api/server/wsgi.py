"""One call of a WSGI application, and the response that it makes (PEP 3333).

Stands for: gunicorn's `Response`, and `wsgiref.handlers`.

    answer(app, environ, request, connection, keep_alive)
    -> Exchange.run
       -> app(environ, start_response)     # the application says status and headers
       -> a list: head and body leave in one piece
          else: head with the first piece, then piece by piece
       -> result.close()
    -> True: the connection lives on
"""

import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Protocol
from wsgiref.types import WSGIApplication

from .errors import AppError, ClientGone
from .log import write
from .request import Request
from .response import (
    CHUNKED,
    NO_BODY,
    SIZED,
    Headers,
    check_start,
    internal_error,
    response_head,
)


class Sender(Protocol):
    """What an exchange needs of a connection."""

    def send(self, data: bytes) -> None:
        """Send, or keep for later what the client does not take now."""

    def stream(self, data: bytes) -> None:
        """Send, and wait until the client has room for all of it."""


def answer(
    app: WSGIApplication,
    environ: dict[str, Any],
    request: Request,
    connection: Sender,
    keep_alive: bool,
) -> bool:
    """Answer one request; return whether the connection lives on."""
    exchange = Exchange(request, connection, keep_alive)
    try:
        exchange.run(app, environ)
    except ClientGone:
        return False
    except BaseException:  # SystemExit too: it must not end a thread of the pool
        _log_failure(request)
        head_only = request.head.method == "HEAD"
        if not exchange.started:
            with suppress(ClientGone):
                connection.send(internal_error(head_only=head_only))
        # Once begun, a response cannot be taken back. Closing the connection before
        # its end is what tells the client (RFC 9112 8).
        return False
    finally:
        request.body.close()
    return exchange.keep_alive


def _log_failure(request: Request) -> None:
    # The path without its query, which may hold secrets.
    path = request.head.target.partition("?")[0]
    write(f"failed to answer {request.head.method} {path}\n{traceback.format_exc()}")


class Exchange:
    """A request on its way to being answered."""

    def __init__(self, request: Request, connection: Sender, keep_alive: bool) -> None:
        """Start without status and headers."""
        self._head = request.head
        self._connection = connection
        self._status: str | None = None
        self._headers: Headers = ()
        self._mode = NO_BODY
        self._left = 0
        self.keep_alive = keep_alive
        self.started = False

    def run(self, app: WSGIApplication, environ: dict[str, Any]) -> None:
        """Call the application and send what it returns."""
        result = app(environ, self.start_response)
        try:
            if isinstance(result, (list, tuple)) and not self.started:
                self._send_whole(b"".join(result))
            else:
                self._send_pieces(result)
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()

    def start_response(
        self, status: str, headers: Headers, exc_info: Any = None, /
    ) -> Callable[[bytes], None]:
        """Take status and headers; they leave with the first byte of the body."""
        if exc_info:
            try:
                if self.started:
                    raise exc_info[1].with_traceback(exc_info[2])
            finally:
                exc_info = None  # no reference cycle with the traceback
        elif self._status is not None:
            raise AppError("start_response was called twice")
        check_start(status, headers)
        # A copy: the application may go on changing its list.
        self._status, self._headers = status, list(headers)
        return self._write

    def _start(self, length: int | None) -> bytes:
        """Frame the response. From here on it cannot be replaced by another."""
        if self._status is None:
            raise AppError("start_response was not called")
        head, self._mode, self._left, self.keep_alive = response_head(
            self._head, self._status, self._headers, length, self.keep_alive
        )
        return head

    def _send_whole(self, body: bytes) -> None:
        head = self._start(len(body))
        if self._mode is NO_BODY:
            body = b""
        elif self._left != len(body):
            # A wrong length would make the client misread the next response.
            raise AppError(f"Content-Length is {self._left}, the body {len(body)}")
        self.started = True
        self._connection.send(head + body)

    def _send_pieces(self, result: Iterable[bytes]) -> None:
        for piece in result:
            if piece:  # PEP 3333: the head waits for the first piece with bytes in it
                self._write(piece)
            if self.started and self._mode is NO_BODY:
                return
        if not self.started:
            self._send_whole(b"")
        elif self._mode is CHUNKED:
            self._connection.send(b"0\r\n\r\n")
        elif self._mode is SIZED and self._left:
            raise AppError(f"the body ended {self._left} bytes before Content-Length")

    def _write(self, data: bytes) -> None:
        """Send a piece; also the `write` that start_response returns."""
        head = b"" if self.started else self._start(None)
        self.started = True
        self._connection.stream(head + self._framed(data))

    def _framed(self, data: bytes) -> bytes:
        if self._mode is NO_BODY:
            return b""
        if self._mode is CHUNKED and data:
            return b"%x\r\n%b\r\n" % (len(data), data)
        if self._mode is SIZED:
            if len(data) > self._left:
                raise AppError("the body is longer than Content-Length")
            self._left -= len(data)
        return data
