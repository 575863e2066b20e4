"""docs/evidence/*.json as types: what was run, and what it showed.

    suite.json       every requirement on every target, finished and naked
    ablations.json   the line taken out of a copy, and what turned red without it
    exchanges.json   one request and its response per requirement and target

`fourways evidence` makes all three. Nothing in them says when or where they were
made, only by which versions: the same code makes the same files again.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from fourways.discovery import REPOSITORY
from fourways.results import Status

FOLDER: Final = REPOSITORY / "docs" / "evidence"
COMMAND: Final = "fourways evidence"
FORMAT: Final = 1
"""Grows when the form of a file changes."""

Versions = Mapping[str, str]
"""Of Python, of SQLite and of the distributions that took part, by name."""


class EvidenceError(Exception):
    """A file of evidence is missing or not what it should be."""


@dataclass(frozen=True)
class Target:
    """What a column of the evidence is about: a backend on SQLite.

    `name` is that of its manifest, such as `naked-flask`; `backend` is the one of
    the four that it belongs to, such as `flask`.
    """

    name: str
    backend: str
    title: str
    folder: str
    """From the repository on: `flask_api`, `docs/naked/flask`."""
    server: str
    naked: bool = False
    """Whether it is the app that the framework's own tutorial leads to."""


@dataclass(frozen=True)
class Outcome:
    """One requirement on one target, and the tests that say so.

    `passed` and `failed` count tests. `failure` is the first failing test, named
    as `test_routing.py::test_405[PATCH-/tags]`, empty if there is none.
    """

    status: Status
    passed: int = 0
    failed: int = 0
    failure: str = ""


@dataclass(frozen=True)
class Suite:
    """The whole suite on every target: outcomes by requirement and target's name."""

    versions: Versions
    targets: tuple[Target, ...]
    outcomes: Mapping[str, Mapping[str, Outcome]]

    def target(self, backend: str, *, naked: bool = False) -> Target | None:
        """The finished backend or the naked one; scratch has no naked one."""
        for each in self.targets:
            if (each.backend, each.naked) == (backend, naked):
                return each
        return None

    def outcome(self, requirement: str, target: str) -> Outcome:
        """One cell; NOT_RUN if there is none."""
        unknown = Outcome(Status.NOT_RUN)
        return self.outcomes.get(requirement, {}).get(target, unknown)

    def held(self, target: str) -> int:
        """How many requirements hold on a target."""
        each_on = [row.get(target) for row in self.outcomes.values()]
        return sum(one is not None and one.status is Status.PASSED for one in each_on)


@dataclass(frozen=True)
class Ablation:
    """A backend without one line, and the requirements that notice.

    The lines `first_line` to `last_line` of `file` were taken out (`text`) of a
    copy, and `left` put there, which is `pass` for a statement. Then the rules of
    the concern were tested: `red` failed, `green` did not. Where nothing is red, the
    framework's default is good enough for the contract.
    """

    concern: str
    backend: str
    file: str
    first_line: int
    last_line: int
    text: str
    left: str
    red: tuple[str, ...]
    green: tuple[str, ...]
    did_not_start: bool = False
    """Whether the server did not even start; everything is red then."""


@dataclass(frozen=True)
class Ablations:
    """All of them, in the order of the concerns."""

    versions: Versions
    ablations: tuple[Ablation, ...]

    @property
    def cells(self) -> set[tuple[str, str]]:
        """Concern and backend of each."""
        return {(each.concern, each.backend) for each in self.ablations}

    def of(self, concern: str, backend: str) -> Ablation | None:
        """The one of a cell of the matrix, if it has one."""
        for each in self.ablations:
            if (each.concern, each.backend) == (concern, backend):
                return each
        return None


@dataclass(frozen=True)
class Exchange:
    r"""One request of a test and its response, as text that does not vary.

    Line ends of heads are "\n" here and CRLF on the wire. Tokens, ids, times, names
    that a test made up and ports are replaced; long bodies lack their middle.
    `curl` is empty where curl cannot send such a request.
    """

    test: str
    """As `test_routing.py::test_405[PATCH-/tags]`, without the target."""
    status: Status
    """What the test said of the target."""
    request: str
    curl: str
    response: str
    """Empty if none came."""


@dataclass(frozen=True)
class Exchanges:
    """Exchanges by requirement and target's name; not every cell has one."""

    versions: Versions
    exchanges: Mapping[str, Mapping[str, Exchange]] = field(default_factory=dict)

    def of(self, requirement: str, target: str) -> Exchange | None:
        """The one of a cell, if a test sent a request of its own there."""
        return self.exchanges.get(requirement, {}).get(target)


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
