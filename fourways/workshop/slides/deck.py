"""Which slides there are, and what is on each.

Opening and schedule; then for every stage: its title, what the leader shows, the
question, the work, one way to write each gap, and from the stage on that gives a
layer away, what is no longer written; at the end where to go next.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fourways.compare.concerns import BACKENDS, Concern, concerns
from fourways.compare.symbols import SymbolError, extract
from fourways.discovery import REPOSITORY
from fourways.lines import count_lines
from fourways.workshop.mistakes import mistakes
from fourways.workshop.notes import Notes, notes
from fourways.workshop.programs import gaps, solution, sources
from fourways.workshop.regions import BEGIN, END, Region, regions_of
from fourways.workshop.schedule import Part, Schedule
from fourways.workshop.slides.prose import code, html_of, with_code
from fourways.workshop.stage import Stage
from fourways.workshop.tables import StageError

MOST_LINES: Final = 11
"""Of code and its headings on one slide."""


@dataclass(frozen=True)
class Slide:
    """One slide. `kind` names its template, `content` is what that needs."""

    id: str
    kind: str
    title: str
    stage: Stage | None = None
    notes: str = ""
    """HTML."""
    content: Mapping[str, Any] = field(default_factory=dict)


def deck(
    schedule: Schedule, extensions: Sequence[Stage] = (), *, times: bool = False
) -> list[Slide]:
    """All slides of a workshop with this schedule; `times` are shown if wanted.

    Raises StageError and RegionError.
    """
    slides = [
        Slide("start", "opening", "Build the server, then give its layers away"),
        Slide("plan", "plan", "Plan", content={"schedule": schedule, "times": times}),
    ]
    stages = [part.stage for part in schedule.parts if part.stage]
    profile = [(stage, lines_of(stage, stage.variant_for(""))) for stage in stages]
    done: list[Stage] = []
    for part in schedule.parts:
        if part.stage is None:
            slides.append(_break(part, times))
        else:
            done.append(part.stage)
            slides.append(title(part, part.stage, profile, times))
            slides += stage_slides(done)
    content = {"extensions": extensions}
    return [*slides, Slide("end", "closing", "Where to go next", content=content)]


def _break(part: Part, times: bool) -> Slide:
    content = {"part": part, "times": times}
    return Slide(f"break-{part.begin}", "break", "Break", content=content)


def title(
    part: Part, stage: Stage, profile: list[tuple[Stage, int]], times: bool
) -> Slide:
    """What a stage is about, and how long the program is at each stage: `profile`."""
    content = {
        "part": part,
        "times": times,
        "profile": profile,
        "most": max(lines for _, lines in profile),
    }
    say = html_of(notes(stage).say)
    return Slide(f"stage-{stage.number}", "title", stage.title, stage, say, content)


def stage_slides(done: list[Stage]) -> Iterator[Slide]:
    """The other slides of a stage, the last of those that are done then."""
    stage = done[-1]
    said = notes(stage)
    name = f"stage-{stage.number}"
    for number, (title, text) in enumerate(said.show, 1):
        body = with_code(text, lambda reference: source_of(stage, reference))
        yield Slide(
            f"{name}-show-{number}", "text", title, stage, content={"body": body}
        )
    yield Slide(
        f"{name}-ask",
        "question",
        "Before you run it",
        stage,
        html_of(said.answer),
        {"body": html_of(said.ask)},
    )
    suffixes = {each: f"-{each}" if each else "" for each in halves(stage)}
    if len(suffixes) == 1:
        suffixes = dict.fromkeys(suffixes, "")
    for variant, suffix in suffixes.items():
        yield work(stage, said, f"{name}-work{suffix}", variant)
    for variant, suffix in suffixes.items():
        yield from answers(stage, f"{name}-code{suffix}", variant)
    if stage.concerns:
        rows = {each.title: each.cells for each in ledger_of(stage)}
        table = {"rows": rows, "backends": BACKENDS}
        yield Slide(f"{name}-ledger", "ledger", stage.title, stage, content=table)
    if bars := shrinking(done):
        chart = {"bars": bars, "most": max(lines for _, _, lines in bars)}
        heading = "What you no longer write"
        yield Slide(f"{name}-less", "less", heading, stage, content=chart)


def halves(stage: Stage) -> tuple[str | None, ...]:
    """The variants that ask for different things; one None if none do."""
    differ = any(check.variant for check in stage.checks) or any(
        gaps(stage, variant) for variant in stage.variants
    )
    return stage.variants if stage.variants and differ else (stage.variant_for(""),)


def ledger_of(stage: Stage) -> list[Concern]:
    """The concerns that a stage asks about, as docs/concerns has them."""
    found = {each.name: each for each in concerns()}
    return [found[name] for name in stage.concerns]


def work(stage: Stage, said: Notes, name: str, variant: str | None) -> Slide:
    """What to write, and what will be checked."""
    late = f"\n\n**If it gets late.** {said.late}" if said.late else ""
    usual = "\n".join(
        f"- **{each.says.rstrip('.')}**: {each.what}" for each in mistakes(stage)
    )
    told = f"{said.mistakes}\n{usual}\n\n**Move on.** {said.move_on}{late}"
    content = {
        "gaps": gaps(stage, variant).values(),
        "checks": stage.checks_for(variant),
        "variant": variant if len(halves(stage)) > 1 else None,
        "earlier": stage.number > 1,
    }
    return Slide(name, "work", "Now you", stage, html_of(told), content)


def answers(stage: Stage, name: str, variant: str | None) -> Iterator[Slide]:
    """One way to write the gaps, as the solution does; as many as a slide holds."""
    files = solution(stage, variant)
    groups: list[list[tuple[Region, str]]] = []
    for gap, region in gaps(stage, variant).items():
        file = next(name for name, text in files.items() if gap in regions_of(text))
        group = [*groups[-1], (region, file)] if groups else []
        if group and sum(each.lines + 2 for each, _ in group) <= MOST_LINES:
            groups[-1] = group
        else:
            groups.append([(region, file)])
    for number, group in enumerate(groups, 1):
        parts = [
            (region.task, code(region.text, file, room=share(region, group)))
            for region, file in group
        ]
        content = {"parts": parts, "variant": variant}
        heading = "One way to write it"
        yield Slide(f"{name}-{number}", "code", heading, stage, content=content)


def share(region: Region, group: list[tuple[Region, str]]) -> float:
    """The part of a slide's height that a region gets beside the others."""
    heading = 0.1 * (len(group) - 1)
    height = sum(region.text.count("\n") for region, _ in group)
    return (1 - heading) * region.text.count("\n") / height


