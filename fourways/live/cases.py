"""Requests to begin with, from cases.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "cases.toml"


@dataclass(frozen=True)
class Case:
    """A request, in parts or `raw`; as a template, see compose."""

    name: str
    title: str
    what: str
    method: str = ""
    path: str = ""
    headers: str = ""
    body: str = ""
    raw: str = ""


@cache
def cases() -> tuple[Case, ...]:
    """All of them, in the order of the file."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
    return tuple(Case(**table) for table in tables)
