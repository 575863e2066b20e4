"""What changed between two JSON reports, rule by rule and target by target.

Where a rule is red in both, its tests are compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from contract_tests.support.contract import contract
from fourways.reports.change import Change
from fourways.reports.changed_tests import CaseChanges, compare_tests, first_failure
from fourways.results import Status

Place = tuple[str, str]
"""A rule and a target."""
NOT_RUN: Final = (None, Status.NOT_RUN)


@dataclass(frozen=True)
class Changes:
    """From one report to another, each in the order of the reports.

    Rules and targets that only one of them has are named once: as not run, or, where
    the other's contract does not have the rule, as new or gone. What is red there is
    `red` as well.
    """

    red: list[Change]
    green: list[Change]
    other: list[Change]
    tests: CaseChanges = field(default_factory=CaseChanges)
    """Of rules that are red in both."""
    not_run_after: list[str] = field(default_factory=list)
    not_run_before: list[str] = field(default_factory=list)
    new_rules: list[str] = field(default_factory=list)
    gone_rules: list[str] = field(default_factory=list)
    new_targets: list[str] = field(default_factory=list)
    gone_targets: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What kept the second run from working, and not the first."""

    @property
    def worse(self) -> bool:
        """Whether something turned red."""
        return bool(self.red or self.tests.red or self.problems)

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return self == Changes([], [], [])


def comparable(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether some rule on some target stands in both reports."""
    return not _results(before).keys().isdisjoint(_results(after))


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Compare two reports as `read` gives them."""
    found = _changes_of_rules(before, after)
    not_run_after, gone = _missing(before, after)
    not_run_before, new = _missing(after, before)
    told = {*not_run_after, *not_run_before}
    red = [each for each in found if each.after is Status.FAILED]
    in_both = [each for each in found if each.before and each.after]
    green = [
        each
        for each in in_both
        if each.before is Status.FAILED and each.after is Status.PASSED
    ]
    return Changes(
        red=red,
        green=green,
        other=[
            each
            for each in in_both
            if each not in red and each not in green and each.requirement not in told
        ],
        tests=compare_tests(before, after, _red(before) & _red(after)),
        not_run_after=not_run_after,
        not_run_before=not_run_before,
        new_rules=new,
        gone_rules=gone,
        new_targets=_without(_targets(after), _targets(before)),
        gone_targets=_without(_targets(before), _targets(after)),
        problems=_without(after["problems"], before["problems"]),
    )


def _changes_of_rules(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Change]:
    old, new = _results(before), _results(after)
    texts = {
        rule["id"]: rule["rule"]
        for report in (before, after)
        for rule in report["requirements"]
    }
    return [
        Change(
            *place,
            old.get(place),
            new.get(place),
            texts[place[0]],
            first_failure(after, *place) if new.get(place) is Status.FAILED else "",
        )
        for place in dict.fromkeys([*new, *old])
        if old.get(place) is not new.get(place)
    ]


def _missing(
    some: Mapping[str, Any], others: Mapping[str, Any]
) -> tuple[list[str], list[str]]:
    """Rules of a report that the other did not run, or that its contract has not."""
    known = others.get("contract") or list(contract().requirements)
    asked = [rule["id"] for rule in some["requirements"]]
    missing = _without(_ran(some), _ran(others))
    not_run = [rule for rule in missing if rule in known]
    return not_run, _without(asked, [*known, *_asked(others)])


def _ran(report: Mapping[str, Any]) -> list[str]:
    """Rules that some test was about, on some target."""
    return [
        rule["id"]
        for rule in report["requirements"]
        if any(result not in NOT_RUN for result in rule["results"].values())
    ]


def _asked(report: Mapping[str, Any]) -> list[str]:
    return [rule["id"] for rule in report["requirements"]]


def _red(report: Mapping[str, Any]) -> set[Place]:
    return {
        place for place, result in _results(report).items() if result is Status.FAILED
    }


def _results(report: Mapping[str, Any]) -> dict[Place, Status]:
    return {
        (rule["id"], target): Status(result)
        for rule in report["requirements"]
        for target, result in rule["results"].items()
    }


def _targets(report: Mapping[str, Any]) -> list[str]:
    return [target["name"] for target in report["targets"]]


def _without(items: Iterable[str], others: Iterable[str]) -> list[str]:
    found = set(others)
    return [item for item in items if item not in found]
