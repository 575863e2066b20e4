"""`fourways bench document`: docs/performance.md from what was recorded."""

from typing import Annotated

import typer

from fourways.terminal import Mistake, NoColor, command_name, console

from .options import mistakes


def document(
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            metavar=" ",
            help="Write nothing; fail if something would change.",
        ),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Write the tables and plots of docs/performance.md from the recorded figures.

    docs/performance/*.json are records, each written by a command with `--json`.

    For example: `fourways bench document --check`
    """
    try:
        from fourways.bench import document
    except ImportError as error:
        raise Mistake(f'{error.name} is missing: pip install ".[bench]"') from None
    with mistakes():
        made = document.made()
    changed = document.changed(made)
    if check:
        if changed:
            names = ", ".join(file.name for file in changed)
            raise Mistake(f"{names} would change: {command_name()} bench document")
        console().print("docs/performance.md shows what was recorded.")
        return
    document.write(made)
    for file in changed:
        console().print(f"{file} is written", soft_wrap=True)
