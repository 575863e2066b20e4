"""The matrix in the terminal: a line per rule, a column per target.

Words stand beside the symbols, and say the same without colour. Where the
terminal is narrow or the columns are many, first the rules' texts are cut, then
they go, then the words, and the symbols remain. In a file everything is whole.
"""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from contract_tests.support.contract import Concern, Requirement
from fourways.matrix_layout import ID_WIDTH, fitting_layout, whole_layout
from fourways.results import Column, Results, Status

SYMBOLS = {
    Status.PASSED: "✓",
    Status.FAILED: "✗",
    Status.KNOWN_LIMIT: "~",
    Status.NOT_APPLICABLE: "-",
    Status.NOT_RUN: "·",
}
ASCII_SYMBOLS = {**SYMBOLS, Status.PASSED: "+", Status.FAILED: "X", Status.NOT_RUN: "."}
WORDS = {
    Status.PASSED: "pass",
    Status.FAILED: "FAIL",
    Status.KNOWN_LIMIT: "limit",
    Status.NOT_APPLICABLE: "n/a",
    Status.NOT_RUN: "not run",
}
MEANINGS = {
    Status.PASSED: "tests of the rule passed, none failed",
    Status.FAILED: "a test of the rule failed",
    Status.KNOWN_LIMIT: "this server cannot keep the rule: docs/limits.md says why",
    Status.NOT_APPLICABLE: "the rule cannot be tested on this target",
    Status.NOT_RUN: "no test of the rule ran",
}
STYLES = {
    Status.PASSED: "green",
    Status.FAILED: "bold white on red",
    Status.KNOWN_LIMIT: "yellow",
    Status.NOT_APPLICABLE: "dim",
    Status.NOT_RUN: "yellow",
}


class Matrix:
    """One run's results, laid out for one console.

    A `whole` one is as wide as the longest rule needs: print it with crop=False.
    """

    def __init__(
        self, results: Results, console: Console, *, whole: bool = False
    ) -> None:
        self.results = results
        self.symbols = ASCII_SYMBOLS if console.options.ascii_only else SYMBOLS
        self.statuses = {
            results.status(rule.id, column.name)
            for rule in results.selected
            for column in results.columns
        }
        word = max([len(WORDS[status]) + 2 for status in self.statuses], default=0)
        if whole:
            rules = [rule.rule for rule in results.selected]
            self.layout = whole_layout(results.columns, word, rules, console.width)
        else:
            self.layout = fitting_layout(results.columns, word, console.width)

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        everything = Group(*self.parts())
        yield from console.render(everything, options.update(width=self.layout.width))

    def parts(self) -> Iterator[RenderableType]:
        """The matrix from top to bottom."""
        for concern in self.results.contract.concerns:
            rules = [r for r in self.results.selected if r.concern == concern.name]
            if rules:
                yield from self.heading(concern)
                yield self.rows(rules)
                yield ""
        yield self.totals()
        yield ""
        yield self.legend()

    def heading(self, concern: Concern) -> Iterator[RenderableType]:
        """The concern's name and question, and the targets' names."""
        title = Text.assemble(
            (concern.title, "bold"), "  ", (concern.question, "italic")
        )
        names = [Text(heading, "bold") for heading in self.layout.headings]
        if self.layout.rule:
            yield self._line(title, names)
        else:
            yield title
            yield self._line(Text(), names)

    def rows(self, rules: list[Requirement]) -> Table:
        """One line for each rule."""
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(width=ID_WIDTH)
        if self.layout.rule:
            table.add_column(width=self.layout.rule, no_wrap=True, overflow="ellipsis")
        for _ in self.results.columns:
            table.add_column(width=self.layout.cell, no_wrap=True)
        for rule in rules:
            texts = [Text(f"  {rule.id}")] + [Text(rule.rule)] * bool(self.layout.rule)
            cells = [self.status(rule, column) for column in self.results.columns]
            table.add_row(*texts, *cells)
        return table

    def status(self, rule: Requirement, column: Column) -> Text:
        """What is known about a rule on a target."""
        status = self.results.status(rule.id, column.name)
        word = f" {WORDS[status]}" if self.layout.words else ""
        return Text(f"{self.symbols[status]}{word}", STYLES[status])

    def totals(self) -> RenderableType:
        """How many rules hold on each target, and how many did not run."""
        lines = {f"Rules that hold, of {len(self.results.selected)}": Status.PASSED}
        if Status.NOT_RUN in self.statuses:
            lines["Rules that did not run"] = Status.NOT_RUN
        return Group(*[self._total(text, status) for text, status in lines.items()])

    def _total(self, text: str, status: Status) -> Table:
        counts = [self.results.count(c.name, status) for c in self.results.columns]
        return self._line(
            Text(text, "bold"), [Text(str(count), "bold") for count in counts]
        )

    def legend(self) -> Text:
        """What the symbols of this matrix mean."""
        lines = [
            Text.assemble(
                (f"{self.symbols[status]} {WORDS[status]}", STYLES[status]),
                f": {MEANINGS[status]}",
            )
            for status in Status
            if status in self.statuses
        ]
        if any("pgsql" in heading.split("\n") for heading in self.layout.headings):
            lines.append(Text("pgsql: on PostgreSQL"))
        return Text("\n").join(lines)

    def _line(self, left: Text, cells: list[Text]) -> Table:
        """A line that is aligned with the rows, its first two columns joined."""
        table = Table.grid(padding=(0, 1, 0, 0))
        room = ID_WIDTH + (1 + self.layout.rule if self.layout.rule else 0)
        table.add_column(width=room, vertical="bottom")
        for _ in cells:
            table.add_column(width=self.layout.cell, vertical="bottom")
        table.add_row(left, *cells)
        return table
