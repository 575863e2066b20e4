"""Take the line out that switches something on, and see which rules turn red.

For each cell of docs/concerns/ that names a line under `removed`: the folder of the
backend is copied, the line goes out of the copy, and the rules of the concern are
tested against that. Copies of one concern are tested in one run, side by side.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contract_tests.support.contract import contract
from fourways import watchdog
from fourways.compare.concerns import Cell, Concern, concerns
from fourways.compare.removal import left_by, without
from fourways.compare.symbols import Snippet
from fourways.discovery import REPOSITORY
from fourways.evidence.backends import finished
from fourways.evidence.model import Ablation, Ablations
from fourways.evidence.recorded import EvidenceError
from fourways.evidence.running import DATABASE, run_parts
from fourways.evidence.versions import versions_of
from fourways.manifest import FILE_NAME
from fourways.progress import Progress
from fourways.results import Results, Status
from fourways.suite import Wanted

# Nor what a run leaves behind: Django's key, made at its first start.
NOT_CODE: Final = shutil.ignore_patterns("__pycache__", "tests", "*.db*", ".secret_key")


@dataclass(frozen=True)
class Removal:
    """A line that a cell names, and the rules that are to be tested without it."""

    concern: str
    backend: str
    piece: Snippet
    rules: tuple[str, ...]


def removals(found: Iterable[Concern] = ()) -> list[Removal]:
    """All of them, in the order of the concerns. Raises SymbolError."""
    return [
        Removal(concern.name, name, piece, _rules(concern, cell))
        for concern in found or concerns()
        for name, cell in concern.cells.items()
        if (piece := cell.removal()) is not None
    ]


def run_ablations(wanted: Sequence[Removal], progress: Progress) -> Ablations:
    """Run each of them. Raises EvidenceError if one of them shows nothing."""
    done: list[Ablation] = []
    with tempfile.TemporaryDirectory(prefix="fourways-without-") as folder:
        watchdog.watch_folder(folder)
        for concern in dict.fromkeys(each.concern for each in wanted):
            together = [each for each in wanted if each.concern == concern]
            done += _run(together, Path(folder), progress)
    _check_that_they_matter(done)
    return Ablations(versions_of(finished().values()), tuple(done))


def _check_that_they_matter(done: Iterable[Ablation]) -> None:
    """A cell that is mainly `opt in` needs a line that some rule notices."""
    cells = {concern.name: concern.cells for concern in concerns()}
    useless = [
        f"{each.concern}, {each.backend}: without `{each.text.strip()}` in "
        f"{each.file} everything stays green"
        for each in done
        if not each.red and cells[each.concern][each.backend].automation == "opt in"
    ]
    if useless:
        raise EvidenceError("\n".join(useless))


def _rules(concern: Concern, cell: Cell) -> tuple[str, ...]:
    own = [rule.id for rule in contract().of_concern(concern.name)]
    return (*own, *cell.beyond)


def _run(
    together: Sequence[Removal], folder: Path, progress: Progress
) -> Iterator[Ablation]:
    copies = {_name(each): copy_without(each, folder) for each in together}
    wanted = Wanted(
        backends=tuple(str(copy) for copy in copies.values()),
        databases=(DATABASE,),
        requirements=tuple(dict.fromkeys(r for each in together for r in each.rules)),
        rule_by_rule=True,
    )
    results = run_parts([wanted], progress).results
    for each in together:
        yield _ablation(each, results, f"{_name(each)}-{DATABASE}")


def copy_without(removal: Removal, folder: Path) -> Path:
    """A copy of the backend's folder, renamed in its manifest, without the line.

    Returns the folder of the copy, which is called as the original is.
    """
    backend = finished()[removal.backend]
    copy = folder / _name(removal) / backend.folder.name
    shutil.copytree(backend.folder, copy, ignore=NOT_CODE)
    manifest = copy / FILE_NAME
    text = manifest.read_text(encoding="utf-8")
    line = f'name = "{removal.backend}"'
    if text.count(line) != 1:
        raise EvidenceError(f"{manifest}: there must be one line {line}")
    manifest.write_text(
        text.replace(line, f'name = "{_name(removal)}"'), encoding="utf-8"
    )
    file = copy.parent / removal.piece.file
    if not file.is_file():
        raise EvidenceError(f"{removal.piece.file} is not in {backend.folder.name}/")
    file.write_text(without(removal.piece, REPOSITORY), encoding="utf-8")
    return copy


def _name(removal: Removal) -> str:
    return f"{removal.backend}-without-{removal.concern}"


def _ablation(removal: Removal, results: Results, column: str) -> Ablation:
    piece = removal.piece
    stopped = [each for each in results.problems if each.startswith(f"{column} ")]
    states = {rule: results.status(rule, column) for rule in removal.rules}
    red = tuple(
        rule for rule, state in states.items() if stopped or state is Status.FAILED
    )
    return Ablation(
        concern=removal.concern,
        backend=removal.backend,
        file=piece.file,
        first_line=piece.first_line,
        last_line=piece.last_line,
        text=piece.text,
        left=left_by(piece, REPOSITORY),
        red=red,
        green=tuple(rule for rule in removal.rules if rule not in red),
        did_not_start=bool(stopped),
    )
