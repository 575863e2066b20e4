"""A page of the site, its address, and how its template becomes HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from fourways.site.backends import four

TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Section:
    """An entry of the navigation on every page."""

    name: str
    title: str
    path: str


SECTIONS: Final = (
    Section("home", "Home", "index.html"),
    Section("concerns", "Concerns", "concerns/routing.html"),
    Section("matrix", "Matrix", "matrix.html"),
    Section("request", "Request", "request.html"),
    Section("contract", "Contract", "contract.html"),
    Section("method", "Method", "method.html"),
)


@dataclass(frozen=True)
class Page:
    """One file of HTML. `section` is the name of one of SECTIONS."""

    path: str
    """From the site's folder on: `concerns/auth.html`."""
    title: str
    section: str
    template: str
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The way from this page to the site's folder, to begin a link with."""
        return "../" * self.path.count("/")

    def html(self) -> str:
        """The whole page. Raises jinja2.TemplateError."""
        template = environment().get_template(self.template)
        return template.render(page=self, root=self.root, **self.content)


@cache
def environment() -> Environment:
    """Templates in which everything is escaped, and what is not there is an error."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(sections=SECTIONS, backends=four())
    found.filters.update(markdown=markdown, slug=slug, counted=counted)
    found.filters.update(breakable=breakable, place=place, inline=inline)
    return found


def markdown(text: str) -> Markup:
    """CommonMark as HTML; tags in the text are shown, not obeyed."""
    return Markup(MarkdownIt("commonmark", {"html": False}).render(text))


def inline(text: str) -> Markup:
    """One line of CommonMark, such as a rule, without a paragraph around it."""
    return Markup(MarkdownIt("commonmark", {"html": False}).renderInline(text))


def breakable(path: str) -> Markup:
    """A path that may go on in the next line behind a slash or a colon."""
    return Markup(re.sub(r"([/:])", r"\1<wbr>", str(escape(path))))


class Range(Protocol):
    """What has a first and a last line."""

    @property
    def first_line(self) -> int:
        """Counted from 1."""

    @property
    def last_line(self) -> int:
        """Not before the first."""


def place(lines: Range) -> str:
    """`line 7`, `lines 7 to 9`."""
    if lines.first_line == lines.last_line:
        return f"line {lines.first_line}"
    return f"lines {lines.first_line} to {lines.last_line}"


def slug(text: str) -> str:
    """A text as part of an id: letters, digits and hyphens."""
    return "".join(each if each.isalnum() else "-" for each in text.lower())


def counted(number: int, one: str, many: str = "") -> str:
    """`1 line`, `2 lines`, `1,234 lines`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
