"""What a run of the contract suite found, in one model for every report.

    Results
      checks:  one test on one target, with the requirements that it checks
      cells:   requirement by target, made from the checks

A requirement holds on a target when a test of it passed and none failed. A known
limit is a failure that the backend's manifest explains: no pass, and not red.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from contract_tests.support.contract import Contract, Requirement


class Status(StrEnum):
    """What is known about a requirement on a target."""

    PASSED = "passed"
    FAILED = "failed"
    KNOWN_LIMIT = "known limit"
    NOT_APPLICABLE = "not applicable"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Column:
    """A target as reports show it: `flask-sqlite` is Flask's backend on SQLite."""

    name: str
    backend: str
    server: str = ""
    """The server's name, where one was asked for."""
    database: str = ""
    options: tuple[str, ...] = ()
    """What selects this target on the command line of `fourways test`."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Of the distributions that the backend brings."""


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
    """The whole report of a failure: the way there, the exchange, the log."""
    exchanges: tuple[dict[str, Any], ...] = ()
    """What a failing test sent and received, as `contract_tests.support` says."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """What any test shows of itself where `fourways.evidence.recording` is loaded."""

    @property
    def name(self) -> str:
        """The test without its file: `test_405[flask-sqlite]`."""
        return self.test.partition("::")[2]

    @property
    def file(self) -> str:
        """The name of the test's file."""
        return self.test.partition("::")[0].rpartition("/")[2]


@dataclass
class Results:
    """Everything that one run found."""

    contract: Contract
    columns: list[Column]
    selected: list[Requirement]
    """The rules that were asked for, in the contract's order."""
    checks: list[Check] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What kept a target, or the run itself, from working: once each."""
    left_out: list[tuple[str, str]] = field(default_factory=list)
    """Backends that cannot run here: name and reason."""
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    seconds: float = 0.0

    @cached_property
    def _statuses(self) -> Mapping[tuple[str, str], set[Status]]:
        found: defaultdict[tuple[str, str], set[Status]] = defaultdict(set)
        for check in self.checks:
            for requirement in check.requirements:
                found[requirement, check.target].add(check.status)
        return found

    def status(self, requirement: str, target: str) -> Status:
        """What is known about a requirement on a target. To be asked after the run."""
        return combine(self._statuses.get((requirement, target), ()))

    def count(self, target: str, status: Status) -> int:
        """How many of the rules have this status on a target."""
        return sum(self.status(rule.id, target) is status for rule in self.selected)

    def leave_out_what_did_not_run(self) -> None:
        """Show only rules that some test was about."""
        seen = {rule for check in self.checks for rule in check.requirements}
        self.selected = [rule for rule in self.selected if rule.id in seen]

    @property
    def failures(self) -> list[Check]:
        """The tests that failed, in the contract's order, the same test together."""
        order = {rule: place for place, rule in enumerate(self.contract.requirements)}
        failed = [check for check in self.checks if check.status is Status.FAILED]
        return sorted(
            failed,
            key=lambda check: (
                min((order[each] for each in check.requirements), default=-1),
                check.test.partition("[")[0],
                check.target,
            ),
        )

    @property
    def known_limits(self) -> dict[str, list[str]]:
        """Reasons why rules cannot be kept, each with the rules and targets."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for check in self.checks:
            if check.status is Status.KNOWN_LIMIT:
                rules = ", ".join(check.requirements)
                found[check.message][f"{rules} on {check.target}"] = None
        return {reason: list(places) for reason, places in found.items()}

    @property
    def passed(self) -> bool:
        """Whether something ran and nothing failed. Zero tests run is red."""
        ran = any(check.status is Status.PASSED for check in self.checks)
        return ran and not self.failures and not self.problems


def combine(statuses: Iterable[Status]) -> Status:
    """The status of a requirement from those of its tests: the worst that says much."""
    found = set(statuses)
    order = (
        Status.FAILED,
        Status.KNOWN_LIMIT,
        Status.PASSED,
        Status.NOT_APPLICABLE,
    )
    for status in order:
        if status in found:
            return status
    return Status.NOT_RUN
