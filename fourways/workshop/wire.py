"""One request on a plain socket: what was sent, what came back, and how it ended."""

import shlex
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contract_tests.support.exchange import Exchange as Recorded
from fourways.workshop.running import HOST

PAUSE: Final = 0.05
"""Seconds between two pieces: enough that they do not arrive as one."""
MOST_BYTES: Final = 2_000_000
"""A response that is longer has no end."""
OWN_PORT: Final = 8000
"""Where the learner's program listens when they start it by hand."""


class End(StrEnum):
    """What came behind the last byte."""

    closed = "the connection was closed"
    reset = "the connection was reset"
    silence = "silence"
    endless = "more without an end"


@dataclass
class Exchange:
    """A request, in the pieces in which it was sent, and the bytes that came back.

    With `path` it is one that curl can send, unless it has several pieces.
    `end` is None as long as the connection goes on.
    """

    method: str
    pieces: Sequence[bytes]
    path: str = ""
    headers: Sequence[tuple[str, str]] = ()
    body: bytes = b""
    received: bytes = b""
    end: End | None = None

    def curl(self) -> str:
        """A command that sends the same to port 8000; empty where curl cannot."""
        if len(self.pieces) > 1 or not self.path:
            return ""
        recorded = Recorded(
            self.method,
            f"http://{HOST}:{OWN_PORT}{self.path}",
            request_headers=self.headers,
            request_body=self.body,
        )
        # To the recorder Host is what curl sends by itself; here it may be another.
        hosts = [each for each in self.headers if each[0].lower() == "host"]
        options = [f" -H {shlex.quote(f'{name}: {value}')}" for name, value in hosts]
        return recorded.curl() + "".join(options)


def request(
    method: str,
    path: str,
    host: str,
    headers: Sequence[tuple[str, str]] = (),
    body: bytes = b"",
) -> Exchange:
    """A well-formed request that asks for the connection to be closed afterwards."""
    lines = [f"{method} {path} HTTP/1.1"]
    if all(name.lower() != "host" for name, _ in headers):
        lines.append(f"Host: {host}")
    lines += [f"{name}: {value}" for name, value in headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    lines += ["Connection: close", "", ""]
    data = "\r\n".join(lines).encode() + body
    return Exchange(method, [data], path, headers, body)


def send(connection: socket.socket, pieces: Sequence[bytes]) -> None:
    """Send pieces one after the other, so that each arrives alone."""
    for number, piece in enumerate(pieces):
        if number:
            time.sleep(PAUSE)
        try:
            connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            return  # what was answered before can still be read


def receive(connection: socket.socket, seconds: float) -> tuple[bytes, End]:
    """All that comes until the end, or until nothing has come for so long."""
    connection.settimeout(seconds)
    data = b""
    while True:
        try:
            more = connection.recv(65_536)
        except TimeoutError:
            return data, End.silence
        except ConnectionResetError:
            return data, End.reset
        if not more:
            return data, End.closed
        data += more
        if len(data) > MOST_BYTES:
            return data, End.endless
