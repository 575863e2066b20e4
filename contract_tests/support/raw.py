"""A plain socket, for the bytes that httpx would not send or would hide."""

import json
import select
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import h11

from contract_tests.support.exchange import RECORDER, Exchange
from contract_tests.support.judge import JUDGE
from contract_tests.support.universal import media_type_of

# A failing test shows its own lines, not these.
__tracebackhide__ = True

SECONDS: Final = 20.0
# A server that closes does so at once; this is for loaded machines.
CLOSING_SECONDS: Final = 5.0


@dataclass(frozen=True)
class RawResponse:
    """A response as it stood on the wire; header names as they were sent."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    http_version: str
    reason: str = ""

    def header(self, name: str) -> str | None:
        """The value of a header, or None."""
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class RawConnection:
    """One TCP connection. `host` is what its Host header should say."""

    def __init__(self, url: str, *, seconds: float = SECONDS) -> None:
        parts = urlsplit(url)
        tls = parts.scheme == "https"
        self.host = parts.netloc
        self._url = url
        address = (parts.hostname, parts.port or (443 if tls else 80))
        self._socket: socket.socket = socket.create_connection(address, seconds)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            context = ssl.create_default_context()
            self._socket = context.wrap_socket(
                self._socket, server_hostname=parts.hostname
            )
        self._unread = b""
        self._ended = False
        self._sent = bytearray()

    def send(self, data: bytes) -> None:
        """Send these bytes. A server that has closed is no error here: read it."""
        self._sent += data
        try:
            self._socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            self._ended = True

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Sequence[tuple[str, str]] = (),
        body: bytes = b"",
        version: str = "HTTP/1.1",
    ) -> None:
        """Send a well-formed request; Content-Length comes with a body."""
        lines = [f"{method} {path} {version}", f"Host: {self.host}"]
        lines += [f"{name}: {value}" for name, value in headers]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        self.send("\r\n".join([*lines, "", ""]).encode("latin-1") + body)

    def read(
        self, method: str = "GET", path: str | None = None, *, exempt: bool = False
    ) -> RawResponse:
        """Read the next final response; `method` is that of its request.

        It is judged by the universal rules and, given the path, by openapi.yaml.
        `exempt` only where a server in front may answer for the application.
        """
        client = _client(method)
        exchange = RECORDER.add(Exchange(method, sent=bytes(self._sent)))
        try:
            response, body = self._final(client)
        except (OSError, h11.RemoteProtocolError) as error:
            exchange.error = f"no response: {type(error).__name__}: {error}"
            raise AssertionError(exchange.error) from None
        exchange.version = f"HTTP/{response.http_version.decode()}"
        exchange.status = response.status_code
        exchange.reason = bytes(response.reason).decode("latin-1")
        exchange.headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in response.headers.raw_items()
        ]
        exchange.body = body
        # Who says that it is a problem has to keep to the form of one.
        problem = media_type_of(exchange) == "application/problem+json"
        JUDGE.check(exchange, path, universal=problem or not exempt)
        return RawResponse(
            exchange.status,
            list(exchange.headers),
            body,
            exchange.version,
            exchange.reason,
        )

    def wait_for_continue(self) -> bool:
        """Whether a 100 comes before the final response, which stays to be read."""
        client = _client("POST")
        seen = self._unread
        if seen:
            client.receive_data(seen)
        event: object = h11.NEED_DATA
        while event is h11.NEED_DATA:
            try:
                event = client.next_event()
            except h11.RemoteProtocolError:
                break
            if event is h11.NEED_DATA:
                data = self._receive()
                seen += data
                client.receive_data(data)
        if isinstance(event, h11.InformationalResponse):
            self._unread = client.trailing_data[0]
            return True
        self._unread = seen
        return False

    def has_answer(self) -> bool:
        """Whether the server has sent something, or closed; does not wait."""
        return bool(self._unread) or select.select([self._socket], [], [], 0)[0] != []

    def closed(self, seconds: float = CLOSING_SECONDS) -> bool:
        """Whether the server closes the connection, sending nothing more."""
        if self._unread:
            return False
        self._socket.settimeout(seconds)
        try:
            self._unread = self._socket.recv(65_536)
        except TimeoutError:
            return False
        except ConnectionResetError:
            return True
        return not self._unread

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _final(self, client: h11.Connection) -> tuple[h11.Response, bytes]:
        # To h11, no bytes mean the end of the connection.
        if self._unread:
            client.receive_data(self._unread)
        received, self._unread = self._unread, b""
        response: h11.Response | None = None
        body = bytearray()
        while True:
            event = client.next_event()
            if event is h11.NEED_DATA:
                data = self._receive()
                if not data and not received:
                    raise ConnectionResetError("it was closed without a byte")
                received += data
                client.receive_data(data)
            elif isinstance(event, h11.Response):
                response = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                assert response is not None
                self._unread = client.trailing_data[0]
                return response, bytes(body)
            elif not isinstance(event, h11.InformationalResponse):
                raise h11.RemoteProtocolError("the connection was closed")

    def _receive(self) -> bytes:
        try:
            return self._socket.recv(65_536)
        except ConnectionResetError:
            return b""


OpenRaw = Callable[[], RawConnection]
"""The fixture `raw`: opens a socket to the target."""


def _client(method: str) -> h11.Connection:
    """A parser for the response to a request of that method."""
    client = h11.Connection(our_role=h11.CLIENT)
    client.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
    client.send(h11.EndOfMessage())
    return client
