"""docs/workshop/leader.md, made from the stages, their notes and two texts."""

from collections.abc import Iterator
from typing import Final

from fourways.workshop.mistakes import mistakes
from fourways.workshop.notes import notes
from fourways.workshop.schedule import Part, Schedule, clock, in_order_of_cut
from fourways.workshop.stage import Stage
from fourways.workshop.stages import FOLDER
from fourways.workshop.tables import read

FILE: Final = FOLDER / "leader.md"
BEFORE: Final = FOLDER / "before.md"
AFTER: Final = FOLDER / "after.md"
INTRODUCTION: Final = """\
<!-- Made by `fourways workshop leader` from the folders of the stages, before.md and
after.md: edit those. -->

# For the leader

A workshop of {hours}: the learners write a small JSON API from the socket up, and then
replace their own layers by a framework, one at a time, under the same checks. This page
says what to prepare, what to say, what to ask, and when to move on. The slides are made
from the same notes: `fourways workshop slides`.
"""


def document(schedule: Schedule, extensions: list[Stage]) -> str:
    """The whole page, in Markdown. Raises StageError."""
    minutes = schedule.end - schedule.parts[0].begin
    hours, rest = divmod(minutes, 60)
    length = f"{hours} hours" + (f" and {rest} minutes" if rest else "")
    parts = [
        INTRODUCTION.format(hours=length),
        read(BEFORE),
        "\n".join(timetable(schedule)),
        *(section(part, part.stage) for part in schedule.parts if part.stage),
        "\n".join(further(extensions)),
        read(AFTER),
    ]
    return "\n".join(f"{part.strip()}\n" for part in parts if part.strip())


def timetable(schedule: Schedule) -> Iterator[str]:
    """The schedule, and what to leave out first."""
    start = clock(schedule.parts[0].begin)
    yield "## Schedule"
    yield ""
    yield f"For a start at {start}; for another, `fourways workshop schedule --start`."
    yield ""
    yield "| From | To | Minutes | Stage | |"
    yield "|---|---|---:|---:|---|"
    for part in schedule.parts:
        number = part.stage.number if part.stage else ""
        times = f"{clock(part.begin)} | {clock(part.end)} | {part.minutes}"
        yield f"| {times} | {number} | {part.title} |"
    stages = [part.stage for part in schedule.parts if part.stage]
    cuts = [f"stage {each.number}" for each in in_order_of_cut(stages)]
    if cuts:
        yield ""
        yield (
            f"If there is less time, leave out {', then '.join(cuts)}: with `--end` or "
            "`--minutes` the command says what has to go."
        )


def section(part: Part, stage: Stage) -> str:
    """A stage: what to say, what to ask, what goes wrong, when to move on."""
    said = notes(stage)
    answer = "\n".join(f"> {line}".rstrip() for line in said.answer.splitlines())
    late = f"\n### If it gets late\n\n{said.late}\n" if said.late else ""
    return f"""\
## {stage.heading}

{clock(part.begin)} to {clock(part.end)}, {stage.minutes} minutes. {stage.goal}

### Say

{said.say}

### Ask, before anything is run

{said.ask}

{answer}

### Usual mistakes

{said.mistakes}
{caught(stage)}
### Move on

{said.move_on}
{late}"""


def caught(stage: Stage) -> str:
    """The mistakes that a check names by itself: its words, and what is wrong."""
    found = mistakes(stage)
    if not found:
        return ""
    rows = [f"| {cell(each.says)} | {cell(each.what)} |" for each in found]
    head = "\n| A check says | What is wrong |\n|---|---|\n"
    return head + "\n".join(rows) + "\n"


def cell(text: str) -> str:
    """A text as it may stand in a table."""
    return " ".join(text.replace("|", "\\|").split())


def further(extensions: list[Stage]) -> Iterator[str]:
    """What there is for those who are done."""
    if not extensions:
        return
    yield "## For those who are done, or for a second day"
    yield ""
    yield "| Stage | | Minutes | |"
    yield "|---:|---|---:|---|"
    for each in extensions:
        yield f"| {each.number} | {each.title} | {each.minutes} | {cell(each.goal)} |"
