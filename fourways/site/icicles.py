"""Traces as the data of the icicles: a script for each case, read when it is shown."""

import json
from collections.abc import Mapping
from typing import Any

from fourways.trace.recorded import GROUPS, Function, Trace


def script(case: str, traces: Mapping[str, Trace]) -> str:
    """The calls of one case, by backend, as a statement in JavaScript.

    A function is [name, file, line, group, distribution], the group as its number
    in `groups`; a call is [depth, function, own lines, lines before it, marks].
    """
    document = {
        "groups": GROUPS,
        "traces": {name: _data(trace) for name, trace in traces.items()},
    }
    # "</script>" can stand in no string of a file that is a script of its own.
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return f"fourways.icicles.add({json.dumps(case)}, {text});\n"


def _data(trace: Trace) -> dict[str, Any]:
    numbers: dict[Function, int] = {}
    calls = []
    waiting = [(0, trace.root)]
    while waiting:
        depth, call = waiting.pop()
        number = numbers.setdefault(call.function, len(numbers))
        marks = "h" * call.hop + "r" * call.resumed
        calls.append([depth, number, call.lines, call.after, marks])
        waiting.extend((depth + 1, child) for child in reversed(call.children))
    functions = [
        [each.name, each.file, each.line, GROUPS.index(each.group), each.distribution]
        for each in numbers
    ]
    return {"functions": functions, "calls": calls}
