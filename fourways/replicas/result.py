"""What came out of the scenarios: as JSON, and as a table for terminal and document."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from fourways.replicas.scenarios import SCENARIOS


@dataclass(frozen=True)
class Outcome:
    """One scenario with one backend.

    Tests are counted; `failed` holds those that no killed replica explains, and
    `explained` the others, each with the requests that were cut off in it.
    """

    backend: str
    scenario: str
    passed: int
    limits: int
    not_applicable: int
    failed: tuple[str, ...]
    explained: tuple[str, ...]
    problems: tuple[str, ...]
    happened: int
    """How often a replica was stopped and replaced."""
    answered: tuple[int, ...]
    """Requests that each replica answered, by nginx's log."""
    processes: tuple[tuple[int, ...], ...]
    """The same by the replicas' own logs, for each process that served there."""
    by_nginx: int
    """Requests that nginx answered itself."""
    passed_on: int
    """Requests that one replica did not answer, and another did."""
    cut_off: tuple[str, ...]
    """Requests that a replica had taken when it ended: method, path and status."""
    seconds: float
    measured: str = ""
    """The date, such as 2030-01-02."""
    versions: Mapping[str, str] = field(default_factory=dict)
    """Of what it ran on."""

    @property
    def tests(self) -> int:
        """How many tests had a result that says something."""
        alone = len(self.failed) + len(self.explained)
        return self.passed + self.limits + self.not_applicable + alone

    @property
    def good(self) -> bool:
        """Whether all that was to hold did."""
        return not self.failed and not self.problems and self.passed > 0


def with_lost_tests(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes of one command, with a problem where one has fewer tests."""
    most = max((each.tests for each in outcomes), default=0)
    return [
        replace(each, problems=(*each.problems, _lost(each, most)))
        if each.tests < most
        else each
        for each in outcomes
    ]


def _lost(outcome: Outcome, most: int) -> str:
    return f"{outcome.tests:,} tests have a result, and {most:,} in another scenario"


HEADINGS: Final = (
    "Backend",
    "Scenario",
    "Tests",
    "Passed",
    "Known limits",
    "Failed",
    "Explained",
    "Replaced",
    "Answered by each replica",
    "By nginx",
    "Passed on",
    "Cut off",
    "Seconds",
)


def row(outcome: Outcome) -> list[str]:
    """One line of the table."""
    return [
        outcome.backend,
        outcome.scenario,
        f"{outcome.tests:,}",
        f"{outcome.passed:,}",
        str(outcome.limits),
        str(len(outcome.failed)),
        str(len(outcome.explained)),
        str(outcome.happened),
        " + ".join(f"{each:,}" for each in outcome.answered),
        str(outcome.by_nginx),
        str(outcome.passed_on),
        str(len(outcome.cut_off)),
        f"{outcome.seconds:.0f}",
    ]


def as_json(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Everything, to be read by programs."""
    return {"outcomes": [asdict(each) for each in outcomes]}


def from_json(document: Mapping[str, Any]) -> list[Outcome]:
    """The outcomes that `as_json` wrote."""
    found = []
    for each in document["outcomes"]:
        lists = {k: tuple(v) for k, v in each.items() if isinstance(v, list)}
        lists["processes"] = tuple(map(tuple, each["processes"]))
        found.append(Outcome(**{**each, **lists}))
    return found


def merged(old: Iterable[Outcome], new: Sequence[Outcome]) -> list[Outcome]:
    """The new ones in the place of older ones of the same name, in their order."""
    found = {(each.backend, each.scenario): each for each in (*old, *new)}
    order = list(SCENARIOS)
    return sorted(
        found.values(), key=lambda each: (each.backend, order.index(each.scenario))
    )


def markdown(outcomes: Sequence[Outcome]) -> str:
    """The part of docs/deploy.md that was measured."""
    parts = [*table([HEADINGS, *map(row, outcomes)]), "", "Measured", ""]
    made = dict.fromkeys(map(_made, outcomes))
    parts += [f"- {each}" for each in made]
    cut_off = [_cut_off(each) for each in outcomes if each.cut_off]
    if cut_off:
        parts += [
            "",
            "Cut off when a replica was killed, with what nginx answered:",
            "",
        ]
        parts += [f"- {each}" for each in cut_off]
    return "\n".join(parts) + "\n"


def _made(outcome: Outcome) -> str:
    versions = ", ".join(f"{name} {each}" for name, each in outcome.versions.items())
    return f"{outcome.backend}: on {outcome.measured}, with {versions}"


def _cut_off(outcome: Outcome) -> str:
    text = f"{outcome.backend}: {', '.join(f'`{each}`' for each in outcome.cut_off)}"
    if not outcome.explained:
        return f"{text}; no test failed for it"
    failed = ", ".join(f"`{each}`" for each in outcome.explained)
    return f"{text}; failed for it: {failed}"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows, the first one of headings, in Markdown; numbers to the right."""
    number = re.compile(r"[\d,+ ]+")
    right = [
        all(number.fullmatch(each[n]) for each in rows[1:])
        for n, _ in enumerate(rows[0])
    ]
    ruler = ["---:" if each else "---" for each in right]
    return [f"| {' | '.join(each)} |" for each in (rows[0], ruler, *rows[1:])]
