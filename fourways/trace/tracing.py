"""Trace a request on a backend: rehearse it until all is warm, then record it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from fourways.manifest import Backend
from fourways.trace.asking import Asking
from fourways.trace.model import Trace
from fourways.trace.session import Session, session

AT_ONCE: Final = 2

REHEARSALS: Final = 3
"""Requests after which caches are filled: of compiled SQL, of regular expressions."""


def trace(backend: Backend, asking: Asking, *, cold: bool) -> Trace:
    """One request on a backend of its own. Raises TraceError, StartError."""
    with session(backend) as opened:
        return trace_cold(opened, asking) if cold else trace_warm(opened, asking)


def trace_all(
    backends: Sequence[Backend], asking: Asking, *, cold: bool
) -> list[Trace]:
    """The same request on each of them. Raises TraceError, StartError."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [*pool.map(lambda each: trace(each, asking, cold=cold), backends)]


def trace_warm(opened: Session, asking: Asking) -> Trace:
    """The request as it runs when it has run before. Raises TraceError."""
    rehearse(opened, asking)
    return trace_again(opened, asking)


def trace_again(opened: Session, asking: Asking) -> Trace:
    """The request, when it has been rehearsed. Raises TraceError."""
    return _named(opened.trace(asking.prepare(opened)), asking, cold=False)


def trace_cold(opened: Session, asking: Asking) -> Trace:
    """The request as the first one of a new process. Raises TraceError."""
    asked = asking.prepare(opened)
    opened.restart()
    return _named(opened.trace(asked), asking, cold=True)


def rehearse(opened: Session, asking: Asking) -> None:
    """Make the request a few times, without recording it."""
    for _ in range(REHEARSALS):
        opened.send(asking.prepare(opened, rehearsal=True))


def _named(found: Trace, asking: Asking, *, cold: bool) -> Trace:
    return replace(found, case=asking.case or "created", cold=cold)
