"""Files for speedscope keep the rules of its format.

https://www.speedscope.app/file-format-schema.json, and what its importer demands of
evented profiles: events in order, each frame closed in the opposite order of opening.
"""

from itertools import pairwise

import jsonschema
import pytest

from fourways.trace.model import CASES, Call, Trace
from fourways.trace.speedscope import document
from fourways.trace.tests.samples import recorded as load
from fourways.trace.tests.samples import traced

EVENT = {
    "type": "object",
    "required": ["type", "frame", "at"],
    "properties": {
        "type": {"enum": ["O", "C"]},
        "frame": {"type": "integer", "minimum": 0},
        "at": {"type": "number"},
    },
    "additionalProperties": False,
}
PROFILE = {
    "type": "object",
    "required": ["type", "name", "unit", "startValue", "endValue", "events"],
    "properties": {
        "type": {"const": "evented"},
        "name": {"type": "string"},
        "unit": {"const": "none"},
        "startValue": {"type": "number"},
        "endValue": {"type": "number"},
        "events": {"type": "array", "items": EVENT},
    },
    "additionalProperties": False,
}
FRAME = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "file": {"type": "string"},
        "line": {"type": "integer"},
        "col": {"type": "integer"},
    },
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "required": ["$schema", "shared", "profiles"],
    "properties": {
        "$schema": {"const": "https://www.speedscope.app/file-format-schema.json"},
        "shared": {
            "type": "object",
            "required": ["frames"],
            "properties": {"frames": {"type": "array", "items": FRAME}},
        },
        "profiles": {"type": "array", "items": PROFILE},
        "exporter": {"type": "string"},
        "name": {"type": "string"},
        "activeProfileIndex": {"type": "integer"},
    },
    "additionalProperties": False,
}


def test_a_file_is_as_the_schema_of_the_format_wants_it() -> None:
    traces = [load("scratch", case) for case in CASES]
    written = document(traces)
    jsonschema.validate(written, SCHEMA)
    assert len(written["profiles"]) == len(traces)


@pytest.mark.parametrize("backend", ["scratch", "flask", "django", "fastapi"])
def test_events_are_in_order_and_well_nested(backend: str) -> None:
    trace = load(backend, "created")
    written = document([trace])
    (profile,) = written["profiles"]
    check_events(profile, len(written["shared"]["frames"]))
    assert profile["endValue"] == trace.root.total


def check_events(profile: dict[str, object], frames: int) -> None:
    """Raise AssertionError unless the events are in order and well nested."""
    events = profile["events"]
    assert isinstance(events, list)
    times = [profile["startValue"], *(e["at"] for e in events), profile["endValue"]]
    assert all(before <= after for before, after in pairwise(times))
    open_: list[int] = []
    for event in events:
        assert event["frame"] < frames
        if event["type"] == "O":
            open_.append(event["frame"])
        else:
            assert open_.pop() == event["frame"]
    assert not open_


def leaf() -> int:
    number = 1
    return number + 1


def top() -> int:
    number = leaf()
    number += 1
    return leaf() + number


def test_a_step_is_a_line_that_ran() -> None:
    trace: Trace = traced(top)
    (call,) = trace.root.children
    assert isinstance(call, Call)
    written = document([trace])
    names = [frame["name"] for frame in written["shared"]["frames"]]
    assert [
        (event["type"], names[event["frame"]].partition(" ")[0], event["at"])
        for event in written["profiles"][0]["events"]
    ] == [
        ("O", "server", 0),
        ("O", "top", 0),
        ("O", "leaf", 1),
        ("C", "leaf", 3),
        ("O", "leaf", 5),
        ("C", "leaf", 7),
        ("C", "top", 7),
        ("C", "server", 7),
    ]
