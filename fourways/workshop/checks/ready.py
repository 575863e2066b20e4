"""Stage 0: a check that is green where it should be, and red where it should be."""

import subprocess
import sys
from dataclasses import replace

from fourways.process import environment_of
from fourways.workshop.answers import Failed
from fourways.workshop.checks import check
from fourways.workshop.checks.responses import status_line
from fourways.workshop.lab import Lab
from fourways.workshop.programs import starter
from fourways.workshop.stages import stage

SUITE = ("test", "scratch", "--requirement", "operate-1")
SUITE_SECONDS = 120.0


@check
def finished_is_green(lab: Lab) -> None:
    """The suite runs here, and the backend that we wrote keeps a rule."""
    command = f"fourways {' '.join(SUITE)}"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "fourways", *SUITE],
            env=environment_of({"NO_COLOR": "1"}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=SUITE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise Failed(
            f"`{command}` has not ended after {SUITE_SECONDS:g} seconds.",
            "its end within a few seconds; see what fourways doctor says",
        ) from None
    with lab.setup.output.open("a", encoding="utf-8") as file:
        file.write(done.stdout)
    if done.returncode:
        raise Failed(
            f"`{command}` ended with status {done.returncode}.",
            "status 0; see what fourways doctor says",
        )


@check
def starter_is_red(lab: Lab) -> None:
    """The program that the learner begins with does not answer."""
    folder = lab.folder / "starter"
    folder.mkdir(exist_ok=True)
    for name, text in starter(stage(1)).items():
        (folder / name).write_text(text, encoding="utf-8")
    empty = Lab(replace(lab.setup, folder=folder, output=lab.folder / "output.txt"))
    try:
        status_line(empty)
    except Failed:
        return
    finally:
        empty.close()
    raise Failed(
        "The program that you begin with answers, and should not.",
        "a check that fails where nothing is written yet",
    )
