"""What `fourways list` tells of each backend, measured, never typed by hand."""

from dataclasses import dataclass
from importlib import metadata

from fourways.dependencies import dependencies_of
from fourways.discovery import default_server, install_command, missing
from fourways.lines import Lines, count_folder
from fourways.manifest import Backend


@dataclass(frozen=True)
class Entry:
    """One backend as the list shows it."""

    name: str
    title: str
    language: str
    framework: str | None
    """Distribution that the backend is written with; None: the standard library."""
    version: str | None
    server: str
    other_servers: tuple[str, ...]
    databases: tuple[str, ...]
    missing: tuple[str, ...]
    """Distributions to install before it can run."""
    install: str | None
    """The command that installs them."""
    distributions: tuple[str, ...]
    """What its extra brings, in turn too, as far as it is installed."""
    lines: Lines
    folder: str


def describe(backend: Backend) -> Entry:
    """Measure one backend."""
    server = default_server(backend)
    lacking = missing(backend)
    installed: dict[str, str] = {}
    framework = None
    if backend.extra is not None:
        brought = dependencies_of(backend.extra)
        installed = brought.installed
        # The extra has the framework's name: flask, django, fastapi.
        framework = backend.extra if backend.extra in brought.direct else None
    return Entry(
        name=backend.name,
        title=backend.title,
        language=backend.language,
        framework=framework,
        version=installed.get(framework) if framework else None,
        server=server.name,
        other_servers=tuple(
            other.name for other in backend.servers if other is not server
        ),
        databases=backend.databases,
        missing=tuple(lacking),
        install=install_command(backend) if lacking else None,
        distributions=tuple(sorted(installed)),
        lines=count_folder(backend.folder),
        folder=str(backend.folder),
    )


def version() -> str:
    """Version of this project, as it is installed."""
    return metadata.version("fourways")
