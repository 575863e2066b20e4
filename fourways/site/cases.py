"""The cases of the request that is traced, as the pages name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fourways.site.backends import four
from fourways.site.material import Material
from fourways.trace.recorded import GROUPS, Group, Trace


@dataclass(frozen=True)
class Case:
    """One way to send POST /bookmarks, and the concern that it is about."""

    name: str
    title: str
    what: str
    concern: str


CASES: Final = (
    Case("created", "Created", "A good bookmark, from a caller with a token.", "crud"),
    Case(
        "malformed",
        "Malformed",
        "The same, but its JSON lacks the last brace.",
        "bodies",
    ),
    Case(
        "wrong-method",
        "Wrong method",
        "The same path, with a method that it has not.",
        "routing",
    ),
    Case("unauthorized", "Unauthorized", "The same without a token.", "auth"),
    Case("conflict", "Conflict", "The same url a second time.", "crud"),
)
ON_HOME: Final = CASES[:3]


@dataclass(frozen=True)
class Part:
    """How much of a request one group ran. Shares are of the longest bar, 0 to 1."""

    group: Group
    lines: int
    functions: int
    share: float
    varies: tuple[int, int] | None
    """The fewest and the most lines, where runs were not alike."""

    @property
    def name(self) -> str:
        """The group as part of a CSS class."""
        return self.group.replace(" ", "-")


@dataclass(frozen=True)
class Bar:
    """All that ran for one request in one backend."""

    parts: tuple[Part, ...]
    lines: int
    functions: int
    yours: float
    """The share of yours in it, 0 to 1."""


def traces_of(case: Case, material: Material) -> dict[str, Trace]:
    """The trace of each backend, in their order."""
    return {way.name: material.traces[way.name, case.name] for way in four()}


def bars(traces: Mapping[str, Trace]) -> dict[str, Bar]:
    """Bars on one scale, by backend."""
    most = max(_lines(trace) for trace in traces.values())
    return {name: _bar(trace, most) for name, trace in traces.items()}


def _bar(trace: Trace, most: int) -> Bar:
    parts = tuple(
        Part(
            group,
            trace.groups[group].lines,
            trace.groups[group].functions,
            round(trace.groups[group].lines / most, 4),
            trace.varies.get(group),
        )
        for group in GROUPS
        if group in trace.groups
    )
    lines = _lines(trace)
    return Bar(
        parts=parts,
        lines=lines,
        functions=sum(part.functions for part in parts),
        yours=trace.groups["yours"].lines / lines,
    )


def _lines(trace: Trace) -> int:
    return sum(count.lines for count in trace.groups.values())
