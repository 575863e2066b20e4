"""What the learner's program printed, without the frames that are not theirs.

A framework's traceback is a page, of which two lines are the learner's. All else that
was printed is shown as it is, and everything stands in a file.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

TRACEBACK: Final = "Traceback (most recent call last):"
# Exception groups draw a margin of | and + before their lines.
FRAME: Final = re.compile(r'^[ |+]*File "([^"]+)", line \d+')


def own_lines(printed: str, folder: Path) -> list[str]:
    """The lines, with tracebacks cut down to the frames of files in `folder`."""
    return list(_lines(printed.rstrip().splitlines(), str(folder.resolve())))


def _lines(lines: list[str], folder: str) -> Iterator[str]:
    inside = theirs = False
    for line in lines:
        if TRACEBACK in line:
            inside, theirs = True, True
            yield line
            continue
        frame = FRAME.match(line) if inside else None
        if frame:
            theirs = frame[1].startswith(folder) or not frame[1].startswith(("/", "<"))
        elif inside and not line.startswith((" ", "|", "+")):
            inside, theirs = False, True  # the exception itself
        if theirs or not inside:
            yield line
