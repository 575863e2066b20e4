"""One scenario with one backend, from an empty database to its result."""

import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from fourways import postgres, watchdog
from fourways.manifest import Backend
from fourways.process import StartError
from fourways.progress import Progress
from fourways.replicas import access_log
from fourways.replicas.explained import explained, interruptions
from fourways.replicas.group import Group, started
from fourways.replicas.result import Outcome
from fourways.replicas.scenarios import Meddling, Scenario
from fourways.results import Check, Results, Status
from fourways.suite import ENDS_EVERYTHING, Run, Wanted, run

LIMITS = "fourways.replicas.limits"


def run_scenario(
    backend: Backend,
    scenario: Scenario,
    cluster: postgres.Cluster,
    progress: Progress,
    *,
    keyword: str | None = None,
) -> tuple[Outcome, Results]:
    """Run the suite through nginx while the scenario happens.

    The results hold only failures that nothing explains. Raises StartError.
    """
    began = time.monotonic()
    with started(backend, cluster) as group:
        meddling = Meddling(scenario, group, progress)
        try:
            finished = _suite(group, meddling, keyword)
        finally:
            meddling.finish()
        finished.results.problems += meddling.problems
        outcome = _outcome(backend, scenario, group, meddling, finished.results)
    seconds = time.monotonic() - began
    return replace(outcome, seconds=round(seconds, 1)), finished.results


def _suite(group: Group, progress: Progress, keyword: str | None) -> Run:
    wanted = Wanted(url=group.url, keyword=keyword, plugins=(LIMITS,))
    with tempfile.TemporaryDirectory(prefix="fourways-") as folder:
        watchdog.watch_folder(folder)
        finished = run([wanted], progress, Path(folder))
    if finished.status in ENDS_EVERYTHING:
        raise StartError(f"the run ended early:\n{finished.output}")
    return finished


def _outcome(
    backend: Backend,
    scenario: Scenario,
    group: Group,
    meddling: Meddling,
    results: Results,
) -> Outcome:
    requests = access_log.read(group.nginx.access_log)
    cut_off = interruptions(requests)
    excused = [
        check
        for check in results.failures
        if scenario.may_fail and explained(check, cut_off)
    ]
    results.checks = [check for check in results.checks if check not in excused]
    answers = access_log.answers(requests)
    ports = [replica.port.number for replica in group.replicas]
    return Outcome(
        backend=backend.name,
        scenario=scenario.name,
        passed=_count(results, Status.PASSED),
        limits=_count(results, Status.KNOWN_LIMIT),
        not_applicable=_count(results, Status.NOT_APPLICABLE),
        failed=_names(results.failures),
        explained=_names(excused),
        problems=(*results.problems, *_idle(ports, answers)),
        happened=meddling.happened,
        answered=tuple(answers[port] for port in ports),
        processes=tuple(tuple(each.answers()) for each in group.replicas),
        by_nginx=answers[None],
        passed_on=sum(each.passed_on for each in requests),
        cut_off=tuple(f"{each.method} {each.path} {each.status}" for each in cut_off),
        seconds=0.0,
    )


def _count(results: Results, status: Status) -> int:
    return sum(check.status is status for check in results.checks)


def _names(checks: list[Check]) -> tuple[str, ...]:
    return tuple(check.name for check in checks)


def _idle(ports: list[int], answers: Counter[int | None]) -> list[str]:
    """Replicas that answered nothing: then it was no test of several."""
    return [
        f"replica {number} answered no request"
        for number, port in enumerate(ports, 1)
        if not answers[port]
    ]
