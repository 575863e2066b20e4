"""What came out so far, a line of JSON each: an interrupted run is taken up again.

The file is reports/mutants/NAME.jsonl. A later line about a mutant replaces an earlier
one; one about code that has changed since is not heeded.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fourways.discovery import REPOSITORY
from fourways.mutants.mutant import Mutant
from fourways.mutants.trial import Outcome, Verdict


@dataclass(frozen=True)
class Result:
    """The outcome of one mutant, or of the unchanged code, whose `id` is empty."""

    id: str
    digest: str
    file: str
    line: int
    outcome: Outcome
    killer: str
    message: str
    database: str
    seconds: float
    date: str


class Session:
    """The results about one backend."""

    def __init__(self, backend: str, folder: Path | None = None) -> None:
        folder = folder or REPOSITORY / "reports" / "mutants"
        self.file = folder / f"{backend}.jsonl"
        self.results: dict[tuple[str, str], Result] = {}
        self.controls: list[Result] = []
        if self.file.exists():
            for line in self.file.read_text(encoding="utf-8").splitlines():
                self._keep(_from_json(json.loads(line)))

    def of(self, mutant: Mutant) -> Result | None:
        """What is known about a mutant."""
        return self.results.get((mutant.id, mutant.digest))

    def among(self, mutants: Iterable[Mutant]) -> dict[str, Result]:
        """What is known about these, by the mutant's id."""
        found = {mutant.id: self.of(mutant) for mutant in mutants}
        return {id: result for id, result in found.items() if result is not None}

    def add(
        self, mutant: Mutant | None, verdict: Verdict, database: str, seconds: float
    ) -> Result:
        """Note an outcome, of the unchanged code if there is no mutant."""
        result = Result(
            id=mutant.id if mutant else "",
            digest=mutant.digest if mutant else "",
            file=mutant.file if mutant else "",
            line=mutant.line if mutant else 0,
            outcome=verdict.outcome,
            killer=verdict.killer,
            message=verdict.message,
            database=database,
            seconds=round(seconds, 1),
            date=f"{datetime.now(UTC):%Y-%m-%d}",
        )
        self._keep(result)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("a", encoding="utf-8") as file:
            print(json.dumps(asdict(result), ensure_ascii=False), file=file)
        return result

    def killers(self, near: Mutant, most: int = 60) -> list[str]:
        """Tests that noticed others: of the nearest in the file, then the busiest."""
        killed = [each for each in self.results.values() if each.killer]
        here = [each for each in killed if each.file == near.file]
        here.sort(key=lambda each: abs(each.line - near.line))
        nearest = list(dict.fromkeys(each.killer for each in here))[: most * 2 // 3]
        counts: dict[str, int] = {}
        for each in killed:
            counts[each.killer] = counts.get(each.killer, 0) + 1
        busiest = sorted(counts, key=lambda name: -counts[name])
        return list(dict.fromkeys([*nearest, *busiest]))[:most]

    def _keep(self, result: Result) -> None:
        if result.id:
            self.results[result.id, result.digest] = result
        else:
            self.controls.append(result)


def _from_json(line: dict[str, Any]) -> Result:
    return Result(**{**line, "outcome": Outcome(line["outcome"])})
