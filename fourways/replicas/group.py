"""A backend as docs/deploy.md has it: one database, its replicas, nginx in front."""

import contextlib
import itertools
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from contract_tests.support.start import ENVIRONMENT
from fourways import discovery, launch, postgres, watchdog
from fourways.databases.postgresql import PostgresDatabase
from fourways.manifest import Backend
from fourways.ports import Port
from fourways.process import START_SECONDS, ServerProcess, StartError
from fourways.replicas import deployed
from fourways.replicas.nginx import PORTS, STOPPING, Nginx

# Contract, operate-4.
_ACCESS_LINE: Final = re.compile(r" \d{3} \d+(\.\d+)?ms$", re.MULTILINE)


@dataclass
class Replica:
    """One of the replicas: a port, and the processes that served there in turn.

    `written` is its port in docs/deploy; `folder` stands for /run/fourways there.
    """

    backend: Backend
    settings: Mapping[str, str]
    folder: Path
    written: int
    port: Port
    processes: list[ServerProcess] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def name(self) -> str:
        """How it is called in reports: by its port here."""
        return f"127.0.0.1:{self.port.number}"

    @property
    def process(self) -> ServerProcess:
        """The one that serves now, or served last."""
        return self.processes[-1]

    def start(self) -> None:
        """Start another process; `process.wait` tells when it answers."""
        log = self.folder / f"{self.port.number}-{next(self._numbers)}.log"
        process = launch.server(
            self.backend,
            discovery.default_server(self.backend),
            {**self.settings, "PORT": str(self.port.number)},
            log,
        )
        process.start()
        self.processes.append(process)

    def obey(self, key: str) -> None:
        """Run the commands of the unit under this key, such as ExecStop=, here.

        Raises StartError if one fails, or takes too long.
        """
        here = {
            f"{STOPPING}/%i": f"{self.folder}/{self.written}",
            ":%i": f":{self.port.number}",
        }
        for command in deployed.commands(deployed.API, key, here):
            try:
                subprocess.run(command, check=True, timeout=START_SECONDS)
            except (OSError, subprocess.SubprocessError) as error:
                raise StartError(f"{key}= of {deployed.API.name}: {error}") from None

    def answers(self) -> list[int]:
        """How many requests each process says that it answered, in their order."""
        return [len(_ACCESS_LINE.findall(each.output())) for each in self.processes]


@dataclass
class Group:
    """Replicas behind nginx, running."""

    replicas: list[Replica]
    nginx: Nginx

    @property
    def url(self) -> str:
        """Where nginx answers."""
        return f"http://127.0.0.1:{self.nginx.process.port}"

    def in_turn(self, number: int) -> Replica:
        """The replica of that number, counted round and round from 0."""
        return self.replicas[number % len(self.replicas)]


@contextlib.contextmanager
def cluster() -> Iterator[postgres.Cluster]:
    """The PostgreSQL that DATABASE_URL names, or one of our own until the end.

    Our own, for the suite ends the embedded one that it would share with us.
    """
    if postgres.running_url():
        yield postgres.cluster()
        return
    embedded = postgres.EmbeddedCluster()
    try:
        yield embedded
    finally:
        embedded.stop()


@contextlib.contextmanager
def started(backend: Backend, where: postgres.Cluster) -> Iterator[Group]:
    """Migrate a fresh database, start replicas and nginx; end all at the end.

    Raises StartError.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="fourways-replicas-"))
        watchdog.watch_folder(str(folder))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = PostgresDatabase(where, where.create())
        stack.callback(database.drop)
        settings = settings_for(database.url)
        migrate(backend, settings)
        group = [
            Replica(backend, settings, folder, written, _port(stack))
            for written in PORTS
        ]
        for replica in group:
            stack.callback(_kill, replica)
            replica.start()
        ports = [each.port.number for each in group]
        nginx = Nginx(folder, _port(stack).number, ports)
        nginx.check()
        for replica in group:
            replica.process.wait()
        stack.callback(nginx.process.kill)
        nginx.process.start()
        nginx.process.wait()
        yield Group(group, nginx)


def settings_for(database_url: str) -> dict[str, str]:
    """The settings of docs/deploy, with the names of this machine and the database."""
    ours = {name: ENVIRONMENT[name] for name in ("ALLOWED_HOSTS", "CORS_ORIGINS")}
    return {**deployed.settings(), **ours, "DATABASE_URL": database_url}


def migrate(backend: Backend, settings: Mapping[str, str]) -> None:
    """Migrate to the last step. Raises StartError."""
    if backend.migrate is None:
        return
    result = launch.migrate(backend, settings)
    if result.returncode:
        raise StartError(f"migrate failed:\n{result.stdout}{result.stderr}")


def _port(stack: contextlib.ExitStack) -> Port:
    port = Port()
    stack.callback(port.release)
    return port


def _kill(replica: Replica) -> None:
    for process in replica.processes:
        process.kill()
