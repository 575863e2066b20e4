"""The archive: the material as it stands here, and beside it what was made for it."""

import zipfile
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from fourways.lines import NOT_SOURCE

NAME: Final = "fourways-workshop"
FOLDERS: Final = (
    "contract_tests",
    "django_api",
    "docs",
    "fastapi_api",
    "flask_api",
    "fourways",
    "scratch_api",
)
FILES: Final = ("*.md", "LICENSE", "Makefile", "pyproject.toml", "requirements.txt")
LEFT_OUT: Final = ("*.pyc", "*.db", "*.db-*", "*.sqlite3", "*.log", ".*")
"""What is made by running, wherever it stands."""


class ArchiveError(Exception):
    """The archive cannot be written; the message says why."""


def material(root: Path) -> Iterator[Path]:
    """The files of the project that go along, in a fixed order."""
    for path in sorted(root.iterdir()):
        if path.is_file() and any(fnmatch(path.name, each) for each in FILES):
            yield path
    for folder in FOLDERS:
        for path in _files(root / folder):
            if not _is_left_out(path.relative_to(root)):
                yield path


def _is_left_out(place: Path) -> bool:
    return bool(NOT_SOURCE & set(place.parts)) or any(
        fnmatch(part, each) for part in place.parts for each in LEFT_OUT
    )


def write(
    file: Path, root: Path, made: Mapping[str, Path], texts: Mapping[str, str]
) -> int:
    """Write the archive in one go; returns its size in bytes. Raises ArchiveError.

    `made` are folders by the name that they get, `texts` files by theirs.
    """
    begun = file.with_name(f"{file.name}.part")
    try:
        with zipfile.ZipFile(begun, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in material(root):
                archive.write(path, f"{NAME}/{path.relative_to(root).as_posix()}")
            for name, folder in made.items():
                for path in _files(folder):
                    place = path.relative_to(folder).as_posix()
                    archive.write(path, f"{NAME}/{name}/{place}")
            for name, text in texts.items():
                archive.writestr(f"{NAME}/{name}", text)
        begun.replace(file)
    except OSError as error:
        begun.unlink(missing_ok=True)
        raise ArchiveError(f"{file} cannot be written: {error.strerror}") from None
    return file.stat().st_size


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
