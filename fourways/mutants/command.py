"""`fourways mutants`: the command; what it runs stands in campaign.py."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fourways.output_file import writable
from fourways.terminal import Mistake, NoColor

if TYPE_CHECKING:
    from fourways.mutants.asked import Asked


def mutants(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[BACKEND]",
            help="scratch, flask, django or fastapi; with none what is recorded is "
            "shown.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE", help="Only of this file, such as auth.py. May be repeated."
        ),
    ] = None,
    mutant: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Only this one, again, and which test notices it. May be repeated.",
        ),
    ] = None,
    again: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OUTCOME",
            help="Try those again that were survived, time-limit, not-started or "
            "killed. May be repeated.",
        ),
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Only so many, as the seed picks them."),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, metavar="N", help="Decides the order, so the sample.")
    ] = 1,
    database: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="sqlite or postgresql; both if none is named. May be repeated.",
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(min=1, metavar="N", help="Side by side; one for each core."),
    ] = os.cpu_count() or 1,
    listing: Annotated[
        bool,
        typer.Option("--list", metavar=" ", help="Only list the mutants there are."),
    ] = False,
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            metavar=" ",
            help="Write what is known into docs/mutants and docs/suite.md.",
        ),
    ] = False,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            metavar=" ",
            help="Run nothing; fail if docs/suite.md does not match what is recorded.",
        ),
    ] = False,
    json: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Also write the results as JSON.", callback=writable
        ),
    ] = None,
    no_color: NoColor = False,
) -> None:
    """Break a backend in many small ways: does the contract suite notice?

    Each mutant is a copy of the backend with one change. The suite alone judges it,
    over HTTP, up to the first test that fails. All of scratch takes hours: what came
    out is kept in reports/mutants, Ctrl-C is safe, and the same command goes on.

    For example:

    - `fourways mutants scratch --sample 100`
    - `fourways mutants scratch --only auth.py --only tokens.py`
    - `fourways mutants scratch --mutant 1a2b3c4d`
    - `fourways mutants scratch --again survived --record`
    - `fourways mutants flask --sample 200 --seed 7 --jobs 2`
    """
    from fourways.mutants import showing
    from fourways.mutants.asked import asked

    if check:
        raise typer.Exit(showing.check())
    if name is None:
        if record:
            showing.write_page()
        showing.show_recorded()
        return
    try:
        wanted = asked(
            name,
            only=only or [],
            ids=mutant or [],
            again=again or [],
            sample=sample,
            seed=seed,
            databases=database or [],
        )
    except ImportError:
        raise Mistake(
            'cosmic-ray makes the changes; to install it: pip install ".[mutants]"'
        ) from None
    if listing:
        showing.list_mutants(wanted)
        return
    raise typer.Exit(_run(wanted, jobs, record=record, json=json))


def _run(wanted: "Asked", jobs: int, *, record: bool, json: Path | None) -> int:
    from fourways.mutants import recorded, showing
    from fourways.mutants.campaign import Campaign

    with showing.telling(wanted) as told:
        campaign = Campaign(wanted.backend, wanted.session, wanted.databases, told)
        campaign.run(wanted.chosen, jobs, wanted.again)
    found = recorded.record_of(
        wanted.backend, wanted.all, wanted.session, wanted.databases, wanted.seed
    )
    if json:
        recorded.write(found, json)
    if record:
        recorded.write(recorded.with_earlier(found))
        showing.write_page()
    problems = [*campaign.problems, *wanted.wrong_reasons()]
    return showing.show(wanted, found, problems)
