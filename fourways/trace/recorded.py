"""Traces in files: docs/evidence/traces/<backend>-<case>.json.

trace = load("flask", "created")
trace.groups["yours"].lines
for call in trace.root.walk(): ...
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from fourways.discovery import REPOSITORY
from fourways.trace.model import (
    CASES,
    GROUPS,
    SERVER,
    Call,
    Case,
    Count,
    Function,
    Group,
    Place,
    Statement,
    Status,
    Trace,
)

__all__ = [
    "CASES",
    "GROUPS",
    "SERVER",
    "Call",
    "Case",
    "Count",
    "Function",
    "Group",
    "Place",
    "Statement",
    "Status",
    "Trace",
    "from_json",
    "load",
    "load_all",
    "path_of",
    "save",
    "to_json",
]

FOLDER: Final = REPOSITORY / "docs" / "evidence" / "traces"


def path_of(backend: str, case: str, folder: Path = FOLDER) -> Path:
    """The file of a recorded trace."""
    return folder / f"{backend}-{case}.json"


def load(backend: str, case: str, folder: Path = FOLDER) -> Trace:
    """A recorded trace. Raises FileNotFoundError."""
    return from_json(path_of(backend, case, folder).read_text(encoding="utf-8"))


def load_all(folder: Path = FOLDER) -> dict[tuple[str, str], Trace]:
    """Every recorded trace, by backend and case."""
    found = [
        from_json(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.json"))
    ]
    return {(trace.backend, trace.case): trace for trace in found}


def save(trace: Trace, folder: Path = FOLDER) -> Path:
    """Write the file of a trace; returns it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = path_of(trace.backend, trace.case, folder)
    file.write_text(to_json(trace), encoding="utf-8", newline="\n")
    return file


def to_json(trace: Trace) -> str:
    """A trace as text: functions once, calls as [depth, function, lines, after, marks].

    Each function and each call stands on a line of its own, for `git diff`.
    """
    numbers: dict[Function, int] = {}

    def number(function: Function) -> int:
        return numbers.setdefault(function, len(numbers))

    def place(of: Place | None) -> list[int] | None:
        return None if of is None else [number(of.function), of.line]

    calls = []
    waiting = [(0, trace.root)]
    while waiting:
        depth, call = waiting.pop()
        marks = "h" * call.hop + "r" * call.resumed
        row = [depth, number(call.function), call.lines, call.after]
        calls.append([*row, marks] if marks else row)
        waiting.extend((depth + 1, child) for child in reversed(call.children))
    status = trace.status
    document = {
        "backend": trace.backend,
        "title": trace.title,
        "case": trace.case,
        "cold": trace.cold,
        "runs": trace.runs,
        "varies": {name: list(both) for name, both in trace.varies.items()},
        "versions": dict(trace.versions),
        "request": trace.request,
        "response": trace.response,
        "status": {
            "code": status.code,
            "place": place(status.place),
            "called_from": place(status.called_from),
            "raised": status.raised,
        },
        "groups": {name: asdict(count) for name, count in trace.groups.items()},
        "distributions": {
            name: asdict(count) for name, count in trace.distributions.items()
        },
        "statements": [
            {"sql": each.sql, "call": each.call, "place": place(each.place)}
            for each in trace.statements
        ],
    }
    text = json.dumps(document, indent=1, ensure_ascii=False).removesuffix("\n}")
    functions = [[*asdict(function).values()] for function in numbers]
    return (
        f'{text},\n "functions": [\n{_rows(functions)}\n ],'
        f'\n "calls": [\n{_rows(calls)}\n ]\n}}\n'
    )


def _rows(rows: list[list[Any]]) -> str:
    return ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)


def from_json(text: str) -> Trace:
    """The trace that `to_json` wrote."""
    document = json.loads(text)
    functions = [Function(*row) for row in document.pop("functions")]

    def place(row: list[int] | None) -> Place | None:
        return None if row is None else Place(functions[row[0]], row[1])

    status = document["status"]
    document |= {
        "varies": {name: tuple(both) for name, both in document["varies"].items()},
        "status": Status(
            code=status["code"],
            place=place(status["place"]),
            called_from=place(status["called_from"]),
            raised=status["raised"],
        ),
        "groups": {name: Count(**each) for name, each in document["groups"].items()},
        "distributions": {
            name: Count(**each) for name, each in document["distributions"].items()
        },
        "statements": tuple(
            Statement(each["sql"], each["call"], place(each["place"]))
            for each in document["statements"]
        ),
        "root": _tree(document.pop("calls"), functions),
    }
    return Trace(**document)


def _tree(rows: list[list[Any]], functions: list[Function]) -> Call:
    """The calls of rows that each stand before what they called."""
    # From the last to the first: all below a call is built before it.
    below: dict[int, list[Call]] = {}
    for depth, function, lines, after, *marks in reversed(rows):
        children = tuple(reversed(below.pop(depth + 1, [])))
        mark = marks[0] if marks else ""
        call = Call(
            functions[function], lines, after, children, "h" in mark, "r" in mark
        )
        below.setdefault(depth, []).append(call)
    return below[0][0]
