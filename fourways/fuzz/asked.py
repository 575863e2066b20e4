"""One request as it was generated: the same for every backend that it is sent to.

What each backend has given out itself (ids, ETags, cursors, tokens) stands in it as a
placeholder, such as `{mine}`, so that one request means the same to all of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PLACEHOLDERS: Final = ("mine", "theirs", "gone", "etag", "cursor", "token", "host")
"""The caller's bookmark, another one's, a deleted one; the caller's bookmark's ETag, a
cursor of the caller's list, the caller's token; the host and port of the server."""

_PLACEHOLDER: Final = re.compile("{(" + "|".join(PLACEHOLDERS) + ")}")

# RFC 9110 5.6.2 and 5.5, RFC 9112 3.2: what a client can send at all. What it cannot
# is no matter of bodies but of the wire.
_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE: Final = re.compile(r"[\x21-\x7e\x80-\xff]+(?:[ \t]+[\x21-\x7e\x80-\xff]+)*|")
_TARGET: Final = re.compile(r"/[\x21-\x7e]*")
# A longer request line may be refused by any server (RFC 9110 4.1 asks for 8,000, and
# gunicorn reads 4,094).
_LONGEST_TARGET: Final = 3_500
_FRAMING: Final = {"content-length", "transfer-encoding", "connection", "expect"}


@dataclass(frozen=True)
class Asked:
    """A request: its target as on the wire, headers in order, texts in latin-1.

    `operation` is one of openapi.yaml, such as `PUT /bookmarks/{id}`, if it is one.
    """

    source: str
    operation: str
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    chunked: bool = False

    def can_be_sent(self) -> bool:
        """Whether it is a request by the grammar of HTTP, whatever it asks."""
        target = _PLACEHOLDER.sub("x", self.target)
        short = len(target) <= _LONGEST_TARGET
        return (
            short
            and bool(_TARGET.fullmatch(target))
            and all(
                _NAME.fullmatch(name)
                and _VALUE.fullmatch(value)
                and name.lower() not in _FRAMING
                for name, value in self.headers
            )
        )

    def header(self, name: str) -> str | None:
        """The value of the first header of that name."""
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each placeholder replaced by its value."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)
