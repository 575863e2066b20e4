"""A cell of the matrix with what proves it: concern by backend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fourways.compare.concerns import Cell, Concern
from fourways.evidence.model import Ablation, Target
from fourways.site.backends import Way, four
from fourways.site.code import Block, block, block_id
from fourways.site.material import Material
from fourways.site.pages import counted
from fourways.site.results import Row, Tally, rows, tally, targets


@dataclass(frozen=True)
class Piece:
    """A symbol that a concern names: where it stands, and how much it is."""

    reference: str
    first_line: int
    last_line: int
    lines: int
    anchor: str
    """The id of the block of code that it is part of, on the concern's page."""


@dataclass(frozen=True)
class Removal:
    """What was taken out of a copy, and what turned red without it."""

    ablation: Ablation
    block: Block


@dataclass(frozen=True)
class Evidence:
    """What one backend does for one concern. `naked` is None for a concern without
    requirements and for a backend that has no naked app.
    """

    concern: Concern
    way: Way
    cell: Cell
    amount: str
    """In words: `12 lines`, or nothing where nothing was written."""
    share: float
    """Its lines as a part of those of the largest of the four, 0 to 1."""
    blocks: Sequence[Block]
    pieces: Sequence[Piece]
    version: str
    """Of the library, from the lock."""
    removal: Removal | None
    finished: Tally | None
    naked: Tally | None
    naked_target: Target | None
    missed: Sequence[Row]
    """Requirements that the naked app does not meet and the finished one does."""
    given: Sequence[Row]
    """Requirements that the naked app meets as it is."""


def of_concern(concern: Concern, material: Material) -> list[Evidence]:
    """The four cells of a concern. Raises SymbolError."""
    results = rows(material.contract.of_concern(concern.name), material.suite)
    lines = {name: cell.lines() for name, cell in concern.cells.items()}
    return [of_cell(concern, way, results, material, lines) for way in four()]


def of_cell(
    concern: Concern,
    way: Way,
    results: Sequence[Row],
    material: Material,
    lines: Mapping[str, int],
) -> Evidence:
    """One cell; `lines` are those of all four, by name. Raises SymbolError."""
    cell = concern.cells[way.name]
    naked_target = targets(material.suite, naked=True).get(way.name)
    finished = [row.finished[way.name] for row in results]
    naked = [row.naked[way.name] for row in results] if naked_target else []
    met = [row for row in results if naked_target and _holds(row, way.name)]
    blocks = [block(each) for each in cell.blocks()]
    return Evidence(
        concern=concern,
        way=way,
        cell=cell,
        amount=amount(cell, lines[way.name]),
        share=round(lines[way.name] / (max(lines.values()) or 1), 3),
        blocks=blocks,
        pieces=pieces(cell, blocks),
        version=material.locked[cell.library] if cell.library else "",
        removal=removal(cell, material.ablations.of(concern.name, way.name)),
        finished=tally(finished) if results else None,
        naked=tally(naked) if naked else None,
        naked_target=naked_target,
        missed=[row for row in results if naked and row not in met],
        given=met,
    )


def amount(cell: Cell, lines: int) -> str:
    """How much was written, in words; nothing where nothing was."""
    if not cell.code:
        return ""
    data = cell.data_lines()
    words = counted(lines, "line")
    return f"{words} and {data:,} of JSON" if data else words


def _holds(row: Row, name: str) -> bool:
    return row.naked[name].name == "passed"


def pieces(cell: Cell, blocks: Sequence[Block]) -> list[Piece]:
    """The symbols of a cell, each with a link to the block that it is shown in."""
    found = []
    for snippet in cell.snippets():
        anchor = next(
            (
                each.id
                for each in blocks
                if each.file == snippet.file
                and each.first_line <= snippet.first_line <= each.last_line
            ),
            block_id(snippet.file, snippet.first_line),
        )
        found.append(
            Piece(
                snippet.reference,
                snippet.first_line,
                snippet.last_line,
                snippet.lines,
                anchor,
            )
        )
    return found


def removal(cell: Cell, ablation: Ablation | None) -> Removal | None:
    """What was recorded of a removal, and the lines where they stand now.

    Raises SymbolError.
    """
    snippet = cell.removal()
    if ablation is None or snippet is None:
        return None
    return Removal(ablation, block(snippet))
