"""Bad and good input that stands as files in contract_tests/data/."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

FOLDER: Final = Path(__file__).parent.parent / "data"


def cases(name: str) -> list[Any]:
    """The cases of a file or folder in contract_tests/data/, for `parametrize`.

    A TOML or JSON file holds one table a case: `[name]` and its keys, which the
    test receives as one dict. A folder holds one raw file a case, which the test
    receives as bytes. Case ids are the tables' or files' names.
    """
    path = FOLDER / name
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.is_file())
        found = {file.stem: file.read_bytes() for file in files}
    else:
        found = _PARSERS[path.suffix](path.read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{path} holds no case")
    return [pytest.param(value, id=key) for key, value in found.items()]


_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    ".json": json.loads,
    ".toml": tomllib.loads,
}
