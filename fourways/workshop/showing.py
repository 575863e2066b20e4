"""What a learner is shown: the path, the task of the stage, hints."""

import shlex
import shutil
import sys
from collections.abc import Iterator

from rich.text import Text

from fourways.terminal import command_name, console
from fourways.workshop import programs
from fourways.workshop.folder import TEXT, Folder
from fourways.workshop.judge import State
from fourways.workshop.ledger import FILE_NAME
from fourways.workshop.regions import Region, RegionError, regions_of
from fourways.workshop.running import HOST
from fourways.workshop.stages import hints, stages
from fourways.workshop.tell import mark
from fourways.workshop.wire import OWN_PORT

HINTS = 3


def path(folder: Folder) -> Iterator[Text]:
    """Every stage, and what became of it."""
    progress = folder.progress
    for each in stages():
        if each.extension and each.number not in {*progress.passed, progress.stage}:
            continue
        state = State.passed if each.number in progress.passed else State.not_yet
        line = Text.assemble(mark(state, console()), each.heading)
        line.append(f" ({each.minutes} minutes)", "dim")
        if each.number == progress.stage:
            line.append("  <- you are here", "bold")
        yield line


def task(folder: Folder) -> Iterator[Text]:
    """The goal of the stage, the gaps that are still empty, and what to type."""
    stage = folder.stage
    yield Text(f"{stage.heading} ({stage.minutes} minutes)", "bold")
    yield Text(stage.goal)
    yield Text(f"Read: {folder.typed(TEXT)}")
    if folder.is_ours:
        for name, region in empty_gaps(folder):
            yield Text.assemble(
                "Write: ",
                (f"{folder.typed(name)}:{region.line}", "underline"),
                f"  {region.name}: {region.task}",
            )
    if stage.concerns:
        yield Text(f"Write: {folder.typed(FILE_NAME)}, a word in each line")
    if stage.variants:
        other = next(each for each in stage.variants if each != folder.variant)
        yield Text(
            f"You are in the half of the room with {folder.variant}; for the other: "
            f"{command_name()} workshop goto {stage.number} --half {other}"
        )
    yield Text(f"Then: {command_name()} workshop check")


def still_empty(folder: Folder) -> Iterator[str]:
    """The gaps that have to be filled before anything can pass."""
    found = [
        f"{each.name} ({folder.typed(file)}:{each.line})"
        for file, each in empty_gaps(folder)
    ]
    if found and folder.is_ours:
        yield f"Still empty: {', '.join(found)}"


def by_hand(folder: Folder) -> str:
    """What to type where the learner is to start the program in their folder."""
    stage, progress = folder.stage, folder.progress
    command = progress.run or stage.run[stage.variant_for(folder.variant)]
    migrate = progress.migrate or (stage.migrate if folder.is_ours else None)
    if migrate:
        command = f"{migrate} && {command}"
    # Not resolved: a virtual environment is told by the link, not by what it leads to.
    same = shutil.which("python") == shutil.which(sys.executable)
    python = "python" if same else sys.executable
    values = {
        "{python}": python,
        "{host}": HOST,
        "{port}": str(OWN_PORT),
        "$PORT": str(OWN_PORT),
    }
    for name, value in values.items():
        command = command.replace(name, value)
    place = folder.typed("")
    return command if place == "." else f"cd {shlex.quote(place)} && {command}"


def empty_gaps(folder: Folder) -> Iterator[tuple[str, Region]]:
    """What the stage asks for and nobody has written yet, with the file."""
    asked = programs.gaps(folder.stage, folder.variant)
    for name, text in folder.own_files().items():
        try:
            regions = regions_of(text, name)
        except RegionError:
            continue
        for region in regions.values():
            if region.is_gap and region.name in asked:
                yield name, region


def next_hint(folder: Folder, wanted: str | None) -> Iterator[str]:
    """The hint that comes next for a gap. Raises RegionError."""
    stage = folder.stage
    known = hints(stage)
    if not known:
        yield f"There are no hints for stage {stage.number}; read {TEXT}."
        return
    empty = [region.name for _, region in empty_gaps(folder)]
    seen = folder.progress.hints
    unread = [name for name in known if seen.get(name, 0) < HINTS]
    name = wanted or (empty or unread or list(known))[0]
    if name not in known:
        raise RegionError(
            f"there is no gap {name!r} here; there are {', '.join(known)}"
        )
    step = min(seen.get(name, 0), HINTS - 1)
    region = programs.gaps(stage, folder.variant)[name]
    yield f"{name}: {region.task}"
    yield f"Hint {step + 1} of {HINTS}: {known[name][step]}"
    seen[name] = step + 1
    folder.save()
    others = [each for each in known if each != name]
    if others:
        yield f"For another gap: {command_name()} workshop hint {others[0]}"
    if seen[name] == HINTS:
        yield f"That was the last one. The solution: {command_name()} workshop solution"
