"""One process: its threads take turns at watching the sockets.

Stands for: a worker of gunicorn (`gthread`) or waitress, and for nginx's event loop.

    Worker.start
    -> threads: _work
       -> _next_task           # one thread at a time has the turn:
          -> _watch_sockets    #   it waits in select() for all connections at once,
             -> _accept        #   accepts, reads, and collects whole requests
             -> _on_event      #   (Connection.on_event)
       -> _answer              # then it passes the turn on and calls the application
       -> _give_back           # and gives the connection back to the watching

This is known as leader and followers. Idle connections and half-sent requests cost
no thread, only a place in the selector; a request goes from the socket through the
application to the socket on one thread, without queue and without wake-up.

Three rules keep it safe:

1. Only the thread that has the turn touches the selector and the set of connections.
2. A connection is used by the thread that has the turn or, while `busy`, by the
   thread that answers. `_lock` guards the moment in which `busy` changes.
3. A thread that gives back a connection which the selector watches for the wrong
   thing says so through `_returned`, and wakes the selector.
"""

import socket
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ, DefaultSelector
from wsgiref.types import WSGIApplication

from .config import ServerConfig
from .connection import Connection, State
from .environ import base_environ, build_environ
from .request import Request
from .turn import Turn
from .wsgi import answer

# How often deadlines are looked at, and a listener without room is tried again.
_SWEEP_SECONDS = 0.1

Task = tuple[Connection, Request]


