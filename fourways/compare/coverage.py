"""The explanation covers all the code, and claims none that is gone."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from contract_tests.support.contract import contract
from fourways.compare.concerns import BACKENDS, Cell, Concern
from fourways.compare.symbols import SymbolError, definitions, methods
from fourways.discovery import REPOSITORY, find
from fourways.lines import count_lines, floor_of, python_files

LOCK = REPOSITORY / "requirements.txt"


def problems(concerns: Iterable[Concern]) -> list[str]:
    """One line for each claim that is empty and each code that nobody claims."""
    found = list(concerns)
    return [*_missing(found), *_gone(found), *_not_locked(found), *_unclaimed(found)]


def _missing(concerns: list[Concern]) -> Iterator[str]:
    there = {concern.name for concern in concerns}
    for each in contract().concerns:
        if each.name not in there:
            yield f"docs/concerns/{each.name}.md is not there"


def _gone(concerns: list[Concern]) -> Iterator[str]:
    for concern, cell in _cells(concerns):
        for reference in cell.code:
            try:
                Cell("", "", code=(reference,)).snippets()
            except SymbolError as error:
                yield f"docs/concerns/{concern.name}.md: {error}"
        try:
            cell.removal()
        except SymbolError as error:
            yield f"docs/concerns/{concern.name}.md: removed: {error}"


def _not_locked(concerns: list[Concern]) -> Iterator[str]:
    locked = set(re.findall("^([a-z0-9-]+)==", LOCK.read_text("utf-8"), re.MULTILINE))
    for concern, cell in _cells(concerns):
        if cell.library and cell.library not in locked:
            yield (
                f"docs/concerns/{concern.name}.md: {cell.library} is not in {LOCK.name}"
            )


def _unclaimed(concerns: list[Concern]) -> Iterator[str]:
    claimed = {reference for _, cell in _cells(concerns) for reference in cell.code}
    files = {reference.partition(":")[0] for reference in claimed}
    for name in BACKENDS:
        for file in [*_sources(find(name).folder), *_steps(find(name).folder)]:
            where = file.relative_to(REPOSITORY).as_posix()
            if where in claimed:
                continue
            if where not in files:
                yield f"{where} is claimed by no file in docs/concerns/"
                continue
            for definition in _unclaimed_in(file, where, claimed):
                yield f"{where}:{definition} is claimed by no file in docs/concerns/"


def _unclaimed_in(file: Path, where: str, claimed: set[str]) -> Iterator[str]:
    """Functions and classes; of a class claimed in part, its other methods."""
    for name in definitions(file):
        if f"{where}:{name}" in claimed:
            continue
        parts = methods(file, name)
        missing = [part for part in parts if f"{where}:{part}" not in claimed]
        yield from missing if len(missing) < len(parts) else [name]


def _cells(concerns: list[Concern]) -> Iterator[tuple[Concern, Cell]]:
    for concern in concerns:
        for cell in concern.cells.values():
            yield concern, cell


def _sources(folder: Path) -> Iterator[Path]:
    for file in python_files(folder):
        mine = floor_of(file.relative_to(folder)) == "yours"
        if mine and count_lines(file.read_text(encoding="utf-8")):
            yield file


def _steps(folder: Path) -> list[Path]:
    """The steps of a backend's migrations, in Python or in SQL."""
    found = folder.rglob("migrations/**/[0-9]*")
    return sorted(file for file in found if file.suffix in (".py", ".sql"))
