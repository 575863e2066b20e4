"""One mutant against the suite, in a process of its own.

The process is forked from one that has imported pytest and the suite already: a mutant
that the first tests notice costs little more than starting its server. When the process
is killed, its watchdog ends the servers that it has started.
"""

import json
import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partialmethod
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any, Final

import pytest

from fourways.evidence.running import short_name
from fourways.mutants.ordering import STARTS, Ordering
from fourways.process import ServerProcess
from fourways.suite import Wanted

PATIENCE: Final = 5
"""How many times as long as the unchanged code a mutant may take.

A server that is not ready after all of that time, once, will not become so.
"""

PRELOAD: Final = ["fourways.mutants.trial", "contract_tests.support.fixtures"]


class Outcome(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    NOT_STARTED = "not started"
    TIME_LIMIT = "time limit"
    SURVIVED = "survived"


@dataclass(frozen=True)
class Verdict:
    """What the suite said. `killer` is the test that failed first, if one did."""

    outcome: Outcome
    killer: str = ""
    message: str = ""


class TrialError(Exception):
    """The suite itself failed; the message says where its output is."""


@dataclass(frozen=True)
class Trial:
    """Which backend to judge, as it is in `folder`, and how.

    `first` are names of tests to begin with, `about` concerns to go on with. pytest
    writes into `output`. `cluster` is the URL of a PostgreSQL to make databases in.
    """

    folder: Path
    database: str
    output: Path
    seconds: float
    first: Sequence[str] = ()
    about: frozenset[str] = frozenset()
    cluster: str = ""
    keyword: str | None = None

    def run(self) -> Verdict:
        """Run the suite up to its first failure. Raises TrialError."""
        answer = self.output.with_suffix(".json")
        answer.unlink(missing_ok=True)
        process = _context().Process(target=_judge, args=(self, answer), daemon=True)
        process.start()
        process.join(self.seconds)
        if process.is_alive():
            process.kill()
            process.join()
            return Verdict(Outcome.TIME_LIMIT)
        if not answer.exists():
            raise TrialError(f"pytest ended without a result: {self.output} says why")
        found = json.loads(answer.read_text(encoding="utf-8"))
        return Verdict(Outcome(found["outcome"]), found["killer"], found["message"])


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    return context


def _judge(trial: Trial, answer: Path) -> None:
    """The process: pytest, and what it found as JSON."""
    output = os.open(trial.output, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(output, stream)
    if trial.cluster:
        os.environ["DATABASE_URL"] = trial.cluster
    # The copy is ours, and servers start sooner when it is compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    patient: Any = partialmethod(ServerProcess.wait, seconds=trial.seconds / PATIENCE)
    ServerProcess.wait = patient  # type: ignore[method-assign]
    ordering = Ordering(trial.first, trial.about)
    wanted = Wanted(
        backends=(str(trial.folder),),
        databases=(trial.database,),
        keyword=trial.keyword,
        one_by_one=True,
    )
    status = pytest.main(
        ["--color=no", "-x", "-pno:cacheprovider", *wanted.arguments()],
        plugins=[ordering],
    )
    # Without an answer this process has failed.
    if (outcome := _outcome(status, ordering.killer)) is not None:
        target = f"{_name(trial)}-{trial.database}"
        verdict = {
            "outcome": outcome,
            "killer": short_name(ordering.killer, target) if ordering.killer else "",
            "message": ordering.message,
        }
        answer.write_text(json.dumps(verdict), encoding="utf-8")


def _outcome(status: int, killer: str) -> Outcome | None:
    if status == pytest.ExitCode.OK:
        return Outcome.SURVIVED
    if f"::{STARTS.partition('::')[2]}[" in killer:
        return Outcome.NOT_STARTED
    return Outcome.KILLED if killer else None


def _name(trial: Trial) -> str:
    from fourways.manifest import load

    return load(trial.folder).name
