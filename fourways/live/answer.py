"""An answer cut into parts that have a name, so that answers can be compared.

    HTTP/1.1 201 Created            0 status
    Content-Type: application/json  0 header content-type
    {"id": 1, "title": "A"}         0 body /id, 0 body /title

The number counts answers: a request may have another behind it. Every byte belongs
to one segment; what stands between two parts has no name.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Final

HEAD = re.compile(rb"HTTP/\d\.\d (\d{3})[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n")
WITHOUT_BODY: Final = (204, 304)
DEEPEST: Final = 50
"""Levels of JSON that are looked into. A deeper body is one part."""
SCALAR = re.compile(r"-?\d[\d.eE+-]*|true|false|null")
SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True)
class Segment:
    """A piece of an answer; `part` is its name, or empty."""

    text: str
    part: str = ""


def segments(data: bytes, method: str) -> list[Segment]:
    """All of what came, cut up. `method` is that of the (first) request."""
    found: list[Segment] = []
    number = 0
    while head := HEAD.match(data):
        found += _head(head[0].decode("utf-8", "backslashreplace"), number)
        status = int(head[1])
        rest = data[head.end() :]
        # RFC 9110 15.2: after an interim answer, below 200, another head follows.
        empty = status < 200 or method == "HEAD" or status in WITHOUT_BODY
        body = b"" if empty else rest[: _length(head[0], len(rest))]
        found += _body(body, number)
        data = rest[len(body) :]
        number += 1
        method = method if status < 200 else ""
    if data:
        found.append(Segment(_text(data), f"{number} bytes"))
    return found


def _head(text: str, number: int) -> Iterator[Segment]:
    lines = text.splitlines(keepends=True)
    yield Segment(lines[0], f"{number} status")
    seen: dict[str, int] = {}
    for line in lines[1:-1]:
        name = line.partition(":")[0].strip().lower()
        seen[name] = seen.get(name, 0) + 1
        again = f" ({seen[name]})" if seen[name] > 1 else ""
        yield Segment(line, f"{number} header {name}{again}")
    yield Segment(lines[-1])


def _length(head: bytes, there: int) -> int:
    found = re.search(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", head, re.I)
    return int(found[1]) if found else there


def _body(body: bytes, number: int) -> list[Segment]:
    text = _text(body)
    try:
        json.loads(text)
        cursor = _Cursor(text)
        parts = list(_values(cursor, cursor.space(), "", 0))
    except (ValueError, RecursionError):
        return [Segment(text, f"{number} body")] if text else []
    found = []
    end = 0
    for start, stop, pointer in parts:
        found += [
            Segment(text[end:start]),
            Segment(text[start:stop], f"{number} body {pointer}".rstrip()),
        ]
        end = stop
    return [each for each in [*found, Segment(text[end:])] if each.text]


@dataclass
class _Cursor:
    """Where in a JSON text we are. The text is known to be JSON."""

    text: str
    at: int = 0

    def space(self) -> int:
        """Go behind white space; where that is."""
        found = SPACE.match(self.text, self.at)
        assert found
        self.at = found.end()
        return self.at

    def take(self, character: str) -> bool:
        """Whether this comes next; then we are behind it."""
        self.space()
        taken = self.text.startswith(character, self.at)
        self.at += taken
        return taken

    def name(self) -> str:
        """The name of a member, and go behind its colon."""
        name, self.at = scanstring(self.text, self.at + 1)
        self.take(":")
        return str(name)

    def scalar(self) -> None:
        """Go behind a string, a number or a word."""
        if self.text.startswith('"', self.at):
            _, self.at = scanstring(self.text, self.at + 1)
            return
        found = SCALAR.match(self.text, self.at)
        if not found:
            raise ValueError("NaN and the like, which Python takes for JSON")
        self.at = found.end()


Value = tuple[int, int, str]
"""Start, end and JSON pointer. The start of a member is that of its name."""


def _values(cursor: _Cursor, start: int, pointer: str, depth: int) -> Iterator[Value]:
    """Each scalar, and each empty array or object, in order."""
    if depth > DEEPEST:
        raise ValueError("deeper than anyone reads")
    cursor.space()
    if cursor.take("{"):
        if not cursor.take("}"):
            yield from _members(cursor, pointer, depth)
            return
    elif cursor.take("["):
        if not cursor.take("]"):
            yield from _items(cursor, pointer, depth)
            return
    else:
        cursor.scalar()
    yield start, cursor.at, pointer


def _members(cursor: _Cursor, pointer: str, depth: int) -> Iterator[Value]:
    while True:
        start = cursor.space()
        # RFC 6901 3: how a name stands in a pointer.
        name = cursor.name().replace("~", "~0").replace("/", "~1")
        yield from _values(cursor, start, f"{pointer}/{name}", depth + 1)
        if not cursor.take(","):
            cursor.take("}")
            return


def _items(cursor: _Cursor, pointer: str, depth: int) -> Iterator[Value]:
    number = 0
    while True:
        yield from _values(cursor, cursor.space(), f"{pointer}/{number}", depth + 1)
        number += 1
        if not cursor.take(","):
            cursor.take("]")
            return


def _text(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")
