"""What a run of the contract suite found, in one model for every report.

    Results
      checks:  one test on one target, with the requirements that it checks
      cells:   requirement by target, made from the checks

A requirement holds on a target when a test of it passed and none failed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from contract_tests.support.contract import Contract


class Status(StrEnum):
    """What is known about a requirement on a target."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Check:
    """One test on one target."""

    test: str
    """pytest's id, such as `contract_tests/test_routing.py::test_405[flask-sqlite]`."""
    target: str
    requirements: tuple[str, ...]
    status: Status
    seconds: float = 0.0
    message: str = ""
    """What is wrong, or why the test does not apply, in a few lines."""
    details: str = ""
    """The whole report of a failure: the exchange, the curl line, the log."""


@dataclass
class Results:
    """Everything that one run found."""

    contract: Contract
    targets: list[str]
    checks: list[Check] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What kept targets or the run itself from working, once each."""

    def of(self, requirement: str, target: str) -> list[Check]:
        """The tests of a requirement that were reported for a target."""
        return [
            check
            for check in self.checks
            if check.target == target and requirement in check.requirements
        ]

    def status(self, requirement: str, target: str) -> Status:
        """What is known about a requirement on a target."""
        return combine(check.status for check in self.of(requirement, target))

    def count(self, target: str, status: Status) -> int:
        """How many tests of a target ended so."""
        return sum(
            check.status is status for check in self.checks if check.target == target
        )

    @property
    def failures(self) -> list[Check]:
        """The tests that failed, in the order of the run."""
        return [check for check in self.checks if check.status is Status.FAILED]

    @property
    def passed(self) -> bool:
        """Whether something ran and nothing failed. Zero tests run is red."""
        ran = any(check.status is Status.PASSED for check in self.checks)
        return ran and not self.failures and not self.problems


def combine(statuses: Iterable[Status]) -> Status:
    """The status of a requirement from those of its tests: the worst that says much."""
    found = set(statuses)
    for status in (Status.FAILED, Status.PASSED, Status.NOT_APPLICABLE):
        if status in found:
            return status
    return Status.NOT_RUN
