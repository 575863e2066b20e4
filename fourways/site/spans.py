"""A trace as spans on one axis, which counts lines that ran: order, and no time.

A call begins where so many of its caller's own lines have run (`after`), behind all
that the caller called before; it is as long as the lines of all that it called.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fourways.trace.recorded import Call


@dataclass(frozen=True)
class Span:
    """A call from `begin` to `end`, both counted in lines that ran."""

    call: Call
    depth: int
    begin: int
    end: int


def spans(root: Call) -> Iterator[Span]:
    """Every call, each before what it called."""
    totals = _totals(root)
    waiting = [Span(root, 0, 0, totals[id(root)])]
    while waiting:
        span = waiting.pop()
        yield span
        below = []
        called = 0
        for child in span.call.children:
            begin = span.begin + child.after + called
            called += totals[id(child)]
            below.append(Span(child, span.depth + 1, begin, begin + totals[id(child)]))
        waiting.extend(reversed(below))


def _totals(root: Call) -> dict[int, int]:
    totals: dict[int, int] = {}
    for call in reversed(list(root.walk())):
        totals[id(call)] = call.lines + sum(totals[id(each)] for each in call.children)
    return totals
