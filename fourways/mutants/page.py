"""docs/suite.md: how the suite is judged, and what came out."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

from fourways.discovery import REPOSITORY
from fourways.mutants.explained import Change, change_of
from fourways.mutants.nodes import RULES
from fourways.mutants.operators import COSMIC_RAY, OURS
from fourways.mutants.recorded import Counts, Record, Survivor
from fourways.mutants.scope import LEFT_OUT
from fourways.repeated import Repetition, table

FILE: Final = REPOSITORY / "docs" / "suite.md"
HEAD: Final = Path(__file__).parent / "suite_head.md"

REPETITION: Final = "<!-- repetition -->"
"""Where in the head the table of runs in a row stands."""

SUMMARY: Final = """
## What came out

| Backend | Mutants | Tried | Killed | Percent | Explained | Percent with them |
|---|---:|---:|---:|---:|---:|---:|
"""
FILES: Final = """
| File | Mutants | Tried | Killed | Did not start | Time limit | Survived | Percent |
|---|---:|---:|---:|---:|---:|---:|---:|
"""


def document(
    head: str,
    records: Sequence[Record],
    reasons: Mapping[Change, str],
    repetitions: Sequence[Repetition] = (),
) -> str:
    """The whole page, in Markdown."""
    head = head.replace(REPETITION, table(repetitions).rstrip())
    parts = [head.rstrip(), "\n", _left_alone(), SUMMARY]
    parts += [_summary(record, reasons) for record in records]
    for record in records:
        parts += [_backend(record), *_survivors(record, reasons)]
    return "".join(parts)


def percent(part: int, whole: int) -> str:
    """With one decimal, rounded down: 95.0 is 95 percent or more."""
    return f"{part * 1000 // whole / 10:.1f}" if whole else "-"


def explained_in(record: Record, reasons: Mapping[Change, str]) -> list[Survivor]:
    """The survivors of a record for which a reason is given."""
    return [each for each in record.survivors if change_of(each) in reasons]


def _left_alone() -> str:
    theirs = dict.fromkeys(name.partition("_")[0] for name in COSMIC_RAY)
    lines = [
        f"\nThe operators: {', '.join(f'`{name}`' for name in theirs)} of cosmic-ray; "
        f"{', '.join(f'`{name}`' for name in OURS)} of our own, as cosmic-ray leaves "
        "texts, statements and arguments alone.\n",
        "\nNo mutants are made of:\n\n",
        *(f"- {rule};\n" for rule in RULES),
        "- tests and migrations;\n",
        *(f"- `{name}`: {reason};\n" for name, reason in LEFT_OUT.items()),
    ]
    return "".join(lines)[:-2] + ".\n"


def _summary(record: Record, reasons: Mapping[Change, str]) -> str:
    total = record.total
    known = len(explained_in(record, reasons))
    cells = [
        record.title,
        f"{total.there:,}",
        f"{total.tried:,}",
        f"{total.noticed:,}",
        percent(total.noticed, total.tried),
        f"{known} of {total.survived}",
        percent(total.noticed + known, total.tried),
    ]
    return f"| {' | '.join(cells)} |\n"


def _backend(record: Record) -> str:
    total = record.total
    which = (
        "All mutants were tried"
        if total.tried == total.there
        else f"{total.tried:,} of {total.there:,} mutants were tried, picked at random"
    )
    versions = ", ".join(f"{name} {each}" for name, each in record.versions.items())
    failed, judged = record.controls_failed, record.controls
    times = f"{judged} time{'s' * (judged != 1)}"
    ended = f"failed {failed} times" if failed else "never failed"
    lines = [
        f"\n## {record.title}\n\n",
        f"{which}, on {' and then '.join(record.databases)}, served by "
        f"{record.server}; measured until {record.date}. The unchanged code was judged "
        f"{times} in between, and {ended}.\n\nVersions: {versions}.\n",
        FILES,
        *(_row(f"`{name}`", counts) for name, counts in record.files.items()),
        _row("all", total),
    ]
    return "".join(lines)


def _row(name: str, counts: Counts) -> str:
    numbers = [
        counts.there,
        counts.tried,
        counts.killed,
        counts.not_started,
        counts.time_limit,
        counts.survived,
    ]
    cells = [name, *map(str, numbers), percent(counts.noticed, counts.tried)]
    return f"| {' | '.join(cells)} |\n"


def _survivors(record: Record, reasons: Mapping[Change, str]) -> Iterator[str]:
    open_ = [each for each in record.survivors if change_of(each) not in reasons]
    if not record.survivors:
        yield "\nNo mutant survived.\n"
    if open_:
        yield "\nNot explained; a test is missing:\n"
        yield from map(_survivor, open_)
    groups: dict[str, list[Survivor]] = {}
    for each in explained_in(record, reasons):
        groups.setdefault(reasons[change_of(each)], []).append(each)
    if groups:
        yield "\nNo client could tell:\n"
    for reason, survivors in groups.items():
        yield f"\n<details><summary>{escape(reason)} ({len(survivors)})</summary>\n"
        yield from map(_survivor, survivors)
        yield "\n</details>\n"


def _survivor(each: Survivor) -> str:
    place = f"`{each.id}`, {each.file}, line {each.line}"
    return f"\n{place}\n\n```diff\n{_diff(each)}\n```\n"


def _diff(survivor: Survivor) -> str:
    before = [f"- {line}" for line in survivor.before.splitlines()]
    after = [f"+ {line}" for line in survivor.after.splitlines()]
    return "\n".join([*before, *after])
