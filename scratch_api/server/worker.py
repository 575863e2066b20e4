"""One process: its threads take turns at watching the sockets.

Stands for: a worker of gunicorn (`gthread`) or waitress.

    Worker.start
    -> threads: _take_turns
       -> _next_task           # one thread at a time has the turn:
          -> _watch_sockets    #   it waits for all connections at once,
             -> _on_event      #   reads, and collects whole requests
       -> _serve               # still with the turn,
          -> _answer           #   it calls the application and sends the answer
          -> _give_back        #   if that took long, `turn.py` took the turn away

This is known as leader and followers. Idle connections and half-sent requests cost
no thread, only a place in the selector; a request goes from the socket through the
application to the socket on one thread, without queue and without wake-up.

Three rules keep it safe:

1. Only the thread that has the turn touches `Connections`.
2. A connection is used by the thread that has the turn or, while `busy`, by the
   thread that answers. `_lock` guards the moment in which `busy` changes.
3. A thread that gives back a connection which the selector watches for the wrong
   thing says so through `_returned`, and wakes the selector. The same with one that
   has more to answer, through `_put_off`.
"""

import os
import socket
import threading
import traceback
from collections import deque
from wsgiref.types import WSGIApplication

from .config import ServerConfig
from .connection import CLOSED, Connection
from .connections import Connections
from .environ import base_environ, build_environ
from .log import log
from .request import Request
from .turn import Turn
from .wsgi import answer

Task = tuple[Connection, Request]

# A client may send many requests ahead, and each may take long. After so many of them
# others come first.
_IN_A_ROW = 10


class Worker:
    """Serves the connections of one listening socket with a few threads."""

    def __init__(
        self, app: WSGIApplication, config: ServerConfig, listener: socket.socket
    ) -> None:
        """Prepare; nothing runs before `start`."""
        self._app = app
        self._environ = base_environ(config, listener.getsockname()[1])
        self._connections = Connections(listener, config.limits, self._on_event)
        self._threads = [
            threading.Thread(target=self._work, name=f"worker-{number}", daemon=True)
            for number in range(config.threads)
        ]
        self._ready: deque[Task] = deque()
        self._put_off: deque[Task] = deque()
        self._returned: deque[Connection] = deque()
        self._turn = Turn()
        self._lock = threading.Lock()
        self._stop_asked = False
        self._stopping = False

    def start(self) -> None:
        """Serve until `stop`, and then until nothing is in flight."""
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Keep the turn going round, until the end."""
        self._turn.keep_passing()
        for thread in self._threads:
            thread.join()

    def stop(self) -> None:
        """Ask for the end. Safe in a signal handler: it takes no lock."""
        self._stop_asked = True
        self._connections.wake()

    # -- what every thread does

    def _work(self) -> None:
        try:
            self._take_turns()
        except BaseException:
            # The turn would never be passed on, and the process live on in silence.
            # If it ends instead, the master starts another.
            try:
                log(f"a thread has failed: {traceback.format_exc()}")
            finally:
                os._exit(1)

    def _take_turns(self) -> None:
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
        left = _IN_A_ROW
        while following is not None and left:
            following = self._answer(connection, following)
            left -= 1
        has_turn = self._turn.end_call(call)
        if following is not None:
            # The connection stays busy. It goes on when others have been looked at.
            self._put_off.append((connection, following))
            self._connections.wake()
        elif has_turn:
            connection.busy = False
            self._connections.update(connection)
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
        if not watched_rightly or connection.state is CLOSED:
            self._returned.append(connection)
            self._connections.wake()

    def _give_up(self, connection: Connection) -> None:
        """A mistake in this server costs one connection, not the process."""
        log(f"closing a connection: {traceback.format_exc()}")
        connection.state = CLOSED

    # -- what the thread does that has the turn

    def _watch_sockets(self) -> None:
        self._connections.wait()
        while self._returned:
            with self._lock:
                self._connections.update(self._returned.popleft())
        while self._put_off:
            self._ready.append(self._put_off.popleft())
        if self._stop_asked and not self._stopping:
            self._stopping = True
            self._connections.stop_listening()
        self._connections.sweep()

    def _on_event(self, connection: Connection) -> None:
        with self._lock:
            if connection.busy:
                # The client sends ahead, or has closed. Look again after the answer.
                self._connections.update(connection)
                return
        try:
            request = connection.on_event()
        except Exception:
            self._give_up(connection)
            request = None
        if request is None:
            self._connections.update(connection)
        else:
            connection.busy = True
            self._ready.append((connection, request))
