"""All cases on all servers: the servers side by side, the cases one after the other."""

import fnmatch
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from fourways.bench.contenders import Contender
from fourways.wire.cases import Case, Crowd, cases, crowds, watches
from fourways.wire.crowd import judge_crowd
from fourways.wire.exchange import answers, exchange
from fourways.wire.judge import Judged, Verdict, judge
from fourways.wire.servers import serving

ALIVE_SECONDS: Final = 10.0
"""In which a server answers a plain request after each case."""

Asked = Case | Crowd
Tell = Callable[[str, int, int], None]
"""Told after each case: the server, how many are done, and of how many."""


class Stopped(Exception):
    """The run was given up."""


@dataclass
class Findings:
    """Of one server: verdicts by id, and the faults of its responses with a case."""

    verdicts: dict[str, Judged] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def chosen(pattern: str | None) -> list[Asked]:
    """The cases and crowds whose ids match, or all."""
    every: list[Asked] = [*cases(), *crowds()]
    return [each for each in every if fnmatch.fnmatch(each.id, pattern or "*")]


def run(
    servers: Sequence[Contender], asked: Sequence[Asked], *, whole: bool, tell: Tell
) -> dict[str, Findings]:
    """Ask them all. `whole`: these are all cases, so that watches can be judged.

    Raises CannotStart.
    """
    stop = threading.Event()
    with ThreadPoolExecutor(len(servers)) as pool:
        futures = {
            server.name: pool.submit(_ask, server, asked, stop, tell)
            for server in servers
        }
        try:
            found = {name: future.result() for name, future in futures.items()}
        except BaseException:
            stop.set()
            raise
    if whole:
        for findings in found.values():
            findings.verdicts.update(_watched(findings))
    return found


def _ask(
    server: Contender, asked: Sequence[Asked], stop: threading.Event, tell: Tell
) -> Findings:
    findings = Findings()
    ports = _Ports(server)
    with ports:
        for number, each in enumerate(asked):
            if stop.is_set():
                raise Stopped
            judged = _judged(ports.port, each, findings)
            if not answers(ports.port, ALIVE_SECONDS):
                why = "afterwards the server answered nobody, and was started again"
                judged = Judged(Verdict.wrong, judged.outcome, why)
                ports.restart()
            findings.verdicts[each.id] = judged
            tell(server.name, number + 1, len(asked))
    return findings


def _judged(port: int, each: Asked, findings: Findings) -> Judged:
    if isinstance(each, Crowd):
        return judge_crowd(port, each)
    observed = exchange(port, each)
    for fault in observed.faults:
        findings.faults.setdefault(fault, each.id)
    return judge(each, observed)


def _watched(findings: Findings) -> Iterator[tuple[str, Judged]]:
    for watch in watches():
        case = findings.faults.get(watch.id)
        if case is None:
            yield watch.id, Judged(Verdict.right, "never")
        else:
            yield watch.id, Judged(Verdict.wrong, "seen", f"first in {case}")


class _Ports:
    """A server that can be started again."""

    def __init__(self, server: Contender) -> None:
        self._server = server
        self._stack = ExitStack()
        self.port = 0

    def __enter__(self) -> None:
        self.port = self._stack.enter_context(serving(self._server))

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def restart(self) -> None:
        self._stack.close()
        time.sleep(0.1)
        self.__enter__()
