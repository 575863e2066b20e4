"""Which parts of the answers differ, once what must differ is left aside.

Each request has its own time, ids, tokens, ETags and cursors, and each server its own
port: in their places stands what they are, and only then are parts compared. The
order of headers, of JSON members, and of lists such as Allow says nothing.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fourways.live.answer import Segment

ABSENT: Final = ""

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
WHOLE: Final = {
    "header date": "{date}",
    "header etag": "{etag}",
}
LISTS: Final = (
    *("header allow", "header accept-patch", "header vary"),
    *("header access-control-allow-headers", "header access-control-allow-methods"),
    "header access-control-expose-headers",
)
"""Headers whose value is a list in which the order says nothing."""
MEMBERS: Final = {"id": "{id}", "token": "{token}", "next": "{cursor}"}
PIECES: Final = (
    (TIME, "{time}"),
    (re.compile(r"([?&]cursor=)[^&>\s\"]+"), r"\1{cursor}"),
    (re.compile(r"(/bookmarks/)\d+"), r"\1{id}"),
)


@dataclass(frozen=True)
class Marked:
    """A segment, and what to show of it.

    `mark`: "differs" if it is not what most answers have, "varies" if it is the same
    only without times, ids and the like, else empty.
    """

    text: str
    mark: str


@dataclass(frozen=True)
class Row:
    """A part that differs: its value in each answer, with times and ids left aside."""

    part: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """The answers marked, and what differs between them."""

    answers: tuple[tuple[Marked, ...], ...]
    rows: tuple[Row, ...]


def compared(
    answers: Sequence[Sequence[Segment]], values: Sequence[Mapping[str, str]]
) -> Comparison:
    """Compare answers. `values` are the placeholders' values of each backend."""
    plain = [
        {each.part: normal(each, own) for each in answer if each.part}
        for answer, own in zip(answers, values, strict=True)
    ]
    names = list(dict.fromkeys(part for answer in plain for part in answer))
    usual = {
        name: _usual([answer.get(name, ABSENT) for answer in plain]) for name in names
    }
    rows = [
        Row(name, tuple(answer.get(name, ABSENT) for answer in plain))
        for name in names
        if len({answer.get(name, ABSENT) for answer in plain}) > 1
    ]
    marked = [
        tuple(_marked(each, own.get(each.part, ABSENT), usual) for each in answer)
        for answer, own in zip(answers, plain, strict=True)
    ]
    return Comparison(tuple(marked), tuple(rows))


def normal(segment: Segment, values: Mapping[str, str]) -> str:
    """The value of a part with {date}, {id}, ... for what differs each time."""
    kind = segment.part.partition(" ")[2]
    text = _value(segment.text, kind)
    if kind in WHOLE and text:
        return ("W/" if text.startswith("W/") else "") + WHOLE[kind]
    if kind in LISTS:
        return ", ".join(sorted(re.split(r"\s*,\s*", text), key=str.lower))
    member = kind.rpartition("/")[2] if kind.startswith("body /") else ""
    if member in MEMBERS and text != "null":
        return MEMBERS[member]
    for name in ("token", "host"):
        if values.get(name):
            text = text.replace(values[name], f"{{{name}}}")
    for pattern, replacement in PIECES:
        text = pattern.sub(replacement, text)
    return text


def _value(text: str, kind: str) -> str:
    """What stands behind the name of a header or member."""
    if kind.startswith("header "):
        return text.partition(":")[2].strip()
    if kind.startswith("body /"):
        return re.sub(r'^"(?:[^"\\]|\\.)*"\s*:\s*', "", text)
    return text.strip()


def _usual(values: Sequence[str]) -> str | None:
    """What more than half of the answers have."""
    value, times = Counter(values).most_common(1)[0]
    return value if times * 2 > len(values) else None


def _marked(segment: Segment, plain: str, usual: Mapping[str, str | None]) -> Marked:
    if not segment.part:
        return Marked(segment.text, "")
    if usual[segment.part] != plain:
        return Marked(segment.text, "differs")
    kind = segment.part.partition(" ")[2]
    if kind in LISTS:
        return Marked(segment.text, "")
    value = _value(segment.text, kind)
    return Marked(segment.text, "varies" if value != plain else "")
