"""How wide the columns of the matrix are: on a terminal, and where nothing is cut."""

from collections.abc import Collection
from dataclasses import dataclass

from fourways.results import Column

SHORT_DATABASES = {"sqlite": "sqlite", "postgresql": "pgsql"}
ID_WIDTH = 12
SHORTEST_RULE = 20
"""A rule that is cut shorter than this says nothing: then it is left out."""

# What is tried, in this order: words beside the symbols? short names of
# databases? how much room must be left for a rule's text?
LAYOUTS = (
    (True, False, 60),
    (True, True, SHORTEST_RULE),
    (False, True, SHORTEST_RULE),
    (True, True, 0),
    (False, True, 0),
)


@dataclass(frozen=True)
class Layout:
    """Whether words stand beside the symbols, the headings, and widths.

    `cell` is that of a target's column, `rule` that of a rule's text: 0 leaves it out.
    """

    words: bool
    headings: list[str]
    cell: int
    rule: int
    width: int


def fitting_layout(columns: list[Column], word: int, width: int) -> Layout:
    """What fits a terminal; a symbol and its word need `word`."""
    for words, short, least in LAYOUTS:
        titles = headings(columns, short=short)
        cell = max([word * words, *map(widest, titles)])
        left = width - beside(cell, columns)
        if left >= least:
            break
    return Layout(words, titles, cell, left if left >= SHORTEST_RULE else 0, width)


def whole_layout(
    columns: list[Column], word: int, rules: Collection[str], least: int
) -> Layout:
    """As wide as the longest rule needs, and no less than `least`: nothing is cut."""
    titles = headings(columns)
    cell = max([word, *map(widest, titles)])
    rule = max(map(len, rules), default=0)
    return Layout(True, titles, cell, rule, max(least, beside(cell, columns) + rule))


def beside(cell: int, columns: list[Column]) -> int:
    """The width of all that stands beside a rule's text."""
    return ID_WIDTH + 2 + (cell + 1) * len(columns)


def headings(columns: list[Column], *, short: bool = False) -> list[str]:
    """What tells the targets apart, one part a line.

    The database stays away where all have the same.
    """
    one_database = len({column.database for column in columns}) == 1
    found = []
    for column in columns:
        database = "" if one_database else column.database
        if short:
            database = SHORT_DATABASES.get(database, database)
        backend = column.backend if column.database else column.name
        parts = [backend, column.server, database]
        found.append("\n".join(part for part in parts if part))
    return found


def widest(text: str) -> int:
    """Length of the longest line."""
    return max(len(line) for line in text.split("\n"))
