"""A database at the first step of migrations, made once a run for tests to copy."""

from pathlib import Path
from typing import Any

from contract_tests.support.recorded import once
from contract_tests.support.start import Started, settings
from fourways import databases, launch
from fourways.databases.database import Database

# A failing test shows its own lines, not these.
__tracebackhide__ = True


def first_step_of(started: Started, folder: Path) -> Database:
    """The database of this run on this target; nobody may use it but to copy it."""
    database = databases.at(started.state.first_step, started.state.cluster)
    once(folder, f"first-step-{started.target.id}", lambda: _migrate(started, database))
    return database


def _migrate(started: Started, database: Database) -> dict[str, Any]:
    assert started.target.backend is not None
    environment = settings(database=database)
    result = launch.migrate(started.target.backend, environment, first=True)
    printed = f"{result.stdout}{result.stderr}"
    assert result.returncode == 0, (
        f"migrate to the first step ended with {result.returncode}: {printed}"
    )
    return {"printed": printed}
