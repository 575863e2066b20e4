"""The explanation covers all the code, and claims none that is gone."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from fourways.compare.concerns import BACKENDS, Concern
from fourways.compare.symbols import SymbolError, definitions, extract
from fourways.discovery import REPOSITORY, find
from fourways.lines import floor_of, python_files


def problems(concerns: Iterable[Concern]) -> list[str]:
    """One line for each claim that is empty and each code that nobody claims."""
    found = list(concerns)
    return [*_gone(found), *_unclaimed(found)]


def _gone(concerns: Iterable[Concern]) -> Iterator[str]:
    for concern in concerns:
        for cell in concern.cells.values():
            for reference in cell.code:
                try:
                    extract(reference, REPOSITORY)
                except SymbolError as error:
                    yield f"docs/concerns/{concern.name}.md: {error}"


def _unclaimed(concerns: list[Concern]) -> Iterator[str]:
    claimed = {
        reference
        for concern in concerns
        for cell in concern.cells.values()
        for reference in cell.code
    }
    for name in BACKENDS:
        for file in _sources(find(name).folder):
            where = file.relative_to(REPOSITORY).as_posix()
            for definition in definitions(file):
                reference = f"{where}:{definition}"
                methods = any(each.startswith(f"{reference}.") for each in claimed)
                if not methods and not {where, reference} & claimed:
                    yield f"{reference} is claimed by no file in docs/concerns/"


def _sources(folder: Path) -> Iterator[Path]:
    for file in python_files(folder):
        if floor_of(file.relative_to(folder)) == "yours":
            yield file
