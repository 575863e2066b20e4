"""Read docs/concerns/*.md: what each backend does for each concern, and where.

A file begins with YAML between two lines of `---`, then comes the text:

    order: 70
    title: Server                  only for what is no concern of contract.toml
    question: Who reads the socket?
    backends:
      flask:
        automation: opt in         you wrote it | default | opt in | a library
        why: One sentence.
        library: werkzeug          for `a library`: the distribution in the lock
        code: [flask_api/errors.py:register]
        nothing: One sentence.     instead of code
        removed: flask_api/...     for `opt in`: what its evidence takes away
        red: [route-4]             and the requirements that turn red then
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from contract_tests.support.contract import contract
from fourways.compare.symbols import Snippet, extract
from fourways.discovery import REPOSITORY

FOLDER: Final = REPOSITORY / "docs" / "concerns"
BACKENDS: Final = ("scratch", "flask", "django", "fastapi")
AUTOMATION: Final = ("you wrote it", "default", "opt in", "a library")


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
    red: tuple[str, ...] = ()

    def snippets(self) -> list[Snippet]:
        """The code, found. Raises SymbolError."""
        return [extract(reference, REPOSITORY) for reference in self.code]


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
    found = [_load(path) for path in sorted(FOLDER.glob("*.md"))]
    missing = {each.name for each in contract().concerns} - {c.name for c in found}
    if missing:
        raise ConcernError(f"{FOLDER}: no file for {', '.join(sorted(missing))}")
    return tuple(sorted(found, key=lambda concern: concern.order))


def _load(path: Path) -> Concern:
    where = path.relative_to(REPOSITORY)
    parts = path.read_text(encoding="utf-8").split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ConcernError(f"{where}: it must begin with YAML between lines of ---")
    try:
        front: dict[str, Any] = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise ConcernError(f"{where}: {error}") from None
    known = {each.name: each for each in contract().concerns}.get(path.stem)
    title = known.title if known else front.get("title")
    question = known.question if known else front.get("question")
    allowed = {"order", "backends"} | (set() if known else {"title", "question"})
    if set(front) != allowed:
        keys = ", ".join(sorted(allowed))
        raise ConcernError(f"{where}: its keys must be {keys}")
    if tuple(front["backends"]) != BACKENDS:
        raise ConcernError(f"{where}: backends must be {', '.join(BACKENDS)}")
    cells = {
        name: _cell(f"{where}: {name}", table)
        for name, table in front["backends"].items()
    }
    text = parts[2].strip()
    return Concern(path.stem, str(title), str(question), front["order"], text, cells)


def _cell(where: str, table: dict[str, Any]) -> Cell:
    try:
        lists = {key: tuple(table.get(key, ())) for key in ("code", "red")}
        cell = Cell(**{**table, **lists})
    except TypeError as error:
        raise ConcernError(f"{where}: {error}") from None
    if cell.automation not in AUTOMATION:
        raise ConcernError(f"{where}: automation must be one of {AUTOMATION}")
    if bool(cell.code) == bool(cell.nothing):
        raise ConcernError(f"{where}: it needs code, or nothing and why")
    if (cell.automation == "a library") != bool(cell.library):
        raise ConcernError(f"{where}: library goes with 'a library', and only there")
    unknown = set(cell.red) - set(contract().requirements)
    if unknown:
        raise ConcernError(f"{where}: red: no requirement {', '.join(sorted(unknown))}")
    return cell
