"""What a trace is: the calls of one request, whose they are, the SQL, the answer.

All counts are of Python's lines and functions. They are no cost: C and Rust run no
Python lines, and one line of Python may wait for a disk or add two numbers.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Group = Literal["yours", "framework", "libraries", "standard library"]
GROUPS: Final[tuple[Group, ...]] = get_args(Group)

Case = Literal["created", "malformed", "wrong-method", "unauthorized", "conflict"]
CASES: Final[tuple[Case, ...]] = get_args(Case)


@dataclass(frozen=True)
class Function:
    """A function, and whose it is.

    `file` begins with the folder of the backend or of the package, with slashes:
    "flask_api/bookmarks.py", "werkzeug/routing/map.py", "json/decoder.py". It is in
    angle brackets where there is no file. `line` is where the function begins.
    `distribution` is the backend's name for what is yours, "Python" for the standard
    library.
    """

    name: str
    file: str
    line: int
    group: Group
    distribution: str


SERVER: Final = Function("server", "", 0, "standard library", "")


@dataclass(frozen=True)
class Call:
    """One call, with everything that it called in turn.

    `lines` counts the lines that ran in the function itself, each time that they
    did. `after` is how many of the caller's own lines had begun to run before it.
    `hop`: it ran in another thread than its caller, who waited for it. `resumed`: a
    generator that went on, already counted where it began.
    """

    function: Function
    lines: int
    after: int
    children: tuple["Call", ...] = ()
    hop: bool = False
    resumed: bool = False

    @property
    def total(self) -> int:
        """Lines of this call and of all that it called."""
        return sum(call.lines for call in self.walk())

    def walk(self) -> Iterator["Call"]:
        """Each call, this one first, before what it called."""
        waiting = [self]
        while waiting:
            call = waiting.pop()
            yield call
            waiting.extend(reversed(call.children))


@dataclass(frozen=True)
class Count:
    """How much ran: each time that it did, and how much of it was different."""

    functions: int = 0
    lines: int = 0
    distinct_functions: int = 0
    distinct_lines: int = 0


@dataclass(frozen=True)
class Place:
    """A line of a function."""

    function: Function
    line: int


@dataclass(frozen=True)
class Statement:
    """SQL as the driver got it: marks where values were bound, never the values.

    `call` is the number of the call that issued it, as `root.walk` counts from 0.
    `place` is the nearest line of yours that led to it.
    """

    sql: str
    call: int
    place: Place | None


@dataclass(frozen=True)
class Status:
    """Who decided the status: the first to raise or to return what carried it.

    `place` is that line; `called_from` is the nearest line of yours that called it,
    if the place itself is not yours.
    """

    code: int
    place: Place | None
    called_from: Place | None
    raised: bool
    """As an exception; otherwise returned."""


@dataclass(frozen=True)
class Trace:
    """One request, traced.

    `request` and `response` are the text on the socket, a line ending in one newline;
    tokens, dates and ids that change from run to run are replaced in what is
    recorded. `varies` names groups and distributions whose lines were not the same
    in each of `runs` runs, with the fewest and the most; the trace is of the run with
    the fewest.
    """

    backend: str
    title: str
    case: str
    cold: bool
    request: str
    response: str
    status: Status
    versions: Mapping[str, str]
    groups: Mapping[Group, Count]
    distributions: Mapping[str, Count]
    statements: tuple[Statement, ...]
    root: Call
    """The server, which is not traced: 0 lines, `SERVER`. Below it is what it called:
    the application, and what that returned, when it reads and closes it."""
    runs: int = 1
    varies: Mapping[str, tuple[int, int]] = field(default_factory=dict)
