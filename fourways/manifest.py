"""What a `backend.toml` says: how a backend is called, migrated and served.

`load(folder)` reads one, or raises `ManifestError` with one line that names
the file, the key, what is wrong and what would be right. docs/add-a-backend.md
describes the format.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from fourways.placeholders import PLACEHOLDERS, unknown_placeholders

FILE_NAME: Final = "backend.toml"
DATABASES: Final = ("sqlite", "postgresql")

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_NAME_RULE = "small letters, digits and hyphens, a letter first"


class ManifestError(Exception):
    """A backend.toml that cannot be used; the message is one line for a person."""


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
    return _backend(_Table(file, "", document), file.parent.resolve())


def _backend(table: "_Table", folder: Path) -> Backend:
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


def _directory(table: "_Table", folder: Path) -> Path:
    text = table.optional_text("directory") or "."
    directory = (folder / text).resolve()
    if not directory.is_dir():
        raise table.error(
            "directory",
            f"must be a folder, relative to this file; there is no {directory}",
        )
    return directory


def _databases(table: "_Table") -> tuple[str, ...]:
    names = table.texts("databases")
    if not names or not set(names) <= set(DATABASES) or len(set(names)) < len(names):
        raise table.error(
            "databases", f'must list "sqlite", "postgresql" or both, not {list(names)}'
        )
    return names


def _servers(table: "_Table") -> tuple[ServerCommand, ...]:
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


def _limits(server: "_Table", *, first: bool) -> dict[str, str]:
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


def _seed(table: "_Table", folder: Path) -> Path | None:
    text = table.optional_text("seed")
    if text is None:
        return None
    seed = folder / text
    if not seed.is_file():
        raise table.error(
            "seed", f"must be a file, relative to this file; there is no {seed}"
        )
    return seed


class _Table:
    """A table of the file, read key by key; what was not read is unknown."""

    def __init__(self, file: Path, where: str, values: Mapping[str, Any]) -> None:
        self._file = file
        self._where = where
        self._values = values
        self._read: set[str] = set()

    def error(self, key: str, problem: str) -> ManifestError:
        return ManifestError(f"{self._file}: {self._where}{key} {problem}")

    def nothing_else(self) -> None:
        for key in self._values:
            if key not in self._read:
                known = ", ".join(sorted(self._read))
                raise self.error(key, f"is not a key here; the keys are {known}")

    def names(self) -> list[str]:
        return list(self._values)

    def name(self, key: str) -> str:
        text = self.text(key)
        if not _NAME.fullmatch(text):
            raise self.error(key, f"must be {_NAME_RULE}, not {text!r}")
        return text

    def text(self, key: str) -> str:
        text = self.optional_text(key)
        if text is None:
            raise self.error(key, 'is missing: it must be a text, such as "flask"')
        return text

    def optional_text(self, key: str) -> str | None:
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"must be a text in quotes, not {value!r}")
        return value

    def flag(self, key: str) -> bool:
        value = self._get(key)
        if value is not None and not isinstance(value, bool):
            raise self.error(key, f"must be true or false, not {value!r}")
        return bool(value)

    def texts(
        self, key: str, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        value = self._get(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.error(key, 'is missing: it must be a list, such as ["sqlite"]')
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.error(key, f"must be a list of texts in quotes, not {value!r}")
        return tuple(value)

    def command(self, key: str) -> tuple[str, ...]:
        command = self.optional_command(key)
        if command is None:
            raise self.error(
                key, 'is missing: it must be a list, such as ["{python}", "-m", "app"]'
            )
        return command

    def optional_command(self, key: str) -> tuple[str, ...] | None:
        if self._get(key) is None:
            return None
        command = self.texts(key)
        if not command:
            raise self.error(key, "must not be empty: the program comes first")
        for unknown in unknown_placeholders(command):
            known = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise self.error(key, f"has {unknown}; the placeholders are {known}")
        return command

    def table(self, key: str) -> "_Table | None":
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.error(key, f"must be a table, [{key}], not {value!r}")
        return _Table(self._file, f"{key}.", value)

    def tables(self, key: str) -> list["_Table"]:
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.error(key, f"must be tables, [[{key}]], not {value!r}")
        return [
            _Table(self._file, f"{key}[{number}].", each)
            for number, each in enumerate(value, start=1)
        ]

    def _get(self, key: str) -> Any:
        self._read.add(key)
        return self._values.get(key)
