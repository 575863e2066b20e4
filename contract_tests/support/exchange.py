"""What went over the wire in a test: recorded, and shown when it fails."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

Headers = Sequence[tuple[str, str]]

KEPT: Final = 20
LONGEST_BODY: Final = 2_000


@dataclass
class Exchange:
    """One request and its response, or `error` when none came.

    `sent` holds the bytes of a raw socket; url and request_headers are then empty.
    """

    method: str
    url: str = ""
    request_headers: Headers = ()
    request_body: bytes = b""
    sent: bytes = b""
    version: str = ""
    status: int = 0
    reason: str = ""
    headers: Headers = ()
    body: bytes = b""
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        """The form described in `contract_tests.support`."""
        response = {
            "version": self.version,
            "status": self.status,
            "reason": self.reason,
            "headers": [list(pair) for pair in self.headers],
            "body": shortened(self.body),
        }
        return {
            "request": {
                "method": self.method,
                "url": self.url,
                "headers": [list(pair) for pair in self.request_headers],
                "body": shortened(self.request_body),
            },
            "curl": "" if self.sent else self.curl(),
            "sent": shortened(self.sent),
            "response": response if self.status else None,
            "error": self.error,
        }

    def curl(self) -> str:
        """A command line that sends the same request."""
        words = ["curl", "-i", "--path-as-is"]
        if self.method == "HEAD":
            words.append("--head")
        elif self.method != "GET":
            words += ["-X", self.method]
        words = [shlex.quote(word) for word in [*words, self.url]]
        for name, value in self.request_headers:
            if name.lower() not in _BY_CURL:
                words += ["-H", shlex.quote(f"{name}: {value}")]
        if self.request_body:
            words += ["--data-binary", _quoted(self.request_body)]
        return " ".join(words)

    def response_text(self) -> str:
        """The response as received, the body shortened."""
        if not self.status:
            return self.error or "no response was read"
        lines = [f"{self.version} {self.status} {self.reason}".rstrip()]
        lines += [f"{name}: {value}" for name, value in self.headers]
        lines += ["", shortened(self.body)] if self.body else []
        lines += ["", self.error] if self.error else []
        return "\n".join(lines)


# curl sends these by itself, rightly.
_BY_CURL: Final = {
    "host",
    "accept",
    "accept-encoding",
    "connection",
    "user-agent",
    "content-length",
    "transfer-encoding",
}


@dataclass
class Recorder:
    """What the running test sent and received, and whose output belongs to it.

    `texts` is output of servers from exchanges that were recorded before.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    logs: list[tuple[Path, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, exchange: Exchange) -> Exchange:
        """Keep an exchange. Called from the threads of a test, too."""
        self.exchanges.append(exchange)
        return exchange

    def watch(self, log: Path) -> None:
        """What is printed into this file from now on belongs to the test."""
        if all(path != log for path, _ in self.logs):
            self.logs.append((log, log.stat().st_size if log.exists() else 0))

    def forget(self, log: Path) -> None:
        """What is printed into this file does not belong to the test."""
        self.logs = [(path, start) for path, start in self.logs if path != log]

    def printed(self) -> str:
        """What the servers have printed since the test began."""
        texts = ["".join(self.texts)]
        for path, start in self.logs:
            if path.exists():
                with path.open("rb") as file:
                    file.seek(start)
                    texts.append(file.read().decode(errors="replace"))
        return "\n".join(text.rstrip() for text in texts if text.strip())

    def clear(self) -> None:
        """A new test begins."""
        self.exchanges.clear()
        self.logs.clear()
        self.texts.clear()


RECORDER: Final = Recorder()


def shortened(data: bytes, longest: int = LONGEST_BODY) -> str:
    """Bytes as text, without the middle if they are long."""
    if len(data) > longest:
        half = longest // 2
        left_out = len(data) - 2 * half
        middle = f" ... {left_out:,} bytes left out ... "
        return _text(data[:half]) + middle + _text(data[-half:])
    return _text(data)


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="backslashreplace")


def _quoted(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
        printable = text.isprintable()
    except UnicodeDecodeError:
        printable = False
    if len(body) > LONGEST_BODY:
        return f"'{shortened(body)}'"
    if printable:
        return shlex.quote(text)
    # $'...' of bash takes any byte but NUL.
    return "$'" + "".join(_escaped(byte) for byte in body) + "'"


def _escaped(byte: int) -> str:
    character = chr(byte)
    if character in "'\\":
        return "\\" + character
    return character if 0x20 <= byte < 0x7F else f"\\x{byte:02x}"
