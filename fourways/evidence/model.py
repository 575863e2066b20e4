"""Evidence as types: what was run, and what it showed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fourways.results import Status

Versions = Mapping[str, str]
"""Of Python, of SQLite and of the distributions that took part, by name."""


@dataclass(frozen=True)
class Target:
    """What a column of the evidence is about: a backend on SQLite.

    `name` is that of its manifest, such as `naked-flask`; `backend` is the one of
    the four that it belongs to, such as `flask`.
    """

    name: str
    backend: str
    title: str
    folder: str
    """From the repository on: `flask_api`, `docs/naked/flask`."""
    server: str
    naked: bool = False
    """Whether it is the app that the framework's own tutorial leads to."""


@dataclass(frozen=True)
class Outcome:
    """One requirement on one target, and the tests that say so.

    `passed` and `failed` count tests. `failure` is the first failing test, named
    as `test_routing.py::test_405[PATCH-/tags]`, empty if there is none.
    """

    status: Status
    passed: int = 0
    failed: int = 0
    failure: str = ""


@dataclass(frozen=True)
class Suite:
    """The whole suite on every target: outcomes by requirement and target's name."""

    versions: Versions
    targets: tuple[Target, ...]
    outcomes: Mapping[str, Mapping[str, Outcome]]

    def target(self, backend: str, *, naked: bool = False) -> Target | None:
        """The finished backend or the naked one; scratch has no naked one."""
        for each in self.targets:
            if (each.backend, each.naked) == (backend, naked):
                return each
        return None

    def outcome(self, requirement: str, target: str) -> Outcome:
        """One cell; NOT_RUN if there is none."""
        unknown = Outcome(Status.NOT_RUN)
        return self.outcomes.get(requirement, {}).get(target, unknown)

    def held(self, target: str) -> int:
        """How many requirements hold on a target."""
        each_on = [row.get(target) for row in self.outcomes.values()]
        return sum(one is not None and one.status is Status.PASSED for one in each_on)


@dataclass(frozen=True)
class Ablation:
    """A backend without one line, and the requirements that notice.

    The lines `first_line` to `last_line` of `file` were taken out (`text`) of a
    copy, and `left` put there, which is `pass` for a statement. Then the rules of
    the concern were tested: `red` failed, `green` did not. Where nothing is red, the
    framework's default is good enough for the contract.
    """

    concern: str
    backend: str
    file: str
    first_line: int
    last_line: int
    text: str
    left: str
    red: tuple[str, ...]
    green: tuple[str, ...]
    did_not_start: bool = False
    """Whether the server did not even start; everything is red then."""


@dataclass(frozen=True)
class Ablations:
    """All of them, in the order of the concerns."""

    versions: Versions
    ablations: tuple[Ablation, ...]

    @property
    def cells(self) -> set[tuple[str, str]]:
        """Concern and backend of each."""
        return {(each.concern, each.backend) for each in self.ablations}

    def of(self, concern: str, backend: str) -> Ablation | None:
        """The one of a cell of the matrix, if it has one."""
        for each in self.ablations:
            if (each.concern, each.backend) == (concern, backend):
                return each
        return None


@dataclass(frozen=True)
class Exchange:
    r"""One request of a test and its response, as text that does not vary.

    Line ends of heads are "\n" here and CRLF on the wire. Tokens, ids, times, names
    that a test made up and ports are replaced; long bodies lack their middle.
    `curl` is empty where curl cannot send such a request.
    """

    test: str
    """As `test_routing.py::test_405[PATCH-/tags]`, without the target."""
    status: Status
    """What the test said of the target."""
    request: str
    curl: str
    response: str
    """Empty if none came."""


@dataclass(frozen=True)
class Exchanges:
    """Exchanges by requirement and target's name; not every cell has one."""

    versions: Versions
    exchanges: Mapping[str, Mapping[str, Exchange]] = field(default_factory=dict)

    def of(self, requirement: str, target: str) -> Exchange | None:
        """The one of a cell, if a test sent a request of its own there."""
        return self.exchanges.get(requirement, {}).get(target)
