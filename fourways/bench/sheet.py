"""A table of results, for the terminal and for a document: the same cells in both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True)
class Sheet:
    """`columns` and the cells of `rows` are texts. The first `named` are to the left.

    Rows of which `strong` is in the first cell stand out.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    named: int = 1
    strong: str = ""

    def for_terminal(self) -> Table:
        """A table of rich."""
        title = Text(self.title, style="bold") if self.title else None
        table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
        for place, name in enumerate(self.columns):
            table.add_column(name, justify="left" if place < self.named else "right")
        for row in self.rows:
            table.add_row(*row, style="bold" if self._stands_out(row) else None)
        return table

    def for_document(self) -> Iterator[str]:
        """Lines of Markdown."""
        if self.title:
            yield f"**{self.title}**"
            yield ""
        yield _line(self.columns)
        yield "|" + "---|" * self.named + "---:|" * (len(self.columns) - self.named)
        for row in self.rows:
            first, *rest = row
            yield _line([f"**{first}**" if self._stands_out(row) else first, *rest])

    def _stands_out(self, row: Sequence[str]) -> bool:
        return bool(self.strong) and row[0] == self.strong


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
