"""An exchange as text, without what varies from run to run: ids, times, tokens.

The same value gets the same name in the request and in the response, so what
belongs together can still be seen: `Bearer token-1`, `"etag-1"`, `/bookmarks/1`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

from contract_tests.support.exchange import Exchange, Headers, shortened

LONGEST_BODY: Final = 1_200
"""Bytes of a body that are shown whole."""

_SEPARATOR: Final = "\n\0\n\0\n"
_PORT = re.compile(r"127\.0\.0\.1:\d{4,5}")
_CURSOR = re.compile(r'cursor=([^&\s>"]{16,})|"next":\s?"([^"]{16,})"')
_ETAGS = re.compile(r"^(?:etag|if-match|if-none-match): (.*)$", re.I | re.M)
_QUOTED = re.compile(r'"([\w+/=.:-]{16,})"', re.ASCII)
_TOKEN = re.compile(r"(?<![\w-])([\w-]{40,100})(?![\w-])", re.ASCII)
_PASSWORD = re.compile(r"pw ([\w-]{16})(?![\w-])", re.ASCII)
_TIME = re.compile(r"(20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?")
_DATE = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} 20\d\d \d\d:\d\d:\d\d GMT")
_RETRY_AFTER = re.compile(r"^(retry-after: )\d+$", re.I | re.M)
_HEX = re.compile(r"[0-9a-f]{12,32}|[0-9A-F]{12,32}")
_ID = re.compile(r'(/bookmarks/|"id":\s?)([1-9]\d{0,8})(?![\w.%])')

_BASE = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
"""What the first time is shown as; each later one is a second later."""
_BASE_DATE = "Wed, 02 Jan 2030 03:04:05 GMT"


def as_text(exchange: Exchange) -> dict[str, str]:
    """`request`, `curl` and `response` of `recorded.Exchange`."""
    steady = stable(exchange)
    return {
        "request": _request_text(steady),
        "curl": "" if steady.sent else steady.curl(),
        "response": _response_text(steady),
    }


def stable(exchange: Exchange) -> Exchange:
    """The same exchange with names in place of what varies; bodies still whole."""
    parts = [
        exchange.url,
        _lines(exchange.request_headers),
        exchange.request_body.decode("latin-1"),
        exchange.sent.decode("latin-1"),
        _lines(exchange.headers),
        exchange.body.decode("latin-1"),
        exchange.error,
    ]
    # In one piece, so that a value has the same name wherever it stands.
    named = _named(_SEPARATOR.join(parts)).split(_SEPARATOR)
    url, request_head, request_body, sent, head, body, error = named
    return replace(
        exchange,
        url=url,
        request_headers=_measured(request_head, exchange.request_body, request_body),
        request_body=request_body.encode("latin-1"),
        sent=sent.encode("latin-1"),
        headers=_measured(head, exchange.body, body),
        body=body.encode("latin-1"),
        error=error,
    )


# ------------------------------------------------------------------ in words


def _request_text(exchange: Exchange) -> str:
    if exchange.sent:
        return _visible(shortened(exchange.sent, LONGEST_BODY))
    target = "/" + exchange.url.partition("//")[2].partition("/")[2]
    start = f"{exchange.method} {target} HTTP/1.1"
    return _message(start, exchange.request_headers, exchange.request_body)


def _response_text(exchange: Exchange) -> str:
    if not exchange.status:
        return ""
    start = f"{exchange.version} {exchange.status} {exchange.reason}".rstrip()
    return _message(start, exchange.headers, exchange.body)


def _message(start: str, headers: Headers, body: bytes) -> str:
    lines = [start, *(f"{name}: {value}" for name, value in headers)]
    return "\n".join([*lines, "", shortened(body, LONGEST_BODY)] if body else lines)


def _visible(sent: str) -> str:
    """CRLF as a line end; all other control characters as Python writes them."""
    return re.sub(
        r"\r\n|[\x00-\x08\n-\x1f\x7f]",
        lambda found: "\n" if found[0] == "\r\n" else repr(found[0])[1:-1],
        sent,
    )


# --------------------------------------------------------------------- names


def _named(text: str) -> str:
    text = _PORT.sub("127.0.0.1:8000", text)
    text = _numbered(text, "cursor", _groups(_CURSOR, text))
    quoted = [each for line in _groups(_ETAGS, text) for each in _groups(_QUOTED, line)]
    text = _numbered(text, "etag", quoted)
    tokens = [each for each in _groups(_TOKEN, text) if len(set(each)) > 16]
    text = _numbered(text, "token", tokens)
    text = _numbered(text, "password", _groups(_PASSWORD, text))
    text = _times(text)
    return _ids(_hexadecimal(text))


def _groups(pattern: "re.Pattern[str]", text: str) -> list[str]:
    return [found[found.lastindex or 0] for found in pattern.finditer(text)]


def _numbered(text: str, name: str, values: Iterable[str]) -> str:
    for number, value in enumerate(dict.fromkeys(values), 1):
        text = text.replace(value, f"{name}-{number}")
    return text


def _times(text: str) -> str:
    """Times of today in their order; those of the seed and of tests stay."""
    now = datetime.now(UTC).replace(tzinfo=None)
    of_today: dict[str, datetime] = {}
    for found in _TIME.finditer(text):
        time = datetime.fromisoformat(found[1] + (found[2] or "").ljust(7, "0")[:7])
        if abs(time - now) < timedelta(days=2):
            of_today[found[0]] = time
    order = sorted(of_today, key=lambda each: of_today[each])

    def shown(found: "re.Match[str]") -> str:
        if found[0] not in of_today:
            return found[0]
        time = _BASE + timedelta(seconds=order.index(found[0]))
        if of_today[found[0]] - now > timedelta(hours=12):
            time += timedelta(days=1)
        fraction = ".000006"[-len(found[2]) + 1 :] if found[2] else ""
        return f"{time:%Y-%m-%dT%H:%M:%S}{'.' if fraction else ''}{fraction}"

    text = _RETRY_AFTER.sub(r"\g<1>60", text)
    return _DATE.sub(_BASE_DATE, _TIME.sub(shown, text))


def _hexadecimal(text: str) -> str:
    """What tests make up, so that nothing else has the same name."""
    names: dict[str, int] = {}

    def shown(found: "re.Match[str]") -> str:
        value = found[0].lower()
        # Rows of one letter and large numbers are what a test is about.
        if len(set(value)) < 4 or (value.isdigit() and len(value) > 12):
            return found[0]
        number = names.setdefault(value, len(names) + 1)
        return f"{number:0{len(value)}x}"

    return _HEX.sub(shown, text)


def _ids(text: str) -> str:
    names: dict[str, int] = {}

    def shown(found: "re.Match[str]") -> str:
        return f"{found[1]}{names.setdefault(found[2], len(names) + 1)}"

    return _ID.sub(shown, text)


# ------------------------------------------------------------------- headers


def _lines(headers: Headers) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers)


def _measured(head: str, old: bytes, body: str) -> Sequence[tuple[str, str]]:
    """The headers of these lines; a Content-Length that was right still is."""
    headers = []
    for line in filter(None, head.split("\n")):
        name, _, value = line.partition(": ")
        if name.lower() == "content-length" and value == str(len(old)) and old:
            value = str(len(body))
        headers.append((name, value))
    return headers
