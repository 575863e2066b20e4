"""A line is taken out of a file, and what is left is still Python."""

from pathlib import Path

import pytest

from fourways.compare.removal import extract_line, without
from fourways.compare.symbols import SymbolError
from fourways.compare.tests.test_symbols import SOURCE


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one module in it."""
    (tmp_path / "a.py").write_text(SOURCE)
    return tmp_path


def test_a_line_is_found_alone_or_with_the_rest_of_its_statement(root: Path) -> None:
    assert extract_line('a.py: colour="red",', root).text.strip() == 'colour="red",'
    assert extract_line("a.py: if LIMIT > 5:", root).text.count("\n") == 2


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("size=3,", ""),
        ('@named("it")', ""),
        ("return request", "    pass\n"),
        ("if LIMIT > 5:", "pass\n"),
    ],
)
def test_a_line_is_taken_away(root: Path, line: str, left: str) -> None:
    piece = extract_line(f"a.py: {line}", root)
    assert without(piece, root) == SOURCE.replace(f"{piece.text}\n", left)


@pytest.mark.parametrize("line", ["nothing", "size=3,!", "def run("])
def test_a_line_that_cannot_be_taken_away_is_an_error(root: Path, line: str) -> None:
    (root / "a.py").write_text(SOURCE + "\nif True:\n    nothing\nelse:\n    nothing\n")
    with pytest.raises(SymbolError):
        extract_line(f"a.py: {line}", root)
