"""docs/differences.md, made from docs/concerns/*.md and the code they name.

`fourways differences` writes it, `fourways differences --check` compares.
"""

import difflib
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from fourways.compare.command import mistakes
from fourways.compare.concerns import BACKENDS, Cell, Concern, concerns
from fourways.discovery import REPOSITORY, find
from fourways.evidence.recorded import ablations
from fourways.terminal import Mistake, command_name

FILE = REPOSITORY / "docs" / "differences.md"
LISTS = {
    "default": "What it gave by itself",
    "opt in": "What was a line to switch on",
    "a library": "What was a library",
    "you wrote it": "What was written by hand",
    "not there": "What is not there",
}
INTRODUCTION = """\
<!-- Made by `fourways differences` from docs/concerns/: edit those files. -->

# What the four do differently

Concern by concern: who does it, how, and in which code. **By itself** is what the
framework, or what it is built on, does without being asked. **Opt in** is a line or
two that switch something on. **A library** is another package, from the lock. **By
hand** is code in this repository. The word in bold says who does the larger part, the
others who does the rest.

Lines are lines with code: no comments, docstrings, blanks or imports. Some code
serves two concerns and is counted in both. To read the code side by side:
`fourways diff flask django --concern auth`.
"""
WORDS = {
    "default": "by itself",
    "opt in": "opt in",
    "a library": "a library",
    "you wrote it": "by hand",
    "not there": "not there",
}


def document(found: Sequence[Concern]) -> str:
    """The whole page, in Markdown."""
    parts = [INTRODUCTION, *matrix(found)]
    for concern in found:
        parts.append(f"\n## {concern.title}\n\n{concern.question}\n")
        parts.append(f"[What the problem is.](concerns/{concern.name}.md)\n\n")
        parts.append("| Backend | Who does it | How | Code |\n|---|---|---|---|\n")
        parts += [row(concern, name) for name in concern.cells]
    for name in BACKENDS:
        parts.append(f"\n## {find(name).title}: all of it\n")
        for word, heading in LISTS.items():
            lines = list(entries(found, name, word))
            if lines:
                parts += [f"\n### {heading}\n\n", *lines]
    return "".join(parts)


def matrix(found: Sequence[Concern]) -> Iterator[str]:
    """Concern by backend: who does the larger part."""
    titles = " | ".join(find(name).title for name in BACKENDS)
    yield f"\n| Concern | {titles} |\n{'|---' * (len(BACKENDS) + 1)}|\n"
    for concern in found:
        words = [who(cell) for cell in concern.cells.values()]
        yield f"| {link(concern)} | {' | '.join(words)} |\n"


def who(cell: Cell) -> str:
    """All words of a cell; first, in bold, the one for the larger part."""
    first, *rest = [WORDS[word] for word in (cell.automation, *cell.also)]
    return ", ".join([f"**{first}**", *rest])


def link(concern: Concern) -> str:
    """A link to a concern's heading, as GitHub and others name it."""
    anchor = concern.title.lower().replace(",", "").replace(" ", "-")
    return f"[{concern.title}](#{anchor})"


def row(concern: Concern, name: str) -> str:
    """One backend in a concern's table."""
    cell = concern.cells[name]
    how = [
        f"*{WORDS[word].capitalize()}:* {text}" if len(cell.parts) > 1 else text
        for word, text in sentences(concern, name)
    ]
    if cell.nothing:
        how.append(f"*Nothing to write:* {cell.nothing}")
    cells = [find(name).title, who(cell), "<br>".join(how), code(cell)]
    return f"| {' | '.join(cells)} |\n"


def sentences(concern: Concern, name: str) -> Iterator[tuple[str, str]]:
    """Words with their sentences; first the word that says who does the larger part.

    What a line does that switches something on is told by its recorded removal.
    """
    cell = concern.cells[name]
    removed = ablations().of(concern.name, name) if cell.removed else None
    for word, text in [(cell.automation, cell.why), *cell.also.items()]:
        if word == "opt in" and removed:
            line = removed.text.strip().partition("\n")[0]
            turned = ", ".join(f"[{each}](contract.md#{each})" for each in removed.red)
            fail = "fail" if len(removed.red) > 1 else "fails"
            text += (
                f" Without `{line}` in [{removed.file}](../{removed.file}), "
                f"{turned or 'no rule'} {fail}."
            )
        yield word, text


def code(cell: Cell) -> str:
    """Links to the files with the names in them, and how many lines that is."""
    if not cell.code:
        return "none"
    files: dict[str, list[str]] = {}
    for snippet in cell.snippets():
        files.setdefault(snippet.file, []).append(snippet.name)
    links = []
    for file, names in files.items():
        short = file.partition("/")[2]
        listed = ", ".join(f"`{name}`" for name in names if name)
        links.append(f"[{short}](../{file}){': ' if listed else ''}{listed}")
    lines, data = cell.lines(), cell.data_lines()
    total = f"{lines} lines" + (f" and {data} of JSON" if data else "")
    return "<br>".join([*links, f"**{total}**"])


def entries(found: Sequence[Concern], name: str, word: str) -> Iterator[str]:
    """What one word says of one backend, in all concerns."""
    for concern in found:
        cell = concern.cells[name]
        if word in cell.parts:
            library = f" ({cell.library})" if word == "a library" else ""
            sentence = dict(sentences(concern, name))[word]
            yield f"- {link(concern)}{library}: {sentence}\n"


def differences(
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            metavar=" ",
            help="Write nothing; fail if the page is not current.",
        ),
    ] = False,
) -> None:
    """Write docs/differences.md from docs/concerns, or check that it is current.

    The check also finds code of the backends that no concern claims.
    """
    from fourways.compare.coverage import problems

    with mistakes():
        found = concerns()
        wrong = problems(found)
        if wrong:
            print("\n".join(wrong))
            raise Mistake("docs/concerns/ and the code are not of one mind")
        wanted = document(found)
    name = f"{FILE.parent.name}/{FILE.name}"
    if not check:
        FILE.write_text(wanted, encoding="utf-8")
        print(f"{name} is written")
        return
    there = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if there != wanted:
        lines = difflib.unified_diff(
            there.splitlines(), wanted.splitlines(), name, "docs/concerns", lineterm=""
        )
        print("\n".join(lines))
        raise Mistake(f"{name} is not current: run {command_name()} differences")
    print(f"{name} matches docs/concerns and the code")
