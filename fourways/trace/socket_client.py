"""One request on a connection of its own, as bytes: what was sent, what came back."""

import json
import socket
from dataclasses import dataclass
from typing import Any

import h11

SECONDS = 60.0
"""A traced request may take long: every line costs two calls."""


@dataclass(frozen=True)
class Asked:
    """A request: `path` as in the request line, `body` None where there is none."""

    method: str
    path: str
    token: str | None = None
    body: bytes | None = None

    @property
    def head(self) -> str:
        """The request line and the headers, lines ended as HTTP wants."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: localhost"]
        if self.token is not None:
            lines.append(f"Authorization: Bearer {self.token}")
        if self.body is not None:
            lines.append("Content-Type: application/json")
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([*lines, "", ""])

    def raw(self) -> bytes:
        """All of it, as it is sent."""
        return self.head.encode("ascii") + (self.body or b"")


@dataclass(frozen=True)
class Answer:
    """A response: its status, its body, and all of it as it came."""

    status: int
    body: bytes
    raw: bytes

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def send(asked: Asked, port: int) -> Answer:
    """Send it to this machine and read the answer. Raises OSError, h11's errors."""
    # h11 tells where the answer ends; what it is told was sent is sent as one piece.
    reader = h11.Connection(h11.CLIENT)
    reader.send(
        h11.Request(method=asked.method, target=asked.path, headers=[("Host", "x")])
    )
    reader.send(h11.EndOfMessage())
    raw, body, status = b"", b"", 0
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as connection:
        connection.sendall(asked.raw())
        while True:
            event = reader.next_event()
            if event is h11.NEED_DATA:
                data = connection.recv(65_536)
                raw += data
                reader.receive_data(data)
            elif isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                body += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                return Answer(status, body, raw)
            else:
                raise OSError("the server closed the connection without an answer")
