"""A trace as a file for speedscope (https://www.speedscope.app), to look at alone.

Its values are lines that ran, and no time: the unit is "none".
"""

import json
from typing import Any, Final

from fourways.site.spans import Span, spans
from fourways.trace.recorded import Function, Trace

SCHEMA: Final = "https://www.speedscope.app/file-format-schema.json"


def document(trace: Trace) -> str:
    """The file's text: one evented profile, in which calls open and close."""
    numbers: dict[Function, int] = {}
    events: list[dict[str, Any]] = []
    is_open: list[Span] = []

    def event(kind: str, span: Span, at: int) -> None:
        frame = numbers.setdefault(span.call.function, len(numbers))
        events.append({"type": kind, "frame": frame, "at": at})

    def close_down_to(depth: int) -> None:
        while len(is_open) > depth:
            span = is_open.pop()
            event("C", span, span.end)

    end = 0
    for span in spans(trace.root):
        close_down_to(span.depth)
        event("O", span, span.begin)
        is_open.append(span)
        end = max(end, span.end)
    close_down_to(0)
    profile = {
        "type": "evented",
        "name": f"{trace.title}, {trace.case}: lines in their order, no time",
        "unit": "none",
        "startValue": 0,
        "endValue": end,
        "events": events,
    }
    return json.dumps(
        {
            "$schema": SCHEMA,
            "exporter": "fourways",
            "activeProfileIndex": 0,
            "shared": {"frames": [_frame(each) for each in numbers]},
            "profiles": [profile],
        },
        ensure_ascii=False,
    )


def _frame(function: Function) -> dict[str, Any]:
    return {
        "name": f"{function.name} ({function.distribution})",
        "file": function.file,
        "line": function.line,
    }
