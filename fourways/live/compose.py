r"""From what was typed to the bytes that are sent.

A request is a template, one text:

- up to the first empty line a line break is sent as CR LF, after it as LF;
- \r \n \t \0 \xHH and \\ are the bytes they name;
- {host} {token} {unique} ... are replaced by a value, {length} by the length of the
  body in bytes, {x:70000} by so many letters x.

A form of method, path, headers and body is made into such a template first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 1_048_576
"""Bytes that a request may have."""

ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|[rnt0\\])")
ESCAPED: Final = {"r": b"\r", "n": b"\n", "t": b"\t", "0": b"\0", "\\": b"\\"}
FILLER = re.compile(r"\{x:(\d{1,9})\}")
WITH_BODY: Final = ("POST", "PUT", "PATCH")


class TooLong(Exception):
    """More than LONGEST bytes; the message is for a person."""


@dataclass(frozen=True)
class Form:
    """A request in its four parts, each as typed; headers are lines of text."""

    method: str
    path: str
    headers: str = ""
    body: str = ""


def template_of(form: Form) -> str:
    """The template of a form: with the headers that a client adds by itself."""
    lines = [line for line in form.headers.split("\n") if line.strip()]
    typed = {line.partition(":")[0].strip().lower() for line in lines}
    if "host" not in typed:
        lines.insert(0, "Host: {host}")
    framed = typed & {"content-length", "transfer-encoding"}
    if not framed and (form.body or form.method in WITH_BODY):
        lines.append("Content-Length: {length}")
    if "connection" not in typed:
        lines.append("Connection: close")
    head = "\n".join([f"{form.method} {form.path} HTTP/1.1", *lines])
    return f"{_unescapable(head)}\n\n{_unescapable(form.body)}"


def to_bytes(template: str, values: Mapping[str, str]) -> bytes:
    """What is sent for a template. Raises TooLong."""
    size = len(template) + sum(int(n) for n in FILLER.findall(template))
    if size > LONGEST:
        raise TooLong(f"a request may have {LONGEST:,} bytes here, this has {size:,}")
    text = FILLER.sub(lambda found: "x" * int(found[1]), template.replace("\r\n", "\n"))
    head, blank, rest = text.partition("\n\n")
    body = _to_bytes(_filled(rest, values))
    head = _filled(head, {**values, "length": str(len(body))})
    return _to_bytes((head + blank).replace("\n", "\r\n")) + body


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with {name} replaced, for the names that have a value."""
    names = "|".join(map(re.escape, values))
    if not names:
        return text
    return re.sub(rf"\{{({names})\}}", lambda found: values[found[1]], text)


def _to_bytes(text: str) -> bytes:
    parts = []
    end = 0
    for found in ESCAPE.finditer(text):
        parts += [_encoded(text[end : found.start()]), _escaped(found[1])]
        end = found.end()
    return b"".join([*parts, _encoded(text[end:])])


def _escaped(name: str) -> bytes:
    return ESCAPED[name] if name in ESCAPED else bytes([int(name[1:], 16)])


def _encoded(text: str) -> bytes:
    # A lone surrogate is no character, and has no UTF-8. It may be typed all the
    # same: what it gives is a test of the servers.
    return text.encode("utf-8", "surrogatepass")


def _unescapable(text: str) -> str:
    """A template that gives just this text."""
    return text.replace("\\", "\\\\").replace("\r", "\\r")


def shown(data: bytes, longest: int = 4_000) -> str:
    """Bytes that were sent, for a person: without the middle if there are many."""
    if len(data) <= longest:
        return data.decode("utf-8", "backslashreplace")
    half = longest // 2
    middle = f" ... {len(data) - 2 * half:,} bytes left out ... "
    return shown(data[:half]) + middle + shown(data[-half:])
