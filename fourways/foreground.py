"""A command in the foreground, as `fourways serve` and `migrate` run it.

Its output goes straight to the terminal. Ctrl-C and SIGTERM both ask it to end
as a deployment would, with SIGTERM, so that requests in flight are finished; a
second Ctrl-C kills it.
"""

import contextlib
import errno
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

from fourways import watchdog
from fourways.process import health
from fourways.terminal import Mistake, tell_mistake

LOOK_AGAIN_SECONDS = 0.05
SAY_SO_SECONDS = 10.0
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}


def serve_until_stopped(
    command: Sequence[str],
    *,
    directory: Path,
    environment: Mapping[str, str],
    host: str,
    port: int,
    on_ready: Callable[[], None],
) -> int:
    """Run a server until it ends, or is told to end. Returns its exit status.

    Calls `on_ready` once, when it answers; an end before that is never status 0.
    Raises Mistake if there is no such program.
    """
    process = started(command, directory, environment)
    with forwarding_signals(process) as told:
        ready = answered(process, ANY_ADDRESS.get(host, host), port)
        if ready:
            on_ready()
        status = ended(process, process.wait())
    if ready or told.is_set():
        return status
    tell_mistake(f"the server ended with status {status} before it answered")
    return status or 1


def answered(process: subprocess.Popen[bytes], host: str, port: int) -> bool:
    """Wait for GET /health, saying so now and then; False if the process ends first."""
    word = time.monotonic() + SAY_SO_SECONDS
    while process.poll() is None:
        if health(host, port) is not None:
            return True
        if time.monotonic() > word:
            tell_mistake(f"still waiting for GET /health on port {port}")
            word += SAY_SO_SECONDS
        time.sleep(LOOK_AGAIN_SECONDS)
    return False


def run_to_its_end(
    command: Sequence[str], *, directory: Path, environment: Mapping[str, str]
) -> int:
    """Run a command that ends by itself. Returns its exit status; raises as above."""
    process = started(command, directory, environment)
    with forwarding_signals(process):
        status = process.wait()
    return ended(process, status)


def started(
    command: Sequence[str], directory: Path, environment: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start a command that does not outlive us."""
    try:
        process = subprocess.Popen(
            command,
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            # Ctrl-C in a terminal goes to a whole group: it has to reach only us.
            start_new_session=True,
        )
    except OSError as error:
        raise Mistake(f"{command[0]} cannot be started: {error.strerror}") from None
    watchdog.watch_group(process.pid)
    return process


def ended(process: subprocess.Popen[bytes], status: int) -> int:
    """The exit status as shells have it: 128 + N for a process that signal N ended."""
    watchdog.forget_group(process.pid)
    return status if status >= 0 else 128 - status


@contextlib.contextmanager
def forwarding_signals(
    process: subprocess.Popen[bytes],
) -> Iterator[threading.Event]:
    """The first SIGINT or SIGTERM asks the process to end, the next one ends it.

    The event is set with the first.
    """
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        if told.is_set():
            os.killpg(process.pid, signal.SIGKILL)
        elif process.poll() is None:
            process.terminate()
        told.set()

    before = {
        number: signal.signal(number, tell)
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def address_of(host: str, port: int) -> str:
    """Where whoever sits at this machine finds what listens there."""
    host = ANY_ADDRESS.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def check_free(host: str, port: int) -> None:
    """Raise Mistake unless a server could listen there now."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise no_address_of_ours(host, error) from None
    with socket.socket(family, kind) as probe:
        # As servers bind: connections in TIME_WAIT do not make a port used.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise no_address_of_ours(host, error) from None
            raise Mistake(
                f"port {port} on {host} cannot be used: {error.strerror}. "
                f"Choose another, for example --port {min(port + 1, 65535)}"
            ) from None


def no_address_of_ours(host: str, error: OSError) -> Mistake:
    """What to say of a host on which nothing here can listen."""
    return Mistake(
        f"HOST must be an address of this machine, not {host!r}: {error.strerror}"
    )
