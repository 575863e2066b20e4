"""What carries httpx requests: plain sockets, and h11 to parse strictly.

httpx's own transport does more than a suite needs, and that takes time in every
request of every test. This one sends head and body at once, keeps connections
alive, and hands out responses with their headers as received.
"""

import contextlib
import select
import socket
import ssl
import time
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Final

import h11
import httpx

# A failing test shows its own lines, not these.
__tracebackhide__ = True

# A server that is busy hashing on a loaded machine is slow; one that hangs is not
# answered by waiting longer.
SECONDS: Final = 30.0

# Servers close idle connections (gunicorn after 2 seconds). A client that lets go
# first never sends into a connection that is being closed.
IDLE_SECONDS: Final = 1.0


class Transport(httpx.BaseTransport):
    """Connections to one server, kept alive. Threads may share it."""

    def __init__(self, url: httpx.URL) -> None:
        self._url = url
        self._idle: deque[_Connection] = deque()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it; again if a connection from before turned out to be closed.

        A server may close an idle connection at any time (RFC 9112 9.5), as after
        a body that it refused to read. On a new connection nothing is excused,
        and what comes from an iterator, which cannot be sent again, gets one.
        """
        while connection := self._reusable(request):
            with contextlib.suppress(_ClosedWhileIdle):
                return self._answer(connection, request)
        return self._answer(_Connection(self._url), request)

    def close(self) -> None:
        """Close all connections."""
        while self._idle:
            self._idle.pop().close()

    def _reusable(self, request: httpx.Request) -> "_Connection | None":
        if not isinstance(request.stream, httpx.ByteStream):
            return None
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:
                return None
            if connection.usable():
                return connection
            connection.close()
        return None

    def _answer(
        self, connection: "_Connection", request: httpx.Request
    ) -> httpx.Response:
        try:
            response = connection.exchange(request)
        except BaseException:
            connection.close()
            raise
        if connection.next_cycle():
            self._idle.append(connection)
        else:
            connection.close()
        return response


class _ClosedWhileIdle(Exception):
    """The server had closed a connection that was kept alive."""


class _Connection:
    """One connection. Used by one thread at a time."""

    def __init__(self, url: httpx.URL) -> None:
        tls = url.scheme == "https"
        address = (url.host, url.port or (443 if tls else 80))
        try:
            self._socket: socket.socket = socket.create_connection(address, SECONDS)
        except OSError as error:
            raise httpx.ConnectError(str(error)) from None
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            self._socket = _tls().wrap_socket(self._socket, server_hostname=url.host)
        self._http = h11.Connection(our_role=h11.CLIENT)
        self._used = False
        self._since = time.monotonic()

    def usable(self) -> bool:
        """Whether it is young enough, and the server has not closed it."""
        if time.monotonic() - self._since > IDLE_SECONDS:
            return False
        return not select.select([self._socket], [], [], 0)[0]

    def next_cycle(self) -> bool:
        """Get ready for another request; whether that is possible."""
        if (self._http.our_state, self._http.their_state) != (h11.DONE, h11.DONE):
            return False
        self._http.start_next_cycle()
        self._used = True
        self._since = time.monotonic()
        return True

    def exchange(self, request: httpx.Request) -> httpx.Response:
        """Send a request and read its response."""
        began = time.monotonic()
        try:
            # A server may answer, and close, before it has read a whole body.
            with contextlib.suppress(ConnectionError):
                for data in self._to_send(request):
                    self._socket.sendall(data)
            response = self._response(request)
        except TimeoutError:
            raise httpx.ReadTimeout(f"no answer within {SECONDS:.0f} s") from None
        except h11.RemoteProtocolError as error:
            raise httpx.RemoteProtocolError(str(error)) from None
        response.elapsed = timedelta(seconds=time.monotonic() - began)
        return response

    def _to_send(self, request: httpx.Request) -> Iterator[bytes]:
        assert isinstance(request.stream, httpx.SyncByteStream)
        head = h11.Request(
            method=request.method,
            target=request.extensions["target"],
            headers=request.headers.raw,
        )
        if isinstance(request.stream, httpx.ByteStream):
            events = [head, *map(_data, request.stream), h11.EndOfMessage()]
            yield b"".join(self._http.send(event) or b"" for event in events)
            return
        yield self._http.send(head) or b""
        for part in request.stream:
            yield self._http.send(_data(part)) or b""
        yield self._http.send(h11.EndOfMessage()) or b""

    def _response(self, request: httpx.Request) -> httpx.Response:
        head: h11.Response | None = None
        body = bytearray()
        while True:
            event = self._http.next_event()
            if event is h11.NEED_DATA:
                self._http.receive_data(self._receive(began=head is not None))
            elif isinstance(event, h11.Response):
                head = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                assert head is not None
                return _as_httpx(request, head, bytes(body))

    def _receive(self, *, began: bool) -> bytes:
        try:
            data = self._socket.recv(65_536)
        except ConnectionError as error:
            data, reason = b"", str(error)
        else:
            reason = "the server closed the connection without an answer"
        if data or began or self._http.trailing_data[0]:
            return data
        if self._used:
            raise _ClosedWhileIdle
        raise httpx.RemoteProtocolError(reason)

    def close(self) -> None:
        self._socket.close()


def _data(part: bytes) -> h11.Data:
    return h11.Data(data=part)


def _as_httpx(
    request: httpx.Request, head: h11.Response, body: bytes
) -> httpx.Response:
    response = httpx.Response(
        head.status_code,
        headers=head.headers.raw_items(),
        stream=httpx.ByteStream(body),
        request=request,
        extensions={
            "http_version": b"HTTP/" + head.http_version,
            "reason_phrase": bytes(head.reason),
        },
    )
    response.read()
    return response


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading all the certificates takes longer than many tests."""
    return httpx.create_ssl_context()
