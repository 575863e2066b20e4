"""`fourways serve` and `fourways migrate`: run one backend."""

import os
from pathlib import Path
from typing import Annotated

import typer

from fourways import discovery
from fourways.databases import without_password
from fourways.foreground import (
    address_of,
    check_free,
    run_to_its_end,
    serve_until_stopped,
)
from fourways.manifest import Backend, ServerCommand
from fourways.placeholders import fill
from fourways.selection import checked
from fourways.terminal import Mistake, tell_mistake

BackendName = Annotated[
    str,
    typer.Argument(help="A backend's name, or the path of its folder."),
]


def check_not_in_sight(
    context: typer.Context, option: typer.CallbackParam, url: str | None
) -> str | None:
    """Raise Mistake for a password among the arguments: the process list shows them."""
    source = context.get_parameter_source(option.name or "")
    typed = source is not None and source.name == "COMMANDLINE"
    if typed and url and without_password(url) != url:
        raise Mistake(
            "--database-url holds a password, which everybody on this machine can see "
            "in the process list: give it in the environment, as DATABASE_URL"
        )
    return url


DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        envvar="DATABASE_URL",
        metavar="URL",
        callback=check_not_in_sight,
        help="sqlite:///file.db, or postgresql://user@host:port/name (a password only "
        "in the environment). Without it: a SQLite file NAME.db in this folder.",
        show_default=False,
    ),
]
SQLITE = "sqlite:///"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
FIRST_REQUEST = (
    "curl -i --json '"
    '{"username": "ada", "password": "correct horse"}'
    "' {address}/users"
)


def serve(
    name: BackendName,
    port: Annotated[
        int,
        typer.Option(
            min=1, max=65535, envvar="PORT", metavar="NUMBER", help="Port to listen on."
        ),
    ] = 8000,
    host: Annotated[
        str,
        typer.Option(envvar="HOST", metavar="ADDRESS", help="Address to listen on."),
    ] = "127.0.0.1",
    database_url: DatabaseUrl = None,
    workers: Annotated[
        int, typer.Option(min=1, envvar="WORKERS", metavar="NUMBER", help="Processes.")
    ] = 2,
    server: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="One of its servers; fourways list names them.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Migrate a backend's database, then serve it until Ctrl-C.

    Other settings come from the environment: ALLOWED_HOSTS, CORS_ORIGINS,
    TOKEN_TTL_SECONDS, THREADS and others: the README has a table of them.

    For example:

    - `fourways serve flask`
    - `fourways serve scratch --port 8080 --database-url sqlite:///mine.db`
    - `fourways serve django --server scratch`
    """
    backend = discovery.find(checked(name))
    chosen = (
        discovery.server_named(backend, server)
        if server
        else discovery.default_server(backend)
    )
    check_installed(backend, chosen)
    check_free(host, port)
    settings = {
        "HOST": host,
        "PORT": str(port),
        "WORKERS": str(workers),
        "THREADS": os.environ.get("THREADS", "8"),
        "DATABASE_URL": database_of(backend, database_url),
    }
    run_migration(backend, settings)

    def tell_address() -> None:
        address = address_of(host, port)
        print(
            f"\n{backend.title} on {chosen.name} answers at {address}\n"
            f"Its data: {without_password(settings['DATABASE_URL'])}\n"
            f"Try:      {FIRST_REQUEST.replace('{address}', address)}\n"
            f"{note_on_others(host)}"
            f"Ctrl-C stops it.\n",
            flush=True,
        )

    status = serve_until_stopped(
        fill(chosen.command, settings),
        directory=backend.directory,
        environment=environment_with(settings),
        host=host,
        port=port,
        on_ready=tell_address,
    )
    raise typer.Exit(status)


def note_on_others(host: str) -> str:
    """A line on other machines, where they may come but are answered 400."""
    if host in LOOPBACK or os.environ.get("ALLOWED_HOSTS"):
        return ""
    return "Others:   other machines need ALLOWED_HOSTS, the names they call it by\n"


def migrate(name: BackendName, database_url: DatabaseUrl = None) -> None:
    """Bring a backend's database to its last migration.

    For example:

    - `fourways migrate flask`
    - `fourways migrate django --database-url postgresql://me@localhost/bookmarks`
    """
    backend = discovery.find(checked(name))
    check_installed(backend, None)
    run_migration(backend, {"DATABASE_URL": database_of(backend, database_url)})


def run_migration(backend: Backend, settings: dict[str, str]) -> None:
    """Run a backend's migrate command; ends the command if it fails."""
    if backend.migrate is None:
        print(f"{backend.title} has no migrations: nothing to do.")
        return
    status = run_to_its_end(
        fill(backend.migrate, settings),
        directory=backend.directory,
        environment=environment_with(settings),
    )
    if status:
        tell_mistake(f"the migration ended with status {status}")
        raise typer.Exit(status)


def check_installed(backend: Backend, server: ServerCommand | None) -> None:
    """Raise Mistake if something has to be installed first."""
    lacking = discovery.missing(backend, server)
    if lacking:
        raise Mistake(
            f"{backend.name} cannot run yet: {', '.join(lacking)} not installed. "
            f"Install with: {discovery.install_command(backend, server)}"
        )


def database_of(backend: Backend, url: str | None) -> str:
    """The database to use, a relative SQLite file made absolute.

    Relative means to the folder of whoever types, not to the backend's.
    """
    url = url or f"{SQLITE}{backend.name}.db"
    path = url.removeprefix(SQLITE)
    if path == url or not path:
        return url
    return f"{SQLITE}{Path(path).absolute()}"


def environment_with(settings: dict[str, str]) -> dict[str, str]:
    """Our own environment with these settings in it."""
    return {**os.environ, "PYTHONUNBUFFERED": "1", **settings}