class Worker:
    """Serves the connections of one listening socket with a few threads."""

    def __init__(
        self, app: WSGIApplication, config: ServerConfig, listener: socket.socket
    ) -> None:
        """Prepare; nothing runs before `start`."""
        self._app = app
        self._config = config
        self._limits = config.limits
        self._environ = base_environ(config, listener.getsockname()[1])
        self._listener = listener
        self._selector = DefaultSelector()
        self._threads: list[threading.Thread] = []
        self._connections: set[Connection] = set()
        self._ready: deque[Task] = deque()
        self._returned: deque[Connection] = deque()
        self._turn = Turn()
        self._lock = threading.Lock()
        self._waker, self._wakened = socket.socketpair()
        self._next_sweep = 0.0
        self._listening = False
        self._full = False
        self._stop_asked = False
        self._stopping = False
        self._idle_end = 0.0

    def start(self) -> None:
        """Serve until `stop`, and then until nothing is in flight."""
        for sock in (self._waker, self._wakened):
            sock.setblocking(False)
        self._listener.setblocking(False)
        self._selector.register(self._wakened, EVENT_READ, self._on_wake)
        self._listen(True)
        for number in range(self._config.threads):
            name = f"worker-{number}"
            thread = threading.Thread(target=self._work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def join(self) -> None:
        """Keep the turn going round, until the end."""
        self._turn.keep_passing()
        for thread in self._threads:
            thread.join()

    def stop(self) -> None:
        """Ask for the end. Safe in a signal handler: it takes no lock."""
        self._stop_asked = True
        self._wake()

    # -- what every thread does

    def _work(self) -> None:
        while True:
            self._turn.take()
            while (task := self._next_task()) is not None:
                if not self._serve(*task):
                    break  # it took long, and another thread has the turn
            else:
                self._turn.release()
                return

    def _next_task(self) -> Task | None:
        while not self._ready:
            if self._stopping and not self._connections:
                self._turn.end()
                return None
            self._watch_sockets()
        return self._ready.popleft()

    def _serve(self, connection: Connection, request: Request) -> bool:
        """Answer; return whether this thread still has the turn."""
        call = self._turn.begin_call()
        following: Request | None = request
        # What a client has sent ahead is answered at once. That is at most what fits
        # into one receive: others wait for milliseconds, not for ever.
        while following is not None:
            following = self._answer(connection, following)
        has_turn = self._turn.end_call(call)
        if has_turn:
            connection.busy = False
            self._update(connection)
        else:
            self._give_back(connection)
        return has_turn

    def _answer(self, connection: Connection, request: Request) -> Request | None:
        keep_alive = request.head.keep_alive and not self._stop_asked
        try:
            environ = build_environ(self._environ, request, connection.peer)
            keep_alive = answer(self._app, environ, request, connection, keep_alive)
            return connection.finish(keep_alive and not self._stop_asked)
        except Exception:
            self._give_up(connection)
            return None

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            connection.busy = False
            watched_rightly = connection.wanted == connection.watched
        if not watched_rightly or connection.state is State.CLOSED:
            self._returned.append(connection)
            self._wake()

    def _give_up(self, connection: Connection) -> None:
        """A mistake in this server costs one connection, not the process."""
        self._log(f"closing a connection: {traceback.format_exc()}")
        connection.state = State.CLOSED

    def _wake(self) -> None:
        # Full: so many wake-ups are on their way that one more changes nothing.
        with suppress(BlockingIOError):
            self._waker.send(b"\0")

    # -- what the thread does that has the turn

    def _watch_sockets(self) -> None:
        idle = not self._connections and self._listening
        for key, _ in self._selector.select(None if idle else _SWEEP_SECONDS):
            on_event: Callable[[], None] = key.data
            on_event()
        while self._returned:
            with self._lock:
                self._update(self._returned.popleft())
        if self._stop_asked and not self._stopping:
            self._begin_to_stop()
        if time.monotonic() >= self._next_sweep:
            self._sweep()

    def _on_wake(self) -> None:
        self._wakened.recv(4_096)

    def _on_event(self, connection: Connection) -> None:
        with self._lock:
            if connection.busy:
                # The client sends ahead, or has closed. Look again after the answer.
                self._update(connection)
                return
        try:
            request = connection.on_event()
        except Exception:
            self._give_up(connection)
            request = None
        if request is None:
            self._update(connection)
        else:
            connection.busy = True
            self._ready.append((connection, request))

    def _update(self, connection: Connection) -> None:
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
        if connection.state is State.CLOSED and not connection.busy:
            self._connections.discard(connection)
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
        connection = Connection(sock, peer[:2], self._limits)
        self._connections.add(connection)
        self._update(connection)
        if len(self._connections) >= self._limits.max_connections:
            self._have_no_room("the limit of connections is reached")

    def _have_no_room(self, reason: str) -> None:
        """Stop accepting until the next sweep, rather than fail in a tight loop."""
        if not self._full:
            self._full = True
            self._log(f"no room for more connections: {reason}")
        self._listen(False)
        # RFC 9112 9.5: an idle connection may be closed at any time. Give up the
        # tenth of them that will expire first.
        idle = sorted((c for c in self._connections if c.idle), key=_deadline)
        for connection in idle[: len(idle) // 10 + 1]:
            connection.state = State.CLOSED
            self._update(connection)

    def _listen(self, wanted: bool) -> None:
        if wanted and not self._listening:
            self._selector.register(self._listener, EVENT_READ, self._accept)
        elif self._listening and not wanted:
            self._selector.unregister(self._listener)
        self._listening = wanted

    # -- time

    def _sweep(self) -> None:
        now = time.monotonic()
        self._next_sweep = now + _SWEEP_SECONDS
        for connection in list(self._connections):
            if connection.busy:
                continue
            ends_with_stop = self._stopping and connection.idle
            if now >= connection.deadline or (ends_with_stop and now >= self._idle_end):
                connection.expire()
                self._update(connection)
        room = len(self._connections) < self._limits.max_connections
        self._listen(room and not self._stopping)

    def _begin_to_stop(self) -> None:
        """Take nothing new; what the kernel has accepted already is still served."""
        self._stopping = True
        while self._listening:
            before = len(self._connections)
            self._accept()
            if len(self._connections) == before:
                self._listen(False)
        self._listener.close()
        self._idle_end = time.monotonic() + self._limits.stop_idle_timeout

    def _log(self, message: str) -> None:
        sys.stderr.write(f"scratch_api.server: {message}\n")
        sys.stderr.flush()


def _deadline(connection: Connection) -> float:
    return connection.deadline
