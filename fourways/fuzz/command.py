"""`fourways fuzz`: ask all backends what nobody would write, and compare."""

import random
import shlex
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from fourways.commands.run_tests import DatabaseName
from fourways.dependencies import dependencies_of
from fourways.manifest import Backend
from fourways.postgres import PostgresError
from fourways.selection import BackendPaths, check_url, choose
from fourways.terminal import Mistake, NoColor, command_name, console

REQUESTS = 20_000


def fuzz(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Backends; all that are here if none is named."),
    ] = None,
    backend: BackendPaths = None,
    requests: Annotated[
        int,
        typer.Option(min=1, metavar="NUMBER", help="Requests to each backend."),
    ] = REQUESTS,
    seed: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="NUMBER",
            help="The same requests again. Without it: others each time.",
            show_default=False,
        ),
    ] = None,
    database: Annotated[
        DatabaseName,
        typer.Option(metavar="NAME", help="sqlite or postgresql."),
    ] = DatabaseName.sqlite,
    url: Annotated[
        str | None,
        typer.Option(
            help="Ask a server that is running; leaves users and bookmarks there.",
            metavar="URL",
        ),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write everything to this file.", metavar="FILE"),
    ] = None,
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            metavar=" ",
            help="Write docs/evidence/fuzz.json and docs/fuzz.md.",
        ),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Ask backends thousands of odd requests, and judge and compare all answers.

    Requests are made from the API's description, by Schemathesis, and by a grammar of
    broken and odd JSON, queries and headers. Each backend is started as a real server
    on a fresh database. The exit status is 0 only if every answer was right, and all
    backends answered alike. 20,000 requests to four backends take some 20 minutes.

    For example:

    - `fourways fuzz --requests 500 --seed 1`
    - `fourways fuzz flask django --database postgresql`
    - `fourways fuzz --url http://localhost:8000`
    """
    _check_installed()
    if url and (names or backend):
        raise Mistake("--url asks what runs there: no backend")
    if json_file and not json_file.absolute().parent.is_dir():
        raise Mistake(f"--json {json_file}: the folder does not exist")
    if record and url:
        raise Mistake("--record is for the backends that are here, not for --url")
    chosen = [] if url else choose(names or [], backend or [])
    seed = random.randrange(10_000) if seed is None else seed
    again = _again(names, backend, requests, seed, database.value, url)
    raise typer.Exit(
        _run(chosen, url, requests, seed, database.value, json_file, record, again)
    )


def _run(
    backends: list[Backend],
    url: str | None,
    requests: int,
    seed: int,
    database: str,
    json_file: Path | None,
    record: bool,
    again: str,
) -> int:
    # Imported here: no other command needs what it needs.
    from fourways.fuzz import page, targets
    from fourways.fuzz.caller import FuzzError
    from fourways.fuzz.result import RECORDED, result_of
    from fourways.fuzz.run import Fuzzing
    from fourways.fuzz.show import Progress, show

    output = console()
    progress = Progress(output)
    with ExitStack() as stack:
        stack.callback(progress.stop)
        try:
            who = url or ", ".join(each.name for each in backends)
            progress.say(f"Starting {who}; seed {seed}")
            callers = stack.enter_context(
                targets.running(check_url(url))
                if url
                else targets.started(backends, database)
            )
            fuzzing = Fuzzing(callers, requests, seed, progress.tell)
            fuzzing.run()
        except (FuzzError, PostgresError) as error:
            raise Mistake(str(error)) from None
    result = result_of(fuzzing, "" if url else database)
    show(result, output, again)
    if json_file:
        json_file.write_text(result.as_text(), "utf-8")
    if record:
        RECORDED.write_text(result.as_text(), "utf-8")
        page.write(result)
    return 1 if result.findings else 0


def _check_installed() -> None:
    """Raise Mistake unless what only this command needs is there."""
    lacking = dependencies_of("fuzz").missing
    if lacking:
        raise Mistake(
            f"{', '.join(sorted(lacking))} not installed. "
            'Install with: pip install ".[fuzz]"'
        )


def _again(
    names: list[str] | None,
    folders: list[Path] | None,
    requests: int,
    seed: int,
    database: str,
    url: str | None,
) -> str:
    words = [command_name(), "fuzz", *(names or [])]
    for folder in folders or []:
        words += ["--backend", str(folder)]
    words += ["--url", url] if url else ["--database", database]
    words += ["--requests", str(requests), "--seed", str(seed)]
    return shlex.join(words)
