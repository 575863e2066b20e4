"""docs/deploy.md: its parts that are written by `fourways replicas --record`."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from fourways.replicas.deployed import FOLDER, DeployError
from fourways.replicas.limits import Limit, load
from fourways.replicas.result import (
    Outcome,
    as_json,
    from_json,
    markdown,
    merged,
    table,
)

PAGE: Final = FOLDER.with_suffix(".md")
MEASURED: Final = FOLDER / "measured.json"

BEGIN: Final = "<!-- {}: written by `fourways replicas --record` -->\n"
END: Final = "<!-- end of {} -->\n"


def current(page: str, measured: Sequence[Outcome]) -> str:
    """The page with its written parts as they are to be. Raises DeployError."""
    page = _with(page, "limits", "limits", limits(load()))
    return _with(page, "measured", "what was measured", markdown(measured))


def limits(known: Iterable[Limit]) -> str:
    """What nginx decides otherwise, as a table."""
    rows = [("Rules", "Tests", "Why")]
    for limit in known:
        tests = "<br>".join(f"`{each}`" for each in limit.tests)
        rows.append((", ".join(limit.rules), tests, limit.reason))
    return "\n".join(table(rows)) + "\n"


def measured() -> list[Outcome]:
    """What is recorded."""
    if not MEASURED.exists():
        return []
    return from_json(json.loads(MEASURED.read_text("utf-8")))


def record(new: Sequence[Outcome]) -> list[Path]:
    """Write outcomes into docs/, in the place of older ones; returns the files."""
    outcomes = merged(measured(), new)
    MEASURED.write_text(json.dumps(as_json(outcomes), indent=2) + "\n", "utf-8")
    PAGE.write_text(current(PAGE.read_text("utf-8"), outcomes), "utf-8")
    return [MEASURED, PAGE]


def _with(page: str, name: str, end_name: str, text: str) -> str:
    before, begin, rest = page.partition(BEGIN.format(name))
    _, end, after = rest.partition(END.format(end_name))
    if not begin or not end:
        raise DeployError(f"{PAGE} has no part {name!r} between its two marks")
    return f"{before}{begin}\n{text}\n{end}{after}"
