"""Run what a backend.toml says: migrate a database, serve on a port."""

import subprocess
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from fourways import watchdog
from fourways.manifest import Backend, ServerCommand
from fourways.placeholders import fill
from fourways.process import (
    ServerProcess,
    StartError,
    environment_of,
    health,
    kill_group,
)

MIGRATE_SECONDS: Final = 120.0
LOOK_SECONDS: Final = 3.0
"""How often to look whether a server has started that should not have."""

DEFAULTS: Final = {"HOST": "127.0.0.1", "PORT": "8000", "WORKERS": "2", "THREADS": "8"}


def migrate(
    backend: Backend, settings: Mapping[str, str], *, first: bool = False
) -> subprocess.CompletedProcess[str]:
    """Migrate the database of settings["DATABASE_URL"], as far as the first step.

    Its exit status, stdout and stderr are in the result, whatever they are.
    """
    command = backend.migrate_first if first else backend.migrate
    if command is None:
        what = "first in [migrate]" if first else "[migrate]"
        raise StartError(f"{backend.folder / 'backend.toml'} has no {what}")
    return _run(backend, command, settings, MIGRATE_SECONDS)


def server(
    backend: Backend, server: ServerCommand, settings: Mapping[str, str], log: Path
) -> ServerProcess:
    """The server of a backend, not yet started; it prints into `log`."""
    settings = {**DEFAULTS, **settings}
    return ServerProcess(
        fill(server.command, settings),
        directory=backend.directory,
        environment=settings,
        log=log,
        host=settings["HOST"],
        port=int(settings["PORT"]),
    )


def run_server(
    backend: Backend,
    server: ServerCommand,
    settings: Mapping[str, str],
    *,
    seconds: float,
) -> subprocess.CompletedProcess[str]:
    """Serve until it ends by itself, as with a wrong setting.

    Raises StartError if it answers, or still runs after `seconds`.
    """
    return _run(backend, server.command, settings, seconds, serves=True)


def _run(
    backend: Backend,
    command: tuple[str, ...],
    settings: Mapping[str, str],
    seconds: float,
    *,
    serves: bool = False,
) -> subprocess.CompletedProcess[str]:
    settings = {**DEFAULTS, **settings}
    arguments = fill(command, settings)
    process = subprocess.Popen(
        arguments,
        cwd=backend.directory,
        env=environment_of(settings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    return _communicate(process, seconds, partial(_answers, settings, serves))


def _communicate(
    process: "subprocess.Popen[str]", seconds: float, answers: Callable[[], bool]
) -> subprocess.CompletedProcess[str]:
    watchdog.watch_group(process.pid)
    deadline = time.monotonic() + seconds
    try:
        while True:
            try:
                output, errors = process.communicate(timeout=LOOK_SECONDS)
                break
            except subprocess.TimeoutExpired:
                if answers():
                    what = "it started, and answers GET /health"
                elif time.monotonic() > deadline:
                    what = f"it did not end within {seconds:.0f} seconds"
                else:
                    continue
            kill_group(process.pid)
            output, errors = process.communicate()
            raise StartError(f"{what}; it printed:\n{output}{errors}")
    finally:
        kill_group(process.pid)
        watchdog.forget_group(process.pid)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def _answers(settings: Mapping[str, str], serves: bool) -> bool:
    """Whether a server that was to be refused its settings has started all the same.

    Any answer says so: with those settings its database may be one that it cannot use.
    """
    port = settings["PORT"]
    if not serves or not port.isdigit():
        return False
    return health(settings["HOST"], int(port)) is not None
