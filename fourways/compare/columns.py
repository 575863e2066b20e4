"""Code of several backends side by side, concern by concern, for one console.

Where the terminal is too narrow for that, a backend stands below the other. No line
is cut: a long one goes on in the next, indented, behind an arrow.
"""

from collections.abc import Iterator, Sequence
from textwrap import dedent

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from contract_tests.support.contract import contract
from fourways.compare.concerns import MEANINGS, Cell, Concern
from fourways.compare.symbols import Snippet
from fourways.evidence.model import Suite
from fourways.results import Status

NARROWEST = 48
"""Characters that a column of code needs to be read."""
GAP = 2
"""Characters that a column needs besides its code."""
DATA_LINES = 30
"""Lines of a long document that show what it is like."""
THEME = "ansi_dark"
NAKED = (
    "so many rules hold in the app that the framework's own tutorial leads to. "
    "One that fails a single test does not hold, so default may stand beside 0."
)


def comparison(
    concern: Concern, names: Sequence[str], console: Console
) -> RenderableType:
    """One concern of these backends, as wide as the console is."""
    heading = Text(f"{concern.title}: ", "bold")
    heading.append(concern.question, "default")
    arrow = "↪ " if "utf" in console.encoding.lower() else "> "
    width = console.width // len(names) - GAP
    if width < NARROWEST:
        parts: list[RenderableType] = [Text(""), heading]
        for name in names:
            cell = concern.cells[name]
            parts += [Text(""), *column(name, cell, console.width - GAP, arrow)]
        return Group(*parts)
    table = Table.grid(expand=True, padding=(0, GAP, 0, 0))
    for _ in names:
        table.add_column(ratio=1)
    table.add_row(
        *(Group(*column(name, concern.cells[name], width, arrow)) for name in names)
    )
    return Group(Text(""), heading, Text(""), table)


def column(name: str, cell: Cell, width: int, arrow: str) -> Iterator[RenderableType]:
    """What one backend does: who, how many lines, why, and the code."""
    head = Text(name, "bold reverse")
    head.append(f" {cell.automation}", "not reverse bold")
    if cell.code:
        head.append(f", {count(cell)}", "not reverse")
    yield head
    for word, sentence in cell.parts.items():
        note = Text(f"{word}: " if len(cell.parts) > 1 else "", "bold")
        yield note.append(sentence, "italic not bold")
    if cell.library:
        yield Text(f"library: {cell.library}", "italic")
    if not cell.code:
        yield Text("")
        yield Text(f"nothing to write: {cell.nothing}")
    for snippet in cell.blocks():
        yield Text("")
        yield Text(f"{snippet.file}:{snippet.first_line}", "dim underline")
        yield from code_of(snippet, width, arrow)


def code_of(snippet: Snippet, width: int, arrow: str) -> Iterator[Text]:
    """The lines of a piece of code, highlighted, each at most `width` wide."""
    lexer = Syntax.guess_lexer(snippet.file, snippet.text)
    syntax = Syntax("", lexer, theme=THEME, background_color="default")
    text = syntax.highlight(dedent(snippet.text))
    text.rstrip()
    lines = text.split("\n", allow_blank=True)
    shown = DATA_LINES if snippet.is_data else len(lines)
    for line in lines[:shown]:
        yield from wrapped(line, width, arrow)
    if lines[shown:]:
        yield Text(f"and {len(lines) - shown} lines more", "italic")


def wrapped(line: Text, width: int, arrow: str) -> Iterator[Text]:
    """A line in pieces of at most `width`; all but the first begin with the arrow."""
    line.no_wrap = True
    plain = line.plain
    indent = len(plain) - len(plain.lstrip()) + 2
    # Deep inside, a continuation needs room too.
    hanging = min(indent, width // 3)
    while line.cell_len > width:
        at = _break(line.plain, width, hanging + len(arrow))
        piece, line = line.divide([at])
        piece.no_wrap = True
        yield piece
        line = Text(" " * hanging) + Text(arrow, "dim") + _without_margin(line)
        line.no_wrap = True
    yield line


def _break(plain: str, width: int, begin: int) -> int:
    """Where to break: behind the last space or comma, or wherever it is full."""
    full = len(plain)
    while Text(plain[:full]).cell_len > width:
        full -= 1
    for characters in (" ,", "([{.=/_-"):
        at = max(plain.rfind(each, begin, full) for each in characters)
        if at > begin:
            return at + 1
    return max(full, begin + 1)


def _without_margin(line: Text) -> Text:
    blank = len(line.plain) - len(line.plain.lstrip())
    return line[blank:] if blank else line


def overview(
    concerns: Sequence[Concern], suite: Suite, console: Console
) -> RenderableType:
    """All concerns: name, question, and who does the larger part in each backend.

    Beside that, how many rules the app of the framework's own tutorial keeps; below
    it all, what the words mean.
    """
    names = list(concerns[0].cells)
    if console.width < 100:
        entries = [_entry(concern, suite) for concern in concerns]
        return Group(*entries, "", legend())
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Concern", style="bold", no_wrap=True)
    table.add_column("Question", ratio=1)
    for name in names:
        table.add_column(name, no_wrap=True)
    for concern in concerns:
        table.add_row(concern.name, concern.question, *_words(concern, suite, "\n"))
    return Group(table, legend())


def legend() -> Text:
    """What the words of the overview mean, a line each."""
    meanings = {**MEANINGS, "naked 0 of 1": NAKED}
    lines = [
        Text.assemble((word, "bold"), f": {text}") for word, text in meanings.items()
    ]
    return Text("\n").join(lines)


def _words(concern: Concern, suite: Suite, separator: str) -> list[str]:
    words = []
    rules = contract().of_concern(concern.name)
    for name, cell in concern.cells.items():
        target = suite.target(name, naked=True)
        if target and rules:
            states = [suite.outcome(rule.id, target.name).status for rule in rules]
            held = states.count(Status.PASSED)
            words.append(f"{cell.automation}{separator}naked {held} of {len(rules)}")
        else:
            words.append(cell.automation)
    return words


def _entry(concern: Concern, suite: Suite) -> RenderableType:
    found = zip(concern.cells, _words(concern, suite, ", "), strict=True)
    words = [f"{name}: {word}" for name, word in found]
    return Group(
        Text(concern.name, "bold"),
        Padding(Text(concern.question), (0, 0, 0, 2)),
        Padding(Text("; ".join(words)), (0, 0, 0, 2)),
    )


def count(cell: Cell) -> str:
    """How much there is of a cell's code, in words."""
    lines, data = cell.lines(), cell.data_lines()
    words = f"{lines} line" if lines == 1 else f"{lines} lines"
    return f"{words} and {data} of JSON" if data else words
