"""docs/mutants/explained.toml: survivors that no client could tell, with the reason.

    [[explained]]
    reason = "Only the speed changes."
    changes = [
        {file = "scratch_api/drivers.py", before = "@lru_cache(...)", after = ""},
    ]

A change is named by its file and by its lines before and after, without their indent.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from fourways.discovery import REPOSITORY

FILE: Final = REPOSITORY / "docs" / "mutants" / "explained.toml"


class Named(Protocol):
    """What a change is named by."""

    @property
    def file(self) -> str:
        """Relative to the repository."""

    @property
    def before(self) -> str:
        """The lines that differ."""

    @property
    def after(self) -> str:
        """What they become."""


@dataclass(frozen=True, order=True)
class Change:
    """A change of a file."""

    file: str
    before: str
    after: str


def change_of(named: Named) -> Change:
    """The change that a mutant or a survivor is."""
    return Change(named.file, named.before, named.after)


def explained(file: Path = FILE) -> Mapping[Change, str]:
    """The reasons, by change."""
    document = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        Change(**change): entry["reason"].strip()
        for entry in document.get("explained", ())
        for change in entry["changes"]
    }


def problems(
    reasons: Mapping[Change, str], mutants: Iterable[Named], killed: Iterable[Named]
) -> Iterator[str]:
    """Entries about what is no mutant, or one that was killed: a line for each.

    `mutants` are all of the files that were looked at, `killed` those that were. The
    same change may be one of several lines: one of them that survives needs its reason.
    """
    there = Counter(map(change_of, mutants))
    noticed = Counter(map(change_of, killed))
    files = {change.file for change in there}
    for change in reasons:
        if change.file in files and change not in there:
            yield f"{_words(change)}: there is no such mutant"
        elif change in noticed and noticed[change] == there[change]:
            yield f"{_words(change)}: this mutant was killed"


def _words(change: Change) -> str:
    return f"{FILE.name}: {change.file}: {change.before!r} to {change.after!r}"
