"""The program of a stage: its files, its starter, and the code that its text shows."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fourways.compare.symbols import SymbolError, extract
from fourways.workshop import ledger
from fourways.workshop.regions import END, Region, blank, regions_of
from fourways.workshop.stage import Stage
from fourways.workshop.stages import stage
from fourways.workshop.tables import StageError, read

SNIPPET: Final = re.compile(r"^<!-- code: ([^\s:]+)(?::(\S+))? -->$", re.M)
HALVES: Final = ("fastapi", "django")
LANGUAGES: Final = {".py": "python", ".txt": "text", ".toml": "toml"}
LEFT_OUT: Final = {"__pycache__"}


def sources(of: Stage, variant: str | None = None) -> dict[str, Path]:
    """Where each file of a stage's finished program stands, by its name."""
    found: dict[str, Path] = {}
    if of.previous is not None:
        before = stage(of.previous)
        found = sources(before, before.variant_for(variant or ""))
    for name in of.gone:
        if found.pop(name, None) is None:
            raise StageError(f"{of.folder / 'stage.toml'}: gone: there is no {name}")
    folder = of.folder / "solution"
    if of.variants:
        folder = folder / (of.variant_for(variant or "") or "")
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not LEFT_OUT & set(path.parts):
            found[path.relative_to(folder).as_posix()] = path
    return found


def solution(of: Stage, variant: str | None = None) -> dict[str, str]:
    """The stage's finished program: the text of each file by its name."""
    found = {
        name: path.read_text(encoding="utf-8")
        for name, path in sources(of, variant).items()
    }
    if of.concerns:
        found[ledger.FILE_NAME] = ledger.solution(of.concerns, variant or HALVES[0])
    return found


def starter(of: Stage, variant: str | None = None) -> dict[str, str]:
    """The same with gaps: what the stage asks for is left out."""
    names = set(gaps(of, variant))
    found = {
        name: blank(text, names, name) for name, text in solution(of, variant).items()
    }
    if of.concerns:
        found[ledger.FILE_NAME] = ledger.starter(of.concerns, variant or HALVES[0])
    return found


def gaps(of: Stage, variant: str | None = None) -> dict[str, Region]:
    """The regions that are new in a stage, by name, as the solution fills them."""
    known: set[str] = set()
    if of.previous is not None:
        before = stage(of.previous)
        known = set(all_regions(solution(before, before.variant_for(variant or ""))))
    regions = all_regions(solution(of, variant))
    return {name: region for name, region in regions.items() if name not in known}


def all_regions(files: Mapping[str, str]) -> dict[str, Region]:
    """The regions of some files by name. Raises RegionError."""
    found: dict[str, Region] = {}
    for name, text in files.items():
        found |= regions_of(text, name)
    return found


def text_of(of: Stage, variant: str | None = None) -> str:
    """stage.md with the code that it names. Raises StageError."""
    return with_code(of, read(of.folder / "stage.md"), variant)


def with_code(of: Stage, text: str, variant: str | None = None) -> str:
    """A text with the code that it names, as in the starter. Raises StageError."""
    places = sources(of, variant)
    names = set(gaps(of, variant))

    def code(match: re.Match[str]) -> str:
        file, name = match[1], match[2]
        if file not in places:
            raise StageError(f"{of.folder / 'stage.md'}: there is no file {file}")
        path = places[file]
        try:
            reference = f"{path.name}:{name}" if name else path.name
            found = extract(reference, path.parent)
        except SymbolError as error:
            raise StageError(f"{of.folder / 'stage.md'}: {error}") from None
        lines = path.read_text("utf-8").splitlines(keepends=True)
        last = found.last_line
        if last < len(lines) and END.match(lines[last]):
            last += 1  # a comment at the end is no part of a function to Python
        body = blank("".join(lines[found.first_line - 1 : last]), names, file)
        return f"```{LANGUAGES.get(path.suffix, '')}\n{body}```"

    return SNIPPET.sub(code, text)
