"""A mutant: one change to one file, and what it is called."""

import ast
import difflib
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fourways.mutants.nodes import left_alone
from fourways.mutants.operators import mutate, operators, walk


@dataclass(frozen=True)
class Mutant:
    """A file with one change.

    `file` is relative to the parent of the backend's folder; `line` is counted from 1;
    `before` and `after` are the lines that differ, without their indent.
    """

    id: str
    file: str
    line: int
    operator: str
    before: str
    after: str
    code: str

    @cached_property
    def digest(self) -> str:
        """Of the whole changed file: another one when anything else in it changes."""
        return hashlib.sha256(self.code.encode()).hexdigest()[:16]


def mutants_of(files: Iterable[Path], root: Path) -> list[Mutant]:
    """All mutants of these files, in the order of the files and of their lines."""
    return [
        mutant
        for file in files
        for mutant in sorted(
            _mutants_of(file, (root / file).read_text(encoding="utf-8")),
            key=lambda each: each.line,
        )
    ]


def shuffled(mutants: Iterable[Mutant], seed: int) -> list[Mutant]:
    """The same in an order that the seed decides: any part of it is a fair sample.

    Mutants that come or go elsewhere do not change it.
    """

    def place(mutant: Mutant) -> str:
        return hashlib.sha256(f"{seed} {mutant.id}".encode()).hexdigest()

    return sorted(mutants, key=place)


def _mutants_of(file: Path, code: str) -> Iterator[Mutant]:
    seen = {ast.dump(ast.parse(code))}
    same: Counter[tuple[str, str]] = Counter()
    for operator, occurrence in _places(code):
        changed = mutate(code, operator, occurrence)
        assert changed is not None
        try:
            tree = ast.dump(ast.parse(changed))
        except SyntaxError:
            continue
        if tree in seen:
            continue
        seen.add(tree)
        line, before, after = _change(code, changed)
        same[before, after] += 1
        name = "\n".join((file.as_posix(), before, after, str(same[before, after])))
        yield Mutant(
            id=hashlib.sha256(name.encode()).hexdigest()[:8],
            file=file.as_posix(),
            line=line,
            operator=operator,
            before=before,
            after=after,
            code=changed,
        )


def _places(code: str) -> Iterator[tuple[str, int]]:
    """Operators with the number of an occurrence, as cosmic-ray counts them."""
    counts: Counter[str] = Counter()
    for node in walk(code):
        skipped = left_alone(node)
        for name, operator in operators().items():
            for _ in operator.mutation_positions(node):
                if not skipped:
                    yield name, counts[name]
                counts[name] += 1


def _change(old: str, new: str) -> tuple[int, str, str]:
    """The first line that differs, and the lines before and after."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    changes = [each for each in matcher.get_opcodes() if each[0] != "equal"]
    (_, first, _, third, _), (_, _, second, _, fourth) = changes[0], changes[-1]
    return (
        first + 1,
        "\n".join(line.strip() for line in before[first:second]),
        "\n".join(line.strip() for line in after[third:fourth]),
    )
