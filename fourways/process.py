"""Server processes: start, wait until ready, stop, and what they printed.

Each runs in a process group of its own, so that its workers end with it, and
prints into files that can be read while it runs. `watchdog` kills the group
if we are killed first.
"""

import atexit
import contextlib
import http.client
import os
import signal
import subprocess
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from fourways import watchdog

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 10.0

# What the caller's own environment must not decide for a server of ours.
SETTINGS: Final = (
    "HOST",
    "PORT",
    "WORKERS",
    "THREADS",
    "DATABASE_URL",
    "ALLOWED_HOSTS",
    "CORS_ORIGINS",
    "TOKEN_TTL_SECONDS",
    "SIGN_IN_FAILURES",
    "SIGN_IN_WINDOW_SECONDS",
    "TRUSTED_PROXIES",
)

_running: "weakref.WeakSet[ServerProcess]" = weakref.WeakSet()


class StartError(Exception):
    """A server did not become ready; the message holds what it printed."""


class ServerProcess:
    """One server: its process group, its output, its address.

    It prints to stderr into `log`, to stdout into the same name with `.out`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        directory: Path,
        environment: Mapping[str, str],
        log: Path,
        host: str,
        port: int,
    ) -> None:
        self.command = tuple(command)
        self.host = host
        self.port = port
        self._directory = directory
        self._environment = dict(environment)
        self._log = log
        self._stdout = log.with_suffix(".out")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id of the command itself, whose group has the same number."""
        assert self._process is not None, "it was not started"
        return self._process.pid

    def start(self) -> None:
        """Start it, without waiting. Raises StartError if there is no such program."""
        with self._stdout.open("ab") as stdout, self._log.open("ab") as stderr:
            try:
                self._process = subprocess.Popen(
                    self.command,
                    cwd=self._directory,
                    env=environment_of(self._environment),
                    stdin=subprocess.DEVNULL,
                    stdout=stdout,
                    stderr=stderr,
                    start_new_session=True,
                )
            except OSError as error:
                raise StartError(f"{self.command[0]}: {error.strerror}") from None
        _running.add(self)
        watchdog.watch_group(self.pid)

    def wait(self, *, ready: bool = True, seconds: float = START_SECONDS) -> None:
        """Wait until GET /health is answered, with 200 unless `ready` is false.

        Raises StartError as soon as the process has ended, or after `seconds`.
        """
        status: int | None = None
        for _ in poll(seconds):
            if (code := self.exit_status()) is not None:
                raise StartError(f"it ended with status {code}{self._printed()}")
            status = health(self.host, self.port)
            if status == 200 or (status is not None and not ready):
                return
        answer = "did not answer" if status is None else f"answered {status}"
        raise StartError(
            f"GET /health {answer} for {seconds:.0f} seconds{self._printed()}"
        )

    def exit_status(self) -> int | None:
        """Its exit status, negative for a signal, or None while it runs."""
        assert self._process is not None, "it was not started"
        return self._process.poll()

    def terminate(self, seconds: float = STOP_SECONDS) -> int:
        """SIGTERM and wait; SIGKILL after `seconds`. Returns the exit status."""
        if self.exit_status() is None:
            self.signal(signal.SIGTERM)
        return self.join(seconds)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process that the command started, not to its group."""
        os.kill(self.pid, number)

    def join(self, seconds: float = STOP_SECONDS) -> int:
        """Wait for its end, at most `seconds`, then SIGKILL. Returns the status."""
        assert self._process is not None, "it was not started"
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        self.kill()
        return self._process.wait()

    def kill(self) -> None:
        """SIGKILL it with all its workers. Does nothing if all have ended."""
        if self._process is None:
            return
        kill_group(self.pid)
        self._process.wait()
        watchdog.forget_group(self.pid)
        _running.discard(self)

    def output(self) -> str:
        """Everything that it has printed, on stdout and then on stderr."""
        files = (self._stdout, self._log)
        return "".join(file.read_text("utf-8", "replace") for file in files)

    def _printed(self) -> str:
        output = self.output().strip()
        return f"; it printed:\n{output}" if output else "; it printed nothing"


def kill_group(group: int) -> None:
    """SIGKILL every process of a group that is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def environment_of(settings: Mapping[str, str]) -> dict[str, str]:
    """Our environment without settings of its own, with these, and unbuffered.

    A run starts the same code hundreds of times: Python keeps it compiled, even where
    that is turned off, as in images of containers.
    """
    left_out = {*SETTINGS, "PYTHONDONTWRITEBYTECODE"}
    inherited = {k: v for k, v in os.environ.items() if k not in left_out}
    return {**inherited, "PYTHONUNBUFFERED": "1", **settings}


def health(host: str, port: int, *, tls: bool = False) -> int | None:
    """The status of GET /health, or None if nobody answered in HTTP."""
    kind = http.client.HTTPSConnection if tls else http.client.HTTPConnection
    connection = kind(host, port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Connection": "close"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def poll(seconds: float) -> Iterator[None]:
    """Yield at growing intervals, from 5 to 50 ms, until `seconds` are over."""
    deadline = time.monotonic() + seconds
    pause = 0.005
    while True:
        yield
        left = deadline - time.monotonic()
        if left <= 0:
            return
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, 0.05)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition became true within `seconds`."""
    return any(condition() for _ in poll(seconds))


@atexit.register
def kill_all() -> None:
    """SIGKILL every server of this process that still runs."""
    for process in list(_running):
        process.kill()
