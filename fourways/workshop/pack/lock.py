"""Which distributions of the lock a machine needs: not all, and not everywhere all.

The lock is for every platform and every extra; each entry says, in the comments that
uv writes, because of whom it is there (`# via`).
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

EXTRAS: Final = ("scratch", "flask", "django", "fastapi")
BUILD: Final = ("hatchling", "editables")
"""What an installation from the folder needs, with --no-build-isolation."""
_NAME: Final = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.M)


class LockError(Exception):
    """A file that is no lock; the message says what is wrong."""


@dataclass(frozen=True)
class Locked:
    """An entry of the lock. `because_of` names the distributions that ask for it."""

    name: str
    requirement: str
    """Such as `flask==3.1.3`, without its marker."""
    marker: Marker | None
    hashes: tuple[str, ...]
    because_of: frozenset[str]

    def applies(self, environment: Mapping[str, str]) -> bool:
        """Whether it is needed on such a machine."""
        return self.marker is None or self.marker.evaluate(dict(environment))

    def line(self, *, everywhere: bool) -> str:
        """The entry as pip reads it, with its marker or for `everywhere`."""
        marked = self.marker is not None and not everywhere
        first = f"{self.requirement} ; {self.marker}" if marked else self.requirement
        return " \\\n    ".join([first, *self.hashes])


def read_lock(file: Path) -> dict[str, Locked]:
    """The entries by name. Raises LockError."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LockError(f"{file} cannot be read: {error}") from None
    starts = [match.start() for match in _NAME.finditer(text)]
    blocks = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    if not blocks:
        raise LockError(f"{file} has no line such as flask==3.1.3")
    return {entry.name: entry for entry in map(_entry, blocks)}


def _entry(block: str) -> Locked:
    code, _, comments = block.partition("#")
    requirement = Requirement(code.split("\\")[0].strip())
    # Of "# via fourways (pyproject.toml)" the name is the first word.
    parents = re.findall(r"^\s*#?\s*(?:via\s+)?([A-Za-z0-9][\w.-]*)", comments, re.M)
    return Locked(
        name=canonicalize_name(requirement.name),
        requirement=f"{requirement.name}{requirement.specifier}",
        marker=requirement.marker,
        hashes=tuple(re.findall(r"--hash=\S+", code)),
        because_of=frozenset(canonicalize_name(p) for p in parents if p != "via"),
    )


def roots(pyproject: Path, extras: Iterable[str] = EXTRAS) -> set[str]:
    """What the project itself asks for, with these extras, and to be installed."""
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    lines = list(project.get("dependencies", []))
    for extra in extras:
        lines += project.get("optional-dependencies", {}).get(extra, [])
    return {canonicalize_name(Requirement(line).name) for line in [*lines, *BUILD]}


def needed(
    lock: Mapping[str, Locked],
    wanted: Collection[str],
    environment: Mapping[str, str],
) -> list[Locked]:
    """The entries that such a machine needs for what is wanted, in the lock's order.

    Raises LockError for what is wanted and not in the lock.
    """
    missing = sorted(set(wanted) - set(lock))
    if missing:
        raise LockError(f"the lock has no {', '.join(missing)}: run make lock")
    here = {name for name, each in lock.items() if each.applies(environment)}
    found = set(wanted) & here
    while more := {name for name in here - found if lock[name].because_of & found}:
        found |= more
    return [each for name, each in lock.items() if name in found]
