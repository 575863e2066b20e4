"""A target of the suite as a column of the reports."""

from contract_tests.support.targets import Target
from fourways import discovery
from fourways.dependencies import dependencies_of
from fourways.manifest import Backend
from fourways.results import Column


def column_of(target: Target, *, anonymous: bool = False) -> Column:
    """How a target is shown, and how it is selected on the command line."""
    backend = target.backend
    if backend is None or target.server is None:
        options = ["--url", target.url] + ["--anonymous"] * anonymous
        return Column(target.id, target.url, options=tuple(options))
    # The server is part of the name only where one was asked for.
    asked = target.id != f"{backend.name}-{target.database}"
    server = target.server.name if asked else ""
    options = selecting(backend)
    if target.database != "sqlite":
        options += ["--database", target.database]
    if server:
        options += ["--server", server]
    return Column(
        name=target.id,
        backend=backend.name,
        server=server,
        database=target.database,
        options=tuple(options),
        versions=dependencies_of(backend.extra).installed if backend.extra else {},
    )


def selecting(backend: Backend) -> list[str]:
    """The words that name a backend: its name, or its folder if it is not ours."""
    if backend.folder.parent == discovery.REPOSITORY:
        return [backend.name]
    return ["--backend", str(backend.folder)]
