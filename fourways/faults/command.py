"""`fourways faults`: kill, fill, set back and crowd backends, and count."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fourways.commands.run_tests import DatabaseName
from fourways.output_file import writable
from fourways.selection import BackendNames, BackendPaths, choose, did_you_mean
from fourways.terminal import Mistake, NoColor, console

if TYPE_CHECKING:
    from fourways.faults.running import Target
    from fourways.faults.scenario import Result, Scenario

ScenarioNames = Annotated[
    list[str] | None,
    typer.Option(
        "--only", metavar="SCENARIO", help="Only this one, such as stop. Repeatable."
    ),
]


def faults(
    names: BackendNames = None,
    backend: BackendPaths = None,
    only: ScenarioNames = None,
    database: Annotated[
        list[DatabaseName] | None,
        typer.Option(
            metavar="NAME", help="sqlite or postgresql; both if not given. Repeatable."
        ),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option(
            "--json",
            metavar="FILE",
            help="Write what was seen there.",
            callback=writable,
        ),
    ] = None,
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            metavar=" ",
            help="Put what was seen into docs/faults.json and docs/faults.md.",
        ),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Kill, fill, set back and crowd running backends, and count what clients see.

    Real processes on fresh databases, under a load of writes; nothing of yours is
    touched. All scenarios take two to nine minutes for a backend on both databases.
    The exit status is 1 if something did not hold, or nothing could be run.

    For example:

    - `fourways faults`
    - `fourways faults flask --database sqlite`
    - `fourways faults scratch --only kill-worker --only stop --json faults.json`
    """
    from fourways.commands.run_backend import check_installed
    from fourways.faults import page, recorded, running, show
    from fourways.faults.outcome import Outcome

    scenarios = _scenarios(only or [])
    backends = choose(names or [], backend or [])
    for each in backends:
        check_installed(each, None)
    kinds = [each.value for each in database or list(DatabaseName)]
    chosen = running.targets(backends, kinds)
    output = console()
    told: set[str] = set()
    results: list[Result] = []
    with output.status("") as status:

        def tell(scenario: "Scenario", target: "Target") -> None:
            if scenario.name not in told:
                told.add(scenario.name)
                output.print(show.heading(scenario))
            status.update(f"{scenario.name}: {target[0].name} on {target[1]}")

        for result in running.run(chosen, scenarios, tell):
            results.append(result)
            output.print(show.line(result))
            # Each time: a run that is broken off has told what it saw.
            seen = recorded.record_of(results, backends)
            if json_file:
                recorded.write(seen, json_file)
            if record:
                page.add(seen)
    output.print(show.summary(results))
    if record:
        output.print(f"{page.FILE} is written", soft_wrap=True)
    outcomes = {result.outcome for result in results}
    passed = Outcome.PASSED in outcomes and Outcome.FAILED not in outcomes
    raise typer.Exit(0 if passed else 1)


def _scenarios(names: list[str]) -> "list[Scenario]":
    from fourways.faults.scenarios import SCENARIOS

    known = [scenario.name for scenario in SCENARIOS]
    for name in names:
        if name not in known:
            raise Mistake(
                f'there is no scenario "{name}".{did_you_mean(name, known)} '
                f"They are {', '.join(known)}"
            )
    return [each for each in SCENARIOS if not names or each.name in names]
