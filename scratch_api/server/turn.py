"""The turn: which thread of a worker watches the sockets.

Stands for: what Go's runtime does with goroutines that block. No Python server that
we know of works like this; most hand every request to a pool through a queue.

One thread at a time has the turn. It watches the sockets, calls the application and
sends the answer, all by itself: while answers are quick, no other thread runs, and
nothing is handed over. That matters because only one thread at a time can run Python
code. Two that both want to are in each other's way: whenever one calls the system,
the other pushes in. Handing over before every call of the application, with eight
threads and "hello", was measured at less than half the speed.

An application may also wait, for a database for example. So `keep_passing` looks at
the turn every quarter of a millisecond. If it sees the same call twice, it takes the
turn away from that thread and passes it on to the next one in the queue.

    thread 1   [watch][call][watch][call...................][send] queues again
    thread 2   queues                 takes the turn [watch][call][watch]
    main                            ^ sees the call   ^ sees it again
"""

import threading
import time

_TICK_SECONDS = 0.000_25
# After so many looks without a call, sleep until there is one.
_IDLE_LOOKS = 40


class Turn:
    """A lock that can be taken away from a thread that is busy for too long."""

    def __init__(self) -> None:
        """Start with the turn free."""
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._count = 0
        self._call = 0  # the number of the call that the turn's holder is in, or 0
        self._active = threading.Event()
        self._ended = False

    def take(self) -> None:
        """Queue for the turn."""
        self._turn.acquire()

    def release(self) -> None:
        """Pass the turn on; only for the thread that has it."""
        self._turn.release()

    def begin_call(self) -> int:
        """Say that from now on the turn may be taken away."""
        self._count += 1
        self._call = self._count
        if not self._active.is_set():
            self._active.set()
        return self._count

    def end_call(self, call: int) -> bool:
        """Return whether the thread still has the turn."""
        with self._guard:
            kept = self._call == call
            if kept:
                self._call = 0
            return kept

    def end(self) -> None:
        """Let `keep_passing` return."""
        self._ended = True
        self._active.set()

    def keep_passing(self) -> None:
        """Take the turn from threads that are busy for too long, until `end`."""
        seen = looks = 0
        while not self._ended:
            call = self._call
            if call and call == seen:
                self._pass_on(call)
            looks = 0 if call else looks + 1
            seen = call
            time.sleep(_TICK_SECONDS)
            if looks > _IDLE_LOOKS:
                self._sleep()

    def _pass_on(self, call: int) -> None:
        with self._guard:
            if self._call == call:
                self._call = 0
                self._turn.release()

    def _sleep(self) -> None:
        self._active.clear()
        # In this order: a call that began before `clear` is seen here, and one that
        # begins after it sets the event again.
        if not self._call and not self._ended:
            self._active.wait()
