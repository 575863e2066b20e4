"""What the evidence is about: the four, and the app of each framework's tutorial."""

from functools import cache
from pathlib import Path
from typing import Final

from fourways.compare.concerns import BACKENDS
from fourways.discovery import REPOSITORY, default_server, find
from fourways.evidence.model import Target
from fourways.manifest import FILE_NAME, Backend, load

NAKED: Final = REPOSITORY / "docs" / "naked"


@cache
def finished() -> dict[str, Backend]:
    """The four of this repository, by name."""
    return {name: find(name) for name in BACKENDS}


@cache
def naked() -> dict[str, Backend]:
    """The apps in docs/naked, by the name of the finished backend.

    Scratch has none: http.server's documentation leads to no such app.
    """
    folders = [NAKED / name for name in BACKENDS]
    return {
        folder.name: load(folder)
        for folder in folders
        if (folder / FILE_NAME).is_file()
    }


def targets() -> tuple[Target, ...]:
    """All of them; the finished ones come first."""
    return tuple(
        _target(name, backend, naked=group is naked)
        for group in (finished, naked)
        for name, backend in group().items()
    )


def backend_of(target: Target) -> Backend:
    """The backend of a target."""
    return (naked if target.naked else finished)()[target.backend]


def _target(name: str, backend: Backend, *, naked: bool) -> Target:
    return Target(
        name=backend.name,
        backend=name,
        title=backend.title,
        folder=_folder(backend.folder),
        server=default_server(backend).name,
        naked=naked,
    )


def _folder(folder: Path) -> str:
    return folder.relative_to(REPOSITORY).as_posix()
