"""Traces for https://www.speedscope.app: the order and the nesting of the calls.

One "evented" profile a trace. Its unit is none: a step is one line that ran, so it
shows order and nesting, not time. Format:
https://www.speedscope.app/file-format-schema.json
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fourways.trace.model import Call, Function, Trace

SCHEMA = "https://www.speedscope.app/file-format-schema.json"


def document(traces: Iterable[Trace]) -> dict[str, Any]:
    """A file for speedscope, as data."""
    frames: dict[Function, int] = {}
    profiles = [_profile(trace, frames) for trace in traces]
    return {
        "$schema": SCHEMA,
        "exporter": "fourways",
        "shared": {"frames": [_frame(function) for function in frames]},
        "profiles": profiles,
    }


def write(traces: Iterable[Trace], file: Path) -> None:
    """Write a file for speedscope."""
    file.write_text(json.dumps(document(traces)), encoding="utf-8")


def _profile(trace: Trace, frames: dict[Function, int]) -> dict[str, Any]:
    events: list[dict[str, Any]] = []
    end = 0

    def open_(call: Call) -> int:
        frame = frames.setdefault(call.function, len(frames))
        events.append({"type": "O", "frame": frame, "at": end})
        return frame

    # What is being run: a call, its frame, its lines so far, what it has yet to call.
    running = [(trace.root, open_(trace.root), 0, iter(trace.root.children))]
    while running:
        call, frame, before, rest = running.pop()
        child = next(rest, None)
        end += (call.lines if child is None else child.after) - before
        if child is None:
            events.append({"type": "C", "frame": frame, "at": end})
        else:
            running.append((call, frame, child.after, rest))
            running.append((child, open_(child), 0, iter(child.children)))
    return {
        "type": "evented",
        "name": f"{trace.title}: {trace.case}",
        "unit": "none",
        "startValue": 0,
        "endValue": end,
        "events": events,
    }


def _frame(function: Function) -> dict[str, Any]:
    name = f"{function.name} ({function.distribution})" if function.file else "server"
    frame: dict[str, Any] = {"name": name}
    if function.file:
        frame |= {"file": function.file, "line": function.line}
    return frame
