"""A trace in the terminal: how much ran, whose it is, the SQL, who decided."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fourways.trace.asking import Asking
from fourways.trace.model import GROUPS, Call, Place, Status, Trace
from fourways.trace.tracing import REHEARSALS

COLOURS: Final = {
    "yours": "green",
    "framework": "blue",
    "libraries": "magenta",
    "standard library": "yellow",
}
CAVEAT: Final = (
    "Lines are lines of Python, each time that one runs. They are no cost: C and Rust"
    " run no Python lines, and one line may wait for a disk."
)
LONGEST_BAR: Final = 60


def shown(
    traces: Sequence[Trace], asking: Asking, output: Console, depth: int
) -> RenderableType:
    """Traces of one request, their bars on one scale; the calls down to a depth."""
    most = max(count.lines for trace in traces for count in trace.groups.values())
    title = Text(f"{asking.method} {asking.path}{asking.query}", "bold")
    title.append(f", {asking.case}" if asking.case else "", "not bold")
    if traces[0].cold:
        title.append(": the first request of a process", "not bold")
    else:
        title.append(f": after {REHEARSALS} such requests", "not bold")
    parts: list[RenderableType] = [title]
    for trace in traces:
        parts += [Text(""), *_one(trace, output, most)]
        if depth:
            parts += [Text(""), Text("Calls, with the lines of each and all below:")]
            parts += tree(trace, depth)
    return Group(*parts, Text(""), Text(CAVEAT, "italic"))


def _one(trace: Trace, output: Console, most: int) -> Iterator[RenderableType]:
    yield _heading(trace)
    yield Text("")
    yield _counts(trace, output, most)
    yield Text("")
    names = (f"{name} {count.lines:,}" for name, count in trace.distributions.items())
    yield Text(f"Lines by distribution: {', '.join(names)}")
    yield _sql(trace)


def _heading(trace: Trace) -> Text:
    code = trace.status.code
    phrase = HTTPStatus(code).phrase if code in {*HTTPStatus} else ""
    heading = Text(f"{trace.title} ", "bold reverse")
    heading.append(f" {code} {phrase}".rstrip(), "not reverse bold")
    heading.append(f", {decided(trace.status)}", "not reverse not bold")
    return heading


def decided(status: Status) -> str:
    """Who decided the status, in words."""
    if status.place is None:
        return "decided where no Python line shows it"
    verb = "raised" if status.raised else "returned"
    words = f"{verb} by {at(status.place)} ({status.place.function.group})"
    if status.called_from is not None:
        words += f", called from {at(status.called_from)}"
    return words


def at(place: Place) -> str:
    """A place in words: the function, and where its line is."""
    return f"{place.function.name} at {place.function.file}:{place.line}"


def _counts(trace: Trace, output: Console, most: int) -> Table:
    fill = "█" if "utf" in output.encoding.lower() else "#"
    longest = max(4, min(LONGEST_BAR, output.width - 46))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Whose")
    table.add_column("Calls", justify="right")
    table.add_column("Lines", justify="right")
    table.add_column("")
    for group in GROUPS:
        count = trace.groups[group]
        length = round(longest * count.lines / most)
        bar = fill * max(length, 1 if count.lines else 0)
        table.add_row(
            Text(group, COLOURS[group]),
            f"{count.functions:,}",
            f"{count.lines:,}",
            Text(bar, COLOURS[group]),
        )
    return table


def _sql(trace: Trace) -> RenderableType:
    number = len(trace.statements)
    if not number:
        return Text("SQL: none")
    words = "1 statement" if number == 1 else f"{number} statements"
    parts: list[RenderableType] = [Text(f"SQL: {words}")]
    for statement in trace.statements:
        line = Text(statement.sql)
        if statement.place:
            line.append(f"  {at(statement.place)}", "dim")
        parts.append(Padding(line, (0, 0, 0, 2)))
    return Group(*parts)


def tree(trace: Trace, depth: int) -> Iterator[Text]:
    """The calls down to a depth; equal ones that follow each other are one line."""
    waiting = [(0, 1, call) for call in reversed(trace.root.children)]
    while waiting:
        level, times, call = waiting.pop()
        yield _call(level, times, call)
        if level + 1 < depth:
            waiting += [(level + 1, *each) for each in reversed(_merged(call.children))]


def _merged(calls: Sequence[Call]) -> list[tuple[int, Call]]:
    merged: list[tuple[int, Call]] = []
    for call in calls:
        if merged and merged[-1][1].children == call.children == ():
            times, before = merged[-1]
            if before.function == call.function and before.lines == call.lines:
                merged[-1] = times + 1, before
                continue
        merged.append((1, call))
    return merged


def _call(level: int, times: int, call: Call) -> Text:
    function = call.function
    line = Text("  " * level, overflow="ellipsis", no_wrap=True)
    line.append(function.name, COLOURS[function.group])
    if times > 1:
        line.append(f" x{times}")
    line.append(f" {call.lines}", "bold")
    if call.children:
        line.append(f" of {call.total:,}")
    if call.hop:
        line.append(" in another thread", "italic")
    if call.resumed:
        line.append(" goes on", "italic")
    return line.append(f"  {function.file}:{function.line}", "dim")
