"""Take a line out of a file: what the evidence of `opt in` does in a copy.

`FILE: LINE`, with a space, is the one line of a file that reads so, or the whole
statement that begins with it. A statement leaves a `pass` behind; an argument, an
entry of a list or a decorator nothing.
"""

import ast
from pathlib import Path

from fourways.compare.symbols import Snippet, SymbolError, parse, read


def extract_line(reference: str, root: Path) -> Snippet:
    """The line of "FILE: LINE", or the statement that begins with it.

    Raises SymbolError if it is not there, is there twice, or cannot be taken away
    because what is left is no Python.
    """
    file, _, wanted = reference.partition(": ")
    source = read(root / file, reference)
    lines = source.splitlines()
    numbers = [at for at, line in enumerate(lines, 1) if line.strip() == wanted]
    if len(numbers) != 1:
        raise SymbolError(f"{reference}: there are {len(numbers)} such lines in {file}")
    first = numbers[0]
    last = max([first, *_ends(parse(source, reference), first)])
    text = "\n".join(lines[first - 1 : last])
    snippet = Snippet(reference, file, first, last, text)
    parse(without(snippet, root), f"{reference} taken away")
    return snippet


def without(piece: Snippet, root: Path) -> str:
    """The source of a file without a piece of it; a statement leaves a `pass`.

    Raises SymbolError.
    """
    lines = read(root / piece.file, piece.reference).splitlines()
    left = left_by(piece, root)
    lines[piece.first_line - 1 : piece.last_line] = [left] if left else []
    return "\n".join(lines) + "\n"


def left_by(piece: Snippet, root: Path) -> str:
    """The line that stands in the place of a piece: an indented `pass`, or nothing."""
    source = read(root / piece.file, piece.reference)
    if not _ends(parse(source, piece.reference), piece.first_line):
        return ""
    before = source.splitlines()[piece.first_line - 1]
    return before[: len(before) - len(before.lstrip())] + "pass"


def _ends(module: ast.Module, first: int) -> list[int]:
    """The last lines of the statements that begin on this line."""
    return [
        node.end_lineno or first
        for node in ast.walk(module)
        if isinstance(node, ast.stmt) and node.lineno == first
    ]
