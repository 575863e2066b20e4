"""The tests of each requirement, found by their `@checks(...)`: nothing is imported."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from fourways.compare.symbols import Snippet, first_line, parse, read
from fourways.discovery import REPOSITORY

FOLDER: Final = REPOSITORY / "contract_tests"


@cache
def sources_by_requirement(folder: Path = FOLDER) -> Mapping[str, tuple[Snippet, ...]]:
    """The source of every test that names a requirement, by the requirement's id.

    Decorators and the comment above belong to a test. Raises SymbolError.
    """
    found: dict[str, list[Snippet]] = defaultdict(list)
    for file in sorted(folder.glob("test_*.py")):
        name = file.relative_to(folder.parent).as_posix()
        source = read(file, name)
        for function in parse(source, name).body:
            if isinstance(function, ast.FunctionDef):
                snippet = _snippet(function, name, source.splitlines())
                for requirement in _named_by(function):
                    found[requirement].append(snippet)
    return {each: tuple(snippets) for each, snippets in found.items()}


def _snippet(function: ast.FunctionDef, file: str, lines: list[str]) -> Snippet:
    first, last = first_line(function), function.end_lineno or 0
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    text = "\n".join(lines[first - 1 : last])
    return Snippet(f"{file}:{function.name}", file, first, last, text)


def _named_by(function: ast.FunctionDef) -> Iterator[str]:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "checks":
            for argument in decorator.args:
                if isinstance(argument, ast.Constant):
                    yield str(argument.value)
