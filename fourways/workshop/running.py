"""The learner's program while it is checked: started on a free port, watched, ended.

Nothing probes whether it is ready: a connection that says nothing is itself something
that a program has to be written for. The first request waits until it is taken.
"""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fourways import watchdog
from fourways.ports import Port
from fourways.process import environment_of, kill_group, poll
from fourways.workshop.tables import StageError

HOST: Final = "127.0.0.1"
ENDED: Final = "your program has ended"


@dataclass(frozen=True)
class Patience:
    """How long a check waits, in seconds."""

    start: float = 10.0
    """Until the program listens: frameworks take a second to import."""
    answer: float = 3.0
    """For the next byte."""


class NotListening(Exception):
    """Nobody took the connection; the message is one sentence for the learner."""


class Program:
    """One run of the learner's program. What it prints goes to the end of `output`."""

    def __init__(
        self,
        command: str,
        folder: Path,
        output: Path,
        settings: Mapping[str, str],
        patience: Patience,
    ) -> None:
        self.command = command
        self._patience = patience
        self._port = Port()
        self.port = self._port.number
        self._listened = False
        settings = {"HOST": HOST, **settings, "PORT": str(self.port)}
        with output.open("ab") as file:
            self._process = start(
                command_line(command, self.port), folder, settings, file.fileno()
            )
        watchdog.watch_group(self._process.pid)

    def connect(self) -> socket.socket:
        """A connection to it. Raises NotListening."""
        patience = self._patience
        seconds = patience.answer if self._listened else patience.start
        deadline = time.monotonic() + seconds
        for _ in poll(seconds):
            left = max(deadline - time.monotonic(), 0.05)
            try:
                connection = socket.create_connection((HOST, self.port), left)
            except ConnectionRefusedError:
                if self.exit_status() is not None:
                    raise NotListening(f"Nobody is there: {ENDED}.") from None
            except OSError as error:
                raise NotListening(
                    f"Your program does not take the connection: {error}."
                ) from None
            else:
                self._listened = True
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                return connection
        raise NotListening(
            f"Your program runs, but nobody listens on {HOST}:{self.port}, which PORT "
            f"names; it has had {seconds:g} seconds."
        )

    def exit_status(self) -> int | None:
        """Its exit status, negative for a signal, or None while it runs."""
        return self._process.poll()

    def state(self) -> str:
        """What has become of it, in one sentence."""
        status = self.exit_status()
        if status is None:
            return "It is still running."
        end = f"status {status}" if status >= 0 else signal.Signals(-status).name
        if not self._listened:
            return f"It ended with {end}, before it took a connection."
        return f"It ended with {end}."

    def has_ended(self, seconds: float = 0.3) -> bool:
        """Whether it ends in a moment: one that crashes closes its sockets first."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """End it at once, with all that it has started."""
        kill_group(self._process.pid)
        self._process.wait()
        watchdog.forget_group(self._process.pid)
        self._port.release()


def run_to_the_end(
    command: str,
    folder: Path,
    settings: Mapping[str, str],
    seconds: float,
) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself; its output is in `stdout`.

    Raises TimeoutExpired, and StageError where there is no such program.
    """
    try:
        return subprocess.run(
            command_line(command, 0),
            cwd=folder,
            env=environment_of({**QUIET, **settings}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
        )
    except OSError as error:
        raise StageError(f"{command}: cannot be run: {error.strerror}") from None


# Python writes no bytecode: two versions of a file within a second look alike to it.
QUIET: Final = {"PYTHONDONTWRITEBYTECODE": "1"}


def start(
    arguments: list[str], folder: Path, settings: Mapping[str, str], output: int
) -> "subprocess.Popen[bytes]":
    """Start a command in a process group of its own. Raises StageError."""
    try:
        return subprocess.Popen(
            arguments,
            cwd=folder,
            env=environment_of({**QUIET, **settings}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    except OSError as error:
        raise StageError(
            f"{arguments[0]}: cannot be run: {error.strerror}; the line `run` of the "
            "stage or of progress.txt says how your program is started"
        ) from None


def command_line(command: str, port: int) -> list[str]:
    """The words of a command, with its placeholders and $PORT filled in."""
    values = {"{python}": sys.executable, "{host}": HOST, "{port}": str(port)}
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as error:
        raise StageError(f"the command {command!r} cannot be read: {error}") from None
    if not words:
        raise StageError("the command that starts your program is empty")
    for name, value in {**values, "${PORT}": str(port), "$PORT": str(port)}.items():
        words = [word.replace(name, value) for word in words]
    return words
