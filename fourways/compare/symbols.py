"""Find a piece of code by its name: `flask_api/errors.py:register`.

A name is that of a function, a class, a method (`Class.method`), or of what is
assigned at the top of a module (a constant, a settings entry, `urlpatterns`). A file
without a name is the whole file. Decorators and the comment directly above belong
to the code. Nothing is imported or run.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from textwrap import dedent

from fourways.lines import count_lines


class SymbolError(Exception):
    """There is no such file, or nothing of that name in it."""


@dataclass(frozen=True)
class Snippet:
    """A piece of code and where it stands; lines are counted from 1."""

    reference: str
    file: str
    first_line: int
    last_line: int
    text: str

    @property
    def lines(self) -> int:
        """Lines of code in it: no comments, docstrings or blank lines."""
        if not self.file.endswith(".py"):
            return sum(1 for line in self.text.splitlines() if _is_code(line))
        return count_lines(dedent(self.text))


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def extract(reference: str, root: Path) -> Snippet:
    """The code of "FILE:NAME" or "FILE", FILE relative to `root`.

    Raises SymbolError.
    """
    file, _, name = reference.partition(":")
    source = _read(root / file, reference)
    lines = source.splitlines()
    first, last = 1, len(lines)
    if name:
        node = _find(_parse(source), name)
        if node is None:
            raise SymbolError(f"{reference}: there is no {name!r} in {file}")
        first, last = _with_comment(_first_line(node), lines), node.end_lineno or 0
    text = "\n".join(lines[first - 1 : last])
    return Snippet(reference, file, first, last, text)


def definitions(file: Path) -> Iterator[str]:
    """Names of the functions and classes at the top of a module."""
    for node in _parse(_read(file, str(file))).body:
        if isinstance(node, Definition):
            yield node.name


@cache
def _parse(source: str) -> ast.Module:
    return ast.parse(source)


def _read(path: Path, reference: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SymbolError(f"{reference}: {reason}") from None


def _find(scope: ast.Module | ast.ClassDef, name: str) -> ast.stmt | None:
    own, _, rest = name.partition(".")
    for node in scope.body:
        if own in _names(node):
            if not rest:
                return node
            return _find(node, rest) if isinstance(node, ast.ClassDef) else None
    return None


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, Definition):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [name for target in node.targets for name in _targets(target)]
    if isinstance(node, ast.AnnAssign):
        return _targets(node.target)
    return []


def _targets(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Tuple):
        return [name for each in target.elts for name in _targets(each)]
    return [target.id] if isinstance(target, ast.Name) else []


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def _with_comment(first: int, lines: list[str]) -> int:
    while first > 1 and lines[first - 2].lstrip().startswith("#"):
        first -= 1
    return first


def _is_code(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith(("#", "--"))
