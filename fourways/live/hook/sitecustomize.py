"""Write each statement that SQLite runs in this process into a file, without values.

Python imports a module of this name at start, wherever it stands on PYTHONPATH
(docs of the module `site`): so a backend is watched without a change to it. Where
FOURWAYS_SQL_FILE is not set nothing is done.
"""

import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

SQL = Path(__file__).parents[2] / "trace" / "sql.py"


def loaded(file: Path) -> Any:
    """The module in a file by itself: no backend gets to import fourways."""
    spec = importlib.util.spec_from_file_location("fourways_sql", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_into(file: str) -> Callable[[str], None]:
    """A function that appends one line of JSON a statement."""

    def write(statement: str) -> None:
        # Opened each time: servers fork. Unbuffered: O_APPEND keeps lines whole.
        with open(file, "ab", buffering=0) as output:
            output.write(f"{json.dumps(statement)}\n".encode())

    return write


if file := os.environ.get("FOURWAYS_SQL_FILE"):
    sql = loaded(SQL)
    sql.listener = write_into(file)
    sql.watch()
