"""The files of docs/deploy, as they are, and what has to be another on this machine.

A file is used as written but for ports, paths and names of this machine. Each of
them is replaced by name, and must be there: a file that changed is noticed.
"""

import shlex
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
API: Final = UNITS / "fourways-api@.service"
MIGRATE: Final = UNITS / "fourways-migrate.service"


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
    return _replaced(text, replaced)


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


def commands(
    unit: Path, key: str, replaced: Mapping[str, str], *drop_ins: Path
) -> list[list[str]]:
    """What a unit runs under ExecStart= or the like, with texts replaced.

    Words are divided as a shell would, which for these units is what systemd does.
    """
    found: list[str] = []
    for file in (unit, *drop_ins):
        for line in file.read_text("utf-8").splitlines():
            name, equals, value = line.partition("=")
            if equals and name == key:
                # systemd.service(5): an empty assignment drops those before it.
                found = [*found, value] if value else []
    if not found:
        raise DeployError(f"{unit}: there is no {key}=")
    return [shlex.split(_replaced(each, replaced)) for each in found]


def _replaced(text: str, replaced: Mapping[str, str]) -> str:
    for old, new in replaced.items():
        text = text.replace(old, new)
    return text
