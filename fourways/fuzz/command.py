"""`fourways fuzz`: ask all backends what nobody would write, and compare."""

import random
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fourways.columns import selecting
from fourways.commands.run_tests import DatabaseName
from fourways.dependencies import dependencies_of
from fourways.manifest import Backend
from fourways.output_file import writable
from fourways.postgres import PostgresError
from fourways.selection import (
    BackendNames,
    BackendPaths,
    check_databases,
    check_url,
    choose,
)
from fourways.terminal import Mistake, NoColor, command_name, console

if TYPE_CHECKING:
    from fourways.fuzz.result import Result

REQUESTS = 20_000
INTERRUPTED = 130


def fuzz(
    names: BackendNames = None,
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
        typer.Option(
            "--json",
            metavar="FILE",
            help="Write everything to this file.",
            callback=writable,
        ),
    ] = None,
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            metavar=" ",
            help="Write docs/evidence/fuzz/DATABASE.json, and docs/fuzz.md.",
        ),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Ask backends thousands of odd requests, and judge and compare all answers.

    Requests are made from the API's description, by Schemathesis, and by a grammar of
    broken and odd JSON, queries and headers. Each backend is started as a real server
    on a fresh database. The exit status is 0 only if every answer was right, and all
    backends answered alike. Ctrl-C ends it earlier, with status 130, and shows what was
    found so far.

    For example:

    - `fourways fuzz --requests 500 --seed 1`
    - `fourways fuzz flask django --database postgresql`
    - `fourways fuzz --url http://localhost:8000`
    """
    _check_installed()
    if url and (names or backend):
        raise Mistake("--url asks what runs there: no backend")
    if record and url:
        raise Mistake("--record is for the backends that are here, not for --url")
    check_databases([] if url else [database])
    wanted = Wanted(
        [] if url else choose(names or [], backend or []),
        check_url(url) if url else "",
        "" if url else database.value,
        requests,
        random.randrange(10_000) if seed is None else seed,
    )
    result = ask(wanted)
    if json_file:
        json_file.write_text(result.as_text(), "utf-8")
    if result.requests < requests:
        raise typer.Exit(INTERRUPTED)
    if record:
        write_record(result)
    raise typer.Exit(1 if result.findings else 0)


@dataclass(frozen=True)
class Wanted:
    """What to ask. With a `url` there are no backends, and no database."""

    backends: list[Backend]
    url: str
    database: str
    requests: int
    seed: int

    def again(self) -> str:
        """The command that asks the same."""
        words = [command_name(), "fuzz"]
        words += [word for each in self.backends for word in selecting(each)]
        words += ["--url", self.url] if self.url else ["--database", self.database]
        words += ["--requests", str(self.requests), "--seed", str(self.seed)]
        return shlex.join(words)


def ask(wanted: Wanted) -> "Result":
    """Ask, tell how far it is, show what came out. Ctrl-C ends it earlier."""
    # Imported here: no other command needs what it needs.
    from fourways.fuzz import targets
    from fourways.fuzz.caller import FuzzError
    from fourways.fuzz.result import result_of
    from fourways.fuzz.run import Fuzzing
    from fourways.fuzz.show import Progress, show

    output = console()
    progress = Progress(output)
    who = wanted.url or ", ".join(each.name for each in wanted.backends)
    progress.say(f"Starting {who}; seed {wanted.seed}")
    started = (
        targets.running(wanted.url)
        if wanted.url
        else targets.started(wanted.backends, wanted.database)
    )
    try:
        with started as callers:
            fuzzing = Fuzzing(callers, wanted.requests, wanted.seed, progress.tell)
            try:
                fuzzing.run()
            except KeyboardInterrupt:
                if not fuzzing.counts.total:
                    raise
    except (FuzzError, PostgresError) as error:
        raise Mistake(str(error)) from None
    finally:
        progress.stop()
    result = result_of(fuzzing, wanted.database)
    show(result, output, wanted.again(), wanted.requests)
    return result


def write_record(result: "Result") -> None:
    """Write it into docs/evidence/fuzz, and docs/fuzz.md from all that is there."""
    # Imported here for the same reason.
    from fourways.fuzz import page
    from fourways.fuzz.result import recorded, write

    write(result)
    page.write(recorded())


def _check_installed() -> None:
    """Raise Mistake unless what only this command needs is there."""
    lacking = dependencies_of("fuzz").missing
    if lacking:
        raise Mistake(
            f"{', '.join(sorted(lacking))} not installed. "
            'Install with: pip install ".[fuzz]"'
        )
