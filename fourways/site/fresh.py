"""Is what was recorded still about the code that is here?

A trace names functions by file and line, so it is wrong as soon as the code has moved.
An ablation holds the lines that it took out, wherever they stand now.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from fourways.compare.concerns import Concern
from fourways.compare.symbols import first_line, parse, read
from fourways.discovery import REPOSITORY
from fourways.evidence.model import Ablations
from fourways.site.backends import repository_file
from fourways.trace.recorded import Function, Trace

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def moved_functions(
    traces: Mapping[tuple[str, str], Trace], root: Path = REPOSITORY
) -> list[str]:
    """Functions of the backends that are not where a trace has seen them."""
    found = []
    for (backend, case), trace in traces.items():
        for function in sorted(_yours(trace), key=lambda each: (each.file, each.line)):
            if function.name not in names_at(root / function.file).get(
                function.line, ()
            ):
                where = f"{function.file}:{function.line}"
                found.append(f"{backend}-{case}: {function.name} is not at {where}")
    return found


def other_lines(concerns: Iterable[Concern], ablations: Ablations) -> list[str]:
    """Removals of the concerns that are not those which were recorded.

    Raises SymbolError.
    """
    found = []
    for concern in concerns:
        for name, cell in concern.cells.items():
            wanted, recorded = cell.removal(), ablations.of(concern.name, name)
            if wanted is None:
                continue
            if recorded is None:
                found.append(f"{concern.name} of {name} without {cell.removed}")
            elif (wanted.file, wanted.text) != (recorded.file, recorded.text):
                found.append(f"{concern.name} of {name}: {cell.removed} is another")
    return found


@cache
def names_at(file: Path) -> Mapping[int, frozenset[str]]:
    """Qualified names of the functions of a file, by the line that they begin on."""
    if not file.is_file():
        return {}
    found: dict[int, set[str]] = {}
    for name, line in _functions(parse(read(file, str(file)), str(file)).body, ""):
        found.setdefault(line, set()).add(name)
    return {line: frozenset(names) for line, names in found.items()}


def _functions(body: Iterable[ast.AST], prefix: str) -> Iterator[tuple[str, int]]:
    for node in body:
        if not isinstance(node, Definition):
            yield from _functions(ast.iter_child_nodes(node), prefix)
            continue
        name = f"{prefix}{node.name}"
        inside = f"{name}."
        if not isinstance(node, ast.ClassDef):
            yield name, first_line(node)
            inside = f"{name}.<locals>."
        yield from _functions(node.body, inside)


def _yours(trace: Trace) -> set[Function]:
    """Functions of yours with a name and a file: no lambdas, no modules."""
    return {
        call.function
        for call in trace.root.walk()
        if call.function.group == "yours"
        and repository_file(call.function.file)
        and not call.function.name.endswith(">")
    }
