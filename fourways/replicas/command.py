"""`fourways replicas`: the contract through nginx, in front of several replicas."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fourways.output_file import writable
from fourways.selection import BackendNames, BackendPaths, choose
from fourways.terminal import Mistake, NoColor, console


class Happens(StrEnum):
    """What happens to the replicas while the suite runs."""

    steady = "steady"
    rolling = "rolling"
    killed = "killed"


def replicas(
    names: BackendNames = None,
    backend: BackendPaths = None,
    scenario: Annotated[
        list[Happens] | None,
        typer.Option(
            metavar="NAME",
            help="steady, rolling or killed; all three if not given. Repeatable.",
        ),
    ] = None,
    keyword: Annotated[
        str | None,
        typer.Option(
            "-k",
            metavar="WORD",
            help="Only tests with this in their name, as in pytest. For rolling and "
            "killed some that take 20 seconds: replicas are replaced four times.",
        ),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option(
            "--json",
            metavar="FILE",
            help="Also write the results here.",
            callback=writable,
        ),
    ] = None,
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            metavar=" ",
            help="Write the results into docs/deploy.md, if all is well.",
        ),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Run the contract through nginx, in front of two replicas of a backend.

    One PostgreSQL (DATABASE_URL, or the embedded one), nginx and settings from
    docs/deploy. First nothing happens (steady); then the replicas are restarted in
    turn (rolling), and no test may fail; then they are killed in turn (killed), and
    only a test may fail whose own request was cut off. All three take two to six
    minutes a backend. Rules that need a process of their own are not applicable.

    For example:

    - `fourways replicas scratch`
    - `fourways replicas flask fastapi --scenario rolling`
    - `fourways replicas django --json replicas.json`
    """
    # Imported here: no other command needs what it needs.
    from fourways.replicas import nginx, page, whole
    from fourways.replicas.result import as_json, with_lost_tests

    if record and (backend or keyword):
        raise Mistake(
            "--record is about the whole suite and the backends that are here"
        )
    nginx.find()
    chosen = choose(names or [], backend or [])
    whole.check(chosen)
    asked = whole.Asked(tuple(each.value for each in scenario or Happens), keyword)
    output = console()
    outcomes = with_lost_tests(list(whole.run(chosen, asked, output)))
    if json_file:
        text = json.dumps(as_json(outcomes), indent=2)
        json_file.write_text(f"{text}\n", "utf-8")
    whole.show(outcomes, output)
    good = all(each.good for each in outcomes)
    if record and good:
        for file in page.record(outcomes):
            output.print(f"{file} is written", soft_wrap=True)
    raise typer.Exit(0 if good else 1)
