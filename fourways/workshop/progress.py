"""progress.txt: where a learner is. Plain text, one line each, made to be edited.

stage: 3
half: fastapi
run:
migrate:
passed: 0 1 2
hints: read-head 2, parse-head 1
lines: 1 30, 2 62
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fourways.workshop.programs import HALVES
from fourways.workshop.stages import stage, stages
from fourways.workshop.tables import StageError

FILE_NAME: Final = "progress.txt"
TEXT: Final = """\
# Where you are in the workshop. You may change it: each line says what it is.

# The stage that is checked, and those that have passed.
stage: {stage}
passed: {passed}

# Stage 8 is for half of the room each: fastapi or django.
half: {half}

# How to start your program, if not as in the texts: another server, another language.
# It listens on $PORT. From stage 5 on, how to migrate the database of $DATABASE_URL.
run: {run}
migrate: {migrate}

# Hints that you have read, and how many lines of code your program had at each stage.
hints: {hints}
lines: {lines}
"""


class ProgressError(Exception):
    """A progress.txt that cannot be read; the message names the line."""


@dataclass
class Progress:
    """What is in the file. `run` and `migrate` are empty for what the stage says."""

    stage: int = 0
    half: str = HALVES[0]
    run: str = ""
    migrate: str = ""
    passed: set[int] = field(default_factory=set)
    hints: dict[str, int] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)


def load(folder: Path) -> Progress:
    """Read the file of a learner's folder. Raises ProgressError."""
    file = folder / FILE_NAME
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ProgressError(f"{file} cannot be read: {error}") from None
    found = Progress()
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            try:
                _take(line, found)
            except ValueError as error:
                raise ProgressError(f"{file}, line {number}: {error}") from None
    return found


def _take(line: str, into: Progress) -> None:
    key, colon, value = (part.strip() for part in line.partition(":"))
    if not colon:
        raise ValueError(f"a line must look like `stage: 3`, not {line.strip()!r}")
    if key == "stage":
        into.stage = _stage_number(value)
    elif key == "passed":
        into.passed = {_stage_number(word) for word in value.split()}
    elif key == "half":
        if value not in HALVES:
            raise ValueError(f"half must be {' or '.join(HALVES)}, not {value!r}")
        into.half = value
    elif key in ("run", "migrate"):
        setattr(into, key, value)
    elif key == "hints":
        into.hints = dict(_counts(value))
    elif key == "lines":
        into.lines = {_stage_number(name): count for name, count in _counts(value)}
    else:
        raise ValueError(
            f"there is no {key!r}: stage, passed, half, run, migrate, hints and lines "
            "are all"
        )


def _stage_number(text: str) -> int:
    try:
        return stage(int(text)).number
    except (ValueError, StageError):
        last = stages()[-1].number
        raise ValueError(
            f"a stage is a number from 0 to {last}, not {text!r}"
        ) from None


def _counts(text: str) -> Iterator[tuple[str, int]]:
    for part in filter(None, map(str.strip, text.split(","))):
        name, _, count = part.partition(" ")
        if not count.isdecimal():
            raise ValueError(f"it must be names, each with a number, not {part!r}")
        yield name, int(count)


def save(progress: Progress, folder: Path) -> None:
    """Write the file anew, as a whole or not at all."""
    text = TEXT.format(
        stage=progress.stage,
        passed=" ".join(map(str, sorted(progress.passed))),
        half=progress.half,
        run=progress.run,
        migrate=progress.migrate,
        hints=", ".join(f"{name} {count}" for name, count in progress.hints.items()),
        lines=", ".join(f"{name} {count}" for name, count in progress.lines.items()),
    )
    lines = [line.rstrip() for line in text.splitlines()]
    new = folder / f".{FILE_NAME}.new"
    new.write_text("\n".join(lines) + "\n", encoding="utf-8")
    new.replace(folder / FILE_NAME)
