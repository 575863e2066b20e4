"""What a run has found, as data: written by the command, read by the page."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from fourways.dependencies import installed_version
from fourways.discovery import REPOSITORY, find
from fourways.evidence.versions import versions_of
from fourways.fuzz.run import Fuzzing
from fourways.manifest import DATABASES

RECORDED: Final = REPOSITORY / "docs" / "evidence" / "fuzz"
"""A file for each database."""
TOOLS: Final = ("schemathesis", "hypothesis")


@dataclass(frozen=True)
class Result:
    """One run. `statuses` are by target, operation and status, each a number."""

    date: str
    seed: int
    database: str
    versions: dict[str, str]
    requests: int
    smaller: int
    """Requests beyond that, which made findings smaller."""
    sources: dict[str, int]
    statuses: dict[str, dict[str, dict[str, int]]]
    slowest: dict[str, float]
    """The longest wait for an answer, in seconds, by target."""
    findings: list[dict[str, Any]]

    @property
    def targets(self) -> list[str]:
        """Names of what was asked."""
        return list(self.statuses)

    def answered(self, target: str, first: int, last: int) -> int:
        """How many answers of a target have a status in that range."""
        return sum(
            number
            for statuses in self.statuses[target].values()
            for status, number in statuses.items()
            if first <= int(status) <= last
        )

    def as_text(self) -> str:
        """JSON, an operation in a line."""
        plain = {**self.__dict__, "statuses": "STATUSES"}
        text = json.dumps(plain, indent=1, ensure_ascii=False)
        targets = [
            f"  {json.dumps(target)}: {{\n"
            + ",\n".join(
                f"   {json.dumps(operation)}: {json.dumps(numbers)}"
                for operation, numbers in operations.items()
            )
            + "\n  }"
            for target, operations in self.statuses.items()
        ]
        return text.replace('"STATUSES"', "{\n" + ",\n".join(targets) + "\n }") + "\n"


def result_of(fuzzing: Fuzzing, database: str) -> Result:
    """What a run has found, with the versions that took part."""
    names = [caller.name for caller in fuzzing.callers]
    versions = versions_of(find(name) for name in names) if database else {}
    tools = {name: installed_version(name) or "" for name in TOOLS}
    return Result(
        date=datetime.now(UTC).date().isoformat(),
        seed=fuzzing.seed,
        database=database,
        versions={**versions, **tools},
        requests=fuzzing.counts.total,
        smaller=fuzzing.extra,
        sources=dict(fuzzing.counts.sources.most_common()),
        statuses={name: fuzzing.counts.statuses(name) for name in names},
        slowest={each.name: round(each.slowest, 2) for each in fuzzing.callers},
        findings=[each.as_json() for each in fuzzing.findings.values()],
    )


def write(result: Result, folder: Path = RECORDED) -> None:
    """Record the run, in place of the last on the same database."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{result.database}.json").write_text(result.as_text(), "utf-8")


def recorded(folder: Path = RECORDED) -> list[Result]:
    """The runs that were recorded, one for each database at most."""
    files = [folder / f"{database}.json" for database in DATABASES]
    return [
        Result(**json.loads(file.read_text("utf-8"))) for file in files if file.exists()
    ]
