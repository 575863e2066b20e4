"""The findings in a terminal: a row a case that somebody does not get right."""

from collections.abc import Iterable
from typing import Final

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from fourways.wire.judge import Verdict
from fourways.wire.record import Record

STYLES: Final = {
    Verdict.right: ("", "green"),
    Verdict.lenient: ("l", "yellow"),
    Verdict.wrong: ("W", "bold red"),
    Verdict.hang: ("H", "bold magenta"),
}


def show(record: Record, output: Console) -> None:
    """Print the summary, and what is not right."""
    if not any(map(record.not_right, record.servers)):
        output.print("Right everywhere.")
    elif len(record.servers) == 1:
        [name] = record.servers
        output.print(details(record, name))
    else:
        output.print(marks(record))
        output.print("Right where nothing stands, l lenient, W wrong, H hang.\n")
    output.print(summary(record))


def summary(record: Record) -> Table:
    """Verdicts counted, a row a server."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("server")
    for verdict in Verdict:
        table.add_column(str(verdict), justify="right")
    for name in record.servers:
        counts = record.counts(name)
        table.add_row(name, *(str(counts[verdict] or "-") for verdict in Verdict))
    return table


def marks(record: Record) -> Table:
    """A letter for each server, in the cases that are not right everywhere."""
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("case", no_wrap=True)
    for name in record.servers:
        table.add_column("\n".join(name.split()), justify="center")
    for each, row in record.results.items():
        verdicts = [row[name].verdict for name in record.servers]
        if set(verdicts) != {Verdict.right}:
            table.add_row(each, *(Text(*STYLES[verdict]) for verdict in verdicts))
    return table


def details(record: Record, name: str) -> Table:
    """What happened, in the cases that a server does not get right."""
    table = Table("case", "verdict", "what happened", box=box.SIMPLE_HEAD)
    for each, verdict, happened in lines(record, name):
        table.add_row(each, Text(verdict, STYLES[verdict][1]), Text(happened))
    return table


def lines(record: Record, name: str) -> Iterable[tuple[str, Verdict, str]]:
    """Id, verdict, and what happened, where it is not right."""
    for each in record.not_right(name):
        judged = record.results[each][name]
        why = f": {judged.why}" if judged.why else ""
        yield each, judged.verdict, f"{judged.outcome}{why}"
