"""What a `backend.toml` says: how a backend is called, migrated and served.

`load(folder)` reads one, or raises `ManifestError` with one line that names
the file, the key, what is wrong and what would be right. docs/add-a-backend.md
describes the format.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fourways.manifest_table import ManifestError, Table

__all__ = [
    "DATABASES",
    "FILE_NAME",
    "Backend",
    "ManifestError",
    "ServerCommand",
    "load",
]

FILE_NAME: Final = "backend.toml"
DATABASES: Final = ("sqlite", "postgresql")


@dataclass(frozen=True)
class ServerCommand:
    """One way to serve a backend.

    `command` still holds its placeholders; `distributions` must be installed
    for it beyond the backend's extra; with `needs_fork` it does not run on Windows.
    `limits` are rules of the contract that cannot be kept on it, each with why.
    """

    name: str
    command: tuple[str, ...]
    needs_fork: bool = False
    distributions: tuple[str, ...] = ()
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Backend:
    """One backend: a folder with a `backend.toml`.

    `directory` is where its commands run. The three about migrations are None
    for a backend that has none: nothing is then run before it is served.
    """

    name: str
    title: str
    language: str
    folder: Path
    directory: Path
    databases: tuple[str, ...]
    servers: tuple[ServerCommand, ...]
    extra: str | None = None
    migrate: tuple[str, ...] | None = None
    migrate_first: tuple[str, ...] | None = None
    seed: Path | None = None


def load(folder: Path) -> Backend:
    """The backend in a folder (or the one whose backend.toml is given)."""
    file = folder if folder.name == FILE_NAME else folder / FILE_NAME
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ManifestError(
            f"{file}: there is no such file; a backend is a folder with a {FILE_NAME}"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"{file}: cannot be read: {error}") from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"{file}: is not valid TOML: {error}") from None
    return _backend(Table(file, "", document), file.parent.resolve())


def _backend(table: Table, folder: Path) -> Backend:
    migrate = table.table("migrate")
    backend = Backend(
        name=table.name("name"),
        title=table.text("title"),
        language=table.text("language"),
        folder=folder,
        directory=_directory(table, folder),
        databases=_databases(table),
        servers=_servers(table),
        extra=table.optional_text("extra"),
        migrate=migrate.command("command") if migrate else None,
        migrate_first=migrate.optional_command("first") if migrate else None,
        seed=_seed(migrate, folder) if migrate else None,
    )
    if migrate:
        if (backend.migrate_first is None) != (backend.seed is None):
            raise migrate.error(
                "first", "belongs together with seed: give both, or neither"
            )
        migrate.nothing_else()
    table.nothing_else()
    return backend


def _directory(table: Table, folder: Path) -> Path:
    text = table.optional_text("directory") or "."
    directory = (folder / text).resolve()
    if not directory.is_dir():
        raise table.error(
            "directory",
            f"must be a folder, relative to this file; there is no {directory}",
        )
    return directory


def _databases(table: Table) -> tuple[str, ...]:
    names = table.texts("databases")
    if not names or not set(names) <= set(DATABASES) or len(set(names)) < len(names):
        raise table.error(
            "databases", f'must list "sqlite", "postgresql" or both, not {list(names)}'
        )
    return names


def _servers(table: Table) -> tuple[ServerCommand, ...]:
    servers: list[ServerCommand] = []
    for server in table.tables("servers"):
        servers.append(
            ServerCommand(
                name=server.name("name"),
                command=server.command("command"),
                needs_fork=server.flag("needs_fork"),
                distributions=server.texts("distributions", default=()),
                limits=_limits(server, first=not servers),
            )
        )
        server.nothing_else()
    if not servers:
        raise table.error("servers", "is missing: at least one [[servers]] is needed")
    names = [server.name for server in servers]
    for name in names:
        if names.count(name) > 1:
            raise table.error(
                "servers", f'must have names of their own, not two "{name}"'
            )
    return tuple(servers)


def _limits(server: Table, *, first: bool) -> dict[str, str]:
    limits = server.table("limits")
    if limits is None:
        return {}
    if first:
        raise server.error(
            "limits",
            "cannot stand at the first server: it is the one "
            "that the backend is judged by",
        )
    return {rule: limits.text(rule) for rule in limits.names()}


def _seed(table: Table, folder: Path) -> Path | None:
    text = table.optional_text("seed")
    if text is None:
        return None
    seed = folder / text
    if not seed.is_file():
        raise table.error(
            "seed", f"must be a file, relative to this file; there is no {seed}"
        )
    return seed
