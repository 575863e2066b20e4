"""From stage to stage: on, to another one, to the finished state, back to the start."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from fourways.lines import count_lines
from fourways.terminal import command_name
from fourways.workshop import diary, programs
from fourways.workshop.folder import Folder
from fourways.workshop.stage import Stage
from fourways.workshop.stages import stages

NOTHING_TO_WRITE: Final = "In stage 0 nothing is to be written: it has no solution."


def after(stage: Stage) -> Stage | None:
    """The stage that follows, None at the end of the path."""
    following = [each for each in stages() if each.previous == stage.number]
    if stage.number == 0:
        return stages()[1]
    return following[0] if following else None


def passed(folder: Folder) -> Iterator[str]:
    """Note that the stage has passed and go to the next; says what happened."""
    done = folder.stage
    folder.progress.passed.add(done.number)
    diary.note(folder.path, done.number, diary.Event.passed)
    following = after(done)
    whole = "" if following else ", and with it the whole path"
    yield f"{done.heading} is done{whole}."
    yield from lines_of(folder)
    if following is None:
        folder.save()
        yield f"What others do, side by side: {command_name()} concerns"
        yield from further()
        return
    yield from move(folder, done, following)


def lines_of(folder: Folder) -> Iterator[str]:
    """How long the program is, and what it was when all of it was the learner's."""
    if not folder.is_ours or not folder.progress.stage:
        return
    count = 0
    for name, text in folder.own_files().items():
        with suppress(SyntaxError):  # a file that nothing imports may be anything
            count += count_lines(text) if name.endswith(".py") else 0
    lines = folder.progress.lines
    lines[folder.progress.stage] = count
    longest = max(lines, key=lambda number: lines[number])
    more = f"; at stage {longest} it had {lines[longest]}"
    shorter = lines[longest] > count
    yield f"Your program has {count} lines of code{more if shorter else ''}."


def further() -> Iterator[str]:
    """What there is for those who are done."""
    extensions = [each for each in stages() if each.extension]
    if extensions:
        yield "For more, or for a second day:"
        for each in extensions:
            yield f"  {command_name()} workshop goto {each.number}   {each.title}"


def move(folder: Folder, done: Stage, following: Stage) -> Iterator[str]:
    """Put the next starter in place, unless the learner's files do not allow it."""
    if not folder.is_ours:
        folder.enter(following)
        return
    target = folder.starter(following)
    changed = folder.changed_elsewhere(done, target)
    if changed:
        beside = folder.path / f"stage-{following.number}"
        beside.mkdir(exist_ok=True)
        for name, text in target.items():
            (beside / name).write_text(text, encoding="utf-8")
        folder.enter(following)
        yield (
            f"You have changed more than the marked regions of {' and '.join(changed)}"
            f", so your files stay as they are. What stage {following.number} begins "
            f"with is in {folder.typed(beside.name)}/: take over by hand what is new, "
            f"or work on with that: {command_name()} workshop goto {following.number}"
        )
        return
    yield from told(folder, folder.put(target, folder.others(following)))
    folder.enter(following)


def told(folder: Folder, kept: Path | None) -> Iterator[str]:
    """Where files are that were replaced."""
    if kept is not None:
        place = folder.typed(kept.relative_to(folder.path))
        yield f"Your files as they were are kept in {place}/."


def goto(folder: Folder, target: Stage) -> Iterator[str]:
    """Put the starter of any stage in place."""
    if folder.is_ours and target.number:
        files = folder.starter(target)
        yield from told(folder, folder.put(files, folder.others(target)))
    folder.enter(target)


def skip(folder: Folder, following: Stage) -> Iterator[str]:
    """Go on without having passed."""
    diary.note(folder.path, folder.stage.number, diary.Event.skipped)
    yield f"{folder.stage.heading} is skipped; what it asks for is written for you."
    yield from goto(folder, following)


def catch_up(folder: Folder, target: Stage) -> Iterator[str]:
    """Put the finished state of a stage in place."""
    if not target.number:
        yield NOTHING_TO_WRITE
        return
    kept = folder.put(
        programs.solution(target, target.variant_for(folder.variant)),
        folder.others(target),
    )
    yield f"The finished state of stage {target.number} is in place."
    yield from told(folder, kept)
    if target.number != folder.progress.stage:
        folder.enter(target)
    diary.note(folder.path, target.number, diary.Event.caught_up)
