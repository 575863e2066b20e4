"""A reader of responses that takes nothing but what RFC 9112 lets a server send."""

import re
from dataclasses import dataclass, field
from email.utils import format_datetime, parsedate_to_datetime
from typing import Final

# RFC 9112 4: the space behind the code is there even if no reason follows.
STATUS_LINE: Final = re.compile(rb"HTTP/1\.([01]) ([1-5]\d\d) [\t\x20-\x7e\x80-\xff]*")
FIELD_LINE: Final = re.compile(
    rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)"
)
LONGEST_HEAD: Final = 65_536
SINGLE: Final = ("date", "server", "content-length", "content-type", "location")
BODILESS: Final = (204, 304)


class Malformed(Exception):
    """What came is no response; says why."""


@dataclass
class Response:
    """A response; names of fields in lower case."""

    status: int
    minor_version: int
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    delimited: bool = True  # False: the end of the connection is its end

    def all(self, name: str) -> list[str]:
        """The values of a field, each line for itself."""
        return [value for key, value in self.fields if key == name.lower()]

    def get(self, name: str) -> str | None:
        """The value of a field, or None."""
        values = self.all(name)
        return ", ".join(values) if values else None

    def options(self) -> set[str]:
        """What its Connection field says."""
        listed = (self.get("connection") or "").lower().split(",")
        return {option.strip() for option in listed} - {""}

    @property
    def says_close(self) -> bool:
        """Whether the connection ends with it; HTTP/1.0 says so by its version."""
        options = self.options()
        return "close" in options or (
            self.minor_version == 0 and "keep-alive" not in options
        )


def take(
    buffer: bytearray, method: str, *, ended: bool, cut: bool = False
) -> Response | None:
    """Take a whole response to such a request off the buffer, or None: more is needed.

    `ended`: nothing more will come. `cut`: a reset has ended it, which may have
    destroyed what was sent last (RFC 9112 9.6): the status counts. Raises Malformed.
    """
    ended = ended and not cut
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        _check_beginning(buffer, ended)
        return None
    head = bytes(buffer[:end])
    response = _head(head.split(b"\r\n"))
    left = memoryview(bytes(buffer[end + 4 :]))
    used = _body(response, left, method, ended)
    if used is None and cut:
        used = len(left)
    if used is None:
        return None
    del buffer[: end + 4 + used]
    return response


def faults(response: Response, *, asked_1_0: bool) -> set[str]:
    """The ids of the watches (data/watches.toml) that this response violates."""
    found = set()
    coded, length = response.get("transfer-encoding"), response.get("content-length")
    empty = response.status < 200 or response.status == 204
    if coded is not None and length is not None:
        found.add("length-beside-coding")
    if coded is not None and empty:
        found.add("coding-without-content")
    if length is not None and empty:
        found.add("length-without-content")
    if coded is not None and asked_1_0:
        found.add("coding-to-http-1-0")
    if response.status < 200 and asked_1_0:
        found.add("interim-to-http-1-0")
    dates = response.all("date")
    if 200 <= response.status < 500 and not dates:
        found.add("no-date" if response.status < 400 else "no-date-in-error")
    if any(not _is_imf_fixdate(date) for date in dates):
        found.add("date-in-another-form")
    if any(len(response.all(name)) > 1 for name in SINGLE):
        found.add("field-repeated")
    named = {"keep-alive", "upgrade", "te"} & {name for name, _ in response.fields}
    if named - response.options():
        found.add("control-field-not-listed")
    if response.options() - {"close", "keep-alive", "upgrade"}:
        found.add("connection-names-another-field")
    for name in ("connection", "transfer-encoding", "upgrade"):
        if any("" in map(str.strip, line.split(",")) for line in response.all(name)):
            found.add("empty-element-in-connection")
    return found


def _check_beginning(buffer: bytearray, ended: bool) -> None:
    if ended and buffer:
        raise Malformed(f"the end came inside a head: {bytes(buffer[:60])!r}")
    if not b"HTTP/1.".startswith(buffer[:7]):
        raise Malformed(f"no status line: {bytes(buffer[:60])!r}")
    if len(buffer) > LONGEST_HEAD:
        raise Malformed("a head without an end")


def _head(lines: list[bytes]) -> Response:
    match = STATUS_LINE.fullmatch(lines[0])
    if match is None:
        raise Malformed(f"no status line: {lines[0][:60]!r}")
    response = Response(int(match[2]), int(match[1]))
    for line in lines[1:]:
        field_line = FIELD_LINE.fullmatch(line)
        if field_line is None:
            raise Malformed(f"no header field: {line[:60]!r}")
        name, value = (each.decode("latin-1") for each in field_line.groups())
        response.fields.append((name.lower(), value.strip(" \t")))
    return response


def _body(response: Response, data: memoryview, method: str, ended: bool) -> int | None:
    """Fill in the body; how many octets it took, or None (RFC 9112 6.3)."""
    status = response.status
    if method == "HEAD" or status < 200 or status in BODILESS:
        return 0
    if response.get("transfer-encoding") == "chunked":
        return _chunks(response, bytes(data), ended)
    length = response.get("content-length")
    if length is not None:
        if not re.fullmatch(r"[0-9]{1,18}", length):
            raise Malformed(f"Content-Length: {length}")
        if len(data) < int(length):
            if ended:
                raise Malformed("the end came before Content-Length")
            return None
        response.body = bytes(data[: int(length)])
        return int(length)
    response.delimited = False
    response.body = bytes(data)
    return len(data) if ended else None


def _chunks(response: Response, data: bytes, ended: bool) -> int | None:
    body, position = b"", 0
    while (end := data.find(b"\r\n", position)) >= 0:
        if not re.fullmatch(rb"[0-9a-fA-F]{1,8}(;.*)?", data[position:end]):
            raise Malformed(f"no chunk: {data[position:end][:60]!r}")
        size = int(data[position:end].split(b";")[0], 16)
        position = end + 2
        if size == 0:
            last = data.find(b"\r\n", position)
            if last == position:  # no trailers: none of these servers sends any
                response.body = body
                return position + 2
            break
        behind = data[position + size : position + size + 2]
        if not b"\r\n".startswith(behind):
            raise Malformed("a chunk is longer than its size")
        body += data[position : position + size]
        position += size + 2
    if ended:
        raise Malformed("the end came inside a chunked body")
    return None


def _is_imf_fixdate(text: str) -> bool:
    """RFC 9110 5.6.7: the form that a sender has to use."""
    try:
        return format_datetime(parsedate_to_datetime(text), usegmt=True) == text
    except (TypeError, ValueError):
        return False
