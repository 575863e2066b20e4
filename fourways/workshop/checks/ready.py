"""Stage 0: a check that is green where it should be, and red where it should be."""

from dataclasses import replace

from fourways.workshop.checks import check
from fourways.workshop.checks.responses import status_line
from fourways.workshop.lab import Lab
from fourways.workshop.programs import starter
from fourways.workshop.response import Failed
from fourways.workshop.stages import stage
from fourways.workshop.suites import run_suite

SUITE = ("test", "scratch", "--requirement", "operate-1")


@check
def finished_is_green(lab: Lab) -> None:
    """The suite runs here, and the backend that we wrote keeps a rule."""
    run_suite(lab, SUITE)


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
