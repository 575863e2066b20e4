"""A server that one test has for itself: to configure, break, stop and kill."""

import itertools
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Final

from contract_tests.support.client import Client
from contract_tests.support.connection import Connection
from contract_tests.support.exchange import RECORDER
from contract_tests.support.first_step import first_step_of
from contract_tests.support.raw import RawConnection
from contract_tests.support.start import Started, settings
from contract_tests.support.users import sign_up
from fourways import databases, launch
from fourways.ports import Port
from fourways.process import STOP_SECONDS, ServerProcess

# A failing test shows its own lines, not these.
__tracebackhide__ = True

# A server that refuses its settings says so at once; this is for loaded machines.
_REFUSAL_SECONDS: Final = 60.0

# Ports are used again in the course of a run; what another server has printed is no
# business of this one.
_numbers: Final = itertools.count(1)


class Server:
    """A server process on a database of its own, both fresh.

    `database` may be broken, mended, read; `environment` holds the settings and
    may be changed before a start. A test fails that leaves it in use too long.
    """

    def __init__(
        self,
        started: Started,
        folder: Path,
        *,
        migrated: bool,
        first_step: bool,
        **environment: str,
    ) -> None:
        target, state = started.target, started.state
        assert target.backend is not None
        assert target.server is not None
        self._backend = target.backend
        self._server = target.server
        self._first_user = state.user if migrated else None
        if migrated:
            template = databases.at(state.template, state.cluster)
            self.database = template.copy()
        elif first_step:
            self.database = first_step_of(started, folder).copy()
        else:
            self.database = databases.fresh(target.database, state.cluster)
        self.port = Port()
        self.environment = settings(
            database=self.database, port=self.port, **environment
        )
        name = f"{target.id}-{os.getpid()}-{next(_numbers)}.log"
        self.log_file = folder / name
        RECORDER.watch(self.log_file)
        self._connections: list[Connection] = []
        self._raw: list[RawConnection] = []
        self.process: ServerProcess | None = None

    @property
    def url(self) -> str:
        """http://host:port, of the server when it runs."""
        return f"http://127.0.0.1:{self.port.number}"

    def migrate(self) -> "subprocess.CompletedProcess[str]":
        """Migrate to the last step; whatever the outcome."""
        return launch.migrate(self._backend, self.environment)

    def fill_with_seed(self, change: Callable[[str], str] = str) -> None:
        """Run the backend's seed, changed or not, at the first migration step."""
        assert self._backend.seed is not None, "backend.toml names no seed"
        self.database.run_script(change(self._backend.seed.read_text("utf-8")))

    def start(self, *, ready: bool = True) -> None:
        """Start it and wait until /health is 200, or any answer if not `ready`."""
        self.process = launch.server(
            self._backend, self._server, self.environment, self.log_file
        )
        self.process.start()
        self.process.wait(ready=ready)

    def start_again(self) -> None:
        """Start it after its end, to look at what was kept: one process is enough."""
        self.environment["WORKERS"] = "1"
        self.start()

    def refuse(self) -> "subprocess.CompletedProcess[str]":
        """Start it where it cannot start, and wait for its end."""
        return launch.run_server(
            self._backend, self._server, self.environment, seconds=_REFUSAL_SECONDS
        )

    def terminate(self) -> int:
        """SIGTERM, and wait at most 10 seconds. Returns the exit status."""
        self.signal_termination()
        return self.join()

    def signal_termination(self) -> None:
        """SIGTERM, without waiting."""
        assert self.process is not None
        self.process.signal(signal.SIGTERM)

    def join(self) -> int:
        """Wait for its end, at most 10 seconds, then SIGKILL. Returns the status."""
        assert self.process is not None
        return self.process.join(STOP_SECONDS)

    def kill(self) -> None:
        """SIGKILL it with all its workers."""
        assert self.process is not None
        self.process.kill()

    def log(self) -> str:
        """Everything that it has printed on stderr."""
        if not self.log_file.exists():
            return ""
        return self.log_file.read_text(encoding="utf-8", errors="replace")

    def client(self) -> Client:
        """An anonymous client."""
        connection = Connection(self.url)
        self._connections.append(connection)
        return Client(connection)

    def user(self) -> Client:
        """A signed-in client, without hashing: the user of every migrated database."""
        return self.client().acting_as(self._first_user or sign_up(self.url))

    def raw(self) -> RawConnection:
        """A plain socket to it."""
        raw = RawConnection(self.url)
        self._raw.append(raw)
        return raw

    def close(self) -> None:
        """End it and remove its database."""
        for connection in self._connections:
            connection.close()
        for raw in self._raw:
            raw.close()
        if self.process is not None:
            self.process.kill()
        self.database.drop()
        self.port.release()


MakeServer = Callable[..., Server]
"""The fixture `private_server`: makes servers for one test."""
