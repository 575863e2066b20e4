"""`fourways wire`: what HTTP/1.1 demands of a server, asked of several."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fourways.output_file import writable
from fourways.terminal import Mistake, NoColor, console

if TYPE_CHECKING:
    from fourways.bench.contenders import Contender


def wire(
    server: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this server. May be repeated."),
    ] = None,
    case: Annotated[
        str | None,
        typer.Option(metavar="GLOB", help="Only cases with such an id: 'chunk*'."),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option(
            "--json",
            metavar="FILE",
            help="Write what was found to a file.",
            callback=writable,
        ),
    ] = None,
    record: Annotated[
        bool,
        typer.Option(
            "--record",
            metavar=" ",
            help="Write docs/wire/record.json and docs/wire.md from this run.",
        ),
    ] = False,
    no_color: NoColor = False,
) -> None:
    """Ask servers, byte by byte, whether they keep to HTTP/1.1, and what they endure.

    Every MUST of RFC 9112 for a server, and those of RFC 9110 about the wire, as far
    as a client can test them; request smuggling, injection, sizes, garbage, slow and
    leaving clients. In about a minute, `scratch_api.server` and whatever of gunicorn,
    waitress, uvicorn, cheroot, granian and wsgiref is installed. Fails if
    `scratch_api.server` is not right everywhere. The cases: fourways/wire/data.

    For example:

    - `fourways wire`
    - `fourways wire --server scratch --case 'length-*'`
    - `fourways wire --server waitress --json waitress.json`
    """
    from fourways.bench.contenders import CannotStart
    from fourways.wire import page, running
    from fourways.wire.record import FILE, record_of, write
    from fourways.wire.servers import OURS, SERVERS
    from fourways.wire.show import lines, show
    from fourways.wire.telling import telling

    if record and (server or case):
        raise Mistake("--record is of a whole run: leave out --server and --case")
    servers = _chosen(server or [])
    asked = running.chosen(case)
    if not asked:
        raise Mistake(f"there is no case like {case!r}: they are in fourways/wire/data")
    output = console()
    try:
        with telling(output) as tell:
            found = running.run(servers, asked, whole=case is None, tell=tell)
    except CannotStart as error:
        raise Mistake(str(error)) from None
    missing = [each.name for each in SERVERS if not each.installed]
    result = record_of(servers, missing, found)
    show(result, output)
    if missing:
        output.print(f"Not installed: {', '.join(missing)}.", soft_wrap=True)
    if json_file:
        write(result, json_file)
    if record:
        write(result, FILE)
        page.FILE.write_text(page.page(result), encoding="utf-8")
    if OURS in found and (wrong := list(lines(result, OURS))):
        for each, verdict, happened in wrong:
            output.print(f"{OURS}: {each}: {verdict}: {happened}", soft_wrap=True)
        raise typer.Exit(1)


def _chosen(names: Sequence[str]) -> "list[Contender]":
    """The servers of these names, or all that are installed."""
    from fourways.selection import did_you_mean
    from fourways.wire.servers import SERVERS

    known = {each.name: each for each in SERVERS}
    for name in names:
        if name not in known:
            raise Mistake(
                f'there is no server "{name}".{did_you_mean(name, list(known))} '
                f"They are {', '.join(known)}"
            )
        if not known[name].installed:
            raise Mistake(f"{name} is not installed")
    return [
        each for each in SERVERS if each.installed and each.name in (names or known)
    ]
