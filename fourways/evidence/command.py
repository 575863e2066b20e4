"""`fourways evidence`: run what proves the comparison, and record it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from fourways.terminal import Mistake, NoColor, command_name, console


class Part(StrEnum):
    """What can be recorded by itself."""

    suite = "suite"
    ablations = "ablations"


def evidence(
    only: Annotated[
        Part | None,
        typer.Option(
            metavar="PART",
            help="suite (with its exchanges) or ablations; both if not given.",
        ),
    ] = None,
    concern: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="With --only ablations: those of this concern. May be repeated.",
        ),
    ] = None,
    requirement: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="With --only suite: this rule, such as route-4. May be repeated.",
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            metavar=" ",
            help="Write nothing; fail if a fresh run shows something else.",
        ),
    ] = False,
    sample: Annotated[
        bool,
        typer.Option(
            "--sample",
            metavar=" ",
            help="With --check: only a sample, in about 15 seconds.",
        ),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Run what proves the comparison, and record it in docs/evidence.

    The whole suite against the four backends and against the apps that the tutorials
    lead to (docs/naked), one exchange for each rule, and for each line that
    docs/concerns names the rules that turn red without it. It takes some minutes.

    For example:

    - `fourways evidence`
    - `fourways evidence --only suite --requirement route-4`
    - `fourways evidence --only ablations --concern errors`
    - `fourways evidence --check --sample`
    """
    from fourways.compare.command import mistakes
    from fourways.evidence import whole
    from fourways.selection import check_requirement

    if sample and not check:
        raise Mistake("--sample goes with --check: a sample is not recorded")
    if concern and only is not Part.ablations:
        raise Mistake("--concern goes with --only ablations")
    if requirement and only is not Part.suite:
        raise Mistake("--requirement goes with --only suite")
    for each in requirement or []:
        check_requirement(each)
    parts = [only] if only else list(Part)
    some = whole.Some(tuple(requirement or ()), tuple(concern or ()))
    with mistakes():
        for name in concern or []:
            whole.check_concern(name)
        if check:
            _compare(whole.differences(parts, some, sample=sample))
        else:
            for file in whole.record(parts, some):
                console().print(f"{file} is written", soft_wrap=True)


def _compare(differences: Sequence[str]) -> None:
    output = console()
    for line in differences:
        output.print(line, soft_wrap=True)
    if differences:
        again = f"{command_name()} evidence"
        raise Mistake(f"what was recorded is not what happens now: {again}")
    output.print("The recorded evidence is what happens now.")
