"""Read docs/concerns/*.md: what each backend does for each concern, and where.

A file begins with YAML between two lines of `---`, then comes the text:

    order: 70
    title: Server                  only for what is no concern of contract.toml
    question: Who reads the socket?
    backends:
      flask:
        automation: opt in         one word of AUTOMATION: who does the larger part
        why: One sentence.         what that part is
        also:                      who does the rest, by the same words
          default: One sentence.
        library: werkzeug          for `a library`: the distribution in the lock
        code: [flask_api/errors.py:register]
        nothing: One sentence.     instead of code
        removed: "FILE: LINE"      for `opt in`: what its evidence takes away
        beyond: [route-4]          rules of other concerns to test without it
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from contract_tests.support.contract import contract
from fourways.compare.removal import extract_line
from fourways.compare.symbols import Snippet, extract, joined, lines_of
from fourways.discovery import REPOSITORY

FOLDER: Final = REPOSITORY / "docs" / "concerns"
BACKENDS: Final = ("scratch", "flask", "django", "fastapi")
MEANINGS: Final = {
    "default": "The framework, or what it is built on, does it without being asked.",
    "opt in": "A line or two switch it on.",
    "a library": "Another package does it, from the lock.",
    "you wrote it": "It is code in this repository.",
    "not there": "Nobody does it, and the contract does not ask for it.",
}
AUTOMATION: Final = tuple(MEANINGS)


def place(name: str) -> int:
    """Where a backend of that name stands when nobody says; others come last."""
    return (*BACKENDS, name).index(name)


class ConcernError(Exception):
    """A file in docs/concerns/ is wrong; the message says which and how."""


@dataclass(frozen=True)
class Cell:
    """What one backend does for one concern."""

    automation: str
    why: str
    code: tuple[str, ...] = ()
    nothing: str = ""
    library: str = ""
    removed: str = ""
    beyond: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> dict[str, str]:
        """Every word that applies, with its sentence, in the order of AUTOMATION."""
        found = {**self.also, self.automation: self.why}
        return {word: found[word] for word in AUTOMATION if word in found}

    def snippets(self) -> list[Snippet]:
        """The code, found. Raises SymbolError."""
        return [extract(reference, REPOSITORY) for reference in self.code]

    def blocks(self) -> list[Snippet]:
        """The code to be read: pieces that stand beside each other are one."""
        return joined(self.snippets(), REPOSITORY)

    def lines(self) -> int:
        """Lines of code: no comments, docstrings, blank lines, imports or JSON."""
        return lines_of(each for each in self.snippets() if not each.is_data)

    def data_lines(self) -> int:
        """Lines of the documents that somebody had to write for it."""
        return lines_of(each for each in self.snippets() if each.is_data)

    def removal(self) -> Snippet | None:
        """The code that the evidence of `opt in` takes away. Raises SymbolError."""
        return extract_line(self.removed, REPOSITORY) if self.removed else None


@dataclass(frozen=True)
class Concern:
    """A part of a web framework: what it is about, and who does it."""

    name: str
    title: str
    question: str
    order: int
    text: str
    cells: Mapping[str, Cell] = field(default_factory=dict)


@cache
def concerns() -> tuple[Concern, ...]:
    """Every concern, in order. Raises ConcernError."""
    return load(FOLDER)


def load(folder: Path) -> tuple[Concern, ...]:
    """The concerns of the files in a folder, in order. Raises ConcernError."""
    found = [_load(path) for path in sorted(folder.glob("*.md"))]
    return tuple(sorted(found, key=lambda concern: concern.order))


def _load(path: Path) -> Concern:
    where = f"docs/concerns/{path.name}"
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ConcernError(f"{where}: it must begin with YAML between lines of ---")
    try:
        front: Any = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise ConcernError(f"{where}: {error}") from None
    known = {each.name: each for each in contract().concerns}.get(path.stem)
    keys = (
        ("order", "backends") if known else ("order", "title", "question", "backends")
    )
    if not isinstance(front, dict) or set(front) != set(keys):
        raise ConcernError(f"{where}: its keys must be {', '.join(keys)}")
    backends = front["backends"]
    if not isinstance(backends, dict) or tuple(backends) != BACKENDS:
        raise ConcernError(f"{where}: backends must be {', '.join(BACKENDS)}")
    return Concern(
        name=path.stem,
        title=known.title if known else front["title"],
        question=known.question if known else front["question"],
        order=front["order"],
        text=parts[2].strip(),
        cells={name: _cell(f"{where}: {name}", backends[name]) for name in backends},
    )


def _cell(where: str, table: dict[str, Any]) -> Cell:
    try:
        lists = {key: tuple(table.get(key, ())) for key in ("code", "beyond")}
        cell = Cell(**{**table, **lists})
    except (AttributeError, TypeError) as error:
        raise ConcernError(f"{where}: {error}") from None
    for wrong, message in _rules(cell):
        if wrong:
            raise ConcernError(f"{where}: {message}")
    return cell


def _rules(cell: Cell) -> list[tuple[bool, str]]:
    words = ", ".join(AUTOMATION)
    unknown = ", ".join(sorted(set(cell.beyond) - set(contract().requirements)))
    return [
        (cell.automation not in AUTOMATION, f"automation must be one of {words}"),
        (bool(set(cell.also) - set(AUTOMATION)), f"the words of also are {words}"),
        (cell.automation in cell.also, "automation stands in also once more"),
        (bool(cell.code) == bool(cell.nothing), "it needs code, or nothing and why"),
        (
            ("a library" in cell.parts) != bool(cell.library),
            "library goes with 'a library', and only there",
        ),
        (
            cell.automation == "opt in" and not cell.removed,
            "opt in needs what its evidence takes away: removed",
        ),
        (
            bool(cell.removed) and "opt in" not in cell.parts,
            "removed goes with 'opt in', and only there",
        ),
        (bool(cell.beyond) and not cell.removed, "beyond goes with removed"),
        (bool(unknown), f"beyond: there is no requirement {unknown}"),
        (
            cell.automation == "not there" and bool(cell.code or cell.also),
            "what is not there has no code",
        ),
    ]
