"""Many mutants, side by side: each job has a copy of the backend for itself.

The checkout is never changed. All mutants are tried on the first database, then those
that survived without a known reason on the next one. In between the unchanged code is
judged in the same way: how often that fails tells how often a mutant may have been
killed by chance.
"""

import queue
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fourways import postgres, watchdog
from fourways.evidence.ablation import NOT_CODE
from fourways.manifest import Backend
from fourways.mutants.explained import Change, change_of, explained
from fourways.mutants.mutant import Mutant
from fourways.mutants.ordering import concerns_of
from fourways.mutants.session import Result, Session
from fourways.mutants.trial import PATIENCE, Outcome, Trial, TrialError
from fourways.terminal import Mistake

CONTROL_EVERY: Final = 100
SHORTEST_LIMIT: Final = 60.0


@dataclass
class Campaign:
    """Mutants of one backend, and where their outcomes are noted.

    Survivors with one of the `reasons` need not be tried on a second database.
    `told` is called with each outcome, from any thread, one at a time.
    """

    backend: Backend
    session: Session
    databases: Sequence[str]
    told: Callable[[Mutant, Result], None]
    reasons: Mapping[Change, str] = field(default_factory=explained)
    problems: list[str] = field(default_factory=list)
    _limit: float = SHORTEST_LIMIT
    _cluster: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def run(
        self, mutants: Sequence[Mutant], jobs: int, again: Collection[str] = ()
    ) -> None:
        """Try them all; those known to have survived only where it is not known yet.

        `again` are the ids of those to try as if nothing were known about them.
        Raises Mistake if the unchanged code does not pass.
        """
        with tempfile.TemporaryDirectory(prefix="fourways-mutants-") as folder:
            watchdog.watch_folder(folder)
            slots = [Slot(self.backend, Path(folder) / str(n)) for n in range(jobs)]
            try:
                for place, database in enumerate(self.databases):
                    before = self.databases[:place]
                    left = [m for m in mutants if self._is_left(m, before, again)]
                    self._phase(left, database, slots)
                    again = ()
            finally:
                self._stopped.set()
                postgres.stop()

    def _is_left(
        self, mutant: Mutant, before: Sequence[str], again: Collection[str]
    ) -> bool:
        result = self.session.of(mutant)
        if result is None or mutant.id in again:
            return not before
        survived = result.outcome is Outcome.SURVIVED
        unexplained = change_of(mutant) not in self.reasons
        return survived and unexplained and result.database in before

    def _phase(
        self, mutants: Sequence[Mutant], database: str, slots: "list[Slot]"
    ) -> None:
        if not mutants:
            return
        if database == "postgresql":
            self._cluster = postgres.cluster().url
        waiting: queue.SimpleQueue[Mutant | None] = queue.SimpleQueue()
        for number, mutant in enumerate(mutants, 1):
            waiting.put(mutant)
            if number % CONTROL_EVERY == 0:
                waiting.put(None)
        self._measure(slots[0], database)
        self._run(waiting, slots, database)

    def _run(
        self,
        waiting: "queue.SimpleQueue[Mutant | None]",
        slots: "list[Slot]",
        database: str,
    ) -> None:
        threads = [
            threading.Thread(
                target=self._work, args=(waiting, slot, database), daemon=True
            )
            for slot in slots
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            # With a time limit, so that Ctrl-C is heard meanwhile.
            while thread.is_alive():
                thread.join(0.5)

    def _work(
        self,
        waiting: "queue.SimpleQueue[Mutant | None]",
        slot: "Slot",
        database: str,
    ) -> None:
        while not self._stopped.is_set():
            try:
                mutant = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                self._try(mutant, slot, database)
            except TrialError as error:
                with self._lock:
                    self.problems.append(f"{mutant.id if mutant else ''}: {error}")

    def _measure(self, slot: "Slot", database: str) -> None:
        """The unchanged code must pass; how long it takes decides the limit."""
        result = self._try(None, slot, database, limit=600.0)
        if result.outcome is not Outcome.SURVIVED:
            raise Mistake(
                f"the unchanged code of {self.backend.name} does not pass on "
                f"{database}: {result.killer or result.outcome}; so nothing could be "
                "learnt from changed code"
            )
        self._limit = max(SHORTEST_LIMIT, PATIENCE * result.seconds)

    def _try(
        self,
        mutant: Mutant | None,
        slot: "Slot",
        database: str,
        limit: float | None = None,
    ) -> Result:
        with self._lock:
            first = self.session.killers(mutant) if mutant else []
        trial = Trial(
            folder=slot.copy,
            database=database,
            output=slot.folder / "pytest.txt",
            seconds=limit or self._limit,
            first=first,
            about=concerns_of(self.backend.name, mutant.file if mutant else ""),
            cluster=self._cluster,
        )
        began = time.monotonic()
        with slot.changed(mutant):
            verdict = trial.run()
        with self._lock:
            seconds = time.monotonic() - began
            result = self.session.add(mutant, verdict, database, seconds)
            if mutant:
                self.told(mutant, result)
        return result


class Slot:
    """A copy of the backend, in which one file at a time is changed."""

    def __init__(self, backend: Backend, folder: Path) -> None:
        self.folder = folder
        self.copy = folder / backend.folder.name
        shutil.copytree(backend.folder, self.copy, ignore=NOT_CODE)

    @contextmanager
    def changed(self, mutant: Mutant | None) -> Iterator[None]:
        """The copy is this mutant meanwhile."""
        if mutant is None:
            yield
            return
        file = self.folder / mutant.file
        original = file.read_text(encoding="utf-8")
        try:
            _write(file, mutant.code)
            yield
        finally:
            _write(file, original)


def _write(file: Path, code: str) -> None:
    file.write_text(code, encoding="utf-8")
    # Python compares whole seconds and the length: a file that was changed twice in a
    # second would be taken for the one that it has compiled.
    for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        compiled.unlink()
