"""Markdown and code as HTML for slides; code is as large as it can be."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markupsafe import Markup

from fourways.site.code import lines_of

# A slide is 1280 by 720 units, however large the screen is.
CODE_WIDTH: Final = 1140
CODE_HEIGHT: Final = 440
LARGEST: Final = 30
SMALLEST: Final = 19
"""Units: what can be read from the back of a room."""
WIDTH_OF_CHARACTER: Final = 0.605
"""Of a monospaced font, in parts of its size."""
HEIGHT_OF_LINE: Final = 1.42
SNIPPET: Final = re.compile(r"^<!-- code: (\S+) -->$", re.M)
_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Code:
    """A piece of code to show. `size` is in units, see above."""

    file: str
    html: Markup
    size: float

    @property
    def is_readable(self) -> bool:
        """Whether the back of the room can read it."""
        return self.size >= SMALLEST


@cache
def markdown() -> MarkdownIt:
    """Markdown with tables, without HTML."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def html_of(text: str) -> Markup:
    """Markdown as HTML; blocks of code are highlighted."""
    parts = _FENCE.split(text)
    found = Markup()
    for before, language, source in zip(
        parts[0::3], [*parts[1::3], ""], [*parts[2::3], ""], strict=True
    ):
        found += Markup(markdown().render(before))
        if source:
            shown = code(source, f"shown.{language or 'txt'}", room=0.6)
            found += block(replace(shown, file=""))
    return found


def with_code(text: str, find: Callable[[str], tuple[str, str]]) -> Markup:
    """The same, with the code that it names: `find` gives its file and its text."""
    parts = SNIPPET.split(text)
    found = Markup()
    for before, reference in zip(parts[0::2], [*parts[1::2], ""], strict=True):
        found += html_of(before)
        if reference:
            file, source = find(reference)
            found += block(code(source, file, room=0.7 if before.strip() else 1))
    return found


def code(source: str, file: str, room: float = 1) -> Code:
    """Code, as large as fits into that part of the height of a slide."""
    lines = lines_of(source, file)
    longest = max((len(line) for line in source.expandtabs(4).split("\n")), default=1)
    margin = min((line.indent for line in lines if line.html.strip()), default=0)
    size = min(
        LARGEST,
        CODE_WIDTH / (WIDTH_OF_CHARACTER * max(longest - margin, 1)),
        CODE_HEIGHT * room / (HEIGHT_OF_LINE * len(lines)),
    )
    return Code(file, Markup("\n").join(line.html for line in lines), round(size, 1))


def block(shown: Code) -> Markup:
    """A block of code with the name of its file, if it is from one."""
    caption = Markup("<figcaption>{}</figcaption>").format(shown.file)
    template = Markup(
        '<figure class="shown" style="--size: {}">{}<pre class="code"><code>{}</code>'
        "</pre></figure>"
    )
    return template.format(shown.size, caption if shown.file else "", shown.html)
