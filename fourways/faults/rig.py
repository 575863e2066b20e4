"""One backend on one kind of database, made ready once for all scenarios."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from contract_tests.support.private import Server
from contract_tests.support.start import Started, State, settings
from contract_tests.support.targets import Target
from contract_tests.support.users import User, sign_up
from fourways import databases, launch, watchdog
from fourways.discovery import default_server
from fourways.manifest import Backend
from fourways.ports import Port
from fourways.process import StartError

from .client import Client
from .cluster import MortalCluster


class Rig:
    """Makes servers of one backend, each on a fresh copy of a migrated database."""

    def __init__(
        self,
        backend: Backend,
        kind: str,
        cluster: Callable[[], MortalCluster],
    ) -> None:
        """`kind` is "sqlite" or "postgresql"; `cluster` starts that when asked."""
        self.backend = backend
        self.kind = kind
        self.served_by = default_server(backend)
        self.folder = Path()
        self._cluster = cluster
        self._all = ExitStack()

    def __enter__(self) -> Self:
        folder = tempfile.TemporaryDirectory(prefix="fourways-faults-")
        self.folder = Path(self._all.enter_context(folder))
        watchdog.watch_folder(str(self.folder))
        with ExitStack() as stack:
            # Whatever goes wrong on the way is undone.
            stack.enter_context(self._all)
            self._state = self._prepare()
            self._all = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._all.close()

    @property
    def cluster(self) -> MortalCluster:
        """The PostgreSQL of this run, which may be killed."""
        return self._cluster()

    @property
    def user(self) -> User:
        """Who is signed in to every database."""
        assert self._state.user is not None
        return self._state.user

    def server(self, stack: ExitStack, **environment: str) -> Server:
        """A server on a copy of the database, not started; the stack ends it."""
        target = Target("faults", self.kind, self.backend, self.served_by)
        server = Server(
            Started(target, self._state),
            self.folder,
            migrated=True,
            first_step=False,
            **environment,
        )
        stack.callback(server.close)
        return server

    def running(self, stack: ExitStack, **environment: str) -> Server:
        """The same, started."""
        server = self.server(stack, **environment)
        server.start()
        return server

    def client(self, *servers: Server) -> Client:
        """The user, as a client of these servers."""
        return Client([server.port.number for server in servers], self.user.token)

    def _prepare(self) -> State:
        url = self.cluster.url if self.kind == "postgresql" else None
        database = databases.fresh(self.kind, url)
        self._all.callback(database.drop)
        port = Port()
        self._all.callback(port.release)
        environment = settings(database=database, port=port)
        if self.backend.migrate:
            done = launch.migrate(self.backend, environment)
            if done.returncode:
                raise StartError(f"migrate failed:\n{done.stdout}{done.stderr}")
        process = launch.server(
            self.backend, self.served_by, environment, self.folder / "template.log"
        )
        with ExitStack() as stack:
            stack.callback(process.kill)
            process.start()
            process.wait()
            user = sign_up(f"http://127.0.0.1:{port.number}", "faults")
        return State(template=database.url, cluster=url or "", user=user)
