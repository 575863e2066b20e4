"""Marked regions: the solution carries them, and the starter is made from it.

A region stands between two comments, in any language with `#`, `//` or `--` comments:

    # >>> accept: Take connections, one after the other.
    while True:
        ...
    # <<< accept

In a starter, a region of its stage is a gap: its lines are one that raises
NotImplementedError. What the learner writes there is theirs, and goes with them from
stage to stage; what stands outside may change under it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import indent
from typing import Final

BEGIN: Final = re.compile(r"^([ \t]*)(?:#|//|--) >>> ([a-z][a-z0-9-]*): (.+?)[ \t]*$")
END: Final = re.compile(r"^[ \t]*(?:#|//|--) <<< ([a-z][a-z0-9-]*)[ \t]*$")


class RegionError(Exception):
    """The marks of a file do not fit together; the message says where."""


@dataclass(frozen=True)
class Region:
    """A marked piece of a file; `text` is what stands between the two comments.

    `line` is that of its first comment, counted from 1.
    """

    name: str
    task: str
    text: str
    margin: str
    line: int

    @property
    def is_gap(self) -> bool:
        """Whether nothing has been written there yet."""
        empty = placeholder(self.name, self.margin) in self.text
        return empty or not self.text.strip()

    @property
    def lines(self) -> int:
        """Lines that are not blank."""
        return sum(1 for line in self.text.splitlines() if line.strip())


def placeholder(name: str, margin: str) -> str:
    """What stands in a gap: the program runs until it gets there, and says so.

    At the left margin whole functions are missing, and the program runs without them.
    """
    words = f"the gap {name!r} is still empty"
    return f'raise NotImplementedError("{words}")' if margin else f"# {words}"


def regions_of(text: str, where: str = "the file") -> dict[str, Region]:
    """The regions of a file by name, in order. Raises RegionError."""
    return {
        piece.name: piece
        for piece in _pieces(text, where)
        if not isinstance(piece, str)
    }


def skeleton(text: str, where: str = "the file") -> str:
    """All that stands outside of regions, their comments included."""
    return fill(text, dict.fromkeys(regions_of(text, where), ""), where)


def fill(text: str, contents: Mapping[str, str], where: str = "the file") -> str:
    """The file with other contents in some of its regions. Raises RegionError."""
    parts = []
    for piece in _pieces(text, where):
        if isinstance(piece, str):
            parts.append(piece)
        else:
            parts.append(contents.get(piece.name, piece.text))
    return "".join(parts)


def blank(text: str, names: set[str], where: str = "the file") -> str:
    """The file with gaps in the place of these regions. Raises RegionError."""
    gaps = {
        name: indent(placeholder(name, region.margin), region.margin) + "\n"
        for name, region in regions_of(text, where).items()
        if name in names
    }
    return fill(text, gaps, where)


def same_outside(one: str, other: str) -> bool:
    """Whether two files differ in nothing but their regions, and blank lines."""
    try:
        return _lines(skeleton(one)) == _lines(skeleton(other))
    except RegionError:
        return False


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _pieces(text: str, where: str) -> list[str | Region]:
    """Text and regions in turn; joined, with each region's text, they are the file."""
    pieces: list[str | Region] = []
    outside: list[str] = []
    inside: list[str] = []
    begun: tuple[int, re.Match[str]] | None = None
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        begin, end = BEGIN.match(line), END.match(line)
        if begun is None:
            outside.append(line)
            if end:
                raise RegionError(f"{where}: line {number}: nothing begins before it")
            if begin:
                begun, inside = (number, begin), []
        elif begin or (end and end[1] != begun[1][2]):
            raise RegionError(
                f"{where}: line {number}: {begun[1][2]}, begun on line {begun[0]}, "
                "must end first"
            )
        elif end:
            first, match = begun
            pieces.append("".join(outside))
            pieces.append(Region(match[2], match[3], "".join(inside), match[1], first))
            outside, begun = [line], None
        else:
            inside.append(line)
    if begun is not None:
        raise RegionError(f"{where}: line {begun[0]}: {begun[1][2]} does not end")
    pieces.append("".join(outside))
    names = [each.name for each in pieces if isinstance(each, Region)]
    for name in names:
        if names.count(name) > 1:
            raise RegionError(f"{where}: there are two regions {name}")
    return pieces
