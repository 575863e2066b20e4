"""One client's connection: its socket, what it is in the middle of, and until when.

Stands for: the connection object inside nginx, or uvicorn's `HttpToolsProtocol`.

A connection is always in one of these states:

    READING    waits for a request, or for the rest of one
    WRITING    waits until the client takes the rest of an answer
    LINGERING  has said its last word, reads on until the client has closed
    CLOSED     is over

and it is used by one thread at a time: by the thread whose turn it is to watch the
sockets (see `worker.py`) or, while `busy`, by the one that answers its request.
Nothing here ever waits, but for `stream`, which a streaming application calls.
"""

import socket
import time
from contextlib import suppress
from enum import Enum
from selectors import EVENT_READ, EVENT_WRITE

from .config import Limits
from .errors import BadRequest, ClientGone, RequestError, RequestTimeout
from .request import FOR_BODY, FOR_REQUEST, Request, RequestReader
from .response import refusal

_RECEIVE_BYTES = 65_536
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class State(Enum):
    """What a connection waits for."""

    READING = "a request, or the rest of one"
    WRITING = "room to send the rest of an answer"
    LINGERING = "the client to close"
    CLOSED = "nothing"


# Taken out of the Enum once: in Python 3.11 every `State.READING` calls a function.
READING, WRITING, LINGERING, CLOSED = State


class Connection:
    """A socket and what has been said on it."""

    def __init__(
        self, sock: socket.socket, peer: tuple[str, int], limits: Limits
    ) -> None:
        """Take a socket that has just been accepted."""
        sock.setblocking(False)
        # Without this, the end of an answer waits for the client to acknowledge its
        # beginning (Nagle), which the client delays by 40 ms.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = sock
        self.peer = peer
        self.state = READING
        self.busy = False
        self.watched = 0  # what the selector has been told to watch this socket for
        self.deadline = time.monotonic() + limits.head_timeout
        self._limits = limits
        self._reader = RequestReader(limits)
        self._unsent = bytearray()
        self._closing = False

    # -- what the worker asks

    @property
    def wanted(self) -> int:
        """What the selector should watch this socket for now."""
        if self.busy or self.state is CLOSED:
            return 0
        return EVENT_WRITE if self.state is WRITING else EVENT_READ

    @property
    def idle(self) -> bool:
        """Whether closing this connection would interrupt nothing."""
        reading = not self.busy and self.state is READING
        return reading and self._reader.waiting is FOR_REQUEST

    # -- what the worker says

    def on_event(self) -> Request | None:
        """Go on as far as the socket allows; return a request that is now whole."""
        try:
            if self.state is READING:
                return self._receive()
            if self.state is WRITING:
                return self._flush()
            if self.state is LINGERING and not self._receive_bytes():
                self.state = CLOSED
        except BlockingIOError:
            pass
        except OSError:
            self.state = CLOSED
        return None

    def finish(self, keep_alive: bool) -> Request | None:
        """End an answer; return the next request if it is here already."""
        self._closing = not keep_alive
        if self._unsent:
            self._wait(WRITING, self._limits.write_timeout)
            return None
        return self._after_answer()

    def expire(self) -> None:
        """The deadline has passed."""
        if self.state is READING and not self.idle:
            self._refuse(RequestTimeout("The request did not arrive in time."))
        else:
            self.state = CLOSED

    def close(self) -> None:
        """Give everything back."""
        self.state = CLOSED
        with suppress(OSError):  # half a body, for which the disk has no room
            self._reader.close()
        self.sock.close()

    # -- reading

    def _receive(self) -> Request | None:
        data = self._receive_bytes()
        if data:
            was_idle = self.idle
            self._reader.feed(data)
            return self._next_request(was_idle)
        if self.idle:
            self.state = CLOSED
        else:
            self._refuse(BadRequest("The request ended before it was complete."))
        return None

    def _receive_bytes(self) -> bytes:
        return self.sock.recv(_RECEIVE_BYTES)

    def _next_request(self, was_idle: bool) -> Request | None:
        try:
            request = self._reader.next()
            if self._reader.wants_continue():
                self.send(_CONTINUE)
        except RequestError as error:
            self._refuse(error)
            return None
        if request is None:
            self._wait_for_more(was_idle)
        return request

    def _wait_for_more(self, was_idle: bool) -> None:
        waiting = self._reader.waiting
        if waiting is FOR_BODY:
            self._wait(READING, self._limits.body_timeout)
        elif waiting is FOR_REQUEST:
            self._wait(READING, self._limits.keep_alive_timeout)
        elif was_idle:  # the deadline of a head is set at its first byte only
            self._wait(READING, self._limits.head_timeout)

    def _refuse(self, error: RequestError) -> None:
        try:
            self.send(refusal(error, head_only=self._reader.method == "HEAD"))
        except ClientGone:
            self.state = CLOSED
        else:
            self.finish(keep_alive=False)

    # -- writing

    def send(self, data: bytes) -> None:
        """Send what the client takes now, and keep the rest."""
        sent = 0
        if not self._unsent:
            try:
                sent = self.sock.send(data)
            except BlockingIOError:
                pass
            except OSError as error:
                raise ClientGone from error
        if sent < len(data):
            self._unsent += memoryview(data)[sent:]

    def stream(self, data: bytes) -> None:
        """Send, and wait until the system has taken all of it."""
        self.send(data)
        # PEP 3333, Buffering and Streaming: no block may be held back until the
        # application gives the next one, which may be much later.
        if self._unsent:
            self._drain()

    def _drain(self) -> None:
        try:
            self.sock.settimeout(self._limits.write_timeout)
            while self._unsent:  # not `sendall`: its time-out is for all of it
                sent = self.sock.send(self._unsent)
                del self._unsent[:sent]
        except OSError as error:
            # Now a part is missing: nothing may follow it.
            self._unsent.clear()
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_WR)
            raise ClientGone from error
        finally:
            self.sock.settimeout(0)

    def _flush(self) -> Request | None:
        sent = self.sock.send(self._unsent)
        del self._unsent[:sent]
        if self._unsent:
            self._wait(WRITING, self._limits.write_timeout)
            return None
        return self._after_answer()

    def _after_answer(self) -> Request | None:
        if not self._closing:
            return self._next_request(was_idle=True)
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.state = CLOSED
        else:
            self._wait(LINGERING, self._limits.linger_timeout)
        return None

    def _wait(self, state: State, seconds: float) -> None:
        self.state = state
        self.deadline = time.monotonic() + seconds
