"""What nginx says of each request: one line, in the form of docs/deploy.

    TIME ADDRESS "METHOD PATH" STATUS SECONDSs upstream="..." status="..." connect="..."

`upstream`, `status` and `connect` are lists, an item for each replica that was tried:
its address, what it answered (502: nothing whole), and the seconds that the connection
took (`-`: there was none).
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_LINE = re.compile(
    r'(?P<time>\S+) (?P<address>\S+) "(?P<asked>[^"]*)" '
    r'(?P<status>\d{3}) (?P<seconds>[\d.]+)s upstream="(?P<upstream>[^"]*)" '
    r'status="(?P<statuses>[^"]*)" connect="(?P<connect>[^"]*)"'
)
# Tries are separated by a comma, and by a colon after an internal redirect.
_BETWEEN = re.compile(r", | : ")


@dataclass(frozen=True)
class Try:
    """One replica that was asked, on which port; status 502 or 504 if in vain."""

    port: int
    status: int
    connected: bool

    @property
    def interrupted(self) -> bool:
        """Whether it took the request and gave no whole answer."""
        return self.connected and self.status in (502, 504)


@dataclass(frozen=True)
class Request:
    """One request, and who was asked."""

    method: str
    path: str
    """As received, without the query; empty where the request was not readable."""
    status: int
    tries: tuple[Try, ...]

    @property
    def answered_by(self) -> int | None:
        """The port of the replica whose answer it was; None: nginx's own."""
        last = self.tries[-1] if self.tries else None
        return last.port if last and last.status not in (0, 502, 504) else None

    @property
    def interrupted(self) -> bool:
        """Whether some replica took it and gave no whole answer."""
        return any(each.interrupted for each in self.tries)

    @property
    def passed_on(self) -> bool:
        """Whether another replica answered in place of the first."""
        return len(self.tries) > 1 and self.answered_by is not None


def read(file: Path) -> list[Request]:
    """All requests in a log. Raises ValueError for a line of another form."""
    return [parse(line) for line in file.read_text("utf-8", "replace").splitlines()]


def parse(line: str) -> Request:
    """One line of the log. Raises ValueError."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"not a line of nginx's log: {line!r}")
    method, _, path = match["asked"].partition(" ")
    return Request(method, path, int(match["status"]), tuple(_tries(match)))


def answers(requests: Iterable[Request]) -> Counter[int | None]:
    """How many each replica answered, by its port; None: nginx itself."""
    return Counter(request.answered_by for request in requests)


def _tries(match: re.Match[str]) -> Iterable[Try]:
    lists = [
        _BETWEEN.split(match[name]) for name in ("upstream", "statuses", "connect")
    ]
    for address, status, connect in zip(*lists, strict=True):
        port = address.rpartition(":")[2]
        # A name instead of an address: nginx knew no replica that it could ask.
        if port.isdigit():
            yield Try(int(port), int(status) if status.isdigit() else 0, connect != "-")
