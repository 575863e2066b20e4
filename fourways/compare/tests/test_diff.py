"""`fourways diff` and `fourways concerns`: all of the code, in any width."""

import os
import re
import subprocess
import sys

import pytest
from rich.console import Console
from rich.text import Text
from typer.testing import CliRunner, Result

from fourways.cli import app
from fourways.compare.columns import overview, wrapped
from fourways.compare.concerns import BACKENDS, MEANINGS, concerns
from fourways.evidence.model import Outcome, Suite, Target
from fourways.results import Status


def run(*arguments: str, width: int = 120) -> Result:
    """Run the command in a terminal of that width."""
    return CliRunner().invoke(app, arguments, env={"COLUMNS": str(width)})


@pytest.mark.parametrize("width", [40, 99, 100, 160, 250])
@pytest.mark.parametrize("names", [BACKENDS[:2], BACKENDS])
def test_every_line_of_the_code_is_there_and_none_is_too_wide(
    width: int, names: tuple[str, ...]
) -> None:
    result = run("diff", *names, "--concern", "hosts", width=width)
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= width
    shown = re.sub(r"[\s↪>]", "", result.stdout)
    for concern in concerns():
        if concern.name == "hosts":
            for name in names:
                for snippet in concern.cells[name].snippets():
                    assert snippet.file in shown
                    if width < 100:  # stacked: nothing stands between two lines
                        assert re.sub(r"[\s>]", "", snippet.text) in shown


def test_two_backends_stand_side_by_side_from_100_columns() -> None:
    wide = run("diff", "flask", "django", "--concern", "hosts", width=100).stdout
    narrow = run("diff", "flask", "django", "--concern", "hosts", width=99).stdout
    assert re.search("^flask .* django ", wide, re.MULTILINE)
    assert not re.search("^flask .* django ", narrow, re.MULTILINE)
    assert len(narrow.splitlines()) > len(wide.splitlines())


def test_where_there_is_no_code_it_says_why() -> None:
    shown = run("diff", "flask", "django", "--concern", "admin").stdout
    cell = next(each for each in concerns() if each.name == "admin").cells["flask"]
    assert cell.nothing
    assert "nothing to write: " in shown


def test_the_cells_and_the_counts_are_shown() -> None:
    shown = run("diff", "flask", "django", "--concern", "cors").stdout
    concern = next(each for each in concerns() if each.name == "cors")
    for name in ("flask", "django"):
        cell = concern.cells[name]
        assert re.search(rf"{name} +{cell.automation}, {cell.lines()} lines", shown)


def test_without_a_concern_it_shows_all_of_them() -> None:
    shown = run("diff", "flask", "django").stdout
    for concern in concerns():
        assert f"{concern.title}: {concern.question}" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["flsk", "django"], "there is no backend 'flsk': did you mean flask?"),
        (["rails", "django"], "there is no backend 'rails': it must be scratch, "),
        (["flask"], "name two to four different backends"),
        (["flask", "flask"], "name two to four different backends"),
        ([*BACKENDS, "flask"], "name two to four different backends"),
        (
            ["flask", "django", "--concern", "hots"],
            "there is no concern 'hots': did you mean hosts?",
        ),
    ],
)
def test_what_is_not_known_is_told_in_one_line(
    arguments: list[str], message: str
) -> None:
    result = run("diff", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"NO_COLOR": "1"}, False)],
)
def test_colour_is_there_when_wanted(
    environment: dict[str, str], coloured: bool
) -> None:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("FORCE_COLOR", "NO_COLOR")
    }
    command = [sys.executable, "-m", "fourways", "diff", "flask", "django"]
    done = subprocess.run(
        [*command, "--concern", "hosts"],
        env={**kept, "TERM": "xterm", **environment},
        capture_output=True,
        check=True,
    )
    assert (b"\x1b[3" in done.stdout) == coloured


def test_a_reader_that_stops_early_is_no_failure() -> None:
    command = f"{sys.executable} -m fourways diff scratch django | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, timeout=60)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_concerns_are_listed_in_any_width(width: int) -> None:
    result = run("concerns", width=width)
    assert result.exit_code == 0
    *lines, step = result.stdout.splitlines()
    assert step.startswith("Next: ")  # a command: whole, to be copied
    assert max(map(len, lines)) <= width
    for concern in concerns():
        assert concern.name in result.stdout


def test_the_list_has_the_four_cells() -> None:
    console = Console(width=160)
    naked = Target("naked-django", "django", "D", "docs/naked/django", "gunicorn", True)
    suite = Suite({}, (naked,), {"host-1": {naked.name: Outcome(Status.PASSED)}})
    with console.capture() as capture:
        console.print(overview(concerns(), suite, console))
    assert "naked 1 of 1" in capture.get()
    line = next(each for each in capture.get().splitlines() if " hosts " in each)
    cells = next(each for each in concerns() if each.name == "hosts").cells.values()
    assert re.search(" +".join(cell.automation for cell in cells), line)


@pytest.mark.parametrize("width", [40, 120])
def test_the_list_explains_its_words(width: int) -> None:
    said = " ".join(run("concerns", width=width).stdout.split())
    for word, meaning in MEANINGS.items():
        assert f"{word}: {meaning}" in said
    assert "naked 0 of 1: so many rules hold in the app" in said


def test_a_long_line_goes_on_behind_an_arrow_deeper_than_it_began() -> None:
    line = Text("    call(first_argument, second_argument, third_argument)")
    pieces = [piece.plain for piece in wrapped(line, 30, "> ")]
    assert pieces == [
        "    call(first_argument, ",
        "      > second_argument, ",
        "      > third_argument)",
    ]


@pytest.mark.parametrize(
    "text", ["x" * 100, " " * 80 + "deep", "日本" * 40, "", "a, b"]
)
def test_any_line_is_wrapped_without_loss(text: str) -> None:
    pieces = list(wrapped(Text(text), 20, "> "))
    assert all(piece.cell_len <= 20 for piece in pieces)
    whole = "".join(piece.plain.replace("> ", "") for piece in pieces)
    assert whole.replace(" ", "") == text.replace(" ", "")
