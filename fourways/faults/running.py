"""Run scenarios on backends and databases, one after the other."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import cache, partial

from fourways.discovery import default_server
from fourways.manifest import Backend
from fourways.postgres import PostgresError

from .cluster import MortalCluster
from .outcome import NotRun, Outcome
from .rig import Rig
from .scenario import Result, Scenario, verdict

Target = tuple[Backend, str]
"""A backend on a kind of database."""


def targets(backends: Sequence[Backend], databases: Sequence[str]) -> list[Target]:
    """Each backend on each of the databases that it works on."""
    return [
        (backend, kind)
        for backend in backends
        for kind in databases
        if kind in backend.databases
    ]


def run(
    chosen: Sequence[Target],
    scenarios: Sequence[Scenario],
    tell: Callable[[Scenario, Target], None],
) -> Iterator[Result]:
    """The results, scenario by scenario; `tell` hears of each before it runs.

    One server at a time runs. What is started is ended at the end.
    """
    with ExitStack() as stack:

        @cache
        def cluster() -> MortalCluster:
            try:
                started = MortalCluster()
            except PostgresError as error:
                raise NotRun(str(error)) from None
            stack.callback(started.stop)
            return started

        @cache
        def rig(position: int) -> Rig:
            backend, kind = chosen[position]
            return stack.enter_context(Rig(backend, kind, cluster))

        for scenario in scenarios:
            for position, target in enumerate(chosen):
                if target[1] in scenario.databases:
                    tell(scenario, target)
                    yield _result(scenario, target, partial(rig, position))


def _result(scenario: Scenario, target: Target, rig: Callable[[], Rig]) -> Result:
    backend, kind = target
    started = time.monotonic()
    counts: dict[str, float] = {}
    notes: list[str] = []
    reasons: tuple[str, ...]
    try:
        seen = scenario.run(rig())
    except NotRun as reason:
        outcome, reasons = Outcome.NOT_RUN, (str(reason),)
    except Exception as error:
        # A backend may fail in ways that no scenario has thought of.
        text = str(error).strip() or "no more is known"
        outcome, reasons = Outcome.FAILED, (f"{type(error).__name__}: {text}",)
    else:
        outcome, reasons = verdict(seen)
        counts, notes = seen.counts, seen.notes
    return Result(
        scenario=scenario.name,
        backend=backend.name,
        server=default_server(backend).name,
        database=kind,
        outcome=outcome,
        counts=counts,
        reasons=reasons,
        notes=tuple(notes),
        seconds=round(time.monotonic() - started, 1),
    )
