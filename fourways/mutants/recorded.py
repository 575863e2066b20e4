"""docs/mutants/NAME.json: what came out, as files that docs/suite.md is made from."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from fourways.compare.concerns import place
from fourways.dependencies import installed_version
from fourways.discovery import REPOSITORY, default_server
from fourways.evidence.versions import versions_of
from fourways.manifest import Backend
from fourways.mutants.mutant import Mutant
from fourways.mutants.session import Session
from fourways.mutants.trial import Outcome

FOLDER: Final = REPOSITORY / "docs" / "mutants"
FORMAT: Final = 1
"""Grows when the form of a file changes."""


@dataclass(frozen=True)
class Survivor:
    """A mutant that no test noticed."""

    id: str
    file: str
    line: int
    operator: str
    before: str
    after: str


@dataclass(frozen=True)
class Counts:
    """Of one file or more: mutants there are, and what became of those tried."""

    there: int = 0
    killed: int = 0
    not_started: int = 0
    time_limit: int = 0
    survived: int = 0

    @property
    def tried(self) -> int:
        """All that were tried."""
        return self.noticed + self.survived

    @property
    def noticed(self) -> int:
        """Killed in whatever way."""
        return self.killed + self.not_started + self.time_limit

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            *(a + b for a, b in zip(self._values(), other._values(), strict=True))
        )

    def _values(self) -> Sequence[int]:
        return list(asdict(self).values())


@dataclass(frozen=True)
class Record:
    """All about one backend. `date` is that of the last trial, ISO 8601, UTC.

    `controls` is how often the unchanged code was judged in between, and
    `controls_failed` how often it failed.
    """

    backend: str
    title: str
    server: str
    databases: tuple[str, ...]
    date: str
    seed: int
    controls: int
    controls_failed: int
    versions: Mapping[str, str]
    files: Mapping[str, Counts]
    survivors: tuple[Survivor, ...] = field(default_factory=tuple)

    @property
    def total(self) -> Counts:
        """Of all files."""
        return sum(self.files.values(), Counts())


def record_of(
    backend: Backend,
    mutants: Sequence[Mutant],
    session: Session,
    databases: Sequence[str],
    seed: int,
) -> Record:
    """What the session knows about these mutants: all that the backend has."""
    results = session.among(mutants)
    counts = {mutant.file: Counter[Outcome]() for mutant in mutants}
    for mutant in mutants:
        if mutant.id in results:
            counts[mutant.file][results[mutant.id].outcome] += 1
    there = Counter(mutant.file for mutant in mutants)
    controls = list(session.controls)
    return Record(
        backend=backend.name,
        title=backend.title,
        server=default_server(backend).name,
        databases=tuple(databases),
        date=max((each.date for each in results.values()), default=""),
        seed=seed,
        controls=len(controls),
        controls_failed=sum(c.outcome is not Outcome.SURVIVED for c in controls),
        versions=_versions(backend),
        files={file: _counts(there[file], counts[file]) for file in sorted(counts)},
        survivors=tuple(_survivors(mutants, session)),
    )


def with_earlier(record: Record, folder: Path = FOLDER) -> Record:
    """Also what was recorded before, of files of which less was tried this time.

    So a part can be tried again, on another machine too. Of a file that has another
    number of mutants now, what was recorded is no longer true, and goes.
    """
    file = folder / f"{record.backend}.json"
    if not file.exists():
        return record
    earlier = _read(file)
    stays = {
        name: earlier.files[name]
        for name, now in record.files.items()
        if name in earlier.files
        and earlier.files[name].there == now.there
        and earlier.files[name].tried > now.tried
    }
    survivors = [
        *(each for each in earlier.survivors if each.file in stays),
        *(each for each in record.survivors if each.file not in stays),
    ]
    return replace(
        record,
        date=max(record.date, earlier.date),
        # At least so often: the same session may be recorded again.
        controls=max(record.controls, earlier.controls),
        controls_failed=max(record.controls_failed, earlier.controls_failed),
        files={**record.files, **stays},
        survivors=tuple(sorted(survivors, key=_place)),
    )


def write(record: Record, file: Path | None = None) -> Path:
    """Write it as JSON, where it belongs if no file is given. Returns the file."""
    file = file or FOLDER / f"{record.backend}.json"
    document = {"format": FORMAT, "made_by": f"fourways mutants {record.backend}"}
    text = json.dumps({**document, **asdict(record)}, indent=1, ensure_ascii=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def records(folder: Path = FOLDER) -> list[Record]:
    """All that are recorded, in the order of the site."""
    found = [_read(file) for file in folder.glob("*.json")]
    return sorted(found, key=lambda record: place(record.backend))


def _read(file: Path) -> Record:
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    del document["format"], document["made_by"]
    files = {name: Counts(**counts) for name, counts in document["files"].items()}
    survivors = tuple(Survivor(**each) for each in document["survivors"])
    databases = tuple(document["databases"])
    return Record(
        **{**document, "files": files, "survivors": survivors, "databases": databases}
    )


def _place(survivor: Survivor) -> tuple[str, int]:
    return survivor.file, survivor.line


def _counts(there: int, outcomes: Counter[Outcome]) -> Counts:
    return Counts(
        there=there,
        killed=outcomes[Outcome.KILLED],
        not_started=outcomes[Outcome.NOT_STARTED],
        time_limit=outcomes[Outcome.TIME_LIMIT],
        survived=outcomes[Outcome.SURVIVED],
    )


def _survivors(mutants: Sequence[Mutant], session: Session) -> Iterator[Survivor]:
    for each in mutants:
        result = session.of(each)
        if result and result.outcome is Outcome.SURVIVED:
            yield Survivor(
                each.id, each.file, each.line, each.operator, each.before, each.after
            )


def _versions(backend: Backend) -> dict[str, str]:
    tools = ("cosmic-ray", "pytest")
    found = {name: installed_version(name) or "not installed" for name in tools}
    return {**versions_of([backend]), **found}
