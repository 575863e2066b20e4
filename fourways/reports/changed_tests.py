"""Which tests of rules that are red in two reports fail in one of them alone."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from fourways.reports.change import Change
from fourways.results import Status


@dataclass(frozen=True)
class CaseChanges:
    """Tests that fail now and did not; that pass now; that are neither any more."""

    red: list[Change] = field(default_factory=list)
    green: list[Change] = field(default_factory=list)
    other: list[Change] = field(default_factory=list)


def compare_tests(
    before: Mapping[str, Any], after: Mapping[str, Any], places: Set[tuple[str, str]]
) -> CaseChanges:
    """Compare the tests of these rules on these targets, and those of no rule."""
    old, new = _tests(before), _tests(after)
    found = CaseChanges()
    for key in dict.fromkeys([*new, *old]):
        test = new.get(key) or old[key]
        rules = [rule for rule in test["requirements"] if (rule, key[1]) in places]
        if not rules and test["requirements"]:
            continue
        change = Change(
            ", ".join(rules),
            test["target"] or "the suite itself",
            _status(old.get(key)),
            _status(new.get(key)),
            _name(test),
            first_line(test["message"]) if key in new else "",
        )
        _add(found, change)
    return found


def _add(found: CaseChanges, change: Change) -> None:
    statuses = (change.before, change.after)
    if change.before is change.after or Status.FAILED not in statuses:
        return
    if change.after is Status.FAILED:
        found.red.append(change)
    elif change.after is Status.PASSED:
        found.green.append(change)
    else:
        found.other.append(change)


def first_failure(report: Mapping[str, Any], requirement: str, target: str) -> str:
    """Name and message of the first test of a rule that failed, in a line."""
    for test in report["tests"]:
        if (
            test["result"] == Status.FAILED
            and test["target"] == target
            and requirement in test["requirements"]
        ):
            return f"{_name(test)}: {first_line(test['message'])}"
    return ""


def first_line(message: str) -> str:
    """The beginning of a message."""
    return message.strip().partition("\n")[0]


def _tests(report: Mapping[str, Any]) -> dict[tuple[str, str | None], dict[str, Any]]:
    return {(test["test"], test["target"]): test for test in report["tests"]}


def _status(test: Mapping[str, Any] | None) -> Status | None:
    return Status(test["result"]) if test else None


def _name(test: Mapping[str, Any]) -> str:
    return str(test["test"].partition("::")[2])
