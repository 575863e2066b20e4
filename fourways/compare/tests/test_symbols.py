"""Code is found by its name, whole, and is counted once."""

from pathlib import Path

import pytest

from fourways.compare.symbols import (
    SymbolError,
    definitions,
    extract,
    extract_line,
    lines_of,
    methods,
    without,
)

SOURCE = '''\
"""A module."""

import re

# As long as the database allows.
LIMIT = 10
FIRST, SECOND = 1, 2

if LIMIT > 5:
    # Only here.
    DATABASES["default"]["OPTIONS"] = {"timeout": 20}


# Called for each request.
@cached
@named("it")
def run(
    request,
):
    """What it does."""
    # and why

    return request


class Thing:
    """A class."""

    size = 3

    # Made again.
    def copy(self):
        return Thing(
            colour="red",
            size=3,
        )

    async def wait(self):
        pass


register(Thing)
site.header = "Bookmarks"
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with one module in it."""
    (tmp_path / "a.py").write_text(SOURCE)
    (tmp_path / "b.sql").write_text("-- why\n\nCREATE TABLE t (\n    a TEXT\n);\n")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "first", "last", "lines"),
    [
        ("LIMIT", "# As long as the database allows.", "LIMIT = 10", 1),
        ("SECOND", "FIRST, SECOND = 1, 2", "FIRST, SECOND = 1, 2", 1),
        ("run", "# Called for each request.", "    return request", 6),
        ("Thing", "class Thing:", "        pass", 9),
        ("Thing.copy", "    # Made again.", "        )", 5),
        ("Thing.wait", "    async def wait(self):", "        pass", 2),
        ("Thing.size", "    size = 3", "    size = 3", 1),
        (
            'DATABASES["default"]["OPTIONS"]',
            "    # Only here.",
            '    DATABASES["default"]["OPTIONS"] = {"timeout": 20}',
            1,
        ),
        ("register", "register(Thing)", "register(Thing)", 1),
        ("site.header", 'site.header = "Bookmarks"', 'site.header = "Bookmarks"', 1),
    ],
)
def test_code_is_found_with_what_belongs_to_it(
    root: Path, name: str, first: str, last: str, lines: int
) -> None:
    snippet = extract(f"a.py:{name}", root)
    found = snippet.text.splitlines()
    assert (found[0], found[-1], snippet.lines) == (first, last, lines)
    assert SOURCE.splitlines()[snippet.first_line - 1] == first
    assert SOURCE.splitlines()[snippet.last_line - 1] == last


def test_a_file_without_a_name_is_the_whole_file(root: Path) -> None:
    assert extract("a.py", root).text == SOURCE.rstrip("\n")
    assert extract("b.sql", root).lines == 3


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("a.py:rum", "there is no 'rum' in a.py"),
        ("a.py:run.inner", "there is no 'run.inner'"),
        ("a.py:Thing.gone", "there is no 'Thing.gone'"),
        ("c.py:run", "no such file"),
    ],
)
def test_what_is_gone_is_an_error(root: Path, reference: str, reason: str) -> None:
    with pytest.raises(SymbolError, match=reason):
        extract(reference, root)


def test_a_file_that_is_no_python_is_an_error(root: Path) -> None:
    (root / "d.py").write_text("def (")
    with pytest.raises(SymbolError, match=r"d\.py:run: "):
        extract("d.py:run", root)


def test_a_line_is_found_alone_or_with_the_rest_of_its_statement(root: Path) -> None:
    assert extract_line('a.py: colour="red",', root).text.strip() == 'colour="red",'
    assert extract_line("a.py: if LIMIT > 5:", root).text.count("\n") == 2


@pytest.mark.parametrize(
    ("line", "left"),
    [("size=3,", ""), ("return request", "    pass\n"), ("if LIMIT > 5:", "pass\n")],
)
def test_a_line_is_taken_away(root: Path, line: str, left: str) -> None:
    piece = extract_line(f"a.py: {line}", root)
    assert without(piece, root) == SOURCE.replace(f"{piece.text}\n", left)


@pytest.mark.parametrize("line", ["nothing", "size=3,!", "def run("])
def test_a_line_that_cannot_be_taken_away_is_an_error(root: Path, line: str) -> None:
    (root / "a.py").write_text(SOURCE + "\nif True:\n    nothing\nelse:\n    nothing\n")
    with pytest.raises(SymbolError):
        extract_line(f"a.py: {line}", root)


def test_a_method_beside_its_class_counts_once(root: Path) -> None:
    names = ["Thing.copy", "Thing", "run", "LIMIT"]
    snippets = [extract(f"a.py:{name}", root) for name in names]
    assert lines_of(snippets) == 9 + 6 + 1


def test_functions_classes_and_methods_are_listed(root: Path) -> None:
    assert list(definitions(root / "a.py")) == ["run", "Thing"]
    assert methods(root / "a.py", "Thing") == ["Thing.copy", "Thing.wait"]
    assert methods(root / "a.py", "run") == []
