"""docs/evidence/*.json, read and written.

    suite.json       every requirement on every target, finished and naked
    ablations.json   the line taken out of a copy, and what turned red without it
    exchanges.json   one request and its response per requirement and target

`fourways evidence` makes all three. Nothing in them says when or where they were
made, only by which versions: the same code makes the same files again.
"""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from fourways.discovery import REPOSITORY
from fourways.evidence.model import (
    Ablation,
    Ablations,
    Exchange,
    Exchanges,
    Outcome,
    Suite,
    Target,
)
from fourways.results import Status

FOLDER: Final = REPOSITORY / "docs" / "evidence"
COMMAND: Final = "fourways evidence"
FORMAT: Final = 1
"""Grows when the form of a file changes."""


class EvidenceError(Exception):
    """A file of evidence is missing or not what it should be."""


# ------------------------------------------------------------------- reading


@cache
def suite() -> Suite:
    """docs/evidence/suite.json. Raises EvidenceError."""
    return read_suite(FOLDER)


@cache
def ablations() -> Ablations:
    """docs/evidence/ablations.json. Raises EvidenceError."""
    return read_ablations(FOLDER)


@cache
def exchanges() -> Exchanges:
    """docs/evidence/exchanges.json. Raises EvidenceError."""
    return read_exchanges(FOLDER)


def read_suite(folder: Path) -> Suite:
    """suite.json in a folder. Raises EvidenceError."""
    file = folder / "suite.json"
    document = _read(file)
    try:
        return Suite(
            document["versions"],
            tuple(Target(**each) for each in document["targets"]),
            {
                rule: {name: _outcome(each) for name, each in row.items()}
                for rule, row in document["outcomes"].items()
            },
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _unusable(file, error) from None


def read_ablations(folder: Path) -> Ablations:
    """ablations.json in a folder. Raises EvidenceError."""
    file = folder / "ablations.json"
    document = _read(file)
    try:
        found = [_ablation(each) for each in document["ablations"]]
        return Ablations(document["versions"], tuple(found))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _unusable(file, error) from None


def read_exchanges(folder: Path) -> Exchanges:
    """exchanges.json in a folder. Raises EvidenceError."""
    file = folder / "exchanges.json"
    document = _read(file)
    try:
        return Exchanges(
            document["versions"],
            {
                rule: {name: _exchange(each) for name, each in row.items()}
                for rule, row in document["exchanges"].items()
            },
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _unusable(file, error) from None


def _outcome(table: dict[str, Any]) -> Outcome:
    return Outcome(**{**table, "status": Status(table["status"])})


def _ablation(table: dict[str, Any]) -> Ablation:
    lists = {key: tuple(table[key]) for key in ("red", "green")}
    return Ablation(**{**table, **lists})


def _exchange(table: dict[str, Any]) -> Exchange:
    return Exchange(**{**table, "status": Status(table["status"])})


def _read(file: Path) -> dict[str, Any]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EvidenceError(f"{_name(file)} is not there: run {COMMAND}") from None
    except (OSError, ValueError) as error:
        raise _unusable(file, error) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise EvidenceError(f"{_name(file)} has another form: run {COMMAND}")
    return document


def _unusable(file: Path, error: Exception) -> EvidenceError:
    reason = f"{type(error).__name__}: {error}"
    return EvidenceError(f"{_name(file)} cannot be used ({reason}): run {COMMAND}")


def _name(file: Path) -> str:
    return "/".join(file.parts[-3:])


# ------------------------------------------------------------------- writing


def write(document: Suite | Ablations | Exchanges, folder: Path = FOLDER) -> Path:
    """Write a document into its file; returns the file."""
    file = folder / f"{type(document).__name__.lower()}.json"
    # A record in a line of its own: what changes is easy to see.
    depth = 2 if isinstance(document, Ablations) else 3
    text = _dump({"format": FORMAT, **asdict(document)}, depth)
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def _dump(value: Any, depth: int, indent: str = "") -> str:
    """JSON, in lines down to a depth."""
    inner = indent + " "
    if depth and isinstance(value, dict) and value:
        lines = [
            f"{inner}{json.dumps(key)}: {_dump(each, depth - 1, inner)}"
            for key, each in value.items()
        ]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if depth and isinstance(value, list | tuple) and value:
        lines = [inner + _dump(each, depth - 1, inner) for each in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False)
