"""`check`: judge the program, tell what was found, and say whether all passed."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

from rich.console import Console
from rich.live import Live
from rich.text import Text

from fourways.terminal import is_live
from fourways.workshop import diary, progress
from fourways.workshop.folder import KEPT, Folder
from fourways.workshop.judge import State, Verdict, judge
from fourways.workshop.lab import Lab, Setup
from fourways.workshop.running import Patience
from fourways.workshop.stages import chain
from fourways.workshop.tell import failure_of, overview

POLL_SECONDS: Final = 0.5
NOT_WATCHED: Final = (KEPT, progress.FILE_NAME, diary.FILE_NAME)


def setup_of(folder: Folder, patience: Patience) -> Setup:
    """How the learner's program is run at their stage."""
    stage, own = folder.stage, folder.progress
    folder.output.parent.mkdir(exist_ok=True)
    folder.output.write_bytes(b"")
    migrate = stage.migrate if folder.is_ours else None
    return Setup(
        folder=folder.path,
        run=own.run or stage.run[stage.variant_for(folder.variant)],
        migrate=own.migrate or migrate,
        output=folder.output,
        half=folder.variant,
        tokens=stage.tokens,
        patience=patience,
    )


def check(folder: Folder, output: Console, patience: Patience) -> bool:
    """Make the checks of the learner's stage and of all before it, and tell."""
    lab = Lab(setup_of(folder, patience))
    try:
        verdicts = _judged(folder, lab, output)
    finally:
        lab.close()
    for line in overview(verdicts, output):
        output.print(line, soft_wrap=True)
    for verdict in verdicts:
        if verdict.state is State.failed:
            for line in failure_of(verdict, folder.path, output):
                output.print(line, soft_wrap=True)
    return all(each.state is State.passed for each in verdicts)


def _judged(folder: Folder, lab: Lab, output: Console) -> list[Verdict]:
    """The verdicts; in a terminal a line tells meanwhile what is looked at."""
    stages = chain(folder.stage)
    total = sum(len(each.checks_for(folder.variant)) for each in stages)
    found: list[Verdict] = []
    if not is_live(output):
        return list(judge(stages, folder.variant, lab))
    with Live(console=output, transient=True, auto_refresh=False) as live:
        live.update(Text("Starting your program ...", "dim"), refresh=True)
        for verdict in judge(stages, folder.variant, lab):
            found.append(verdict)
            line = f"{len(found)} of {total}: {verdict.check.title}"
            live.update(Text(line, "dim", no_wrap=True), refresh=True)
    return found


def watch(folder: Path, look: Callable[[], bool]) -> NoReturn:
    """Look now, and whenever a file of the learner's has changed, for ever.

    `look` returns whether it has changed files itself. What somebody else changes
    while it looks is seen afterwards.
    """
    seen: dict[str, tuple[int, int]] | None = None
    while True:
        now = snapshot(folder)
        if now != seen:
            seen = snapshot(folder) if look() else now
        time.sleep(POLL_SECONDS)


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Time and size of each file that the learner may have changed."""
    found = {}
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if parts[0] in NOT_WATCHED or any(
            part.startswith((".", "__")) for part in parts
        ):
            continue
        try:
            status = path.stat()
        except OSError:
            continue  # an editor renames while we look
        if path.is_file() and ".db" not in path.suffix:
            found[str(path)] = (status.st_mtime_ns, status.st_size)
    return found
