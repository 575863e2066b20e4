"""The README names files and functions that are there; files say what they are."""

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


def test_the_recipe_for_production_believes_its_proxy() -> None:
    recipe = TEXT.partition("In production")[2].partition("On another server")[0]
    assert "export ALLOWED_HOSTS=bookmarks.example TRUSTED_PROXIES=1" in recipe


def modules(*folders: str) -> list[Path]:
    """The files of these folders, but those that others give their name and form."""
    files = [file for folder in folders for file in FOLDER.glob(f"{folder}*.py")]
    return [f for f in files if f.name not in ("__init__.py", "gunicorn.conf.py")]


def test_every_module_is_named() -> None:
    files = [str(file.relative_to(FOLDER)) for file in modules("", "web/")]
    assert [file for file in files if file not in TEXT] == []


def test_every_module_says_which_part_of_a_framework_it_stands_for() -> None:
    silent = [
        file.name
        for file in modules("", "web/", "server/")
        if "\nStands for: " not in file.read_text("utf-8")
    ]
    assert silent == []
