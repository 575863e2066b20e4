"""Programs of stages, written into a folder and looked at by the checks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from fourways.workshop.judge import Failure, State, examine, judge
from fourways.workshop.lab import Lab, Setup
from fourways.workshop.running import Patience
from fourways.workshop.stage import Check, Stage

LONG = Patience(start=20, answer=10)
"""For programs that answer: a loaded machine is no mistake of theirs."""
SHORT = Patience(start=20, answer=0.7)
"""For programs that do not: the check waits so long for nothing."""


@contextmanager
def lab_of(
    files: Mapping[str, str],
    stage: Stage,
    half: str,
    folder: Path,
    *,
    run: str | None = None,
    patience: Patience = LONG,
) -> Iterator[Lab]:
    """A lab for a program that is run as that stage says."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    command = run or stage.run[stage.variant_for(half)]
    output = folder / "output.txt"
    setup = Setup(folder, command, stage.migrate, output, half, stage.tokens, patience)
    lab = Lab(setup)
    try:
        yield lab
    finally:
        lab.close()


def failures(lab: Lab, stages: list[Stage], half: str) -> list[str]:
    """What the checks of these stages find wrong, in words."""
    return [
        f"{each.check.name}: {each.failure.wrong}\n{each.failure.printed}"
        for each in judge(stages, half, lab)
        if each.failure
    ]


def fails(lab: Lab, stage: Stage, half: str) -> bool:
    """Whether some check of this stage alone fails; stops at the first."""
    verdicts = judge([stage], half, lab)
    return any(each.state is State.failed for each in verdicts)


def outcome(lab: Lab, check: Check) -> Failure:
    """How one check fails; it must."""
    failure = examine(check, lab)
    assert failure is not None, f"{check.name} passes"
    return failure
