"""`fourways workshop`: the learner's commands. The leader's stand beside them."""

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from fourways.terminal import Mistake, NoColor, command_name, console
from fourways.workshop.for_leaders import add_to
from fourways.workshop.programs import HALVES
from fourways.workshop.progress import ProgressError
from fourways.workshop.regions import RegionError
from fourways.workshop.tables import StageError

if TYPE_CHECKING:
    from fourways.workshop.folder import Folder
    from fourways.workshop.stage import Stage

app = typer.Typer(
    name="workshop",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Build a small JSON API from the socket up, then give its layers away.",
)

Half = Annotated[
    str | None,
    typer.Option(
        "--half",
        metavar="NAME",
        help=f"Which half of the room you are in at stage 8: {' or '.join(HALVES)}.",
    ),
]
StageNumber = Annotated[int, typer.Argument(metavar="N", help="The number of a stage.")]


@contextmanager
def mistakes() -> Iterator[None]:
    """Tell what is wrong in one line, as for any other mistake."""
    try:
        yield
    except (ProgressError, RegionError, StageError) as error:
        raise Mistake(error) from None


def here() -> "Folder":
    """The learner's folder."""
    from fourways.workshop.folder import find

    return find(Path.cwd())


def say(lines: Iterable[str], style: str = "") -> None:
    """Write sentences, a line each, that can be copied whole."""
    for line in lines:
        console().print(Text(line, style), soft_wrap=True)


def checked_half(half: str | None) -> str | None:
    """A half of the room that there is, or none."""
    if half is not None and half not in HALVES:
        raise Mistake(f"--half must be {' or '.join(HALVES)}, not {half!r}")
    return half


def introduce(folder: "Folder") -> None:
    """What the stage that the learner is at is about, and what to do."""
    from fourways.workshop.showing import task

    console().print()
    for line in task(folder):
        console().print(line, soft_wrap=True)


@app.command()
def start(
    folder: Annotated[
        Path, typer.Argument(metavar="[DIR]", help="The folder to make.")
    ] = Path("my-server"),
    half: Half = None,
    no_color: NoColor = False,
) -> None:
    """Make your folder, with the program that you begin with."""
    from fourways.workshop.folder import make

    with mistakes():
        made = make(folder, checked_half(half) or HALVES[0])
        say([f"Your folder is {folder}/. Open it in your editor."])
        introduce(made)


@app.command()
def check(
    watch: Annotated[
        bool,
        typer.Option(
            "--watch",
            metavar=" ",
            help="Again whenever a file changes. Ctrl-C ends it.",
        ),
    ] = False,
    board: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Tell the room's board where you are."),
    ] = None,
    nickname: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Your name on the board; no other is sent."),
    ] = None,
    no_color: NoColor = False,
) -> None:
    """Start your program, make the checks of your stage, and move on if they pass."""
    from fourways.workshop.checking import watch as watch_folder

    if (board is None) != (nickname is None):
        raise Mistake("--board and --nickname go together: give both, or neither")
    with mistakes():
        if not watch:
            raise typer.Exit(0 if check_once(board, nickname) else 1)
        try:
            watch_folder(here().path, lambda: check_again(board, nickname))
        except KeyboardInterrupt:
            say(["", f"To go on: {command_name()} workshop check --watch"])


def check_once(board: str | None, nickname: str | None) -> bool:
    """Check, and move on if everything passes."""
    from fourways.workshop import moving
    from fourways.workshop.checking import check as judge
    from fourways.workshop.running import Patience
    from fourways.workshop.showing import by_hand, still_empty

    folder = here()
    before = folder.progress.stage
    good = judge(folder, console(), Patience())
    console().print()
    if good:
        say(moving.passed(folder), "bold green")
    if folder.progress.stage != before:
        introduce(folder)
    elif not good:
        name = f"{command_name()} workshop"
        say(still_empty(folder))
        say([f"By hand, in another terminal: {by_hand(folder)}"])
        say([f"Help: {name} hint    To see a solution: {name} solution"])
    if board is not None and nickname is not None:
        tell_board(folder, board, nickname, done=good)
    return good


