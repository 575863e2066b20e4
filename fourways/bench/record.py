"""What was measured, as it is kept: with its command, date, versions and machine.

docs/performance/*.json are such records; docs/performance.md is made from them. The
load average from before the run tells whether the machine had other work.
"""

import json
import os
import platform
import shlex
import sqlite3
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from fourways import postgres
from fourways.terminal import Mistake

FORMAT: Final = 1
"""Grows when the form of a record changes."""
BUSY: Final = 0.5
"""From this load average a core on, a machine had other work."""


@dataclass(frozen=True)
class Machine:
    """Where it was measured. `load_average` is that of the minute before, if known."""

    system: str
    python: str
    cores: int
    load_average: float | None

    @property
    def was_busy(self) -> bool:
        """Whether it had other work."""
        return (self.load_average or 0.0) >= BUSY * self.cores

    @property
    def work(self) -> str:
        """How much other work it had, in a sentence."""
        if self.load_average is None:
            return "What else it did was not recorded."
        if self.was_busy:
            return (
                f"It had other work then (load average {self.load_average:g}): times "
                "are longer than they would be alone, ratios less so."
            )
        return f"It had hardly any other work (load average {self.load_average:g})."


@dataclass(frozen=True)
class Record:
    """One run of one command. `kind` is the command's name: api, growth, ..."""

    kind: str
    command: str
    date: str
    generator: str
    machine: Machine
    versions: Mapping[str, str]
    result: Mapping[str, Any]
    format: int = field(default=FORMAT)

    @property
    def circumstances(self) -> str:
        """When, where and with what, in a sentence or two."""
        machine = self.machine
        others = [f"{name} {version}" for name, version in self.versions.items()]
        tools = ", ".join(
            [f"Python {machine.python}", *([self.generator] if self.generator else [])]
        )
        versions = f"; {', '.join(others)}" if others else ""
        return (
            f"Measured on {self.date} on {machine.cores} cores, the load generator "
            f"included, {machine.system}, {tools}{versions}. {machine.work}"
        )

    def write(self, file: Path) -> None:
        """Write it, a line for each value."""
        text = json.dumps(asdict(self), indent=1)
        file.write_text(text + "\n", encoding="utf-8")


def read(file: Path) -> Record:
    """The record in a file. Raises Mistake."""
    try:
        table = json.loads(file.read_text(encoding="utf-8"))
        machine = Machine(**table.pop("machine"))
        record = Record(machine=machine, **table)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Mistake(f"{file} is no record of fourways bench: {error}") from None
    if record.format != FORMAT:
        raise Mistake(f"{file} has another form: run {record.command} again")
    return record


def this_machine() -> Machine:
    """To be asked before the measuring begins."""
    return Machine(
        system=f"{platform.system()} {platform.release().partition('-')[0]}",
        python=platform.python_version(),
        cores=os.cpu_count() or 1,
        load_average=_load_average(),
    )


def _load_average() -> float | None:
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def database_version(kind: str) -> dict[str, str]:
    """SQLite's version, or that of PostgreSQL and its driver."""
    if kind == "sqlite":
        return {"SQLite": sqlite3.sqlite_version}
    with postgres.connect(postgres.cluster().url) as connection:
        [(version,)] = connection.execute("SHOW server_version").fetchall()
    number = str(version).partition(" ")[0]
    return {"PostgreSQL": number, "psycopg": metadata.version("psycopg")}


def record(
    kind: str,
    machine: Machine,
    generator: str,
    distributions: Mapping[str, str] | list[str],
    result: Mapping[str, Any],
) -> Record:
    """A record of what was just measured. Distributions by version, or to look up."""
    versions = distributions
    if not isinstance(versions, Mapping):
        versions = {name: metadata.version(name) for name in sorted(set(versions))}
    today = date.today().isoformat()
    return Record(kind, _command(kind), today, generator, machine, versions, result)


def _command(kind: str) -> str:
    """What was typed, without where the record goes."""
    words = sys.argv[1:] if sys.argv[1:2] == ["bench"] else ["bench", kind]
    for place, word in enumerate(words):
        if word == "--json":
            words = words[:place] + words[place + 2 :]
            break
        if word.startswith("--json="):
            words = words[:place] + words[place + 1 :]
            break
    return shlex.join(["fourways", *words])
