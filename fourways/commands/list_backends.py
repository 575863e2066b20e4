"""`fourways list`: which backends are here, and can they run?"""

import json
import platform
import shlex
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fourways import discovery
from fourways.inventory import Entry, describe
from fourways.manifest import Backend
from fourways.selection import BackendPaths, choose
from fourways.terminal import NoColor, command_name, console


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
    backends = choose([], backend or [])
    entries = [describe(each) for each in backends]
    if as_json:
        print(json.dumps([asdict(entry) for entry in entries], indent=2))
        return
    output = console()
    table = table_of(entries)
    needed = output.measure(table, options=output.options.update(width=1_000)).minimum
    output.print(table if needed <= output.width else stacked(entries))
    output.print(
        f"Python {platform.python_version()}. Lines: of Python, with code.",
        soft_wrap=True,
    )
    for entry in entries:
        if entry.missing:
            output.print(
                f"{entry.name} cannot run yet: {', '.join(entry.missing)} not "
                f"installed. Install with: {entry.install}",
                soft_wrap=True,
            )
    if all(entry.missing for entry in entries):
        return
    ready = next(
        each for each, entry in zip(backends, entries, strict=True) if not entry.missing
    )
    output.print(f"Next: {next_steps(ready)}", soft_wrap=True)


def next_steps(backend: Backend) -> str:
    """Commands that can be typed here as they are."""
    fourways = command_name()
    if backend.folder.parent == discovery.REPOSITORY:
        return f"{fourways} serve {backend.name}, or {fourways} test {backend.name}"
    folder, here = backend.folder, Path.cwd()
    if folder.is_relative_to(here):
        near = folder.relative_to(here)
        # A single word would be taken for the name of one of ours.
        folder = near if len(near.parts) > 1 else folder
    path = shlex.quote(str(folder))
    return f"{fourways} serve {path}, or {fourways} test --backend {path}"


def table_of(entries: list[Entry]) -> Table:
    """One row a backend; below its default server the others."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("Backend", no_wrap=True)
    table.add_column("Framework")
    table.add_column("Server,\nothers", no_wrap=True)
    for heading in ("Distri-\nbutions", "Lines:\nyours", "migra-\ntions", "\ntests"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Ready", no_wrap=True)
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


def stacked(entries: list[Entry]) -> Group:
    """The same, one below the other, for a terminal too narrow for the table."""
    lines: list[RenderableType] = []
    for entry in entries:
        details = (
            framework_of(entry),
            f"servers: {', '.join((entry.server, *entry.other_servers))}",
            f"distributions: {len(entry.distributions)}",
            f"lines: yours {entry.lines.yours}, migrations {entry.lines.migrations}, "
            f"tests {entry.lines.tests}",
            f"ready: {'no' if entry.missing else 'yes'}",
        )
        lines.append(Text(entry.name, "bold"))
        lines += [Padding(Text(each), (0, 0, 0, 2)) for each in details]
    return Group(*lines)


def framework_of(entry: Entry) -> str:
    """What the backend is written with, and its version."""
    if entry.framework:
        return f"{entry.title} {entry.version or '(not installed)'}"
    return f"none ({entry.language})"
