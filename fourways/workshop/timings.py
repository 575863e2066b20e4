"""`fourways workshop timings`: what a room's diaries say, against the plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from fourways.terminal import Mistake, NoColor, console
from fourways.workshop import diary
from fourways.workshop.diary import DiaryError, Entry, Event
from fourways.workshop.stage import Stage


@dataclass(frozen=True)
class Timing:
    """A stage as the room had it. `minutes` has one number for each who passed it."""

    stage: Stage
    minutes: tuple[float, ...]
    given_away: int
    """How many skipped it, or had its finished state put in place."""

    @property
    def median(self) -> float:
        """Half the room took no longer; there must be somebody."""
        return median(self.minutes)

    @property
    def ninetieth(self) -> float:
        """Nine of ten took no longer; between two learners, interpolated."""
        if len(self.minutes) == 1:
            return self.minutes[0]
        return quantiles(self.minutes, n=10, method="inclusive")[8]


def timings(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help=f"The {diary.FILE_NAME} of each learner, or the folder it is in.",
        ),
    ],
    no_color: NoColor = False,
) -> None:
    """Merge the room's timings: median and 90th percentile of each stage, and plan.

    For example:

    - `fourways workshop timings room/*.txt`
    """
    from fourways.workshop.stages import stages

    try:
        diaries = [diary.read(file) for file in each_once(files)]
    except DiaryError as error:
        raise Mistake(error) from None
    output = console()
    output.print(table_of(merged(diaries, stages()), len(diaries)))


def each_once(files: Iterable[Path]) -> list[Path]:
    """The diaries meant: those in folders, and none twice."""
    found = [file / diary.FILE_NAME if file.is_dir() else file for file in files]
    return list({file.resolve(): file for file in found}.values())


def merged(diaries: Iterable[Sequence[Entry]], stages: Iterable[Stage]) -> list[Timing]:
    """A timing for every stage that somebody got to."""
    taken: dict[int, list[float]] = {}
    given_away: dict[int, int] = {}
    for entries in diaries:
        for number, minutes in diary.minutes(entries).items():
            taken.setdefault(number, []).append(minutes)
        away = {
            entry.stage
            for entry in entries
            if entry.event in (Event.skipped, Event.caught_up)
        }
        for number in away:
            given_away[number] = given_away.get(number, 0) + 1
    return [
        Timing(
            stage, tuple(taken.get(stage.number, ())), given_away.get(stage.number, 0)
        )
        for stage in stages
        if stage.number in taken or stage.number in given_away
    ]


def table_of(found: Iterable[Timing], learners: int) -> Table:
    """A row for each stage, in minutes."""
    count = "1 learner" if learners == 1 else f"{learners} learners"
    table = Table(
        box=box.SIMPLE_HEAD,
        caption=f"Minutes, from {count}. Late: median above plan.",
        caption_justify="left",
    )
    table.add_column("Stage", justify="right")
    table.add_column("What")
    for heading in ("Plan", "Median", "90 %", "Late", "Passed", "Skipped"):
        table.add_column(heading, justify="right")
    for each in found:
        table.add_row(str(each.stage.number), each.stage.title, *cells(each))
    return table


def cells(each: Timing) -> list[str | Text]:
    """The numbers of a row."""
    plan, away = str(each.stage.minutes), str(each.given_away)
    if not each.minutes:
        return [plan, "", "", "", "0", away]
    late = each.median - each.stage.minutes
    return [
        plan,
        f"{each.median:.0f}",
        f"{each.ninetieth:.0f}",
        Text(f"{late:+.0f}", "yellow" if late > 0 else "green"),
        str(len(each.minutes)),
        away,
    ]
