"""Find a piece of code by its name: `flask_api/errors.py:register`.

A name is that of a function, a class, a method (`Class.method`), of what is assigned
at the top of a module (a constant, `urlpatterns`, `DATABASES["default"]["OPTIONS"]`),
or of what is called there (`register_converter`), also inside an `if` or a `try`.
A file without a name is the whole file. Decorators and the comment directly above
belong to the code. Nothing is imported or run.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    def name(self) -> str:
        """What it is called inside its file; empty for a whole file."""
        return self.reference.partition(":")[2].strip()

    @property
    def is_data(self) -> bool:
        """Whether it is a document, such as openapi.json, and no program."""
        return self.file.endswith(".json")

    @property
    def lines(self) -> int:
        """Lines of code in it: no comments, docstrings, blank lines or imports.

        A name has no imports, so a whole file that is claimed counts without them.
        """
        if not self.file.endswith(".py"):
            return sum(1 for line in self.text.splitlines() if _is_code(line))
        source = dedent(self.text)
        return count_lines(source) - _import_lines(source, self.reference)


Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


def extract(reference: str, root: Path) -> Snippet:
    """The code of "FILE:NAME" or "FILE", FILE relative to `root`.

    Raises SymbolError.
    """
    file, _, name = reference.partition(":")
    source = read(root / file, reference)
    lines = source.splitlines()
    first, last = 1, len(lines)
    if name:
        node = _find(parse(source, reference), name)
        if node is None:
            raise SymbolError(f"{reference}: there is no {name!r} in {file}")
        first, last = _with_comment(first_line(node), lines), node.end_lineno or 0
    text = "\n".join(lines[first - 1 : last])
    return Snippet(reference, file, first, last, text)


def joined(snippets: Iterable[Snippet], root: Path) -> list[Snippet]:
    """The same code; neighbours with only blank lines between them are one piece."""
    pieces: list[Snippet] = []
    for each in snippets:
        last = pieces[-1] if pieces else None
        if last and last.file == each.file and last.last_line < each.first_line:
            lines = read(root / each.file, each.reference).splitlines()
            if not "".join(lines[last.last_line : each.first_line - 1]).strip():
                text = "\n".join(lines[last.first_line - 1 : each.last_line])
                pieces[-1] = replace(last, last_line=each.last_line, text=text)
                continue
        pieces.append(each)
    return pieces


def lines_of(snippets: Iterable[Snippet]) -> int:
    """Lines of code of all of them; what stands in two of them counts once."""
    total = 0
    files: dict[str, int] = {}
    for each in sorted(snippets, key=lambda each: (each.file, each.first_line)):
        # A piece inside the one before it, such as a method of a claimed class.
        if each.last_line > files.get(each.file, 0):
            total += each.lines
            files[each.file] = each.last_line
    return total


def definitions(file: Path) -> Iterator[str]:
    """Names of the functions and classes at the top of a module."""
    for node in _statements(parse(read(file, str(file)), str(file)).body):
        if isinstance(node, Definition):
            yield node.name


def methods(file: Path, name: str) -> list[str]:
    """Names of the methods of a class, as `Class.method`; none for a function."""
    node = _find(parse(read(file, str(file)), str(file)), name)
    body = node.body if isinstance(node, ast.ClassDef) else []
    return [f"{name}.{each.name}" for each in body if isinstance(each, Function)]


def parse(source: str, where: str) -> ast.Module:
    """The module of a source; `where` is for the message of a SymbolError."""
    try:
        return _parsed(source)
    except SyntaxError as error:
        raise SymbolError(f"{where}: {error}") from None


@cache
def _parsed(source: str) -> ast.Module:
    """By its text alone: many symbols are looked for in one file."""
    return ast.parse(source)


def _import_lines(source: str, where: str) -> int:
    return sum(
        (node.end_lineno or node.lineno) - node.lineno + 1
        for node in parse(source, where).body
        if isinstance(node, ast.Import | ast.ImportFrom)
    )


def read(path: Path, reference: str) -> str:
    """The text of a file; `reference` is for the message of a SymbolError."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SymbolError(f"{reference}: {reason}") from None


def _find(scope: ast.Module | ast.ClassDef, name: str) -> ast.stmt | None:
    own, _, rest = name.partition(".")
    for node in _statements(scope.body):
        names = _names(node)
        if name in names:
            return node
        if own in names and isinstance(node, ast.ClassDef):
            return _find(node, rest)
    return None


def _statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a scope, those inside an `if` or a `try` too."""
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try):
            yield from _statements([*node.body, *node.orelse])


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, Definition):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [name for target in node.targets for name in _targets(target)]
    if isinstance(node, ast.AnnAssign):
        return _targets(node.target)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return [ast.unparse(node.value.func)]
    return []


def _targets(target: ast.expr) -> list[str]:
    if isinstance(target, ast.Tuple):
        return [name for each in target.elts for name in _targets(each)]
    # As it may be typed in a name: DATABASES["default"], with double quotes.
    return [ast.unparse(target).replace("'", '"')]


def first_line(node: ast.stmt) -> int:
    """The line that a statement begins on, its decorators included."""
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return min([node.lineno, *(each.lineno for each in decorators)])


def _with_comment(first: int, lines: list[str]) -> int:
    while first > 1 and lines[first - 2].lstrip().startswith("#"):
        first -= 1
    return first


def _is_code(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith(("#", "--"))
