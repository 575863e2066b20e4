"""All connections of one process: let in, watched, given up when their time is over.

Stands for: nginx's event loop, its timers and its `worker_connections`.

    Connections.wait     # select() for all sockets at once
    -> _accept           # a new client, if there is room
    -> on_event          # of a connection: see `worker.py`
    Connections.update   # after anything has happened to a connection
    Connections.sweep    # ten times a second: deadlines, and is there room again?

Only the thread that has the turn (see `turn.py`) comes here, but for `wake`: so
nothing is locked.
"""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, DefaultSelector

from .config import Limits
from .connection import CLOSED, Connection
from .log import log

# How often deadlines are looked at, and a listener without room is tried again.
_SWEEP_SECONDS = 0.1


class Connections:
    """The open connections of one listening socket."""

    def __init__(
        self,
        listener: socket.socket,
        limits: Limits,
        on_event: Callable[[Connection], None],
    ) -> None:
        """Listen from now on; `on_event` gets connections that are ready."""
        self._listener = listener
        self._limits = limits
        self._on_event = on_event
        self._all: set[Connection] = set()
        self._selector = DefaultSelector()
        self._waker, self._wakened = socket.socketpair()
        for sock in (self._waker, self._wakened, listener):
            sock.setblocking(False)
        self._selector.register(self._wakened, EVENT_READ, self._on_wake)
        self._next_sweep = 0.0
        self._full = False
        self._stopping = False
        self._idle_end = 0.0
        self._listening = False
        self._listen(True)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._all)

    # -- watching

    def wait(self) -> None:
        """Wait until something happens, at most until the next sweep, and handle it."""
        idle = self._listening and not self._all
        for key, _ in self._selector.select(None if idle else _SWEEP_SECONDS):
            handle: Callable[[], None] = key.data
            handle()

    def wake(self) -> None:
        """Make `wait` return. Safe in any thread, and in a signal handler."""
        # Full: so many wake-ups are on their way that one more changes nothing.
        with suppress(BlockingIOError):
            self._waker.send(b"\0")

    def _on_wake(self) -> None:
        self._wakened.recv(4_096)

    def update(self, connection: Connection) -> None:
        """Make the selector watch for what the connection now waits for."""
        wanted, watched = connection.wanted, connection.watched
        connection.watched = wanted
        if wanted == watched:
            pass
        elif not watched:
            on_event = partial(self._on_event, connection)
            self._selector.register(connection.sock, wanted, on_event)
        elif not wanted:
            self._selector.unregister(connection.sock)
        else:
            on_event = partial(self._on_event, connection)
            self._selector.modify(connection.sock, wanted, on_event)
        if connection.state is CLOSED and not connection.busy:
            self._all.discard(connection)
            connection.close()

    # -- new connections

    def _accept(self) -> None:
        # One at a time, and back to select: so the workers share a rush fairly.
        try:
            sock, peer = self._listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return  # another worker was faster, or the client gave up
        except OSError as error:
            self._have_no_room(error.strerror or str(error))
            return
        self._full = False
        try:
            connection = Connection(sock, peer[:2], self._limits)
        except OSError:  # macOS tells only now that the client gave up
            sock.close()
            return
        self._all.add(connection)
        self.update(connection)
        if len(self._all) >= self._limits.max_connections:
            self._have_no_room("the limit of connections is reached")

    def _have_no_room(self, reason: str) -> None:
        """Stop accepting until the next sweep, rather than fail in a tight loop."""
        if not self._full:
            self._full = True
            log(f"no room for more connections: {reason}")
        self._listen(False)
        # RFC 9112 9.5: an idle connection may be closed at any time. Give up the
        # tenth of them that will expire first.
        idle = sorted((c for c in self._all if c.idle), key=_deadline)
        for connection in idle[: len(idle) // 10 + 1]:
            connection.state = CLOSED
            self.update(connection)

    def _listen(self, wanted: bool) -> None:
        if wanted and not self._listening:
            self._selector.register(self._listener, EVENT_READ, self._accept)
        elif self._listening and not wanted:
            self._selector.unregister(self._listener)
        self._listening = wanted

    def stop_listening(self) -> None:
        """Take nothing new; what the kernel has accepted already is still served."""
        self._stopping = True
        while self._listening:
            before = len(self._all)
            self._accept()
            if len(self._all) == before:
                self._listen(False)
        self._listener.close()
        self._idle_end = time.monotonic() + self._limits.stop_idle_timeout

    # -- time

    def sweep(self) -> None:
        """Give up what has taken too long, if it is time to look."""
        now = time.monotonic()
        if now < self._next_sweep:
            return
        self._next_sweep = now + _SWEEP_SECONDS
        for connection in list(self._all):
            if connection.busy:
                continue
            ends_with_stop = self._stopping and connection.idle
            if now >= connection.deadline or (ends_with_stop and now >= self._idle_end):
                connection.expire()
                self.update(connection)
        room = len(self._all) < self._limits.max_connections
        self._listen(room and not self._stopping)


def _deadline(connection: Connection) -> float:
    return connection.deadline
