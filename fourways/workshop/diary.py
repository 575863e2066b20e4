"""How long each stage took: a plain text file in the learner's own folder.

One line for each event, in the order in which they happened, such as

    2030-01-02T13:05:00Z  stage 3  began
    2030-01-02T13:24:10Z  stage 3  passed

It says nothing of who wrote it, and leaves the folder only by hand.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

FILE_NAME: Final = "timings.txt"
_LINE = re.compile(r"(\S+)  stage (\d{1,2})  ([a-z-]+)", re.ASCII)


class DiaryError(Exception):
    """A file that is no diary; the message names the line."""


class Event(StrEnum):
    """What happened to a stage."""

    began = "began"
    passed = "passed"
    skipped = "skipped"
    caught_up = "caught-up"
    """The finished state was put in place."""


@dataclass(frozen=True)
class Entry:
    """One line."""

    at: datetime
    stage: int
    event: Event


def note(folder: Path, stage: int, event: Event, at: datetime | None = None) -> None:
    """Add a line to the diary in the learner's folder, `at` now if not given."""
    time = (at or datetime.now(UTC)).astimezone(UTC)
    line = f"{time:%Y-%m-%dT%H:%M:%SZ}  stage {stage}  {event.value}\n"
    with (folder / FILE_NAME).open("a", encoding="utf-8", newline="\n") as file:
        file.write(line)


def read(file: Path) -> list[Entry]:
    """All lines of a diary. Raises DiaryError, also if it cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DiaryError(f"{file} cannot be read: {error}") from None
    lines = enumerate(text.splitlines(), start=1)
    return [_entry(line, f"{file}:{number}") for number, line in lines if line.strip()]


def _entry(line: str, place: str) -> Entry:
    match = _LINE.fullmatch(line.rstrip())
    try:
        if match is None:
            raise ValueError
        time, stage, event = match.groups()
        at = datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        return Entry(at, int(stage), Event(event))
    except ValueError:
        raise DiaryError(
            f"{place}: a line must look like "
            f'"2030-01-02T13:05:00Z  stage 3  passed", not {line[:60]!r}'
        ) from None


def minutes(entries: Iterable[Entry]) -> dict[int, float]:
    """How long each stage took that was passed, from its first begin to that.

    A stage that was skipped or caught up with has no time of its own.
    """
    began: dict[int, datetime] = {}
    taken: dict[int, float] = {}
    given_away: set[int] = set()
    for entry in entries:
        if entry.event is Event.began:
            began.setdefault(entry.stage, entry.at)
        elif entry.event is not Event.passed:
            given_away.add(entry.stage)
        elif entry.stage in began and entry.stage not in {*taken, *given_away}:
            seconds = (entry.at - began[entry.stage]).total_seconds()
            taken[entry.stage] = max(seconds, 0) / 60
    return taken
