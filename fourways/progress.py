"""How far a run is: bars in a terminal, a few plain lines anywhere else."""

from collections import Counter
from collections.abc import Mapping
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn
from rich.progress import Progress as Bars
from rich.text import Text

from fourways.results import Check, Column, Status
from fourways.terminal import is_live

PLAIN_STEPS = 10
SHORTEST_STEP = 50
PLAIN_FAILURES = 20
"""More than these are named only at the end."""


class Progress(Protocol):
    """What a run tells while it runs."""

    def start(self, columns: list[Column]) -> None:
        """The targets are being started."""

    def expect(self, totals: Mapping[str, int]) -> None:
        """Number of tests by target's name; "" for those without a target."""

    def checked(self, check: Check) -> None:
        """A test has ended."""

    def stop(self) -> None:
        """The run is over. Safe to call again."""


def progress_for(console: Console, named: int = PLAIN_FAILURES) -> Progress:
    """The kind that suits the console; a plain one names this many failures."""
    return LiveProgress(console) if is_live(console) else PlainProgress(console, named)


class LiveProgress:
    """A bar for each target, with the numbers of passed and failed tests."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Bars(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[done]}"),
            TextColumn("{task.fields[failed]}"),
            console=console,
            expand=True,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._totals: Mapping[str, int] = {}
        self._passed: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()

    def start(self, columns: list[Column]) -> None:
        """Show an empty bar for each target."""
        for column in columns:
            self._tasks[column.name] = self._bars.add_task(
                column.name, total=None, done="starting", failed=""
            )
        self._bars.start()

    def expect(self, totals: Mapping[str, int]) -> None:
        """Now the bars have a length; workers all tell the same."""
        self._totals = totals
        for name, task in self._tasks.items():
            self._bars.update(task, total=totals.get(name, 0))

    def checked(self, check: Check) -> None:
        """Move the bar of the test's target."""
        name = check.target
        if name not in self._tasks:
            return
        self._passed[name] += check.status is Status.PASSED
        self._failed[name] += check.status is Status.FAILED
        failed = self._failed[name]
        self._bars.update(
            self._tasks[name],
            advance=1,
            done=Text(f"{self._passed[name]} of {self._totals[name]} passed", "green"),
            failed=Text(f"{failed} failed", "bold red" if failed else "dim"),
        )

    def stop(self) -> None:
        """Take the bars away: the matrix says it better now."""
        self._bars.stop()


class PlainProgress:
    """A line for each tenth of the run, and one for each of the first failures."""

    def __init__(self, console: Console, named: int = PLAIN_FAILURES) -> None:
        self._console = console
        self._named = named
        self._total = 0
        self._done = 0
        self._failed = 0

    def start(self, columns: list[Column]) -> None:
        """Name the targets. A run may have several parts, each with its own."""
        self._total = self._done = 0
        self._say(f"Starting {', '.join(column.name for column in columns)}")

    def expect(self, totals: Mapping[str, int]) -> None:
        """Say how much there is to do; workers all tell the same."""
        if not self._total:
            self._total = sum(totals.values())
            self._say(f"Running {self._total} tests")

    def checked(self, check: Check) -> None:
        """Say which test failed, and every tenth of the run how far it is."""
        self._done += 1
        if check.status is Status.FAILED:
            self._failed += 1
            if self._failed <= self._named:
                self._say(f"FAILED {check.test}")
        step = max(SHORTEST_STEP, self._total // PLAIN_STEPS)
        if self._done % step == 0 or self._done == self._total:
            self._say(f"  {self._done} of {self._total}, {self._failed} failed")

    def stop(self) -> None:
        """Nothing stands on the terminal that would have to go."""

    def _say(self, line: str) -> None:
        self._console.print(line, soft_wrap=True, markup=False)
