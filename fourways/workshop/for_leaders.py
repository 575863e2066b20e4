"""The commands of whoever leads a workshop; the learner's stand beside them."""

import typer

from fourways.workshop.board.command import board
from fourways.workshop.leader_command import leader
from fourways.workshop.pack.command import pack
from fourways.workshop.schedule_command import schedule
from fourways.workshop.slides.command import slides
from fourways.workshop.timings import timings

PANEL = "For the leader"


def add_to(app: typer.Typer) -> None:
    """Add them to `fourways workshop`."""
    for command in (schedule, slides, pack, board, timings, leader):
        app.command(rich_help_panel=PANEL)(command)
