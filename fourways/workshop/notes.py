"""What the leader needs for a stage, read from `leader.md` in its folder: Notes.

    ## Say         what to tell the room, before it starts
    ## Show        slides about it, each with a heading `### ...`; may be left out
    ## Ask         the question to ask before anything is run; from `>` on, the answer
    ## Mistakes    a list: the symptom in bold, then the mistake and what to say
    ## Move on     when
    ## If it gets late   what to leave out; may be left out

`<!-- code: FILE:NAME -->` in a line of its own stands for a piece of the stage's
finished program or of this repository.
"""

import re
from dataclasses import dataclass
from typing import Final

from fourways.workshop.stage import Stage
from fourways.workshop.tables import StageError, read

FILE_NAME: Final = "leader.md"
NEEDED: Final = ("Say", "Ask", "Mistakes", "Move on")
OPTIONAL: Final = ("Show", "If it gets late")


@dataclass(frozen=True)
class Notes:
    """The sections, in Markdown."""

    say: str
    ask: str
    answer: str
    mistakes: str
    move_on: str
    show: tuple[tuple[str, str], ...] = ()
    """Title and text of each slide."""
    late: str = ""


def notes(of: Stage) -> Notes:
    """The leader's notes for a stage. Raises StageError."""
    file = of.folder / FILE_NAME
    sections = dict(_split(read(file), "## "))
    for name in NEEDED:
        if not sections.get(name):
            raise StageError(f"{file}: there must be a section ## {name}")
    for name in sections:
        if name not in NEEDED + OPTIONAL:
            known = ", ".join(NEEDED + OPTIONAL)
            raise StageError(f"{file}: there is no section {name!r}, only {known}")
    question, mark, answer = sections["Ask"].partition("\n> ")
    if not mark:
        raise StageError(f"{file}: ## Ask needs its answer, in lines that begin with >")
    return Notes(
        say=sections["Say"],
        ask=question.strip(),
        answer=re.sub(r"^> ?", "", answer, flags=re.M),
        mistakes=sections["Mistakes"],
        move_on=sections["Move on"],
        show=tuple(_split(sections.get("Show", ""), "### ")),
        late=sections.get("If it gets late", ""),
    )


def _split(text: str, mark: str) -> list[tuple[str, str]]:
    parts = re.split(f"^{mark}", text, flags=re.M)[1:]
    pairs = (part.partition("\n") for part in parts)
    return [(title.strip(), body.strip()) for title, _, body in pairs]
