"""Code as HTML: highlighted line by line, so that a long line can go on indented."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from textwrap import dedent

from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_for_filename
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

from fourways.compare.columns import DATA_LINES
from fourways.compare.symbols import Snippet
from fourways.site.pages import slug


@dataclass(frozen=True)
class Line:
    """A line of code. `number` is that in its file, `indent` is in characters."""

    number: int
    indent: int
    html: Markup


@dataclass(frozen=True)
class Block:
    """A piece of code with its place; `left_out` lines of a document are not shown."""

    id: str
    name: str
    """Of the first symbol in it; empty for a whole file."""
    file: str
    first_line: int
    last_line: int
    lines: Sequence[Line]
    left_out: int = 0


@cache
def block(snippet: Snippet) -> Block:
    """A snippet, ready to be shown; of a long document only the beginning."""
    lines = lines_of(snippet.text, snippet.file, snippet.first_line)
    shown = DATA_LINES if snippet.is_data else len(lines)
    return Block(
        id=block_id(snippet.file, snippet.first_line),
        name=snippet.name,
        file=snippet.file,
        first_line=snippet.first_line,
        last_line=snippet.last_line,
        lines=lines[:shown],
        left_out=len(lines[shown:]),
    )


def block_id(file: str, first_line: int) -> str:
    """What a link to a piece of code ends with."""
    return f"{slug(file)}-{first_line}"


def lines_of(text: str, file: str, first: int = 1) -> list[Line]:
    """The lines of a source, counted from `first`; the file's name says how."""
    return highlighted(text, file.rpartition(".")[2], first)


def highlighted(text: str, ending: str, first: int = 1) -> list[Line]:
    """The lines of a text that could stand in a file with this ending."""
    source = dedent(text).rstrip("\n")
    html = highlight(source, lexer(ending), FORMATTER)
    plain = source.split("\n")
    marked = html.removesuffix("\n").split("\n")
    return [
        Line(number, len(line) - len(line.lstrip(" ")), Markup(rendered))
        for number, (line, rendered) in enumerate(
            zip(plain, marked, strict=True), first
        )
    ]


def plain_lines(text: str) -> list[Line]:
    """The lines of a text that is no code, such as a response."""
    return [
        Line(number, 0, escape(line))
        for number, line in enumerate(text.rstrip("\n").split("\n"), 1)
    ]


@cache
def lexer(ending: str) -> Lexer:
    """How to read a file with this ending; as plain text where nobody knows."""
    try:
        return get_lexer_for_filename(f"file.{ending}", stripnl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False)


FORMATTER = HtmlFormatter(nowrap=True)
