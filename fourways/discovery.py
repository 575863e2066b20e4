"""Which backends are there, and what is missing to run them.

The backends of this repository are the folders with a backend.toml beside
`fourways/`; a backend from elsewhere is found by its path.
"""

import os
import re
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement

from fourways.manifest import FILE_NAME, Backend, ManifestError, ServerCommand, load

REPOSITORY = Path(__file__).resolve().parent.parent


def backends(root: Path = REPOSITORY) -> list[Backend]:
    """Every backend beside `fourways/`, by name. Raises ManifestError."""
    found: dict[str, Backend] = {}
    for file in sorted(root.glob(f"*/{FILE_NAME}")):
        _add(found, load(file.parent))
    return [found[name] for name in sorted(found)]


def find(name_or_path: str, root: Path = REPOSITORY) -> Backend:
    """The backend of that name, or in that folder. Raises ManifestError."""
    path = Path(name_or_path).expanduser()
    if len(path.parts) > 1 or name_or_path.startswith("."):
        return load(path)
    known = {backend.name: backend for backend in backends(root)}
    if name_or_path in known:
        return known[name_or_path]
    if (path / FILE_NAME).is_file():
        return load(path)
    raise ManifestError(
        f"there is no backend {name_or_path!r}: it must be one of "
        f"{', '.join(known) or '(none here)'}, or the path of a folder with a "
        f"{FILE_NAME}"
    )


def find_all(names: Iterable[str], root: Path = REPOSITORY) -> list[Backend]:
    """As `find` for each, in that order; two of one name are a ManifestError."""
    found: dict[str, Backend] = {}
    for name in names:
        _add(found, find(name, root))
    return list(found.values())


def _add(found: dict[str, Backend], backend: Backend) -> None:
    other = found.setdefault(backend.name, backend)
    if other.folder != backend.folder:
        raise ManifestError(
            f"{backend.folder / FILE_NAME}: name must not be {backend.name!r}, "
            f"which {other.folder / FILE_NAME} has already"
        )


def default_server(backend: Backend) -> ServerCommand:
    """The first server of a backend that can run here."""
    for server in backend.servers:
        if not server_missing(server) and runs_here(server):
            return server
    return backend.servers[0]


def runs_here(server: ServerCommand) -> bool:
    """Whether this operating system has what the server needs of it."""
    return hasattr(os, "fork") or not server.needs_fork


def server_named(backend: Backend, name: str) -> ServerCommand:
    """The server of that name. Raises ManifestError."""
    for server in backend.servers:
        if server.name == name:
            return server
    names = ", ".join(server.name for server in backend.servers)
    raise ManifestError(f"{backend.name} has no server {name!r}: it has {names}")


def missing(backend: Backend, server: ServerCommand | None = None) -> list[str]:
    """Distributions that must be installed before it runs on that server.

    That is what its extra names, and what the server (the default one if none
    is given) needs beyond it. `install_command` says how to get them.
    """
    server = server or default_server(backend)
    names = [*of_extra(backend.extra), *server.distributions]
    return sorted({name for name in names if not _installed(name)})


def server_missing(server: ServerCommand) -> list[str]:
    """Distributions that the server itself needs and that are not installed."""
    return [name for name in server.distributions if not _installed(name)]


def install_command(backend: Backend, server: ServerCommand | None = None) -> str:
    """The command that installs what `missing` lists."""
    others = set(missing(backend, server)) - set(of_extra(backend.extra))
    extras = [f'".[{backend.extra}]"'] if backend.extra else []
    return " ".join(["pip install", *extras, *sorted(others)])


@cache
def of_extra(extra: str | None) -> tuple[str, ...]:
    """The distributions that an extra of pyproject.toml names for this system."""
    if extra is None:
        return ()
    requirements = metadata.requires("fourways") or []
    here: dict[str, Any] = {**default_environment()}
    names = []
    for text in requirements:
        requirement = Requirement(text)
        marker = requirement.marker
        if (
            marker
            and marker.evaluate({**here, "extra": extra})
            and not marker.evaluate({**here, "extra": ""})
        ):
            names.append(requirement.name)
    return tuple(names)


@cache
def _installed(name: str) -> bool:
    try:
        metadata.distribution(re.sub(r"[-_.]+", "-", name).lower())
    except metadata.PackageNotFoundError:
        return False
    return True
