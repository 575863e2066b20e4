"""Results as JSON: what was seen, when, and by which versions.

{"format": 1,
"versions": {"flask": {"python": "3.11.7", "gunicorn": "27.0.1", ...}, ...},
"machine": {"system": "Linux 6.18", "cores": 2},
"results": [{"scenario": "stop", "backend": "flask", "database": "sqlite",
"date": "2026-11-23", "outcome": "passed", "counts": {...}, ...}]}
"""

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from fourways.discovery import REPOSITORY
from fourways.evidence.versions import versions_of
from fourways.manifest import Backend

from .cluster import version
from .outcome import Outcome
from .scenario import Result

FILE: Final = REPOSITORY / "docs" / "faults.json"
FORMAT: Final = 1


@dataclass(frozen=True)
class Dated:
    """A result and the day (UTC, as 2026-11-23) on which it was seen."""

    date: str
    result: Result


@dataclass(frozen=True)
class Record:
    """All that is written down."""

    versions: dict[str, dict[str, str]]
    machine: dict[str, Any]
    results: tuple[Dated, ...]


def record_of(results: Iterable[Result], backends: Sequence[Backend]) -> Record:
    """What was seen today, here."""
    found = tuple(results)
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    versions = {backend.name: versions_of([backend]) for backend in backends}
    if any(result.database == "postgresql" for result in found):
        for each in versions.values():
            each["postgresql"] = version()
    release = ".".join(platform.release().split(".")[:2])
    machine = {
        "system": f"{platform.system()} {release}",
        "cores": os.cpu_count(),
    }
    return Record(versions, machine, tuple(Dated(today, result) for result in found))


def merged(old: Record, new: Record) -> Record:
    """The old record, in which the new one replaces what it has seen again."""
    results = {_key(dated): dated for dated in (*old.results, *new.results)}
    return Record(old.versions | new.versions, new.machine, tuple(results.values()))


def write(record: Record, file: Path) -> None:
    """Write it as JSON."""
    document = {
        "format": FORMAT,
        "versions": record.versions,
        "machine": record.machine,
        "results": [
            {"date": dated.date, **asdict(dated.result)} for dated in record.results
        ],
    }
    text = json.dumps(document, indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")


def read(file: Path = FILE) -> Record:
    """What a file has; an empty record if there is no file."""
    if not file.exists():
        return Record({}, {}, ())
    document = json.loads(file.read_text(encoding="utf-8"))
    results = []
    for each in document["results"]:
        date = each.pop("date")
        each |= {
            "outcome": Outcome(each["outcome"]),
            "reasons": tuple(each["reasons"]),
            "notes": tuple(each["notes"]),
        }
        results.append(Dated(date, Result(**each)))
    return Record(document["versions"], document["machine"], tuple(results))


def _key(dated: Dated) -> tuple[str, str, str]:
    result = dated.result
    return result.scenario, result.backend, result.database
