"""Tell what the checks found: a line each, and all of every failure."""

import os
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from fourways.workshop.answers import bytes_of
from fourways.workshop.bytes_shown import shown
from fourways.workshop.judge import Failure, State, Verdict
from fourways.workshop.printed import own_lines
from fourways.workshop.wire import Exchange

LABELS: Final = 11
"""Characters of the column with the names of the parts."""
MOST_SHOWN: Final = 20_000
"""Bytes of a response: every right one is shorter."""
OUTPUT: Final = ".workshop/output.txt"
MARKS: Final = {
    State.passed: ("✓", "ok", "green"),
    State.failed: ("✗", "FAILED", "bold red"),
    State.not_yet: ("·", "-", "dim"),
}


def overview(verdicts: Sequence[Verdict], console: Console) -> Iterator[Text]:
    """A line for each check; what passed, or was not looked at, is one for a stage."""
    last = verdicts[-1].stage if verdicts else None
    for stage, group in groupby(verdicts, lambda each: each.stage):
        of_stage = list(group)
        states = {each.state for each in of_stage}
        if len(states) == 1 and State.failed not in states and stage is not last:
            state = states.pop()
            note = checks(len(of_stage)) if state is State.passed else state.value
            yield Text.assemble(mark(state, console), f"{stage.heading} ({note})")
            continue
        needs = {each.needs for each in of_stage}
        same = needs.pop() if len(needs) == 1 else ""
        yield Text.assemble(
            (stage.heading, "bold"),
            (f" (not yet: first {same})" if same else "", "dim"),
        )
        for each in of_stage:
            line = Text.assemble("  ", mark(each.state, console), each.check.title)
            if each.needs and not same:
                line.append(f" (not yet: first {each.needs})", "dim")
            yield line


def checks(count: int) -> str:
    """So many checks, in words."""
    return "1 check" if count == 1 else f"{count} checks"


def mark(state: State, console: Console) -> Text:
    """The sign of a state, in letters where the terminal has no other."""
    sign, letters, style = MARKS[state]
    wide = "utf" in console.encoding.lower()
    return Text(f"{sign if wide else letters} ", style)


def failure_of(verdict: Verdict, folder: Path, console: Console) -> Iterator[Text]:
    """All about one failure: sent, came back, wrong, expected, why, the program.

    Lines are as wide as the console, but for commands, which stay whole.
    """
    failure = verdict.failure
    assert failure is not None
    width = max(console.width - LABELS, 30)
    yield Text("")
    title = Text(verdict.check.title, "bold red")
    yield Text.assemble(mark(State.failed, console), title)
    if failure.exchange is not None:
        yield from part("Sent", sent(failure.exchange, width))
        yield from part("Came back", came_back(failure.exchange, failure.at, width))
    yield from part("Wrong", wrap(failure.wrong, width), "bold red")
    yield from part("Expected", wrap(failure.expected, width), "green")
    for rule in verdict.check.rules:
        name = f"{rule.id}: " if rule.id else ""
        rows = wrap(f"{name}{rule.text} ({rule.source})", width)
        yield from part("Why" if rule is verdict.check.rules[0] else "", rows)
    yield from part("Program", program(failure, folder, width))


def part(label: str, rows: Sequence[str], style: str = "") -> Iterator[Text]:
    """Rows beside a label."""
    for row in rows:
        yield Text.assemble((label.ljust(LABELS), "bold"), (row, style))
        label = ""


def sent(exchange: Exchange, width: int) -> list[str]:
    """A curl line where curl can send it, else the bytes."""
    if exchange.curl():
        return [exchange.curl()]
    rows: list[str] = []
    for number, piece in enumerate(exchange.pieces):
        rows += ["(a short pause)"] if number else []
        rows += shown(piece, width)
    return rows


def came_back(exchange: Exchange, at: int | None, width: int) -> list[str]:
    """Every byte, with a caret under the first wrong one, and how it ended."""
    if exchange.end is None:
        return ["(nothing: there was no connection)"]
    data, end = exchange.received, len(exchange.received)
    if end > MOST_SHOWN:
        # Far too much is a mistake of its own kind: what stands around its place.
        end = min(end, max(MOST_SHOWN, (at or 0) + width))
    begin = max(0, end - MOST_SHOWN)
    rows = list(shown(data[begin:end], width, None if at is None else at - begin))
    before = [f"(not shown: {bytes_of(begin)})"] if begin else []
    after = [f"(not shown: {bytes_of(len(data) - end)})"] if end < len(data) else []
    closing = f"({bytes_of(len(data))}, then {exchange.end})"
    return [*before, *rows, *after, closing]


def program(failure: Failure, folder: Path, width: int) -> list[str]:
    """What has become of the program, and what it printed."""
    file = os.path.relpath(folder.resolve() / OUTPUT)
    lines = own_lines(failure.printed, folder, file)
    if not lines:
        return wrap(f"{failure.program} It printed nothing.", width)
    return [
        *wrap(f"{failure.program} It printed:", width),
        *(f"  {row}" for line in lines for row in pieces(line, width - 2)),
    ]


def wrap(text: str, width: int) -> list[str]:
    """A sentence in rows; words are not broken, nor their hyphens."""
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def pieces(line: str, width: int) -> list[str]:
    """A printed line in rows, exactly as it is."""
    return [line[at : at + width] for at in range(0, len(line), width)] or [""]
