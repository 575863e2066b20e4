"""`fourways list`: which backends are here, and can they run?"""

import json
import platform
from dataclasses import asdict
from typing import Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from fourways.inventory import Entry, describe
from fourways.selection import BackendPaths, choose
from fourways.terminal import NoColor, console


def list_backends(
    backend: BackendPaths = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", metavar=" ", help="Write JSON, for other programs."),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Show the backends: what they are made of, and whether they can run.

    Distributions are what has to be installed for a backend. Lines are lines of
    Python with code on them: no comments, docstrings or blanks.
    """
    entries = [describe(each) for each in choose([], backend or [])]
    if as_json:
        print(json.dumps([asdict(entry) for entry in entries], indent=2))
        return
    output = console()
    output.print(table_of(entries))
    for entry in entries:
        if entry.missing:
            output.print(
                f"{entry.name} cannot run yet: {', '.join(entry.missing)} not "
                f"installed. Install with: {entry.install}",
                soft_wrap=True,
            )
    if all(entry.missing for entry in entries):
        return
    name = next(entry.name for entry in entries if not entry.missing)
    output.print(f"Next: fourways serve {name}, or fourways test {name}")


def table_of(entries: list[Entry]) -> Table:
    """One row a backend; below its default server the others."""
    table = Table(
        box=box.SIMPLE_HEAD,
        caption=f"Python {platform.python_version()}. Lines: of Python, with code.",
        caption_justify="left",
    )
    table.add_column("Backend")
    table.add_column("Framework")
    table.add_column("Server,\nothers")
    for heading in ("Distri-\nbutions", "Lines:\nyours", "migra-\ntions", "\ntests"):
        table.add_column(heading, justify="right")
    table.add_column("Ready")
    for entry in entries:
        others = "".join(f"\n{name}" for name in entry.other_servers)
        table.add_row(
            Text(entry.name, "bold"),
            framework_of(entry),
            Text.assemble(entry.server, (others, "dim")),
            str(len(entry.distributions)),
            str(entry.lines.yours),
            str(entry.lines.migrations),
            str(entry.lines.tests),
            Text("no", "bold red") if entry.missing else Text("yes", "green"),
        )
    return table


def framework_of(entry: Entry) -> str:
    """What the backend is written with, and its version."""
    if entry.framework:
        return f"{entry.title} {entry.version or '(not installed)'}"
    return f"none ({entry.language})"
