"""A connection to a server under judgement: bytes out, responses in, within limits."""

import select
import socket
import struct
import time
from typing import Final

from fourways.wire.responses import Response, take

ADDRESS: Final = "127.0.0.1"
CONNECT_SECONDS: Final = 3.0
_STEP: Final = 65_536


class Line:
    """A connection, and what has come on it and was not taken yet."""

    def __init__(self, port: int, seconds: float = CONNECT_SECONDS) -> None:
        self.socket = socket.create_connection((ADDRESS, port), seconds)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.ended = False
        self._cut = False
        self._buffer = bytearray()

    def send(self, data: bytes) -> None:
        """Send; of what is long, stop when the server has closed, or has refused it."""
        for start in range(0, len(data), _STEP):
            if start and (self._look() or bytes(self._buffer[9:10]) in (b"4", b"5")):
                return
            try:
                self.socket.sendall(data[start : start + _STEP])
            except OSError:  # closed, or it does not read on: reading will tell
                return

    def _look(self) -> bool:
        """Take what is there, without waiting; whether the server has closed."""
        if not self.ended and select.select([self.socket], [], [], 0)[0]:
            self._receive()
        return self.ended

    def _receive(self) -> None:
        try:
            data = self.socket.recv(_STEP)
        except ConnectionError:
            data, self._cut = b"", True
        self.ended = not data
        self._buffer += data

    def response(self, method: str, seconds: float) -> Response | None:
        """The next response, or None if none has come. Raises Malformed."""
        deadline = time.monotonic() + seconds
        while True:
            found = take(self._buffer, method, ended=self.ended, cut=self._cut)
            if found is not None or self.ended:
                return found
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                self._receive()
            except TimeoutError:
                return None

    def close(self, *, reset: bool = False) -> None:
        """Close it, or drop it, which the server is told by a reset."""
        if reset:
            hard = struct.pack("ii", 1, 0)
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hard)
        self.socket.close()
