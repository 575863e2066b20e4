"""The request head: from bytes to a method, a target and header fields.

Stands for: the C parser inside nginx and uvicorn (llhttp, httptools), or gunicorn's
`http/message.py`. It does no I/O: bytes in; a head, "need more", or an error out.

    HeadParser.read(buffer)         # again with every arrival
    -> _line()                      # next line that has ended with CRLF
       -> _request_line(line)       # the first one
       -> _field_line(line)         # the others, up to the empty line
    -> Head

It judges line by line, in order, so that a request which arrives one byte at a time
gets the same answer as one which arrives at once.
"""

from dataclasses import dataclass, field

from .config import Limits
from .errors import BadRequest, HeadTooLarge, TargetTooLong, VersionNotSupported
from .grammar import FIELD_LINE, FIRST_OCTET, REQUEST_LINE, TOKEN

# Fields that decide where a request goes or ends. RFC 9112 3.2 says so of Host; for
# the other two, any repetition has been a way to smuggle requests past proxies.
_ONCE = frozenset({"host", "content-length", "transfer-encoding"})


@dataclass(slots=True)
class Head:
    """Method, target and fields as received; field names in lower case."""

    method: str
    target: str
    minor_version: int
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def keep_alive(self) -> bool:
        """Whether the client lets the connection live on (RFC 9112 9.3)."""
        options = self.fields.get("connection")
        if options is None:
            return self.minor_version >= 1
        names = elements(options.lower())
        return "close" not in names and (
            self.minor_version >= 1 or "keep-alive" in names
        )


class HeadParser:
    """Reads one head off the front of a buffer that is still growing."""

    def __init__(self, limits: Limits) -> None:
        """Start with nothing read."""
        self._limits = limits
        self.head: Head | None = None
        self._position = 0
        self._fields = 0

    def read(self, buffer: bytearray) -> Head | None:
        """Take a whole head off the buffer, or return None: it needs more."""
        while (line := self._line(buffer)) is not None:
            if self.head is None:
                if line:
                    self.head = self._request_line(line)
                else:
                    # RFC 9112 2.2: ignore an empty line before the request line. It
                    # goes at once: no request has begun with it.
                    del buffer[: self._position]
                    self._position = 0
            elif line:
                self._field_line(line, self.head.fields)
            else:
                del buffer[: self._position]
                return self.head
        return None

    def _line(self, buffer: bytearray) -> str | None:
        start, limits = self._position, self._limits
        if self.head is None and not FIRST_OCTET.match(buffer, start):
            # TLS, or noise. Say so now: a line end may never come.
            raise BadRequest("This is not an HTTP request.")
        end = buffer.find(b"\n", start)
        length = (end if end >= 0 else len(buffer)) - start
        if self.head is None and length > limits.max_request_line:
            raise TargetTooLong("The request line is too long.")
        if start + length > limits.max_head_bytes:
            raise HeadTooLarge("The header section is too large.")
        if end < 0:
            return None
        self._position = end + 1
        # RFC 9112 2.2 lets a server take a bare LF for a line end. This one does
        # not: where a proxy and a server disagree on line ends, requests hide.
        if buffer[end - 1 : end] != b"\r":
            raise BadRequest("Lines must end with CR LF.")
        return buffer[start : end - 1].decode("latin-1")

    def _request_line(self, line: str) -> Head:
        match = REQUEST_LINE.fullmatch(line)
        if match is None:
            raise BadRequest("The request line is not 'METHOD target HTTP/1.1'.")
        method, target, major, minor = match.groups()
        if major != "1":
            raise VersionNotSupported("This server speaks HTTP/1.1 and HTTP/1.0.")
        # RFC 9110 2.5: a higher minor version is served as the highest one known.
        return Head(method, target, min(int(minor), 1))

    def _field_line(self, line: str, fields: dict[str, str]) -> None:
        name, value = parse_field(line)
        self._fields += 1
        if self._fields > self._limits.max_fields:
            raise HeadTooLarge("There are too many header fields.")
        if name in fields:
            value = _combine(name, fields[name], value)
        fields[name] = value


def parse_field(line: str) -> tuple[str, str]:
    """Split one header or trailer line into lower-case name and value."""
    match = FIELD_LINE.fullmatch(line)
    if match is None:
        raise BadRequest(_what_is_wrong(line))
    name, value = match.groups()
    return name.lower(), value.rstrip(" \t")


def elements(value: str) -> list[str]:
    """The elements of a list; empty ones MUST be ignored (RFC 9110 5.6.1.2)."""
    found = (element.strip(" \t") for element in value.split(","))
    return [element for element in found if element]


def _combine(name: str, first: str, second: str) -> str:
    if name in _ONCE:
        raise BadRequest(f"The field '{name}' is repeated.")
    # RFC 9110 5.3: repeated fields are one list. Cookie has a separator of its own
    # (RFC 6265 4.2.1).
    return f"{first}{'; ' if name == 'cookie' else ', '}{second}"


def _what_is_wrong(line: str) -> str:
    if line[0] in " \t":
        # RFC 9112 5.2: obs-fold. Refuse: not every reader joins the lines.
        return "A header field must not continue on a second line."
    name, colon, _ = line.partition(":")
    if not colon:
        return "A header line has no colon."
    if TOKEN.fullmatch(name):
        return "A header value has a control character in it."
    if TOKEN.fullmatch(name.rstrip(" \t")):
        return "There is white space between a header name and its colon."
    return "A header name has a character that is not allowed."
