"""What a command line means: names of ours, paths from anywhere, URLs, rules."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from contract_tests.support.contract import contract
from fourways import discovery
from fourways.manifest import FILE_NAME, Backend
from fourways.postgres import running_url
from fourways.process import health
from fourways.terminal import Mistake

BackendNames = Annotated[
    list[str] | None,
    typer.Argument(help="Backends; all that are here if none is named."),
]

BackendPaths = Annotated[
    list[Path] | None,
    typer.Option(
        "--backend",
        metavar="PATH",
        help=f"A folder with a {FILE_NAME}, from anywhere. May be repeated.",
    ),
]


def choose(names: list[str], paths: list[Path]) -> list[Backend]:
    """The backends meant; all of ours where none is named.

    Raises Mistake for a name that is not here, ManifestError for a bad folder.
    """
    if names or paths:
        return discovery.find_all([*map(checked, names), *map(str, paths)])
    found = discovery.backends()
    if not found:
        raise Mistake(f"no backend here: no {discovery.REPOSITORY}/*/{FILE_NAME}")
    return found


def named(names: list[str], paths: list[Path]) -> tuple[str, ...]:
    """The folders of the backends that are named; none means all of ours."""
    backends = choose(names, paths)
    if not names and not paths:
        return ()
    return tuple(str(backend.folder) for backend in backends)


def on_other_servers(names: list[str], paths: list[Path]) -> dict[str, list[str]]:
    """Folders of backends by each server that is not their default one.

    Only what can run here. Raises Mistake if that is nothing.
    """
    found: dict[str, list[str]] = {}
    for backend in choose(names, paths):
        for server in backend.servers:
            if (
                server != discovery.default_server(backend)
                and discovery.runs_here(server)
                and not discovery.missing(backend, server)
            ):
                found.setdefault(server.name, []).append(str(backend.folder))
    if not found:
        raise Mistake("no other server of these backends can run here")
    return found


def checked(name: str) -> str:
    """The name or path, if there is a backend so called."""
    known = [backend.name for backend in discovery.backends()]
    if name in known or Path(name).exists():
        return name
    raise Mistake(
        f'there is no backend "{name}".{did_you_mean(name, known)} The backends are '
        f"{', '.join(known) or 'none yet'}; one from elsewhere is given by the path "
        "of its folder"
    )


def check_databases(names: Collection[str]) -> None:
    """Raise PostgresError where PostgreSQL is asked for and DATABASE_URL is wrong."""
    if "postgresql" in names:
        running_url()


def check_requirement(name: str) -> None:
    """Raise Mistake unless the contract has a rule of that id."""
    known = list(contract().requirements)
    if name not in known:
        raise Mistake(
            f'the contract has no rule "{name}".{did_you_mean(name, known)} '
            "docs/contract.md lists them"
        )


def ids_of(names: list[str]) -> list[str]:
    """The ids of the rules of these concerns."""
    known = [concern.name for concern in contract().concerns]
    titles = {concern.title.lower(): concern.name for concern in contract().concerns}
    for name in names:
        if name not in known and name in _of_the_code_alone():
            raise Mistake(
                f'the concern "{name}" has no rules in the contract: it is for '
                "fourways concerns and fourways diff"
            )
        if name not in known:
            hint = did_you_mean(name, known, titles)
            raise Mistake(
                f'the contract has no concern "{name}".{hint} '
                f"They are {', '.join(known)}"
            )
    return [rule.id for name in names for rule in contract().of_concern(name)]


def _of_the_code_alone() -> set[str]:
    # Imported here: what else it brings is slow, and rarely needed.
    from fourways.compare.concerns import FOLDER

    return {file.stem for file in FOLDER.glob("*.md")}


def did_you_mean(
    name: str, known: list[str], called: Mapping[str, str] | None = None
) -> str:
    """A hint, if something known is nearly so called.

    `called` are other words for what is known, such as "authentication" for "auth".
    """
    called = called or {}
    near = get_close_matches(name.lower(), [*known, *called], n=1, cutoff=0.5)
    return f' Did you mean "{called.get(near[0], near[0])}"?' if near else ""


def check_url(url: str) -> str:
    """The URL, if a server answers there in HTTP."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if host is None or parts.scheme not in ("http", "https"):
        raise Mistake(f"--url must be like http://localhost:8000, not {url}")
    tls = parts.scheme == "https"
    if health(host, port or (443 if tls else 80), tls=tls) is None:
        raise Mistake(f"--url {url}: no server answers there; start it first")
    return url
