"""`fourways concerns` and `fourways diff`: read the difference in the terminal."""

import difflib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from fourways.terminal import Mistake, NoColor, command_name, console

MOST = 4


def list_concerns(no_color: NoColor = False) -> None:
    """List the concerns: what each is about, and who does it in each backend.

    *default*: the framework does it, *opt in*: it does when told to, *a library*:
    another package does, *you wrote it*: this repository does. *naked 4 of 10*: so
    many rules hold in the app that the framework's own tutorial leads to.
    """
    from fourways.compare.columns import overview
    from fourways.compare.concerns import concerns
    from fourways.evidence.recorded import suite

    with mistakes():
        console().print(overview(concerns(), suite(), console()))
    step = f"{command_name()} diff flask django --concern auth"
    console().print(f"Next: {step}", soft_wrap=True)


def diff(
    names: Annotated[
        list[str],
        typer.Argument(help="Two to four of scratch, flask, django and fastapi."),
    ],
    concern: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Only this concern, such as auth: see fourways concerns. "
            "May be repeated.",
        ),
    ] = None,
    no_color: NoColor = False,
) -> None:
    """Show the code of backends side by side, concern by concern.

    In a narrow terminal one stands below the other. To leaf through it in colour:
    `FORCE_COLOR=1 fourways diff flask django | less -R`.

    For example:

    - `fourways diff flask fastapi --concern auth`
    - `fourways diff scratch flask django fastapi --concern hosts --concern cors`
    """
    from fourways.compare.columns import comparison
    from fourways.compare.concerns import BACKENDS, concerns

    for name in names:
        check("backend", name, BACKENDS)
    if not 2 <= len(names) <= MOST or len(set(names)) < len(names):
        raise Mistake(f"name two to four different backends of {', '.join(BACKENDS)}")
    with mistakes():
        found = {each.name: each for each in concerns()}
        for name in concern or []:
            check("concern", name, list(found))
        output = console()
        for name in concern or found:
            output.print(comparison(found[name], names, output))


def check(kind: str, name: str, known: Sequence[str]) -> None:
    """Raise Mistake unless the name is a known one."""
    if name in known:
        return
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"it must be {', '.join(known)}"
    raise Mistake(f"there is no {kind} {name!r}: {hint}")


@contextmanager
def mistakes() -> Iterator[None]:
    """Tell what is wrong with the files in one line, as for any other mistake."""
    from fourways.compare.concerns import ConcernError
    from fourways.compare.symbols import SymbolError
    from fourways.evidence.recorded import EvidenceError

    try:
        yield
    except (ConcernError, EvidenceError, SymbolError) as error:
        raise Mistake(error) from None