def source_of(stage: Stage, reference: str) -> tuple[str, str]:
    """File and text of a piece of the starter, or of this repository.

    Marks of regions are left out. Raises StageError.
    """
    file, _, name = reference.partition(":")
    path = sources(stage, stage.variant_for("")).get(file, REPOSITORY / file)
    try:
        found = extract(f"{path.name}:{name}" if name else path.name, path.parent)
    except SymbolError as error:
        raise StageError(f"{stage.folder / 'leader.md'}: {error}") from None
    lines = found.text.splitlines(keepends=True)
    text = "".join(line for line in lines if not (BEGIN.match(line) or END.match(line)))
    given_away = [
        gap
        for variant in stage.variants or (None,)
        for gap, region in gaps(stage, variant).items()
        if file in sources(stage, variant) and region.text.strip() in text
    ]
    if given_away:
        raise StageError(
            f"{stage.folder / 'leader.md'}: {reference} shows what fills the gap "
            f"{given_away[0]!r}: show it after the work, or something else"
        )
    return file, text


def shrinking(done: list[Stage]) -> list[tuple[Stage, str | None, int]]:
    """The lines of the program, from the most there ever were to the last stage.

    A row for each stage and variant; none unless the last stage has made it shorter.
    """
    counts = [lines_of(stage, stage.variant_for("")) for stage in done]
    if len(counts) < 2 or counts[-1] >= counts[-2]:
        return []
    return [
        (stage, variant, lines_of(stage, variant))
        for stage in done[counts.index(max(counts)) :]
        for variant in stage.variants or (None,)
    ]


def lines_of(stage: Stage, variant: str | None) -> int:
    """Lines with code of a stage's finished program."""
    files = solution(stage, stage.variant_for(variant or ""))
    return sum(
        count_lines(text) for name, text in files.items() if name.endswith(".py")
    )
