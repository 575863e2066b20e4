"""The learner's folder: what is put there, and that nothing of theirs is ever lost.

    progress.txt    where they are (progress.py)
    STAGE.md        the text of the stage, with the code that it is about
    server.py ...   their program
    kept/           what stood there before it was replaced, by stage and number
    .workshop/      what their program printed

Moving on puts the next stage's starter in place with their own code in it: regions of
stages that have passed are theirs. Where they have changed more than the regions,
nothing is replaced, and the starter is put beside it.
"""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from fourways.terminal import command_name
from fourways.workshop import diary, programs
from fourways.workshop.programs import text_of
from fourways.workshop.progress import FILE_NAME, Progress, ProgressError, load, save
from fourways.workshop.regions import RegionError, fill, regions_of, same_outside
from fourways.workshop.stage import Stage
from fourways.workshop.stages import stage, stages
from fourways.workshop.tell import OUTPUT

NAME: Final = "my-server"
"""The folder that is made where none is named, and found from beside it."""
KEPT: Final = "kept"
TEXT: Final = "STAGE.md"


class Folder:
    """A learner's folder and what is in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.progress: Progress = load(path)

    @property
    def stage(self) -> Stage:
        """Where the learner is."""
        return stage(self.progress.stage)

    @property
    def variant(self) -> str:
        """Which half of the room the learner is in."""
        return self.progress.half

    @property
    def is_ours(self) -> bool:
        """Whether the program is made of the files that stages bring.

        It is another where `run` starts it and none of them is there; without `run`
        they are only missing.
        """
        return not self.progress.run or bool(self.own_files())

    @property
    def output(self) -> Path:
        """Where what the program prints is kept."""
        return self.path / OUTPUT

    def typed(self, name: str | Path) -> str:
        """A file of the folder, as it is typed in the directory where they are."""
        return os.path.relpath(self.path.resolve() / name)

    def save(self) -> None:
        """Write progress.txt."""
        save(self.progress, self.path)

    def own_files(self) -> dict[str, str]:
        """The learner's files that some stage knows, by name."""
        names = {
            name
            for each in stages()
            for name in programs.solution(each, each.variant_for(self.variant))
        }
        found = {}
        for name in sorted(names):
            path = self.path / name
            if path.is_file():
                found[name] = path.read_text(encoding="utf-8", errors="replace")
        return found

    def own_regions(self) -> dict[str, str]:
        """What the learner has written, of stages that have passed, by region."""
        allowed = {
            name
            for number in self.progress.passed
            for name in programs.gaps(stage(number), self.variant)
        }
        found = {}
        for text in self.own_files().values():
            try:
                regions = regions_of(text)
            except RegionError:
                continue
            for name, region in regions.items():
                if name in allowed and not region.is_gap:
                    found[name] = region.text
        return found

    def starter(self, of: Stage) -> dict[str, str]:
        """The starter of a stage, with the learner's own code in it."""
        own = self.own_regions()
        new = programs.gaps(of, self.variant)
        carried = {name: text for name, text in own.items() if name not in new}
        files = programs.starter(of, self.variant)
        return {name: fill(text, carried, name) for name, text in files.items()}

    def finished(self, of: Stage) -> dict[str, str]:
        """The finished program of a stage, with the learner's own code of before."""
        own = self.own_regions()
        new = programs.gaps(of, self.variant)
        carried = {name: text for name, text in own.items() if name not in new}
        files = programs.solution(of, self.variant)
        return {name: fill(text, carried, name) for name, text in files.items()}

    def changed_elsewhere(self, before: Stage, target: Mapping[str, str]) -> list[str]:
        """Files to be replaced in which more than the regions was changed."""
        own = self.own_files()
        given = programs.starter(before, self.variant)
        return [
            name
            for name, text in target.items()
            if name in own
            and own[name] != text
            and not same_outside(own[name], given.get(name, ""))
        ]

    def put(self, files: Mapping[str, str], gone: tuple[str, ...] = ()) -> Path | None:
        """Write files; keep those that they replace. Returns where, if any were."""
        own = self.own_files()
        replaced = [
            name
            for name, text in own.items()
            if name in gone or (name in files and files[name] != text)
        ]
        kept = self.keep(replaced) if replaced else None
        for name in gone:
            (self.path / name).unlink(missing_ok=True)
        for name, text in files.items():
            (self.path / name).write_text(text, encoding="utf-8")
        return kept

    def keep(self, names: Iterable[str]) -> Path:
        """Put copies of files where nothing replaces them; returns where."""
        number = 1
        while (self.path / KEPT / f"stage-{self.progress.stage}-{number}").exists():
            number += 1
        kept = self.path / KEPT / f"stage-{self.progress.stage}-{number}"
        kept.mkdir(parents=True)
        for name in names:
            shutil.copy2(self.path / name, kept / name)
        return kept

    def enter(self, of: Stage) -> None:
        """Be at a stage: its text, progress.txt, and the diary."""
        self.progress.stage = of.number
        text = text_of(of, of.variant_for(self.variant))
        (self.path / TEXT).write_text(text, encoding="utf-8")
        self.save()
        diary.note(self.path, of.number, diary.Event.began)

    def others(self, of: Stage) -> tuple[str, ...]:
        """Files that a stage's program does not have, and the folder has."""
        wanted = programs.solution(of, of.variant_for(self.variant))
        return tuple(name for name in self.own_files() if name not in wanted)


def find(start: Path) -> Folder:
    """The learner's folder: this one, one above it, or the one beside.

    Raises ProgressError.
    """
    start = start.resolve()
    for path in (start, *start.parents, start / NAME):
        if (path / FILE_NAME).is_file():
            return Folder(path)
    raise ProgressError(
        "there is no workshop here: go to your folder, or begin with "
        f"{command_name()} workshop start"
    )


def make(path: Path, half: str) -> Folder:
    """A new learner's folder, at stage 0. Raises ProgressError."""
    if (path / FILE_NAME).exists():
        raise ProgressError(
            f"{path} is a workshop's folder already; to see where you are: "
            f"{command_name()} workshop status"
        )
    for above in path.resolve().parents:
        if (above / FILE_NAME).is_file():
            raise ProgressError(
                f"{above} is a workshop's folder, and there is none inside another; "
                f"to see where you are: {command_name()} workshop status"
            )
    try:
        path.mkdir(parents=True, exist_ok=True)
        taken = sorted({*programs.solution(stage(1)), TEXT} & set(_names(path)))
        if taken:
            raise ProgressError(
                f"{path} has a {taken[0]} already, and it will not be replaced; "
                f"name another folder: {command_name()} workshop start FOLDER"
            )
        (path / OUTPUT).parent.mkdir(exist_ok=True)
        save(Progress(half=half), path)
    except OSError as error:
        raise ProgressError(f"{path} cannot be made: {error.strerror}") from None
    folder = Folder(path)
    folder.put(programs.starter(stage(1)))
    folder.enter(stage(0))
    return folder


def _names(path: Path) -> list[str]:
    return [each.name for each in path.iterdir()]
