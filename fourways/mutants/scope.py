"""Which files of a backend are changed: its own code that answers requests.

Not its tests, its migrations, and what the suite does not run on the default server.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fourways.lines import floor_of, python_files
from fourways.manifest import Backend
from fourways.terminal import Mistake

OTHER_SERVER: Final = "only for another server than the one the suite is run on"
LEFT_OUT: Final = {
    "scratch_api/server/": "the HTTP server, a floor of its own with tests of its own",
    "scratch_api/gunicorn.conf.py": OTHER_SERVER,
    "scratch_api/on_waitress.py": OTHER_SERVER,
    "flask_api/serve.py": OTHER_SERVER,
    "django_api/bookmarks/management/commands/waitress.py": OTHER_SERVER,
    "django_api/bookmarks/admin.py": "the admin pages, which the contract leaves out",
}
"""Files and folders, with the reason."""


def files_of(backend: Backend) -> list[Path]:
    """The files that are changed, in order, relative to the folder's parent."""
    return list(_files(backend))


def only(files: list[Path], wanted: list[str]) -> list[Path]:
    """Those whose path ends as one of these. Raises Mistake for one that none has."""
    found = []
    for name in wanted:
        parts = Path(name).parts
        these = [file for file in files if file.parts[-len(parts) :] == parts]
        if not these:
            names = ", ".join(file.as_posix() for file in files)
            raise Mistake(f"no file {name} is changed: there are {names}")
        found += these
    return [file for file in files if file in found or not wanted]


def _files(backend: Backend) -> Iterator[Path]:
    for file in python_files(backend.folder):
        name = file.relative_to(backend.folder.parent).as_posix()
        own = floor_of(file.relative_to(backend.folder)) == "yours"
        if own and not name.startswith(tuple(LEFT_OUT)):
            yield Path(name)
