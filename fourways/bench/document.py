"""docs/performance.md: tables and plots made from records, prose as it was typed.

A part between these two lines is made from docs/performance/NAME.json:

    <!-- made from NAME.json by `fourways bench document` -->
    <!-- end of NAME.json -->
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from fourways.discovery import REPOSITORY
from fourways.terminal import Mistake

from .plot import draw
from .record import Record, read
from .shown import shown

FILE: Final = REPOSITORY / "docs" / "performance.md"
FOLDER: Final = REPOSITORY / "docs" / "performance"
PART: Final = re.compile(
    r"(<!-- made from (?P<name>[a-z0-9-]+)\.json by `fourways bench document` -->\n)"
    r".*?(<!-- end of (?P=name)\.json -->)",
    re.S,
)

Made = Mapping[Path, str]
"""Files and what should be in them."""


def made(file: Path = FILE, folder: Path = FOLDER) -> Made:
    """The document and its plots. Raises Mistake for a record that is not there."""
    text = file.read_text(encoding="utf-8")
    names = [found["name"] for found in PART.finditer(text)]
    unused = {each.stem for each in folder.glob("*.json")} - set(names)
    if unused:
        raise Mistake(f"{file.name} has no part for {', '.join(sorted(unused))}.json")
    records = {name: read(folder / f"{name}.json") for name in names}
    files = {
        folder / plot: svg
        for name, record in records.items()
        for plot, svg in plots(name, record)
    }

    def part(found: re.Match[str]) -> str:
        name = found["name"]
        lines = "\n".join(section(name, records[name], folder.name))
        return f"{found[1]}\n{lines}\n\n{found[3]}"

    return {file: PART.sub(part, text), **files}


def changed(made: Made) -> list[Path]:
    """Files that hold something else, or should not be there."""
    [folder] = {file.parent for file in made if file.suffix == ".svg"} or {FOLDER}
    left = [file for file in folder.glob("*.svg") if file not in made]
    return [
        *(file for file, text in made.items() if _content(file) != text),
        *left,
    ]


def write(made: Made) -> None:
    """Write all files, and remove plots of what is no longer recorded."""
    for file in changed(made):
        if file in made:
            file.write_text(made[file], encoding="utf-8")
        else:
            file.unlink()


def _content(file: Path) -> str | None:
    return file.read_text(encoding="utf-8") if file.is_file() else None


def section(name: str, record: Record, folder: str) -> Iterator[str]:
    """The lines of a part."""
    how = shown(record.kind)
    yield f"`{record.command}`"
    yield ""
    for suffix, bars in how.plots(record.result).items():
        yield f"![{bars.title}]({folder}/{_file(name, suffix)})"
        yield ""
    for sheet in how.sheets(record.result):
        yield from sheet.for_document()
        yield ""
    for line in how.verdicts(record.result):
        yield line
        yield ""
    yield record.circumstances


def plots(name: str, record: Record) -> Iterator[tuple[str, str]]:
    """File names and SVGs."""
    for suffix, bars in shown(record.kind).plots(record.result).items():
        yield _file(name, suffix), draw(bars)


def _file(name: str, suffix: str) -> str:
    return f"{name}-{suffix}.svg" if suffix else f"{name}.svg"
