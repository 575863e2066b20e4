"""A fresh database in a PostgreSQL cluster."""

from typing import Any

from fourways import postgres
from fourways.databases.database import Database


class PostgresDatabase(Database):
    """A database in a cluster."""

    copies_while_in_use = False

    def __init__(self, cluster: postgres.Cluster, url: str) -> None:
        self._cluster = cluster
        self.url = url

    @property
    def cluster_url(self) -> str:
        """Where databases are made."""
        return self._cluster.url

    def copy(self) -> "PostgresDatabase":
        return PostgresDatabase(self._cluster, self._cluster.create(self.url))

    def execute(self, sql: str) -> list[tuple[Any, ...]]:
        with postgres.connect(self.url) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    def run_script(self, sql: str) -> None:
        with postgres.connect(self.url) as connection:
            # Without parameters PostgreSQL takes several statements at once,
            # and runs them in one transaction.
            connection.execute(sql.encode())

    def break_(self) -> None:
        self.execute("ALTER SCHEMA public RENAME TO broken")

    def mend(self) -> None:
        self.execute("ALTER SCHEMA broken RENAME TO public")

    def disconnect(self) -> int:
        closed = self.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        return len(closed)

    def content(self) -> bytes:
        rows = self.execute(
            "SELECT quote_ident(table_schema) || '.' || quote_ident(table_name)"
            " FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
        )
        dump = bytearray()
        with postgres.connect(self.url) as connection:
            for (table,) in rows:
                with connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
                    for block in copy:
                        dump += block
        return bytes(dump)

    def schema(self) -> list[tuple[Any, ...]]:
        columns = self.execute(
            "SELECT table_schema, table_name, column_name, data_type, is_nullable"
            " FROM information_schema.columns WHERE table_schema NOT IN"
            " ('pg_catalog', 'information_schema') ORDER BY 1, 2, 3"
        )
        indexes = self.execute(
            "SELECT schemaname, tablename, indexname, indexdef FROM pg_indexes"
            " WHERE schemaname <> 'pg_catalog' ORDER BY 1, 2, 3"
        )
        return [*columns, *indexes]

    def drop(self) -> None:
        self._cluster.drop(self.url)
