"""What the command writes: one console for results, one line for mistakes.

Colour is off where the output is no terminal, where NO_COLOR is set
(https://no-color.org), and with --no-color.
"""

import io
import os
import shlex
import shutil
import sys
from typing import Annotated

import typer
from rich.console import Console

LOG_WIDTH = 120
"""Where there is no terminal to measure: prose is broken there, and most tables fit."""


class Mistake(Exception):
    """Something on the command line that cannot be done; one message says why."""


def console() -> Console:
    """Where results go: standard output, as wide as the terminal is."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What a server said may hold characters that this terminal has not.
        sys.stdout.reconfigure(errors="replace")
    output = Console(highlight=False, emoji=False, markup=False)
    if not has_width(output):
        output.width = LOG_WIDTH
    return output


def has_width(output: Console) -> bool:
    """Whether lines end somewhere: a file takes them as long as they are."""
    return output.is_terminal or "COLUMNS" in os.environ


def is_live(output: Console) -> bool:
    """Whether lines that were written can be written again.

    CI logs may call themselves a terminal, but keep every line.
    """
    return output.is_terminal and not output.no_color and "CI" not in os.environ


def command_name() -> str:
    """How to type this command here: by its path, if it is not on the PATH."""
    if shutil.which("fourways") or not sys.argv[0].endswith("fourways"):
        return "fourways"
    return shlex.quote(os.path.relpath(sys.argv[0]))


def tell_mistake(message: object) -> None:
    """Write one message on standard error, after the name of the command."""
    print(f"fourways: {message}", file=sys.stderr)


def switch_colour_off(wanted: bool) -> None:
    """Make every console that is opened from now on write without colour."""
    if wanted:
        os.environ["NO_COLOR"] = "1"


NoColor = Annotated[
    bool,
    typer.Option(
        "--no-color",
        metavar=" ",
        help="Write without colour, as with NO_COLOR set.",
        callback=switch_colour_off,
        is_eager=True,
    ),
]
