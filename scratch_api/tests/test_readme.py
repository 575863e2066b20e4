"""The README names files and functions that are there."""

import ast
import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent
TEXT = (FOLDER / "README.md").read_text("utf-8")


def names_in(file: Path) -> set[str]:
    """The functions, methods and classes of a file."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, kinds)}


@pytest.mark.parametrize("symbol", sorted(set(re.findall(r"`([\w/]+\.py:\w+)`", TEXT))))
def test_a_symbol_is_there(symbol: str) -> None:
    file, _, name = symbol.partition(":")
    assert name in names_in(FOLDER / file)


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`([\w/]+/|(?:\w+/)*\w+\.(?:py|json))`", TEXT)))
)
def test_a_file_is_there(path: str) -> None:
    framework_files = {"manage.py", "urls.py"}
    assert path in framework_files or (FOLDER / path).exists()


def test_every_module_is_named() -> None:
    for file in [*FOLDER.glob("*.py"), *FOLDER.glob("web/*.py")]:
        if file.name not in ("__init__.py", "gunicorn.conf.py"):
            assert str(file.relative_to(FOLDER)) in TEXT
