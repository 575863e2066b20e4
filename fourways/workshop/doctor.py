"""`fourways doctor`: is this machine ready for the workshop, and how to mend it."""

from collections import Counter
from collections.abc import Iterable

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fourways.terminal import NoColor, command_name, console
from fourways.workshop.examination import examine
from fourways.workshop.examination.finding import Finding, State

COLOURS = {State.good: "green", State.note: "yellow", State.wrong: "bold red"}
READY = "This machine is ready."
NOT_READY = "This machine is not ready yet: mend what is wrong, then run it again."


def doctor(no_color: NoColor = False) -> None:
    """Look whether this machine is ready, and say how to mend what is not.

    *ok* is ready, *note* is good to know and stops nothing, *wrong* has to be
    mended. The exit status is 0 if nothing is wrong.
    """
    findings = list(examine())
    output = console()
    show(findings, output)
    wrong = any(each.state is State.wrong for each in findings)
    raise typer.Exit(1 if wrong else 0)


def show(findings: Iterable[Finding], output: Console) -> None:
    """A line for each finding, below it how to mend it; then the verdict."""
    findings = list(findings)
    table = Table.grid(padding=(0, 2))
    for _ in ("state", "what"):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for each in findings:
        details = Text(each.found)
        if each.mend:
            details.append(f"\n{each.mend}", "bold")
        table.add_row(
            Text(each.state.value, COLOURS[each.state]), Text(each.what), details
        )
    output.print(table)
    output.print()
    counts = Counter(each.state for each in findings)
    if counts[State.wrong]:
        output.print(Text(NOT_READY, COLOURS[State.wrong]), soft_wrap=True)
    else:
        output.print(Text(READY, COLOURS[State.good]))
        output.print(f"Next: {command_name()} workshop start")
