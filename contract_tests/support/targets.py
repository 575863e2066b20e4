"""From the command line to targets: backend + database + server, or a URL."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from fourways import discovery
from fourways.manifest import DATABASES, Backend, ManifestError, ServerCommand, load

URL_TARGET: Final = "url"


@dataclass(frozen=True)
class Target:
    """What one column of the results is about.

    `backend` and `server` are None for a server that runs already, at `url`.
    """

    id: str
    database: str = ""
    backend: Backend | None = None
    server: ServerCommand | None = None
    url: str = ""

    def as_json(self) -> dict[str, Any]:
        """What a worker needs to make the same target, `from_json`."""
        return {
            "id": self.id,
            "database": self.database,
            "folder": str(self.backend.folder) if self.backend else "",
            "server": self.server.name if self.server else "",
            "url": self.url,
        }


def from_json(target: dict[str, Any]) -> Target:
    """The target that `as_json` described."""
    if not target["folder"]:
        return Target(id=target["id"], url=target["url"])
    backend = load(Path(target["folder"]))
    server = discovery.server_named(backend, target["server"])
    return Target(target["id"], target["database"], backend, server)


@dataclass(frozen=True)
class Selection:
    """The targets of a run, and what was left out: (name, reason)."""

    targets: tuple[Target, ...]
    left_out: tuple[tuple[str, str], ...] = ()


def without_other_databases(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Each backend on the first of its databases only."""
    first: dict[Path | None, Target] = {}
    for target in targets:
        first.setdefault(target.backend.folder if target.backend else None, target)
    return tuple(first.values())


def add_options(parser: pytest.Parser) -> None:
    """The options that say what to test."""
    group = parser.getgroup("contract", "the contract suite")
    group.addoption(
        "--backend",
        action="append",
        metavar="NAME|PATH",
        help="test this backend (may be repeated; default: all that are there)",
    )
    group.addoption(
        "--database",
        action="append",
        choices=DATABASES,
        help="on this database (may be repeated; default: sqlite)",
    )
    group.addoption("--server", metavar="NAME", help="on this server of each backend")
    group.addoption(
        "--url", metavar="URL", help="test the server that runs there, in any language"
    )
    group.addoption(
        "--anonymous", action="store_true", help="the server at --url has no users yet"
    )
    group.addoption(
        "--level",
        type=int,
        choices=(1, 2, 3),
        default=3,
        help="only requirements up to this level",
    )
    group.addoption(
        "--requirement",
        action="append",
        metavar="ID",
        help="only tests of this requirement (may be repeated)",
    )
    group.addoption(
        "--rule-by-rule",
        action="store_true",
        help="a response that breaks another rule than a test's own does not fail it",
    )


def select(config: pytest.Config) -> Selection:
    """What the options ask for. Raises pytest.UsageError."""
    try:
        if config.option.url:
            return _the_url(config)
        if config.option.anonymous:
            raise pytest.UsageError("--anonymous needs --url")
        selection = _backends(config)
    except ManifestError as error:
        raise pytest.UsageError(str(error)) from None
    if not selection.targets:
        reasons = [f"{name}: {reason}" for name, reason in selection.left_out]
        raise pytest.UsageError(
            "nothing to test: no backend can run here\n" + "\n".join(reasons)
        )
    return selection


def _the_url(config: pytest.Config) -> Selection:
    for option in ("backend", "database", "server"):
        if getattr(config.option, option):
            raise pytest.UsageError(f"--url and --{option} exclude each other")
    parts = urlsplit(config.option.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise pytest.UsageError(
            f"--url must be like http://localhost:8000, not {config.option.url!r}"
        )
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise pytest.UsageError("--url must end after the port: paths are the suite's")
    return Selection((Target(URL_TARGET, url=f"{parts.scheme}://{parts.netloc}"),))


def _backends(config: pytest.Config) -> Selection:
    named = config.option.backend
    found = discovery.find_all(named) if named else discovery.backends()
    databases = list(dict.fromkeys(config.option.database or ["sqlite"]))
    targets: list[Target] = []
    left_out: list[tuple[str, str]] = []
    for backend in found:
        for database in databases:
            try:
                targets.append(_target(backend, database, config.option.server))
            except ManifestError as error:
                if named:
                    raise
                left_out.append((backend.name, str(error)))
    return Selection(tuple(targets), tuple(left_out))


def _target(backend: Backend, database: str, server_name: str | None) -> Target:
    """Raises ManifestError, saying why this cannot run here."""
    if server_name:
        server = discovery.server_named(backend, server_name)
    else:
        server = discovery.default_server(backend)
    if database not in backend.databases:
        raise ManifestError(f"{backend.name} does not work on {database}")
    if not discovery.runs_here(server):
        raise ManifestError(f"{server.name} needs fork, which is not there")
    missing = discovery.missing(backend, server)
    if missing:
        raise ManifestError(
            f"{', '.join(missing)} not installed; to install: "
            f"{discovery.install_command(backend, server)}"
        )
    parts = [backend.name, *([server.name] if server_name else []), database]
    return Target("-".join(parts), database, backend, server)
