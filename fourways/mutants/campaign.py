"""Many mutants, side by side: each job has a copy of the backend for itself.

The checkout is never changed. Mutants that no client could tell are tried together, on
all databases; the others on the first one, and those that survive it on the next. In
between the unchanged code is judged in the same way: how often that fails tells how
often a mutant may have been killed by chance.
"""

import queue
import tempfile
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fourways import postgres, watchdog
from fourways.manifest import Backend
from fourways.mutants.explained import Change, change_of, explained
from fourways.mutants.mutant import Mutant
from fourways.mutants.ordering import concerns_of
from fourways.mutants.session import Result, Session
from fourways.mutants.slot import Slot
from fourways.mutants.together import Codes, groups, settle
from fourways.mutants.trial import PATIENCE, Outcome, Trial, TrialError, Verdict
from fourways.terminal import Mistake

CONTROL_EVERY: Final = 100
SHORTEST_LIMIT: Final = 60.0
LONGEST_MEASURE: Final = 600.0


@dataclass
class Campaign:
    """Mutants of one backend, and where their outcomes are noted.

    Those with one of the `reasons` are expected to survive.
    `told` is called with each outcome, from any thread, one at a time.
    """

    backend: Backend
    session: Session
    databases: Sequence[str]
    told: Callable[[Mutant, Result], None]
    reasons: Mapping[Change, str] = field(default_factory=explained)
    problems: list[str] = field(default_factory=list)
    _limits: dict[str, float] = field(default_factory=dict)
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
                self._run_explained(
                    [m for m in mutants if self._is_explained(m, again)], slots[0]
                )
                for place, database in enumerate(self.databases):
                    before = self.databases[:place]
                    left = [m for m in mutants if self._is_left(m, before, again)]
                    self._phase(left, database, slots)
                    again = ()
            finally:
                self._stopped.set()
                postgres.stop()

    def _is_explained(self, mutant: Mutant, again: Collection[str]) -> bool:
        known = self.session.of(mutant) is not None and mutant.id not in again
        return change_of(mutant) in self.reasons and not known

    def _run_explained(self, mutants: Sequence[Mutant], slot: Slot) -> None:
        """Those that are expected to survive, many at a time."""
        if not mutants:
            return
        for database in self.databases:
            self._prepare(slot, database)

        def judge(codes: Codes) -> Verdict:
            for database in self.databases:
                verdict = self._judge(None, slot, database, codes)
                if verdict.outcome is not Outcome.SURVIVED:
                    break
            return verdict

        for group in groups(mutants, slot.folder):
            began = time.monotonic()
            for mutant, verdict in settle(group, slot.folder, judge):
                seconds = (time.monotonic() - began) / len(group)
                database = self.databases[-1]
                result = self.session.add(mutant, verdict, database, seconds)
                self.told(mutant, result)

    def _is_left(
        self, mutant: Mutant, before: Sequence[str], again: Collection[str]
    ) -> bool:
        result = self.session.of(mutant)
        if change_of(mutant) in self.reasons:
            return False
        if result is None or mutant.id in again:
            return not before
        return result.outcome is Outcome.SURVIVED and result.database in before

    def _phase(
        self, mutants: Sequence[Mutant], database: str, slots: list[Slot]
    ) -> None:
        if not mutants:
            return
        self._prepare(slots[0], database)
        waiting: queue.SimpleQueue[Mutant | None] = queue.SimpleQueue()
        for number, mutant in enumerate(mutants, 1):
            waiting.put(mutant)
            if number % CONTROL_EVERY == 0:
                waiting.put(None)
        self._run(waiting, slots, database)

    def _run(
        self,
        waiting: "queue.SimpleQueue[Mutant | None]",
        slots: list[Slot],
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
        slot: Slot,
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

    def _prepare(self, slot: Slot, database: str) -> None:
        """The unchanged code must pass; how long it takes decides the limit."""
        if database in self._limits:
            return
        if database == "postgresql":
            self._cluster = postgres.cluster().url
        result = self._try(None, slot, database, limit=LONGEST_MEASURE)
        if result.outcome is not Outcome.SURVIVED:
            raise Mistake(
                f"the unchanged code of {self.backend.name} does not pass on "
                f"{database}: {result.killer or result.outcome}; so nothing could be "
                "learnt from changed code"
            )
        self._limits[database] = max(SHORTEST_LIMIT, PATIENCE * result.seconds)

    def _try(
        self,
        mutant: Mutant | None,
        slot: Slot,
        database: str,
        limit: float | None = None,
    ) -> Result:
        began = time.monotonic()
        codes = {mutant.file: mutant.code} if mutant else {}
        verdict = self._judge(mutant, slot, database, codes, limit)
        with self._lock:
            seconds = time.monotonic() - began
            result = self.session.add(mutant, verdict, database, seconds)
            if mutant:
                self.told(mutant, result)
        return result

    def _judge(
        self,
        mutant: Mutant | None,
        slot: Slot,
        database: str,
        codes: Codes,
        limit: float | None = None,
    ) -> Verdict:
        with self._lock:
            first = self.session.killers(mutant) if mutant else []
        trial = Trial(
            folder=slot.copy,
            database=database,
            output=slot.folder / "pytest.txt",
            seconds=limit or self._limits[database],
            first=first,
            about=concerns_of(self.backend.name, mutant.file if mutant else ""),
            cluster=self._cluster,
        )
        with slot.changed(codes):
            return trial.run()
