"""`fourways workshop slides`: one folder of slides for the room's screen."""

from pathlib import Path
from typing import Annotated

import typer

from fourways.terminal import Mistake, NoColor, console


def slides(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder to write.")
    ] = Path("slides"),
    start: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM",
            help="When the workshop begins: the slides then say when each stage does.",
            show_default=False,
        ),
    ] = None,
    no_color: NoColor = False,
) -> None:
    """Make the slides from the stages, their code and the leader's notes.

    They open in any browser, from the disk, without a network. The key *?* lists
    the keys, *S* opens the notes in a window of their own.
    """
    count = make(out, start)
    output = console()
    output.print(f"{count} slides in {out}", soft_wrap=True)
    output.print(f"Open {(out / 'index.html').absolute().as_uri()}", soft_wrap=True)


def make(folder: Path, start: str | None) -> int:
    """Write the slides; returns how many there are. Raises Mistake."""
    from fourways.compare.command import mistakes
    from fourways.workshop.regions import RegionError
    from fourways.workshop.schedule import ScheduleError, minutes_since_midnight
    from fourways.workshop.schedule import schedule as schedule_of
    from fourways.workshop.slides.build import OutputError, write
    from fourways.workshop.slides.deck import deck
    from fourways.workshop.stages import stages
    from fourways.workshop.tables import StageError

    try:
        plan = schedule_of(stages(), minutes_since_midnight(start) if start else 0)
        extensions = [each for each in stages() if each.extension]
        with mistakes():
            slides = deck(plan, extensions, times=start is not None)
        write(slides, folder)
    except (OutputError, RegionError, ScheduleError, StageError) as error:
        raise Mistake(error) from None
    return len(slides)
