"""Which backends a command line means: names of ours, paths from anywhere."""

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from fourways import discovery
from fourways.manifest import FILE_NAME, Backend
from fourways.terminal import Mistake

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
    if not names and not paths:
        found = discovery.backends()
        if not found:
            raise Mistake(f"no backend here: no {discovery.REPOSITORY}/*/{FILE_NAME}")
        return found
    return discovery.find_all(
        [checked(name) for name in names] + [str(p) for p in paths]
    )


def checked(name: str) -> str:
    """The name or path, if there is a backend so called."""
    known = [backend.name for backend in discovery.backends()]
    if name in known or Path(name).exists():
        return name
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    raise Mistake(
        f'there is no backend "{name}".{hint} The backends are '
        f"{', '.join(known) or 'none yet'}; one from elsewhere is given "
        f"by --backend path/to/folder."
    )
