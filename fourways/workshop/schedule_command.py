"""`fourways workshop schedule`: clock times, and what to leave out."""

from itertools import pairwise
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fourways.terminal import Mistake, NoColor, console
from fourways.workshop.schedule import (
    Schedule,
    ScheduleError,
    clock,
    in_order_of_cut,
    minutes_since_midnight,
)
from fourways.workshop.schedule import schedule as schedule_of


def schedule(
    start: Annotated[
        str, typer.Option(metavar="HH:MM", help="When the workshop begins.")
    ] = "13:00",
    end: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM",
            help="When it must be over: leaves out what has to go.",
            show_default=False,
        ),
    ] = None,
    minutes: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=1440,
            metavar="NUMBER",
            help="As --end, by how long there is.",
            show_default=False,
        ),
    ] = None,
    no_color: NoColor = False,
) -> None:
    """Show when each stage begins, breaks included, and what to leave out first.

    For example:

    - `fourways workshop schedule --start 9:30`
    - `fourways workshop schedule --start 13:00 --end 15:45`
    - `fourways workshop schedule --start 13:00 --minutes 150`
    """
    from fourways.workshop.stages import stages

    try:
        begin = minutes_since_midnight(start)
        available = time_between(begin, end, minutes)
        show(schedule_of(stages(), begin, available), console())
    except ScheduleError as error:
        raise Mistake(error) from None


def time_between(begin: int, end: str | None, minutes: int | None) -> int | None:
    """How many minutes there are; None if nothing was said. Raises Mistake."""
    if end is None:
        return minutes
    if minutes is not None:
        raise Mistake("--end and --minutes say the same: give only one")
    available = minutes_since_midnight(end) - begin
    if available <= 0:
        raise Mistake(f"--end must be after --start, and {end} is not")
    return available


def show(found: Schedule, output: Console) -> None:
    """A row for each part, then what is said about the time."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("From")
    table.add_column("To")
    table.add_column("Minutes", justify="right")
    table.add_column("Stage", justify="right")
    table.add_column("What")
    for part in found.parts:
        number = str(part.stage.number) if part.stage else ""
        style = "" if part.stage else "dim"
        times = (clock(part.begin), clock(part.end), str(part.minutes))
        table.add_row(*times, number, part.title, style=style)
    output.print(table)
    for line in remarks(found):
        output.print(Text(line), soft_wrap=True)


def remarks(found: Schedule) -> list[str]:
    """What to say below the table."""
    stages = [part.stage for part in found.parts if part.stage]
    lines = [
        f"Left out: {stage.heading} ({stage.minutes} minutes)."
        for stage in found.left_out
    ]
    for before, after in pairwise(stages):
        if any(before.number < each.number < after.number for each in found.left_out):
            lines.append(
                f"After stage {before.number} learners type: "
                f"fourways workshop goto {after.number}"
            )
    still = [str(stage.number) for stage in in_order_of_cut(stages)]
    if found.spare is not None and found.spare < 0:
        lines.append(
            f"Too long by {-found.spare} minutes. Nothing else can be left out: "
            "shorten the breaks, or give a second date to what is missing."
        )
    elif found.spare:
        lines.append(f"{found.spare} minutes to spare: for questions and extensions.")
    if still:
        more = "also " if found.left_out else ""
        lines.append(f"If it gets late, {more}leave out stage {', then '.join(still)}.")
    return lines
