"""What the suite said of a requirement, backend by backend, finished and naked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from contract_tests.support.contract import Requirement
from fourways.evidence.model import Outcome, Suite, Target
from fourways.matrix import MEANINGS, SYMBOLS, WORDS
from fourways.results import Status
from fourways.site.backends import four


@dataclass(frozen=True)
class Mark:
    """A status, as a symbol beside a word."""

    status: Status
    passed: int = 0
    failed: int = 0
    failure: str = ""

    @property
    def name(self) -> str:
        """The status as part of a CSS class."""
        return self.status.value.replace(" ", "-")

    @property
    def symbol(self) -> str:
        """One character."""
        return SYMBOLS[self.status]

    @property
    def word(self) -> str:
        """As short as on the terminal."""
        return WORDS[self.status].lower()

    @property
    def meaning(self) -> str:
        """The whole sentence, with the number of tests."""
        if self.passed or self.failed:
            count = f"{self.passed} of {self.passed + self.failed} tests passed"
            return f"{MEANINGS[self.status]}: {count}"
        return MEANINGS[self.status]


@dataclass(frozen=True)
class Row:
    """One requirement: marks by backend; no naked mark where there is no such app."""

    requirement: Requirement
    finished: dict[str, Mark]
    naked: dict[str, Mark]

    @property
    def differs(self) -> bool:
        """Whether the backends, finished and naked, are not all alike."""
        marks = [*self.finished.values(), *self.naked.values()]
        return len({mark.status for mark in marks}) > 1


@dataclass(frozen=True)
class Tally:
    """How many of some requirements hold."""

    held: int
    total: int


def mark(outcome: Outcome) -> Mark:
    """An outcome, ready to be shown."""
    return Mark(outcome.status, outcome.passed, outcome.failed, outcome.failure)


def rows(requirements: Iterable[Requirement], suite: Suite) -> list[Row]:
    """A row for each requirement, in that order."""
    finished = targets(suite, naked=False)
    naked = targets(suite, naked=True)

    def marks(rule: str, columns: dict[str, Target]) -> dict[str, Mark]:
        return {
            backend: mark(suite.outcome(rule, target.name))
            for backend, target in columns.items()
        }

    return [
        Row(each, marks(each.id, finished), marks(each.id, naked))
        for each in requirements
    ]


def targets(suite: Suite, *, naked: bool) -> dict[str, Target]:
    """The finished targets, or the naked ones, by backend; some have no naked one."""
    found = {way.name: suite.target(way.name, naked=naked) for way in four()}
    return {name: target for name, target in found.items() if target is not None}


def tally(marks: Sequence[Mark]) -> Tally:
    """How many passed."""
    held = sum(each.status is Status.PASSED for each in marks)
    return Tally(held, len(marks))
