"""What tests read of a page: its ids, its links, its headings.

The pages are made by templates that escape everything, so a tag is what stands
between angle brackets, and its values stand between double quotes.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

TAG: Final = re.compile(r"<([a-z][a-z0-9]*)([^<>]*)>")
ATTRIBUTE: Final = re.compile(r'([a-z-]+)="([^"]*)"')
LINKING: Final = {("a", "href"), ("link", "href"), ("script", "src"), ("img", "src")}
LABELS: Final = ("aria-labelledby", "aria-controls", "for")
# There are so many of these, and nothing in them, that they are not looked at.
DULL: Final = ("span", "td", "tr", "p", "b", "code", "pre", "wbr")


@dataclass
class Document:
    """A page, as far as tests look at it."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    landmarks: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    """Ids that labels refer to."""


@cache
def read(path: Path) -> Document:
    """A page of the site."""
    found = Document()
    for tag, attributes in TAG.findall(path.read_text(encoding="utf-8")):
        if tag in DULL and "id=" not in attributes:
            continue
        for name, value in ATTRIBUTE.findall(attributes):
            if name == "id":
                found.ids.append(value)
            elif (tag, name) in LINKING:
                found.links.append(value)
            elif name in LABELS:
                found.references.append(value)
        if re.fullmatch("h[1-6]", tag):
            found.headings.append(int(tag[1]))
        if tag in ("header", "nav", "main", "footer"):
            found.landmarks.append(tag)
    return found
