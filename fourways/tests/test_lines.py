"""What counts as a line of code."""

from pathlib import Path

import pytest

from fourways.lines import Lines, count_folder, count_lines


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("", 0),
        ("\n\n# only a comment\n", 0),
        ('"""A docstring\nof two lines."""\n', 0),
        ("x = 1  # why\n", 1),
        ("x = [\n    1,\n\n    # two\n    2,\n]\n", 4),
        ('sql = """\n    select 1\n"""\n', 3),
        ('def f():\n    """Say."""\n    return 1\n', 2),
        ("a = 1; b = 2\n", 1),
        ("x = 1", 1),
        ('name = "ada"\nprint(f"hello {name}")\n', 2),
    ],
)
def test_lines_that_carry_code_count(source: str, count: int) -> None:
    assert count_lines(source) == count


def test_what_is_not_python_is_an_error() -> None:
    with pytest.raises(SyntaxError):
        count_lines("x = (\n")


def test_lines_are_told_apart_by_what_they_are_for(tmp_path: Path) -> None:
    for name, source in {
        "app.py": "a = 1\nb = 2\n",
        "api/routes.py": "c = 3\n",
        "migrations/0001_first.py": "d = 4\n",
        "tests/test_app.py": "e = 5\n",
        "conftest.py": "f = 6\n",
        ".venv/lib/other.py": "g = 7\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)

    assert count_folder(tmp_path) == Lines(yours=3, migrations=1, tests=2)
