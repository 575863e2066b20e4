"""Count lines of Python as a reader has to read them.

A line counts when it carries code: comments, docstrings and blank lines do not.
"""

import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Tokens that carry no code of their own.
LAYOUT = {
    tokenize.COMMENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
    tokenize.INDENT,
    tokenize.NEWLINE,
    tokenize.NL,
}
TEST_FILES = ("conftest.py", "test_*.py", "*_test.py")
NOT_SOURCE = {".git", ".venv", "__pycache__", "node_modules", "venv"}


@dataclass(frozen=True)
class Lines:
    """Lines of Python of one backend, by what they are for."""

    yours: int = 0
    migrations: int = 0
    tests: int = 0


def count_lines(source: str) -> int:
    """How many lines of `source` carry code. Raises SyntaxError for what is not."""
    lines: set[int] = set()
    statement: list[tokenize.TokenInfo] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.NEWLINE:
                lines |= lines_of(statement)
                statement = []
            elif token.type not in LAYOUT:
                statement.append(token)
    except tokenize.TokenError as error:  # 3.11; later versions raise SyntaxError
        raise SyntaxError(str(error)) from error
    return len(lines | lines_of(statement))


def lines_of(statement: list[tokenize.TokenInfo]) -> set[int]:
    """Numbers of the lines that a statement stands on; none for a docstring."""
    if all(token.type == tokenize.STRING for token in statement):
        return set()
    return {
        line for token in statement for line in range(token.start[0], token.end[0] + 1)
    }


def count_folder(folder: Path) -> Lines:
    """Count every Python file under `folder`, wherever it is nested."""
    counts = {"yours": 0, "migrations": 0, "tests": 0}
    for path in python_files(folder):
        with tokenize.open(path) as file:
            counts[floor_of(path.relative_to(folder))] += count_lines(file.read())
    return Lines(**counts)


def python_files(folder: Path) -> Iterator[Path]:
    """Python files under `folder`, in order, without installed ones."""
    for path in sorted(folder.rglob("*.py")):
        if not NOT_SOURCE & set(path.relative_to(folder).parts):
            yield path


def floor_of(path: Path) -> str:
    """Say what a file is for, by where it stands inside its backend."""
    if "tests" in path.parts or any(path.match(name) for name in TEST_FILES):
        return "tests"
    if "migrations" in path.parts:
        return "migrations"
    return "yours"
