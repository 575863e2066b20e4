"""A run as JSON, for other programs; results.schema.json says the form."""

import json
import platform
from pathlib import Path
from typing import Any

from fourways.inventory import version
from fourways.reports.secrets import without_secrets
from fourways.results import Check, Results
from fourways.suite import Run

SCHEMA = Path(__file__).parent / "results.schema.json"
FORMAT = 1
"""Grows when a program that reads the form would have to change."""


def write(run: Run, path: Path) -> None:
    """Write the document."""
    results = without_secrets(run.results)
    path.write_text(json.dumps(document(results), indent=1) + "\n")


def document(results: Results) -> dict[str, Any]:
    """The whole run as plain data."""
    return {
        "format": FORMAT,
        "fourways": version(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "began": results.began.isoformat(timespec="seconds"),
        "seconds": round(results.seconds, 3),
        "passed": results.passed,
        "problems": results.problems,
        "left_out": [
            {"backend": name, "reason": reason} for name, reason in results.left_out
        ],
        "targets": [
            {
                "name": column.name,
                "backend": column.backend,
                "server": column.server or None,
                "database": column.database or None,
                "versions": dict(column.versions),
            }
            for column in results.columns
        ],
        "contract": list(results.contract.requirements),
        "requirements": [
            {
                "id": rule.id,
                "concern": rule.concern,
                "level": rule.level,
                "rule": rule.rule,
                "results": {
                    column.name: results.status(rule.id, column.name).value
                    for column in results.columns
                },
            }
            for rule in results.selected
        ],
        "tests": [test(check) for check in results.checks],
    }


def test(check: Check) -> dict[str, Any]:
    """One test on one target; what went over the wire only where it failed."""
    return {
        "test": check.test,
        "target": check.target or None,
        "requirements": list(check.requirements),
        "result": check.status.value,
        "seconds": round(check.seconds, 4),
        "message": check.message,
        "exchanges": list(check.exchanges),
    }
