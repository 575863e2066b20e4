"""Ask until the requests are used up; whatever is found, made small and told once.

Hypothesis draws the requests. When one is answered wrongly it looks for the smallest
that is answered wrongly in the same way. Then it goes on, with the next round.
"""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import Flaky
from hypothesis.strategies import SearchStrategy

from contract_tests.support.exchange import RECORDER, Exchange
from fourways.fuzz import described, grammar
from fourways.fuzz.asked import Asked
from fourways.fuzz.caller import Caller
from fourways.fuzz.counts import Counts
from fourways.fuzz.judging import Finding, judge

ROUND: Final = 1_000
SHORTEST_ROUND: Final = 100
SMALLER: Final = 150
"""Requests at most to make one smaller."""
MOST_FINDINGS: Final = 25
"""After so many the rest is only counted."""
COVERAGE_SHARE: Final = 5
"""At most one request in so many is of the coverage phase."""
COVERAGE_FROM: Final = 2_000
"""Shorter runs go without: some of its cases take a second to find."""


class Wrong(Exception):
    """A request was answered wrongly, as Hypothesis has to be told."""


class Enough(BaseException):
    """It is small enough. Hypothesis lets through what is no Exception."""


@dataclass
class Fuzzing:
    """One run over some callers, one for each target."""

    callers: list[Caller]
    requests: int
    seed: int
    tell: Callable[["Fuzzing"], None]
    counts: Counts = field(default_factory=Counts)
    findings: dict[tuple[str, ...], Finding] = field(default_factory=dict)
    extra: int = 0
    """Requests that made a finding smaller."""
    asked: set[Asked] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(len(self.callers))

    def run(self) -> None:
        """Ask. Raises FuzzError when a server cannot be asked any more."""
        with tempfile.TemporaryDirectory(prefix="fourways-fuzz-") as folder:
            set_hypothesis_home_dir(folder)
            self._coverage(described.coverage())
            own = grammar.requests()
            sources = [own, described.random_requests(), own]
            number = 0
            while self.counts.total < self.requests:
                self._round(sources[number % len(sources)], self.seed + number)
                number += 1

    def _coverage(self, cases: Iterable[Asked]) -> None:
        share = self.requests // COVERAGE_SHARE if self.requests >= COVERAGE_FROM else 0
        for asked in islice(cases, share):
            finding = self.ask(asked) if self.is_new(asked) else None
            if finding:
                self.findings.setdefault(finding.kind, finding)

    def _round(self, source: SearchStrategy[Asked], seed: int) -> None:
        # A short round has nothing but the simplest requests, over and over.
        size = max(min(ROUND, self.requests // 8), SHORTEST_ROUND)
        search = _Search(self)
        test = hypothesis.settings(
            max_examples=size,
            database=None,
            deadline=None,
            derandomize=False,
            report_multiple_bugs=False,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            verbosity=hypothesis.Verbosity.quiet,
        )(hypothesis.given(source)(search.look))
        try:
            hypothesis.seed(seed)(test)()
        except (Wrong, Flaky, Enough):
            # Flaky without one: a generator made something else the second time.
            if search.smallest is not None:
                self.findings[search.smallest.kind] = search.smallest

    def is_new(self, asked: Asked) -> bool:
        """Whether it is to be asked: no request is asked twice, and none too many."""
        known = asked in self.asked
        self.asked.add(asked)
        return not known and self.counts.total < self.requests

    def ask(self, asked: Asked, *, smaller: bool = False) -> Finding | None:
        """Ask all, at the same time; the first thing that is wrong, if any is."""
        answers = self._pool.map(lambda caller: caller.ask(asked), self.callers)
        names = [caller.name for caller in self.callers]
        exchanges: Mapping[str, Exchange] = dict(zip(names, answers, strict=True))
        RECORDER.clear()
        if smaller:
            self.extra += 1
        else:
            self.counts.add(asked, exchanges)
            self.tell(self)
        return judge(asked, exchanges)


class _Search:
    """What Hypothesis calls: Wrong for the first new finding, then only for it."""

    def __init__(self, fuzzing: Fuzzing) -> None:
        self._fuzzing = fuzzing
        self._tried: dict[Asked, Finding | None] = {}
        self.smallest: Finding | None = None

    def look(self, asked: Asked) -> None:
        finding = self._finding(asked)
        if finding is not None:
            self.smallest = finding
            # In one place: Hypothesis takes two lines that raise for two faults.
            raise Wrong

    def _finding(self, asked: Asked) -> Finding | None:
        if self.smallest is None:
            if not self._fuzzing.is_new(asked):
                return None
            finding = self._fuzzing.ask(asked)
            return self._remember(asked, finding if self._is_new(finding) else None)
        if asked not in self._tried:
            if len(self._tried) > SMALLER:
                raise Enough
            found = self._fuzzing.ask(asked, smaller=True)
            same = found is not None and found.kind == self.smallest.kind
            self._tried[asked] = found if same else None
        return self._tried[asked]

    def _remember(self, asked: Asked, finding: Finding | None) -> Finding | None:
        self._tried = {asked: finding}
        return finding

    def _is_new(self, finding: Finding | None) -> bool:
        known = self._fuzzing.findings
        return bool(
            finding and finding.kind not in known and len(known) < MOST_FINDINGS
        )
