"""A JSON report is read again, if it is one."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from fourways.reports.json_report import FORMAT, SCHEMA
from fourways.terminal import Mistake


def read(path: Path) -> dict[str, Any]:
    """A report that `--report FILE.json` wrote. Raises Mistake."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Mistake(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise Mistake(
            f"{path} is no JSON: fourways test --report FILE.json writes what is "
            "compared here"
        ) from None
    found = document.get("format") if isinstance(document, dict) else None
    if isinstance(found, int) and found != FORMAT:
        raise Mistake(f"{path} has format {found}, this fourways reads {FORMAT}")
    wrong = jsonschema.exceptions.best_match(_validator().iter_errors(document))
    if wrong:
        where = "/".join(map(str, wrong.path)) or "the document"
        raise Mistake(f"{path} is no report of fourways test: {where}: {_said(wrong)}")
    return dict(document)


def _said(error: jsonschema.ValidationError) -> str:
    # The instance may be as long as the whole file.
    return error.message if len(error.message) < 200 else f"fails {error.validator!r}"


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
