"""The request body: where it ends, and what was inside the chunks.

Stands for: nginx's `client_body` reader and h11's body readers. It does no I/O: each
reader takes what it can off the front of a buffer and returns the decoded part.

    framing(head) -> None | SizedBody | ChunkedBody
    reader.read(buffer)             # again with every arrival
    -> decoded bytes; reader.complete says whether that was all

This is where requests are smuggled. If a proxy and this server see different ends of
a body, the rest of it becomes somebody else's next request. So every framing that
has two readings is refused.
"""

from collections.abc import Callable
from typing import Protocol

from .config import Limits
from .errors import BadRequest, ContentTooLarge, HeadTooLarge, NotImplementedHere
from .grammar import CHUNK_LINE, CONTENT_LENGTH
from .head import Head, elements, parse_field

_SIZE_AND_CR = 16 + 1  # the longest, as `CHUNK_LINE` has it


class BodyReader(Protocol):
    """What `framing` returns."""

    complete: bool

    def read(self, buffer: bytearray) -> bytes:
        """Take decoded bytes off the buffer, as many as there are."""


def framing(head: Head, limits: Limits) -> BodyReader | None:
    """Decide how the body is delimited; None: there is no body (RFC 9112 6.3)."""
    length = head.fields.get("content-length")
    coding = head.fields.get("transfer-encoding")
    if coding is not None:
        _check_coding(head, coding)
        if length is not None:
            # RFC 9112 6.3: both given "ought to be handled as an error": refuse.
            raise BadRequest("Content-Length and Transfer-Encoding are both given.")
        return ChunkedBody(limits)
    if length is not None:
        return SizedBody(_checked_length(length, limits))
    return None


def _check_coding(head: Head, coding: str) -> None:
    if head.minor_version == 0:
        # RFC 9112 6.1: HTTP/1.0 has no transfer codings: faulty framing.
        raise BadRequest("Transfer-Encoding is not allowed in HTTP/1.0.")
    names = elements(coding.lower())
    if names == ["chunked"]:
        return
    if names[-1:] == ["chunked"] and names.count("chunked") == 1:
        # RFC 9112 6.1: a coding that is not understood: 501.
        raise NotImplementedHere("The only transfer coding here is 'chunked'.")
    # RFC 9112 6.3: without chunked (once) as the last one, no end can be found.
    raise BadRequest("Transfer-Encoding must be exactly 'chunked'.")


def _checked_length(value: str, limits: Limits) -> int:
    if not CONTENT_LENGTH.fullmatch(value):
        # RFC 9112 6.3 allows to repair "5, 5". Refuse, never guess.
        raise BadRequest("Content-Length is not a number of bytes.")
    # Count the digits before `int`, which refuses (and is slow on) thousands.
    if len(value) > 19 or int(value) > limits.max_body_bytes:
        raise _too_large(limits)
    return int(value)


def _too_large(limits: Limits) -> ContentTooLarge:
    return ContentTooLarge(f"The body is over {limits.max_body_bytes} bytes.")


class SizedBody:
    """A body of Content-Length bytes."""

    def __init__(self, length: int) -> None:
        """Expect that many bytes."""
        self._left = length
        self.complete = length == 0

    def read(self, buffer: bytearray) -> bytes:
        """Take what belongs to the body, and not a byte more."""
        data = _take(buffer, self._left)
        self._left -= len(data)
        self.complete = self._left == 0
        return data


class ChunkedBody:
    """A body in chunks (RFC 9112 7.1).

    `_step` is the part that comes next. A step takes its part off the buffer and
    sets the next one, or returns None: it needs more.

        size line -> data -> end of data -> size line ... -> trailer lines
    """

    def __init__(self, limits: Limits) -> None:
        """Expect a chunk size."""
        self.complete = False
        self._limits = limits
        self._step: Callable[[bytearray], bytes | None] = self._size_line
        self._in_chunk = 0
        self._total = 0
        self._extensions = 0
        self._trailers = 0
        self._trailer_bytes = 0

    def read(self, buffer: bytearray) -> bytes:
        """Decode everything that is here."""
        pieces = []
        while not self.complete and (piece := self._step(buffer)) is not None:
            pieces.append(piece)
        return b"".join(pieces)

    def _size_line(self, buffer: bytearray) -> bytes | None:
        line = _take_line(buffer, _SIZE_AND_CR + self._limits.max_chunk_extensions)
        if line is None:
            return None
        match = CHUNK_LINE.fullmatch(line)
        if match is None:
            raise BadRequest("A chunk does not begin with its size.")
        # RFC 9112 7.1.1: unknown extensions MUST be ignored, and ought to be limited.
        self._extensions += len(match[2])
        if self._extensions > self._limits.max_chunk_extensions:
            raise ContentTooLarge("There are too many chunk extensions.")
        self._in_chunk = int(match[1], 16)
        self._total += self._in_chunk
        if self._total > self._limits.max_body_bytes:
            raise _too_large(self._limits)
        self._step = self._data if self._in_chunk else self._trailer_line
        return b""

    def _data(self, buffer: bytearray) -> bytes | None:
        if not buffer:
            return None
        data = _take(buffer, self._in_chunk)
        self._in_chunk -= len(data)
        if not self._in_chunk:
            self._step = self._end_of_data
        return data

    def _end_of_data(self, buffer: bytearray) -> bytes | None:
        if not b"\r\n".startswith(buffer[:2]):
            raise BadRequest("A chunk is longer than its size says.")
        if len(buffer) < 2:
            return None
        del buffer[:2]
        self._step = self._size_line
        return b""

    def _trailer_line(self, buffer: bytearray) -> bytes | None:
        line = _take_line(buffer, self._limits.max_head_bytes)
        if line is None:
            return None
        if not line:
            self.complete = True
            return b""
        # RFC 9110 6.5.1: a trailer must not be merged into the header section
        # unless its definition allows it. Check it, count it, drop it.
        parse_field(line)
        self._trailers += 1
        self._trailer_bytes += len(line)
        if (
            self._trailers > self._limits.max_fields
            or self._trailer_bytes > self._limits.max_head_bytes
        ):
            raise HeadTooLarge("The trailer section is too large.")
        return b""


def _take(buffer: bytearray, limit: int) -> bytes:
    data = bytes(buffer[:limit])
    del buffer[:limit]
    return data


def _take_line(buffer: bytearray, limit: int) -> str | None:
    end = buffer.find(b"\n")
    if (end if end >= 0 else len(buffer)) > limit:
        raise HeadTooLarge("A line inside the chunked body is too long.")
    if end < 0:
        return None
    if buffer[max(end - 1, 0) : end] != b"\r":
        raise BadRequest("Lines must end with CR LF.")
    line = _take(buffer, end + 1)
    return line[:-2].decode("latin-1")
