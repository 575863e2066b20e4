"""What changed between two JSON reports, rule by rule and target by target."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from fourways.reports.json_report import FORMAT, SCHEMA
from fourways.results import Status
from fourways.terminal import Mistake


@dataclass(frozen=True)
class Change:
    """A rule on a target whose result is another now; None where it was not asked."""

    requirement: str
    target: str
    before: Status | None
    after: Status | None
    rule: str
    message: str = ""
    """What is wrong now, of the first test that failed."""


@dataclass(frozen=True)
class Changes:
    """From one report to another, each in the order of the reports.

    Rules and targets that only one of them has are named once in `new_...` and
    `gone_...`; what is red there is `red` as well.
    """

    red: list[Change]
    green: list[Change]
    other: list[Change]
    new_rules: list[str]
    gone_rules: list[str]
    new_targets: list[str]
    gone_targets: list[str]
    problems: list[str]
    """What kept the second run from working, and not the first."""

    @property
    def worse(self) -> bool:
        """Whether something turned red."""
        return bool(self.red or self.problems)


def read(path: Path) -> dict[str, Any]:
    """A report that `--report FILE.json` wrote. Raises Mistake."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Mistake(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise Mistake(
            f"{path} is no JSON: fourways test --report FILE.json writes what is "
            "compared here"
        ) from None
    found = document.get("format") if isinstance(document, dict) else None
    if isinstance(found, int) and found != FORMAT:
        raise Mistake(f"{path} has format {found}, this fourways reads {FORMAT}")
    wrong = jsonschema.exceptions.best_match(_validator().iter_errors(document))
    if wrong:
        where = "/".join(map(str, wrong.path)) or "the document"
        raise Mistake(f"{path} is no report of fourways test: {where}: {_said(wrong)}")
    return dict(document)


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Compare two reports as `read` gives them."""
    old, new = _results(before), _results(after)
    targets = [_names(report["targets"], "name") for report in (before, after)]
    rules = [_names(report["requirements"], "id") for report in (before, after)]
    texts = {
        rule["id"]: rule["rule"]
        for report in (before, after)
        for rule in report["requirements"]
    }
    found = [
        Change(
            *place,
            old.get(place),
            new.get(place),
            texts[place[0]],
            _message(after, *place) if new.get(place) is Status.FAILED else "",
        )
        for place in dict.fromkeys([*new, *old])
        if old.get(place) is not new.get(place)
    ]
    in_both = [each for each in found if each.before and each.after]
    red = [each for each in found if each.after is Status.FAILED]
    green = [
        each
        for each in in_both
        if each.before is Status.FAILED and each.after is Status.PASSED
    ]
    return Changes(
        red=red,
        green=green,
        other=[each for each in in_both if each not in red and each not in green],
        new_rules=_without(rules[1], rules[0]),
        gone_rules=_without(rules[0], rules[1]),
        new_targets=_without(targets[1], targets[0]),
        gone_targets=_without(targets[0], targets[1]),
        problems=_without(after["problems"], before["problems"]),
    )


def _results(report: Mapping[str, Any]) -> dict[tuple[str, str], Status]:
    return {
        (rule["id"], target): Status(result)
        for rule in report["requirements"]
        for target, result in rule["results"].items()
    }


def _names(items: list[dict[str, Any]], key: str) -> list[str]:
    return [item[key] for item in items]


def _without(items: list[str], others: list[str]) -> list[str]:
    return [item for item in items if item not in others]


def _message(report: Mapping[str, Any], requirement: str, target: str) -> str:
    for test in report["tests"]:
        if (
            test["result"] == Status.FAILED
            and test["target"] == target
            and requirement in test["requirements"]
        ):
            name = test["test"].partition("::")[2]
            line = test["message"].strip().partition("\n")[0]
            return f"{name}: {line}"
    return ""


def _said(error: jsonschema.ValidationError) -> str:
    # The instance may be as long as the whole file.
    return error.message if len(error.message) < 200 else f"fails {error.validator!r}"


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
