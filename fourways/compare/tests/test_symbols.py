"""Code is found by its name, whole, and is counted once."""

import re
from pathlib import Path

import pytest

from fourways.compare.symbols import (
    SymbolError,
    definitions,
    extract,
    joined,
    lines_of,
    methods,
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


def test_a_whole_file_counts_without_its_imports(root: Path) -> None:
    imports = "from a import (\n    b,  # one\n    c,\n)\nimport d\n\n"
    (root / "c.py").write_text(
        imports + "def f():\n    import e\n    return b, c, d, e\n"
    )
    assert extract("c.py", root).lines == extract("c.py:f", root).lines == 3


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


@pytest.mark.parametrize("file", ["d.py", "e.py"])
def test_a_file_that_is_no_python_is_an_error(root: Path, file: str) -> None:
    (root / file).write_text("def (")
    with pytest.raises(SymbolError, match=f"{re.escape(file)}:run: "):
        extract(f"{file}:run", root)


def test_a_method_beside_its_class_counts_once(root: Path) -> None:
    names = ["Thing.copy", "Thing", "run", "LIMIT"]
    snippets = [extract(f"a.py:{name}", root) for name in names]
    assert lines_of(snippets) == 9 + 6 + 1


def test_neighbours_are_joined_and_others_are_not(root: Path) -> None:
    names = ["LIMIT", "SECOND", "run", "Thing", "Thing.copy", "register", "LIMIT"]
    pieces = joined([extract(f"a.py:{name}", root) for name in names], root)
    assert [piece.name for piece in pieces] == [
        "LIMIT",
        "run",
        "Thing.copy",
        "register",
        "LIMIT",
    ]
    assert pieces[0].text.endswith("LIMIT = 10\nFIRST, SECOND = 1, 2")
    assert pieces[1].text.endswith("    async def wait(self):\n        pass")
    whole = [extract("a.py", root), extract("b.sql", root)]
    assert joined(whole, root) == whole


def test_functions_classes_and_methods_are_listed(root: Path) -> None:
    assert list(definitions(root / "a.py")) == ["run", "Thing"]
    assert methods(root / "a.py", "Thing") == ["Thing.copy", "Thing.wait"]
    assert methods(root / "a.py", "run") == []
