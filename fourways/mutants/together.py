"""Changes that no client could tell, all at once: one run judges many.

A survivor costs a whole run of the suite, and those with a known reason are expected to
survive. So their changes are made together in one copy, as far as they do not touch
each other. When everything passes, none of them was noticed. When not, each half is
judged by itself, until it is known which of them was.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from fourways.mutants.mutant import Mutant
from fourways.mutants.trial import Outcome, Verdict

Codes = Mapping[str, str]
"""The changed files by name."""


class Edit(NamedTuple):
    """Lines from `first` on, and before `last`, are replaced; counted from 0."""

    first: int
    last: int
    lines: list[str]


def edit_of(original: str, mutant: Mutant) -> Edit:
    """What the mutant does to the lines of its file."""
    before, after = original.splitlines(True), mutant.code.splitlines(True)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    changes = [each for each in matcher.get_opcodes() if each[0] != "equal"]
    return Edit(changes[0][1], changes[-1][2], after[changes[0][3] : changes[-1][4]])


def groups(mutants: Iterable[Mutant], root: Path) -> list[list[Mutant]]:
    """The mutants in groups whose changes stand on different lines."""
    found: list[list[Mutant]] = []
    taken: list[set[tuple[str, int]]] = []
    for mutant in mutants:
        edit = edit_of((root / mutant.file).read_text(encoding="utf-8"), mutant)
        # One line more, for what is only put in between.
        lines = {(mutant.file, line) for line in range(edit.first, edit.last + 1)}
        for group, others in zip(found, taken, strict=True):
            if not lines & others:
                group.append(mutant)
                others |= lines
                break
        else:
            found.append([mutant])
            taken.append(lines)
    return found


def together(group: Sequence[Mutant], root: Path) -> Codes:
    """The files with all changes of the group."""
    found = {}
    for file in {mutant.file for mutant in group}:
        original = (root / file).read_text(encoding="utf-8")
        lines = original.splitlines(True)
        edits = [edit_of(original, each) for each in group if each.file == file]
        for edit in sorted(edits, reverse=True):
            lines[edit.first : edit.last] = edit.lines
        found[file] = "".join(lines)
    return found


def settle(
    group: Sequence[Mutant], root: Path, judge: Callable[[Codes], Verdict]
) -> Iterator[tuple[Mutant, Verdict]]:
    """What becomes of each of them; they may be made together."""
    verdict = judge(together(group, root))
    if verdict.outcome is Outcome.SURVIVED or len(group) == 1:
        yield from ((mutant, verdict) for mutant in group)
        return
    middle = len(group) // 2
    for half in (group[:middle], group[middle:]):
        yield from settle(half, root, judge)
