"""Start every target once, in parallel, while the workers are still importing.

For each target a thread makes a migrated database, serves it and signs a user up,
then keeps a copy as the template for the servers that tests start for themselves:
they have a user without hashing a password. How it went is written to a JSON file,
which the workers wait for.
"""

import json
import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from contract_tests.support.targets import Target, from_json
from contract_tests.support.users import SignUpError, User, sign_up
from fourways import databases, launch, postgres, watchdog
from fourways.databases.database import Database
from fourways.databases.sqlite import SqliteDatabase
from fourways.ports import Port
from fourways.process import ServerProcess, StartError, health, poll

ENVIRONMENT: Final[Mapping[str, str]] = {
    "HOST": "127.0.0.1",
    "WORKERS": "2",
    "THREADS": "8",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
    "CORS_ORIGINS": "https://app.example,http://localhost:3000",
    # Who writes local times as if they were UTC is five and a half hours off.
    "TZ": "Asia/Kolkata",
}

# As long as all of migrating and starting may take on a loaded machine.
_SECONDS: Final = 240.0


@dataclass(frozen=True)
class State:
    """How the start of a target went. `error` is empty if it runs.

    `template` and `cluster` are where to copy databases from, and make them;
    `user` is the user in the template. `first_step` is an empty database, for whoever
    needs one at the first migration step.
    """

    url: str = ""
    log: str = ""
    template: str = ""
    first_step: str = ""
    cluster: str = ""
    user: User | None = None
    error: str = ""


@dataclass(frozen=True)
class Started:
    """A target, and how its start went."""

    target: Target
    state: State


class Starter:
    """Starts the targets; `stop` ends everything. Lives in the controller."""

    def __init__(self, targets: tuple[Target, ...]) -> None:
        self.targets = targets
        self.folder = Path(tempfile.mkdtemp(prefix="fourways-run-"))
        watchdog.watch_folder(str(self.folder))
        self._running: dict[str, ServerProcess] = {}
        self._databases: list[Database] = []
        self._ports: list[Port] = []
        self._threads = [
            threading.Thread(target=self._start, args=(target,), daemon=True)
            for target in targets
        ]

    def start(self) -> None:
        """Begin; `wait` tells when a target is there."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all servers and remove their databases and files."""
        for process in list(self._running.values()):
            process.kill()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(_SECONDS)
        for process in list(self._running.values()):
            process.kill()
        for database in self._databases:
            if isinstance(database, SqliteDatabase) or not postgres.embedded():
                database.drop()
        for port in self._ports:
            port.release()
        postgres.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ended(self) -> dict[str, int]:
        """Targets whose server has ended by itself since: id and exit status."""
        statuses = {id_: each.exit_status() for id_, each in self._running.items()}
        return {id_: status for id_, status in statuses.items() if status is not None}

    def _start(self, target: Target) -> None:
        try:
            state = self._started(target) if target.backend else _running_at(target.url)
        except (StartError, postgres.PostgresError, OSError) as error:
            state = State(error=str(error), log=str(self._log(target)))
        except Exception as error:
            state = State(error=f"{type(error).__name__}: {error}")
            raise
        finally:
            _write(self.folder, target, state)

    def _started(self, target: Target) -> State:
        assert target.backend is not None
        assert target.server is not None
        database = databases.fresh(target.database)
        self._databases.append(database)
        if target.backend.migrate:
            result = launch.migrate(target.backend, settings(database=database))
            if result.returncode != 0:
                raise StartError(
                    f"migrate ended with status {result.returncode}; it printed:\n"
                    f"{result.stdout}{result.stderr}"
                )
        port = Port()
        self._ports.append(port)
        process = launch.server(
            target.backend,
            target.server,
            settings(database=database, port=port),
            self._log(target),
        )
        process.start()
        self._running[target.id] = process
        process.wait()
        user = _first_user(f"http://127.0.0.1:{port.number}")
        if not database.copies_while_in_use:
            process.kill()
        template = database.copy()
        # Made here, as the run is to remove it and not the worker that comes first.
        first_step = databases.fresh(target.database)
        self._databases += [template, first_step]
        if not database.copies_while_in_use:
            process.start()
            process.wait()
        return State(
            url=f"http://127.0.0.1:{port.number}",
            log=str(self._log(target)),
            template=template.url,
            first_step=first_step.url,
            cluster=getattr(database, "cluster_url", ""),
            user=user,
        )

    def _log(self, target: Target) -> Path:
        return self.folder / f"{target.id}.log"


def settings(
    *, database: Database, port: Port | None = None, **more: str
) -> dict[str, str]:
    """The environment of a server under test."""
    environment = {**ENVIRONMENT, "DATABASE_URL": database.url}
    if port:
        environment["PORT"] = str(port.number)
    return {**environment, **more}


def _first_user(url: str) -> User | None:
    try:
        return sign_up(url, "first")
    except SignUpError:
        # The tests that need a user will try again, and say what is wrong.
        return None


def wait(folder: Path, target: Target) -> State:
    """How the start of a target went, once it is known."""
    file = folder / f"{target.id}.json"
    for _ in poll(_SECONDS):
        if file.exists():
            state = json.loads(file.read_text(encoding="utf-8"))
            user = User(**state["user"]) if state["user"] else None
            return State(**{**state, "user": user})
    return State(error=f"it was not started within {_SECONDS:.0f} seconds")


def _running_at(url: str) -> State:
    parts = urlsplit(url)
    assert parts.hostname is not None
    tls = parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    if health(parts.hostname, port, tls=tls) is None:
        return State(error=f"GET {url}/health was not answered in HTTP")
    return State(url=url)


def _write(folder: Path, target: Target, state: State) -> None:
    part = folder / f"{target.id}.part"
    part.write_text(json.dumps(asdict(state)), encoding="utf-8")
    # Whoever sees the file sees all of it.
    part.replace(folder / f"{target.id}.json")


def to_workers(starter: Starter) -> dict[str, Any]:
    """What workers need to know, as plain data."""
    return {
        "folder": str(starter.folder),
        "targets": [target.as_json() for target in starter.targets],
    }


def from_controller(data: dict[str, Any]) -> tuple[Path, tuple[Target, ...]]:
    """What `to_workers` told."""
    targets = tuple(from_json(target) for target in data["targets"])
    return Path(data["folder"]), targets
