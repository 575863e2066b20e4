r"""Requests as data files: `requests/{valid,invalid,incomplete}/*.http`.

A file begins with comment lines that are TOML: the rule, and what must come out. The
rest is the request as a Python bytes literal would write it (`\r\n`, `\x00`); real
line ends are only there for the reader, and `{{a*9000}}` stands for 9,000 times "a".
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "requests"


@dataclass(frozen=True)
class Case:
    """A request and what the server must make of it."""

    name: str
    expected: dict[str, Any]
    data: bytes


def cases(kind: str) -> list[Case]:
    """Read all files of a kind."""
    return [_read(path) for path in sorted((_FOLDER / kind).glob("*.http"))]


def _read(path: Path) -> Case:
    lines = path.read_text("utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    expected = tomllib.loads("\n".join(line[2:] for line in comments))
    text = "".join(lines[len(comments) :])
    text = re.sub(r"\{\{(.)\*(\d+)\}\}", lambda m: m[1] * int(m[2]), text)
    return Case(
        path.stem, expected, text.encode().decode("unicode_escape").encode("latin-1")
    )
