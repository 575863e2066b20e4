"""`fourways workshop leader`: the leader's page, made from the stages."""

import difflib
from typing import Annotated, Final

import typer

from fourways.terminal import Mistake, command_name

START: Final = 13 * 60


def leader(
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            metavar=" ",
            help="Write nothing; fail if the page is not current.",
        ),
    ] = False,
) -> None:
    """Write docs/workshop/leader.md from the stages and notes, or check it."""
    from fourways.discovery import REPOSITORY
    from fourways.workshop.leader_page import FILE, document
    from fourways.workshop.schedule import schedule
    from fourways.workshop.stages import stages
    from fourways.workshop.tables import StageError

    name = FILE.relative_to(REPOSITORY).as_posix()
    try:
        extensions = [each for each in stages() if each.extension]
        wanted = document(schedule(stages(), START), extensions)
    except StageError as error:
        raise Mistake(error) from None
    if not check:
        FILE.write_text(wanted, encoding="utf-8")
        print(f"{name} is written")
        return
    found = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    if found != wanted:
        lines = difflib.unified_diff(
            found.splitlines(), wanted.splitlines(), name, "the stages", lineterm=""
        )
        print("\n".join(lines))
        raise Mistake(f"{name} is not current: run {command_name()} workshop leader")
    print(f"{name} matches the stages")
