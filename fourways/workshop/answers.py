"""Take a response apart, byte by byte, and say where the first wrong one is.

HTTP libraries forgive much, and say little of what they do not forgive. This reads
RFC 9112 as a teacher would: strictly, and with the place of every mistake.
"""

import re
from dataclasses import replace
from typing import Final

from fourways.workshop.response import Failed, Header, Response
from fourways.workshop.wire import End, Exchange

STATUS_AT: Final = len("HTTP/1.1 ")
DIGITS: Final = (b"12345", b"0123456789", b"0123456789")
NO_BODY: Final = (204, 304)
NAME: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


def read_response(exchange: Exchange) -> Response:
    """The whole response. Raises Failed at the first thing that is wrong."""
    response = read_start(exchange)
    return replace(response, body=read_body(response))


def read_start(exchange: Exchange) -> Response:
    """The response without its body. Raises Failed."""
    status = read_status(exchange)
    headers, body_at = read_head(exchange)
    return Response(exchange, status, tuple(headers), b"", body_at)


def read_responses(exchange: Exchange, count: int) -> list[Response]:
    """So many responses, one behind the other. Raises Failed."""
    found: list[Response] = []
    rest = exchange.received
    while len(found) < count - 1:
        response = read_start(replace(exchange, received=rest))
        end = response.body_at + content_length(response)
        found.append(replace(response, body=rest[response.body_at : end]))
        rest = rest[end:]
    return [*found, read_response(replace(exchange, received=rest))]


def read_status(exchange: Exchange) -> int:
    """The status of the status line. Raises Failed."""
    data = exchange.received
    if not data:
        raise Failed(nothing_came(exchange), "a response", exchange)
    form = [*(bytes([byte]) for byte in b"HTTP/1."), b"10", b" ", *DIGITS, b" "]
    for at, allowed in enumerate(form):
        if at >= len(data) or data[at] not in allowed:
            raise Failed(
                "A status line begins with the version, a space, three digits and a "
                "space; this one does not.",
                "HTTP/1.1 200 OK, with the right number and phrase",
                exchange,
                at,
            )
    return int(data[STATUS_AT : STATUS_AT + 3])


def nothing_came(exchange: Exchange) -> str:
    """What to say where not a byte came back."""
    if exchange.end is End.silence:
        return (
            "Nothing came back: the connection is open, and your program hangs or "
            "waits for more."
        )
    return f"Nothing came back: {exchange.end} without a byte."


def read_head(exchange: Exchange) -> tuple[list[Header], int]:
    """The headers, and where the body begins. Raises Failed."""
    data = exchange.received
    headers: list[Header] = []
    at = 0
    while True:
        end = data.find(b"\n", at)
        if end < 0:
            raise Failed(
                "The head does not end: the empty line is missing."
                + ("" if exchange.end is End.silence else f" Then {exchange.end}."),
                "an empty line, \\r\\n alone, between the headers and the body",
                exchange,
                len(data),
            )
        if data[end - 1 : end] != b"\r" or end == at:
            raise Failed(
                f"This line ends with LF alone: {data[at:end]!r}."[:300],
                "\\r\\n, that is CR and LF, at the end of each line",
                exchange,
                end,
            )
        line = data[at : end - 1]
        if not line:
            return headers, end + 1
        if at:
            headers.append(_header(line, at, exchange))
        at = end + 1


def _header(line: bytes, at: int, exchange: Exchange) -> Header:
    name = NAME.match(line)
    end = name.end() if name else 0
    if not name or line[end : end + 1] != b":":
        raise Failed(
            "This line is no header: a name, a colon directly behind it, and a value.",
            "a header such as Content-Type: application/json, or the empty line that "
            "ends the head",
            exchange,
            at + end,
        )
    value = line[end + 1 :]
    value_at = at + end + 1 + len(value) - len(value.lstrip(b" \t"))
    return Header(name[0].decode(), value.strip(b" \t").decode("latin-1"), at, value_at)


def read_body(response: Response) -> bytes:
    """The body, by the framing that the head declares. Raises Failed."""
    exchange, rest = response.exchange, response.exchange.received[response.body_at :]
    if exchange.method == "HEAD" or response.status in NO_BODY:
        if rest:
            why = "HEAD" if exchange.method == "HEAD" else str(response.status)
            raise Failed(
                f"A response to {why} has no body, and this one has.",
                "nothing behind the empty line",
                exchange,
                response.body_at,
            )
        return b""
    if response.all("Transfer-Encoding"):
        return _chunked(response, rest)
    length = content_length(response)
    if len(rest) < length:
        missing = bytes_of(length - len(rest))
        raise Failed(
            f"The body ends {missing} before the {length} that Content-Length "
            f"promises; {'your program' if exchange.end is End.silence else 'then'} "
            + ("waits." if exchange.end is End.silence else f"{exchange.end}."),
            f"{bytes_of(length)} of body, or another Content-Length",
            exchange,
            len(exchange.received),
        )
    if len(rest) > length:
        raise Failed(
            f"There is {bytes_of(len(rest) - length)} more than Content-Length says.",
            f"{bytes_of(length)} of body, or another Content-Length: bytes, not "
            "characters",
            exchange,
            response.body_at + length,
        )
    if exchange.end in (End.silence, End.endless):
        raise Failed(
            "The response is complete, but the connection stays open.",
            "a close: the request asks for it, with Connection: close or as HTTP/1.0",
            exchange,
        )
    return rest


def content_length(response: Response) -> int:
    """The one Content-Length. Raises Failed."""
    found = response.all("Content-Length")
    if not found:
        raise Failed(
            "There is no Content-Length.",
            "Content-Length with the number of bytes of the body",
            response.exchange,
        )
    if len(found) > 1 or not re.fullmatch("[0-9]+", found[0].value):
        raise Failed(
            "There must be one Content-Length, and it must be a number.",
            "Content-Length with the number of bytes of the body",
            response.exchange,
            found[-1].value_at,
        )
    return int(found[0].value)


def _chunked(response: Response, rest: bytes) -> bytes:
    body, at = b"", 0
    while match := re.compile(rb"([0-9A-Fa-f]+)[^\r\n]*\r\n").match(rest, at):
        size = int(match[1], 16)
        at = match.end() + size + 2
        if rest[at - 2 : at] != b"\r\n":
            break
        if not size:
            return body
        body += rest[match.end() : match.end() + size]
    raise Failed(
        "The chunked body is broken.",
        "chunks, each with its size, and one of size 0 at the end",
        response.exchange,
        response.body_at + min(at, len(rest)),
    )


def bytes_of(count: int) -> str:
    """A number of bytes in words."""
    return "1 byte" if count == 1 else f"{count} bytes"
