"""Fresh databases, on SQLite or PostgreSQL, that a test may also break and read."""

import re
from pathlib import Path

from fourways import postgres
from fourways.databases.database import Database
from fourways.databases.postgresql import PostgresDatabase
from fourways.databases.sqlite import SqliteDatabase


def fresh(kind: str, cluster_url: str | None = None) -> Database:
    """An empty database: kind is "sqlite" or "postgresql".

    `cluster_url` names the PostgreSQL to use when it is already known. Raises
    postgres.PostgresError.
    """
    if kind == "sqlite":
        return SqliteDatabase()
    cluster = postgres.Cluster(cluster_url) if cluster_url else postgres.cluster()
    return PostgresDatabase(cluster, cluster.create())


def at(url: str, cluster_url: str) -> Database:
    """The database of ours that has this URL."""
    if url.startswith("sqlite:///"):
        return SqliteDatabase(Path(url.removeprefix("sqlite:///")))
    return PostgresDatabase(postgres.Cluster(cluster_url), url)


def without_password(url: str) -> str:
    """The URL as it may be shown: its password, if any, as three stars."""
    return re.sub(r"(?<=://)([^/@:]*):[^/]+@", r"\1:***@", url)
