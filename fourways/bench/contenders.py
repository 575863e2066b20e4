"""The servers that are compared, and how each is started.

Every one serves the same application with the same number of processes and threads.
waitress and cheroot have no processes of their own, so they are compared in a group
of their own: one process each, ours too, with all the threads in it. uvicorn is in
both: with more than one process, asyncio does not switch Nagle's algorithm off for
it, and each answer then waits some 40 ms for an acknowledgement.
"""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fourways import watchdog

from . import starts
from .starts import Command, Start

__all__ = ["CONTENDERS", "SCRATCH", "CannotStart", "Contender", "Start", "running"]

START_SECONDS = 20.0
SCRATCH = "scratch"
_PATH = (Path(__file__).parent / "served", Path(__file__).parents[2])


class CannotStart(Exception):
    """A server did not answer in time; says what it printed."""


@dataclass(frozen=True)
class Contender:
    """A server: its name, what has to be installed, its command."""

    name: str
    distributions: tuple[str, ...]
    modules: tuple[str, ...]
    command: Command
    processes: bool = True  # whether it can have more than one
    single: bool = False  # whether it is measured with one process too

    @property
    def installed(self) -> bool:
        """Whether everything that it needs can be imported."""
        return all(importlib.util.find_spec(module) for module in self.modules)

    @property
    def versions(self) -> str:
        """Name and version of what it consists of."""
        return ", ".join(f"{name} {_version(name)}" for name in self.distributions)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


CONTENDERS = (
    Contender(SCRATCH, (), ("scratch_api.server",), starts.scratch),
    Contender("gunicorn gthread", ("gunicorn",), ("gunicorn",), starts.gunicorn),
    Contender(
        "uvicorn h11",
        ("uvicorn", "h11"),
        ("uvicorn", "h11"),
        starts.uvicorn("h11"),
        single=True,
    ),
    Contender(
        "uvicorn httptools",
        ("uvicorn", "httptools"),
        ("uvicorn", "httptools"),
        starts.uvicorn("httptools"),
        single=True,
    ),
    Contender("granian", ("granian",), ("granian",), starts.granian),
    Contender("waitress", ("waitress",), ("waitress",), starts.waitress, False, True),
    Contender("cheroot", ("cheroot",), ("cheroot",), starts.cheroot, False, True),
)


@contextmanager
def running(
    contender: Contender,
    processes: int,
    threads: int,
    *,
    module: str = "hello",
    folder: Path | None = None,
    options: Sequence[str] = (),
) -> Iterator[int]:
    """Run a server on a free port and give that port.

    It serves the application of `module`, which may stand in a `folder` of its own.
    """
    port = _free_port()
    start = Start(port, processes, threads, module, options)
    path = [*([folder] if folder else []), *_PATH]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [sys.executable, *contender.command(start)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, path))},
        )
        watchdog.watch_group(process.pid)
        try:
            if not _answers(port, process):
                log.seek(0)
                raise CannotStart(f"{contender.name} did not start:\n{log.read()}")
            yield port
        finally:
            _end(process)
            watchdog.forget_group(process.pid)


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as sock:
                sock.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                if sock.recv(100)[:12] in (b"HTTP/1.1 200", b"HTTP/1.0 200"):
                    return True
        except OSError:
            pass
        time.sleep(0.05)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and what it has started, with a second to do it well."""
    for number, patience in ((signal.SIGTERM, 1.0), (signal.SIGKILL, 5.0)):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port: int = sock.getsockname()[1]
    return port
