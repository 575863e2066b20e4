"""The files of docs/deploy, as they are, and what has to be another on this machine.

A file is used as written but for ports, paths and names of this machine. Each of
them is replaced by name, and must be there: a file that changed is noticed.
"""

import configparser
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fourways.discovery import REPOSITORY

FOLDER: Final = REPOSITORY / "docs" / "deploy"
SITE: Final = FOLDER / "nginx" / "fourways.conf"
PROBLEMS: Final = FOLDER / "nginx" / "fourways"
ENVIRONMENT: Final = FOLDER / "api.env"
SQL: Final = FOLDER / "postgresql" / "fourways.sql"
UNITS: Final = FOLDER / "systemd"


class DeployError(Exception):
    """A file of docs/deploy is not as it is expected; the message says how."""


def adapted(file: Path, replaced: Mapping[str, str]) -> str:
    """The text of a file with these texts replaced, each wherever it stands.

    Raises DeployError if one of them does not stand there.
    """
    text = file.read_text("utf-8")
    gone = [old for old in replaced if old not in text]
    if gone:
        raise DeployError(f"{file}: there is no {', '.join(map(repr, gone))}")
    for old, new in replaced.items():
        text = text.replace(old, new)
    return text


def settings(file: Path = ENVIRONMENT) -> dict[str, str]:
    """The variables of an environment file, as systemd's EnvironmentFile= reads them.

    Only what ours need of it: NAME=value lines without quotes, and comments.
    """
    found: dict[str, str] = {}
    for line in file.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith(("#", ";")):
            name, equals, value = line.partition("=")
            if not equals or value[:1] in ("'", '"') or value.endswith("\\"):
                raise DeployError(f"{file}: {line!r} is not NAME=value")
            found[name.strip()] = value.strip()
    return found


def unit(*files: Path) -> dict[str, dict[str, str]]:
    """A systemd unit and its drop-ins: in each section the last value of a key."""
    parser = configparser.RawConfigParser(
        delimiters=("=",), comment_prefixes=("#", ";"), strict=False
    )
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    for file in files:
        parser.read_string(file.read_text("utf-8"), str(file))
    return {name: dict(parser[name]) for name in parser.sections()}
