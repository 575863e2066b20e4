"""What the application answers on which path, whatever interface asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SPLIT = "a\r\nX-Injected: b"


@dataclass(frozen=True)
class Answer:
    """A response; without a body it shows what the application has seen.

    `sized` false: in pieces, so that the server cannot know the length. `strict`
    false: content where none belongs, which is a mistake of the application.
    """

    status: int = 200
    reason: str = "OK"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    reads: bool = True
    sized: bool = True
    strict: bool = True

    def pieces(self, method: str, seen: bytes) -> list[bytes]:
        """The body, or what was seen; nothing where nothing belongs."""
        if self.strict and (method == "HEAD" or self.status in (204, 304)):
            return []
        body = seen if self.body is None else self.body
        return [body] if self.sized else [body[:2], body[2:]]

    def fields(self, seen: bytes) -> list[tuple[str, str]]:
        """The headers, with the length of the content, as frameworks give them."""
        body = seen if self.body is None else self.body
        known = self.sized and self.status not in (204, 304)
        length = [("Content-Length", str(len(body)))] if known else []
        return [*self.headers.items(), *length]


WRONG = b"HTTP/1.1 999 Wrong\r\n\r\n"
ANSWERS = {
    "/ignore": Answer(reads=False),
    "/fixed": Answer(body=b"hello"),
    "/stream": Answer(body=b"hello", sized=False),
    "/empty": Answer(204, "No Content", body=b""),
    "/reset": Answer(205, "Reset Content", body=b""),
    "/not-modified": Answer(304, "Not Modified", body=b""),
    "/with-content": Answer(body=WRONG, strict=False),
    "/empty-with-content": Answer(204, "No Content", body=WRONG, strict=False),
    "/not-modified-with-content": Answer(304, "Not Modified", body=WRONG, strict=False),
    "/moved": Answer(301, "Moved Permanently", {"Location": "/fixed"}, b"moved"),
    "/dated": Answer(headers={"Date": "Mon, 01 Jan 2024 00:00:00 GMT"}, body=b"hello"),
    "/missing": Answer(404, "Not Found", body=b"missing"),
    "/no-reason": Answer(299, "", body=b"hello"),
    "/large": Answer(body=b"x" * 8_000_000),
    "/inject-line": Answer(headers={"X-Echo": SPLIT}, body=b"hello"),
    "/inject-lf": Answer(headers={"X-Echo": "a\nX-Injected: b"}, body=b"hello"),
    "/inject-cr": Answer(headers={"X-Echo": "a\rb"}, body=b"hello"),
    "/inject-nul": Answer(headers={"X-Echo": "a\0b"}, body=b"hello"),
    "/inject-name": Answer(headers={f"X-Echo: {SPLIT}, X-More": "c"}, body=b"hello"),
    "/inject-reason": Answer(200, "OK\r\nX-Injected: b", body=b"hello"),
}

TUNNEL = Answer(501, "Not Implemented", body=b"no tunnels here")


def answer(method: str, path: str) -> Answer:
    """The answer to a request; no application here opens tunnels."""
    return TUNNEL if method == "CONNECT" else ANSWERS.get(path, Answer())
