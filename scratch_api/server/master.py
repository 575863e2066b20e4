"""The master process: starts the workers, replaces them, and stops them.

Stands for: the master of nginx and gunicorn's `Arbiter`. Processes, because one
Python process computes on one core; forked, because then the application is imported
once and its memory is shared.

    Master.run
    -> _start_worker for each place -> fork -> (in the child) _be_a_worker
    -> _watch: a worker has ended   -> say so, start another, later if it died young
    -> a signal                     -> _stop: SIGTERM to the workers, wait, SIGKILL

What an application opens at import exists once and is inherited by every worker. A
socket shared like that mixes up two conversations: connect to a database in
`on_worker_start` or in the first request, not at import.
"""

import os
import select
import signal
import socket
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from wsgiref.types import WSGIApplication

from .config import ServerConfig
from .log import flush, log, write
from .worker import Worker

_SIGNALS = (signal.SIGTERM, signal.SIGINT)
# A worker that lived shorter than this is started again only after a pause.
_YOUNG_SECONDS = 1.0
_LONGEST_PAUSE = 5.0
# Signals within this time are one: timeout(1) sends it to us, then to our group.
_SAME_SIGNAL_SECONDS = 0.1
_CANNOT_START = 3  # exit status of a worker whose `on_worker_start` failed


@dataclass(slots=True)
class _Place:
    """One of the `--workers`: who fills it, since when, and when to start another."""

    pid: int | None = None
    started: float = 0.0
    start_at: float = 0.0
    pause: float = 0.0

    def start_later(self, now: float) -> None:
        """Wait before the next start, twice as long as before the last one."""
        self.pause = min(max(self.pause * 2, 0.1), _LONGEST_PAUSE)
        self.start_at = now + self.pause


class Master:
    """Keeps a number of workers alive on one listening socket."""

    def __init__(
        self,
        app: WSGIApplication,
        config: ServerConfig,
        listener: socket.socket,
        on_worker_start: Callable[[], None] | None = None,
    ) -> None:
        """Prepare; nothing is forked before `run`."""
        self._app = app
        self._config = config
        self._listener = listener
        self._on_worker_start = on_worker_start
        self._places = [_Place() for _ in range(config.workers)]
        self._signals = 0
        self._signalled = float("-inf")
        self._status = 0

    def run(self) -> int:
        """Serve until a signal; return the exit status."""
        # The workers hold the reading end. It ends when this process does, however
        # that happens: no worker outlives its master.
        self._lifeline = os.pipe()
        self._woken, wakener = socket.socketpair()
        for sock in (self._woken, wakener):
            sock.setblocking(False)
        # Python writes a byte here on every signal: one place to wait for all.
        old_wakeup = signal.set_wakeup_fd(wakener.fileno())
        self._old = {number: signal.getsignal(number) for number in _SIGNALS}
        self._old[signal.SIGCHLD] = signal.getsignal(signal.SIGCHLD)
        for number in _SIGNALS:
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        try:
            while not self._signals and not self._status:
                self._fill_places()
                self._sleep(self._until_next_start())
                self._watch()
            return self._stop()
        finally:
            signal.set_wakeup_fd(old_wakeup)
            for number, handler in self._old.items():
                signal.signal(number, handler)
            for end in self._lifeline:
                os.close(end)
            self._woken.close()
            wakener.close()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if now - self._signalled > _SAME_SIGNAL_SECONDS:
            self._signals += 1
            self._signalled = now

    def _sleep(self, seconds: float | None) -> None:
        """Wait for a signal (SIGCHLD is one)."""
        if select.select([self._woken], [], [], seconds)[0]:
            self._woken.recv(4_096)

    # -- keeping the places filled

    def _fill_places(self) -> None:
        now = time.monotonic()
        for place in self._places:
            if place.pid is None and place.start_at <= now:
                try:
                    place.pid = self._start_worker()
                    place.started = now
                except OSError as error:  # no memory or process number is left now
                    place.start_later(now)
                    log(f"no worker: {error}; trying again in {place.pause:.1f} s")

    def _until_next_start(self) -> float | None:
        waiting = [place.start_at for place in self._places if place.pid is None]
        return max(min(waiting) - time.monotonic(), 0) if waiting else None

    def _watch(self) -> None:
        for place in self._places:
            if place.pid is None:
                continue
            # Each by its number, not "any child": the application may have its own.
            pid, status = os.waitpid(place.pid, os.WNOHANG)
            if pid:
                place.pid = None
                self._on_worker_end(place, pid, os.waitstatus_to_exitcode(status))

    def _on_worker_end(self, place: _Place, pid: int, code: int) -> None:
        if self._signals or self._status:
            return  # as it was told to
        if code == _CANNOT_START:
            self._status = 1
            return
        now = time.monotonic()
        if now - place.started < _YOUNG_SECONDS:
            place.start_later(now)
        else:
            place.pause, place.start_at = 0.0, now
        how = f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
        log(f"worker {pid} {how}; starting another in {place.pause:.1f} s")

    # -- stopping

    def _stop(self) -> int:
        """End the workers: gently, then, on a second signal or too late, at once."""
        self._listener.close()
        self._signal_workers(signal.SIGTERM)
        asked = self._signals
        deadline = time.monotonic() + self._config.limits.stop_timeout
        while self._pids():
            left = deadline - time.monotonic()
            if self._signals > asked or left <= 0:
                log(f"killing {len(self._pids())} workers that have not finished")
                self._signal_workers(signal.SIGKILL)
                for pid in self._pids():
                    os.waitpid(pid, 0)
                break
            self._sleep(left)
            self._watch()
        return self._status

    def _pids(self) -> list[int]:
        return [place.pid for place in self._places if place.pid is not None]

    def _signal_workers(self, number: signal.Signals) -> None:
        for pid in self._pids():
            os.kill(pid, number)  # not yet waited for, so the number is still its own

    # -- in the child

    def _start_worker(self) -> int:
        flush()
        # No signal may reach the child while it still has the master's handlers.
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        pid = -1
        try:
            pid = os.fork()
        finally:
            if pid:  # this is the master, with a child or without
                signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        if pid:
            return pid
        status = 1
        try:
            status = self._be_a_worker()
        except BaseException:
            write(traceback.format_exc())
        finally:
            flush()
            os._exit(status)  # never back into the code of the master

    def _be_a_worker(self) -> int:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # Ctrl-C reaches every process of the terminal; the master passes it on.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(self._lifeline[1])
        if self._on_worker_start is not None:
            try:
                self._on_worker_start()
            except Exception:
                log(f"a worker could not start\n{traceback.format_exc()}")
                return _CANNOT_START
        worker = Worker(self._app, self._config, self._listener)
        signal.signal(signal.SIGTERM, lambda number, frame: worker.stop())
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
        threading.Thread(
            target=self._stop_with_master, args=(worker,), daemon=True
        ).start()
        worker.start()
        worker.join()
        return 0

    def _stop_with_master(self, worker: Worker) -> None:
        os.read(self._lifeline[0], 1)  # returns when the master has ended
        worker.stop()
        time.sleep(self._config.limits.stop_timeout)
        os._exit(1)
