"""docs/faults.md, made from docs/faults.json and the scenarios."""

from collections.abc import Iterator, Sequence
from typing import Final

from fourways.compare.concerns import BACKENDS
from fourways.discovery import REPOSITORY, find

from . import recorded
from .outcome import Outcome
from .recorded import Dated, Record
from .scenario import BOTH, Result, Scenario
from .scenarios import SCENARIOS
from .show import counts_in_words

FILE: Final = REPOSITORY / "docs" / "faults.md"
DATABASES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
INTRODUCTION = """\
<!-- Made by `fourways faults --record` from docs/faults.json. -->

# Faults, counted

What the four backends do when something is killed, frozen, full, read-only, set back
or crowded. `fourways faults` makes each of these faults happen to real processes and
counts what clients see; the exit status is 1 if something did not hold.

```
fourways faults                                  # all, on both databases
fourways faults flask --only stop --only disk-full
fourways faults scratch --database sqlite --json faults.json
```

The load: each of several clients creates bookmarks, and adds its number to a counter
that all share (read it, change it, write it back with `If-Match`). A write is
*acknowledged* when a whole answer said that it was done. At the end everything is read
back: what was acknowledged has to be there as it was answered (*found again*), what
was not answered may be there, but whole (*unanswered but done*).

What was *sent* are writes, each attempt once, and each has one end: *acknowledged*; a
*lost race* (412: another client changed the counter first); *refused* (500); or
*unanswered*, mostly because nobody listened. Sent is the sum of these four. The reads
of the counter, and how many of them were refused or unanswered, are counted apart; a
read may be *sent again*, a write never is. Where a fault comes several times, seconds
are those of the slowest.

Some scenarios need Linux and root (a small file system), or libfaketime. Where that is
missing they are *not run*, never *passed*.
"""


def add(seen: Record) -> None:
    """Put this into the record in docs/, and write the page again."""
    whole = recorded.merged(recorded.read(), seen)
    recorded.write(whole, recorded.FILE)
    FILE.write_text(document(whole), encoding="utf-8")


def document(record: Record) -> str:
    """The whole page, in Markdown."""
    return "".join([INTRODUCTION, *_matrix(record), *_each(record), *_versions(record)])


def _matrix(record: Record) -> Iterator[str]:
    """Scenario by backend: the outcome, by database where they differ."""
    titles = " | ".join(find(name).title for name in BACKENDS)
    yield f"\n| Scenario | {titles} |\n{'|---' * (len(BACKENDS) + 1)}|\n"
    for scenario in SCENARIOS:
        cells = [_cell(record, scenario, name) for name in BACKENDS]
        yield f"| [{scenario.name}](#{scenario.name}) | {' | '.join(cells)} |\n"


def _cell(record: Record, scenario: Scenario, backend: str) -> str:
    found = {
        dated.result.database: _mark(dated.result)
        for dated in _of(record, scenario)
        if dated.result.backend == backend
    }
    marks = [found.get(kind, "not recorded") for kind in scenario.databases]
    if len(set(marks)) == 1:
        only = DATABASES[scenario.databases[0]]
        return marks[0] if scenario.databases == BOTH else f"{marks[0]} ({only})"
    return "<br>".join(
        f"{mark} ({DATABASES[kind]})"
        for kind, mark in zip(scenario.databases, marks, strict=True)
    )


def _mark(result: Result) -> str:
    bold = "**" if result.outcome is Outcome.FAILED else ""
    return f"{bold}{result.outcome}{bold}"


def _each(record: Record) -> Iterator[str]:
    for scenario in SCENARIOS:
        holds = "".join(f"- {rule}\n" for rule in scenario.holds)
        yield f"\n## {scenario.name}\n\n{scenario.does}\n\nMust hold:\n\n{holds}\n"
        yield "| Backend | Server | Database | | Seen |\n|---|---|---|---|---|\n"
        for dated in sorted(_of(record, scenario), key=_order):
            yield _row(dated.result)


def _row(result: Result) -> str:
    seen = [counts_in_words(result.counts), *result.reasons, *result.notes]
    cells = [
        find(result.backend).title,
        result.server,
        DATABASES[result.database],
        _mark(result),
        "<br>".join(_plain(text) for text in seen if text),
    ]
    return f"| {' | '.join(cells)} |\n"


def _plain(text: str) -> str:
    """On one line, and without what Markdown would take for its own."""
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


def _of(record: Record, scenario: Scenario) -> list[Dated]:
    return [
        dated
        for dated in record.results
        if dated.result.scenario == scenario.name and dated.result.backend in BACKENDS
    ]


def _order(dated: Dated) -> tuple[int, int]:
    result = dated.result
    return BACKENDS.index(result.backend), BOTH.index(result.database)


def _versions(record: Record) -> Iterator[str]:
    """When, where, and by which versions."""
    yield "\n## Versions\n\n"
    dates: Sequence[str] = sorted({dated.date for dated in record.results})
    if dates:
        when = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        machine = record.machine
        yield (
            f"Seen on {when} (UTC), {machine['system']}, {machine['cores']} cores. "
            "Seconds grow with what else the machine does at the time.\n\n"
        )
    for name in BACKENDS:
        if name in record.versions:
            versions = record.versions[name].items()
            listed = ", ".join(f"{what} {version}" for what, version in versions)
            yield f"- {find(name).title}: {listed}\n"
