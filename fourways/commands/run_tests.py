"""`fourways test`: run the contract suite and show what holds."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fourways.repeat import run_repeatedly
from fourways.reports import check_path
from fourways.selection import (
    BackendNames,
    BackendPaths,
    check_databases,
    check_requirement,
    check_url,
    ids_of,
    named,
    on_other_servers,
)
from fourways.show import run_and_show
from fourways.suite import Wanted
from fourways.terminal import Mistake, NoColor


class DatabaseName(StrEnum):
    """What backends can store their data in."""

    sqlite = "sqlite"
    postgresql = "postgresql"


def run_tests(
    names: BackendNames = None,
    backend: BackendPaths = None,
    database: Annotated[
        list[DatabaseName] | None,
        typer.Option(
            metavar="NAME", help="sqlite (the default) or postgresql. May be repeated."
        ),
    ] = None,
    server: Annotated[
        str | None,
        typer.Option(help="Run on this server of each backend.", metavar="NAME"),
    ] = None,
    other: Annotated[
        bool,
        typer.Option(
            "--other-servers",
            metavar=" ",
            help="Run on every server but the default ones.",
        ),
    ] = False,
    url: Annotated[
        str | None,
        typer.Option(
            help="Test a server that is running, in any language; leaves users and "
            "bookmarks there.",
            metavar="URL",
        ),
    ] = None,
    anonymous: Annotated[
        bool,
        typer.Option(
            "--anonymous", metavar=" ", help="The server at --url has no users yet."
        ),
    ] = False,
    level: Annotated[
        int,
        typer.Option(
            min=1,
            max=3,
            metavar="1-3",
            help="Only rules up to this level: 1 core, 2 secure and complete, 3 all.",
        ),
    ] = 3,
    requirement: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID", help="Only this rule, such as route-4. May be repeated."
        ),
    ] = None,
    concern: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Only rules of this concern, such as auth. Repeatable."
        ),
    ] = None,
    keyword: Annotated[
        str | None,
        typer.Option(
            "-k",
            metavar="WORD",
            help="Only tests with this in their name, as in pytest.",
        ),
    ] = None,
    rule_by_rule: Annotated[
        bool,
        typer.Option(
            "--rule-by-rule",
            metavar=" ",
            help="A response that breaks another rule than the one a test is about "
            "does not fail that test: for a backend in the making.",
        ),
    ] = False,
    times: Annotated[
        int,
        typer.Option(
            min=1,
            metavar="N",
            help="Run all that so many times, and tell what failed how often.",
        ),
    ] = 1,
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            metavar=" ",
            help="With --times: add what came out to docs/suite.md.",
        ),
    ] = False,
    report: Annotated[
        list[Path] | None,
        typer.Option(
            help="Also write the results: .html to read, .json or .xml (JUnit) for "
            "programs. May be repeated.",
            metavar="FILE",
        ),
    ] = None,
    no_color: NoColor = False,
) -> None:
    """Run the contract against backends, and show which rules hold.

    Each backend is started as a real server on a fresh database; nothing of yours
    is touched. Only with `--url` the server's own database is used: users and bookmarks
    stay there. The exit status is 0 only if something ran and nothing failed.

    For example:

    - `fourways test`
    - `fourways test flask django --database sqlite --database postgresql`
    - `fourways test flask --server scratch`
    - `fourways test --backend ~/my-api --level 1`
    - `fourways test --url http://localhost:8000 --anonymous`
    - `fourways test --requirement route-4 --report report.html`
    - `fourways test --concern auth --concern ownership`
    - `fourways test flask --times 50`
    """
    if url and (names or backend or database or server or other):
        raise Mistake("--url tests what runs there: no backend, database or server")
    if anonymous and not url:
        raise Mistake("--anonymous is about the server at --url: give that too")
    if server and other:
        raise Mistake("--server names one, --other-servers means all: give only one")
    if times > 1 and report:
        raise Mistake("--report is about one run: leave it out, or --times")
    part = url or server or other or requirement or concern or keyword or rule_by_rule
    if record and (times == 1 or part or level < 3):
        raise Mistake("--record is about --times N of the whole suite: name no part")
    check_databases(database or [])
    for each in requirement or []:
        check_requirement(each)
    for path in report or []:
        check_path(path)
    wanted = Wanted(
        databases=tuple(each.value for each in database or [DatabaseName.sqlite]),
        anonymous=anonymous,
        level=level,
        requirements=(*(requirement or ()), *ids_of(concern or [])),
        keyword=keyword,
        rule_by_rule=rule_by_rule,
    )
    if url:
        parts = [replace(wanted, url=check_url(url))]
    elif other:
        parts = [
            replace(wanted, backends=tuple(backends), server=server)
            for server, backends in on_other_servers(names or [], backend or []).items()
        ]
    else:
        parts = [
            replace(wanted, backends=named(names or [], backend or []), server=server)
        ]
    if times > 1:
        raise typer.Exit(run_repeatedly(parts, times, record=record))
    raise typer.Exit(run_and_show(parts, report or []))
