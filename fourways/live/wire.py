"""Bytes to a server, and whatever comes back, within limits of length and time.

A plain socket: nothing is added, corrected or refused on the way, and the answer
need not be HTTP.
"""

import contextlib
import selectors
import socket
import time
from dataclasses import dataclass
from typing import Final

import h11

SECONDS: Final = 5.0
"""For all of an exchange: signing in takes a fraction of one."""
QUIET_SECONDS: Final = 0.15
"""After a whole answer: another may follow, to a request sent behind the first."""
LONGEST: Final = 262_144
"""Bytes of an answer that are read."""


@dataclass(frozen=True)
class Received:
    """What a server sent, and how it ended, in words for a person."""

    data: bytes
    ending: str


def exchange(host: str, port: int, data: bytes, seconds: float = SECONDS) -> Received:
    """Send bytes, read what comes, close."""
    try:
        connection = socket.create_connection((host, port), timeout=seconds)
    except OSError as error:
        return Received(b"", f"nobody answers: {error.strerror or error}")
    with connection, selectors.DefaultSelector() as selector:
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ | selectors.EVENT_WRITE)
        return _exchange(connection, selector, data, time.monotonic() + seconds)


def _exchange(
    connection: socket.socket,
    selector: selectors.BaseSelector,
    data: bytes,
    deadline: float,
) -> Received:
    received = bytearray()
    left = memoryview(data)
    whole = False
    while len(received) < LONGEST:
        seconds = deadline - time.monotonic()
        ready = selector.select(max(0, min(seconds, QUIET_SECONDS if whole else 60)))
        if not ready:
            return Received(bytes(received), _silence(whole, bool(left), seconds))
        _, events = ready[0]
        if events & selectors.EVENT_READ:
            try:
                part = connection.recv(65_536)
            except OSError as error:
                return Received(bytes(received), f"connection lost: {error.strerror}")
            if not part:
                return Received(bytes(received), "the server closed the connection")
            received += part
            whole = is_whole(bytes(received), method_of(data))
        elif left:
            # A server may close before it has read everything: reading will tell.
            with contextlib.suppress(OSError):
                left = left[connection.send(left[:65_536]) :]
        if not left:
            selector.modify(connection, selectors.EVENT_READ)
    return Received(bytes(received), f"cut after {LONGEST:,} bytes")


def _silence(whole: bool, unsent: bool, seconds: float) -> str:
    if whole:
        return "the connection was left open"
    what = "not all of the request was taken" if unsent else "no more came"
    return f"{what} in time: the connection was closed from here"


def method_of(request: bytes) -> str:
    """The method of a request, or GET where there is none that could be."""
    word = request.split(b" ", 1)[0].decode("latin-1")
    return word if word.isascii() and word.isalpha() else "GET"


def is_whole(answer: bytes, method: str) -> bool:
    """Whether the final response to a request is all there."""
    client = h11.Connection(our_role=h11.CLIENT)
    try:
        client.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
        client.send(h11.EndOfMessage())
        client.receive_data(answer)
        while True:
            event = client.next_event()
            if event in (h11.NEED_DATA, h11.PAUSED):
                return False
            if isinstance(event, h11.EndOfMessage):
                return True
    except (h11.LocalProtocolError, h11.RemoteProtocolError):
        return False
