"""contract.toml, read once: concerns, requirements, problem types."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import pytest

FILE: Final = Path(__file__).parent.parent / "contract.toml"
OPENAPI_FILE: Final = Path(__file__).parent.parent / "openapi.yaml"

Test = TypeVar("Test", bound=Callable[..., Any])


@dataclass(frozen=True)
class Concern:
    """A part of a web framework that rules are about."""

    name: str
    prefix: str
    title: str
    question: str


@dataclass(frozen=True)
class Requirement:
    """One rule. `needs`: what a test of it needs beyond one running server."""

    id: str
    concern: str
    level: int
    rule: str
    source: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProblemType:
    """A documented `type` of an error. `status` is None where any may be."""

    type: str
    status: int | None
    title: str
    when: str


@dataclass(frozen=True)
class Contract:
    """All of contract.toml, in the order of the file."""

    concerns: tuple[Concern, ...]
    requirements: Mapping[str, Requirement]
    problems: Mapping[str, ProblemType]

    def of_concern(self, name: str) -> list[Requirement]:
        """The requirements of a concern."""
        return [r for r in self.requirements.values() if r.concern == name]


@cache
def contract() -> Contract:
    """The contract that this suite checks."""
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    requirements = [
        Requirement(**{**table, "needs": tuple(table.get("needs", ()))})
        for table in document["requirement"]
    ]
    problems = [
        ProblemType(**{**table, "status": _status(table["status"])})
        for table in document["problem"]
    ]
    return Contract(
        concerns=tuple(Concern(**table) for table in document["concern"]),
        requirements={each.id: each for each in requirements},
        problems={each.type: each for each in problems},
    )


def _status(value: int | str) -> int | None:
    return None if value == "any" else int(value)


def checks(*ids: str) -> pytest.MarkDecorator:
    """Say which requirements a test checks. Each must stand in contract.toml."""
    for each in ids:
        if each not in contract().requirements:
            raise ValueError(f"contract.toml has no requirement {each!r}")
    if not ids:
        raise ValueError("a test checks at least one requirement")
    return pytest.mark.checks(*ids)


def any_database(test: Test) -> Test:
    """Say that the database has no part in a test: of several, the first is enough."""
    return cast(Test, pytest.mark.any_database(test))


def checked_by(item: pytest.Item) -> list[Requirement]:
    """The requirements that a test names."""
    ids = [each for mark in item.iter_markers("checks") for each in mark.args]
    return [contract().requirements[each] for each in dict.fromkeys(ids)]