def check_again(board: str | None, nickname: str | None) -> bool:
    """Check while watching; whether it has moved on, and so changed files."""
    before = here().progress.stage
    console().rule(style="dim")
    check_once(board, nickname)
    say(["Waiting for a change of your files; Ctrl-C ends this."], "dim")
    return here().progress.stage != before


def tell_board(folder: "Folder", board: str, nickname: str, *, done: bool) -> None:
    """Tell the board where the learner is; that it is gone stops nobody."""
    from fourways.workshop.board.client import BoardError, report_progress
    from fourways.workshop.moving import after

    number = folder.progress.stage
    if done and after(folder.stage) is None:
        number += 1
    try:
        report_progress(board, nickname, number)
    except BoardError as error:
        say([f"Not on the board: {error}"], "yellow")
    else:
        say([f"On the board: {nickname}"], "dim")


@app.command()
def status(no_color: NoColor = False) -> None:
    """Show where you are, and what is still to be written."""
    from fourways.workshop.showing import path

    with mistakes():
        folder = here()
        for line in path(folder):
            console().print(line, soft_wrap=True)
        introduce(folder)


@app.command()
def hint(
    gap: Annotated[
        str | None,
        typer.Argument(help="The name of a gap; the first empty one if not named."),
    ] = None,
    no_color: NoColor = False,
) -> None:
    """Show the next hint for a gap: there are three, each helps more."""
    from fourways.workshop.showing import next_hint

    with mistakes():
        folder = here()
        say(next_hint(folder, gap))


@app.command()
def solution(no_color: NoColor = False) -> None:
    """Show the solution of your stage, as a difference from your own code."""
    from fourways.workshop.moving import NOTHING_TO_WRITE

    with mistakes():
        folder = here()
        own = folder.own_files()
        wanted = folder.finished(folder.stage)
        lines = [
            line
            for name, text in wanted.items()
            for line in difflib.unified_diff(
                own.get(name, "").splitlines(),
                text.splitlines(),
                f"yours/{name}",
                f"solution/{name}",
                lineterm="",
            )
        ]
        for line in lines:
            console().print(coloured(line), soft_wrap=True)
        if not folder.stage.number:
            say([NOTHING_TO_WRITE])
        elif not lines:
            say(["Your program is the solution."])
        else:
            say(["", f"To take it over: {command_name()} workshop catch-up"])


def coloured(line: str) -> Text:
    """A line of a difference."""
    colours = {"+": "green", "-": "red", "@": "cyan"}
    return Text(line, colours.get(line[:1], ""))


@app.command()
def goto(number: StageNumber, half: Half = None, no_color: NoColor = False) -> None:
    """Go to a stage, and begin it anew; your files as they are now are kept."""
    from fourways.workshop import moving

    with mistakes():
        folder = here()
        folder.progress.half = checked_half(half) or folder.progress.half
        say(moving.goto(folder, stage_of(number)))
        introduce(folder)


@app.command()
def skip(no_color: NoColor = False) -> None:
    """Go on to the next stage without passing this one."""
    from fourways.workshop import moving

    with mistakes():
        folder = here()
        following = moving.after(folder.stage)
        if following is None:
            raise Mistake("this is the last stage: there is nothing to skip to")
        say(moving.skip(folder, following))
        introduce(folder)


@app.command("catch-up")
def catch_up(
    number: Annotated[
        int | None,
        typer.Argument(metavar="[N]", help="A stage; the one you are at if not given."),
    ] = None,
    no_color: NoColor = False,
) -> None:
    """Put the finished state of a stage in place; your attempt is kept beside it."""
    from fourways.workshop import moving

    with mistakes():
        folder = here()
        if not folder.is_ours:
            raise Mistake(
                "none of the files that the stages bring is here: there is no finished "
                "state of a program in another language"
            )
        target = folder.stage if number is None else stage_of(number)
        say(moving.catch_up(folder, target))
        say([f"Next: {command_name()} workshop check"])


@app.command()
def reset(no_color: NoColor = False) -> None:
    """Begin this stage again; your attempt is kept."""
    from fourways.workshop import moving

    with mistakes():
        folder = here()
        say(moving.goto(folder, folder.stage))
        introduce(folder)


def stage_of(number: int) -> "Stage":
    """The stage of that number. Raises StageError."""
    from fourways.workshop.stages import stage

    return stage(number)


add_to(app)
