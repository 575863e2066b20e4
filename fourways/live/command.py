"""`fourways live`: the command; what it starts stands in serving.py."""

from pathlib import Path
from typing import Annotated

import typer

from fourways.terminal import NoColor


def live(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Backends' names; all of ours if none is given."),
    ] = None,
    backend: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="PATH",
            help="A folder with a backend.toml, from anywhere. May be repeated.",
        ),
    ] = None,
    port: Annotated[
        int, typer.Option(min=1, max=65535, metavar="NUMBER", help="Of the page.")
    ] = 8044,
    no_color: NoColor = False,
) -> None:
    """Send a request to every backend at once, and see what each makes of it.

    Starts the backends on fresh databases, and a page on this machine alone: pick a
    case or write a request, down to its bytes; see the answers side by side with
    what differs, each server's log line, and the SQL. Ctrl-C ends everything.

    For example:

    - `fourways live`
    - `fourways live flask --backend docs/naked/flask`
    """
    # Imported here: no other command needs what it needs.
    from fourways.live.serving import run

    run(names or [], backend or [], port)
