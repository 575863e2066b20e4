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


MOST: Final = 200
"""Lines: a program that prints more is in a loop, and a file has all of it."""


def own_lines(printed: str, folder: Path, file: str) -> list[str]:
    """The lines, with tracebacks cut down to the frames of files in `folder`.

    `file` is where everything stands that was printed.
    """
    lines = printed.rstrip().splitlines()
    if len(lines) > MOST:
        left_out = f"... {len(lines) - MOST} lines more, all of them in {file}"
        lines = [*lines[: MOST // 2], left_out, *lines[-MOST // 2 :]]
    return list(_lines(lines, str(folder.resolve())))


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
