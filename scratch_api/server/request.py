"""One connection's bytes become whole requests, in order.

Stands for: what h11 calls a connection, without any connection: it does no I/O on
sockets (a large body goes to a temporary file).

    RequestReader.feed(data)
    RequestReader.next()
    -> HeadParser.read      -> Head
    -> read_target, framing -> where to, and where the body ends
    -> BodyReader.read      -> the body, until it is complete
    -> Request, or None: it needs more; or a RequestError

A request is handed on only when it is complete. So no thread ever waits for a slow
sender, and a body that the application does not read is not in the way of the next
request.
"""

from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

from .body import BodyReader, framing
from .config import Limits
from .errors import CannotStore, ExpectationFailed
from .head import Head, HeadParser, elements
from .target import Target, read_target


class Waiting(Enum):
    """What the next byte from the client will be part of."""

    FOR_REQUEST = "for a request to begin"
    FOR_HEAD = "for the rest of a head"
    FOR_BODY = "for the rest of a body"


# Taken out of the Enum once: see `connection.py`.
FOR_REQUEST, FOR_HEAD, FOR_BODY = Waiting


@dataclass(slots=True)
class Request:
    """A whole request. `length` is that of the decoded body; None: no body."""

    head: Head
    target: Target
    body: IO[bytes]
    length: int | None


class RequestReader:
    """Bytes in; a request, "need more", or an error out."""

    def __init__(self, limits: Limits) -> None:
        """Start before the first request."""
        self._limits = limits
        self._buffer = bytearray()
        self._parser = HeadParser(limits)
        self._framing: BodyReader | None = None
        self._request: Request | None = None
        self._continue = False

    @property
    def waiting(self) -> Waiting:
        """What this reader waits for."""
        if self._request is not None:
            return FOR_BODY
        if self._buffer:
            return FOR_HEAD
        return FOR_REQUEST

    @property
    def method(self) -> str | None:
        """The method of the request that is being read, as far as it is known."""
        return self._parser.head.method if self._parser.head else None

    def feed(self, data: bytes) -> None:
        """Add what has arrived."""
        self._buffer += data

    def next(self) -> Request | None:
        """Return the next whole request, or None: it needs more."""
        if self._request is None:
            if not self._buffer:  # so it is after most answers
                return None
            head = self._parser.read(self._buffer)
            if head is None:
                return None
            self._request = self._begin(head)
        if not self._read_body(self._request):
            return None
        request, self._request = self._request, None
        self._parser = HeadParser(self._limits)
        self._continue = False
        return request

    def wants_continue(self) -> bool:
        """Whether the client now has to be told to send the body; True only once."""
        wanted, self._continue = self._continue, False
        # RFC 9110 10.1.1: not needed when the body has begun to arrive anyway.
        begun = self._buffer or (self._request and self._request.length)
        return wanted and not begun

    def close(self) -> None:
        """Drop a request that will never be complete."""
        if self._request is not None:
            self._request.body.close()

    def _begin(self, head: Head) -> Request:
        target = read_target(head)
        self._framing = framing(head, self._limits)
        self._continue = _expects_continue(head)
        if self._framing is None:
            return Request(head, target, BytesIO(), None)
        # Closed by `close`, or by the thread that answers the request.
        memory = self._limits.body_in_memory
        body = SpooledTemporaryFile(max_size=memory)  # noqa: SIM115
        return Request(head, target, body, 0)

    def _read_body(self, request: Request) -> bool:
        if self._framing is None or request.length is None:
            return True
        data = self._framing.read(self._buffer)
        request.length += len(data)
        try:
            request.body.write(data)
            if self._framing.complete:
                request.body.seek(0)
        except OSError as error:
            raise CannotStore("The server has no room for the body.") from error
        return self._framing.complete


def _expects_continue(head: Head) -> bool:
    expectation = head.fields.get("expect")
    # RFC 9110 10.1.1: an expectation in HTTP/1.0 MUST be ignored.
    if expectation is None or head.minor_version == 0:
        return False
    wanted = elements(expectation.lower())
    if any(each != "100-continue" for each in wanted):
        raise ExpectationFailed("The only expectation served here is '100-continue'.")
    return bool(wanted)
