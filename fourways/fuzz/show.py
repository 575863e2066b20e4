"""What the command writes while it asks, and at the end."""

from rich.console import Console
from rich.status import Status
from rich.table import Table

from fourways.fuzz.result import Result
from fourways.fuzz.run import Fuzzing
from fourways.terminal import is_live

PLAIN_STEPS = 10


class Progress:
    """One line that changes in a terminal; elsewhere a line for each tenth."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live: Status | None = None
        self._findings = 0
        self._steps = 0

    def say(self, text: str) -> None:
        """Say what is being done."""
        if is_live(self._console):
            self._live = self._live or self._console.status(text)
            self._live.start()
            self._live.update(text)
        else:
            self._console.print(text)

    def tell(self, fuzzing: Fuzzing) -> None:
        """One more request was answered."""
        done, found = fuzzing.counts.total, len(fuzzing.findings)
        step = done * PLAIN_STEPS // fuzzing.requests
        if found == self._findings and step == self._steps and self._live is None:
            return
        for finding in [*fuzzing.findings.values()][self._findings :]:
            self._console.print(f"Found: {finding.message}", soft_wrap=True)
        self._findings, self._steps = found, step
        findings = "1 finding" if found == 1 else f"{found} findings"
        self.say(f"  {done:,} of {fuzzing.requests:,} requests, {findings}")

    def stop(self) -> None:
        """Take the line away."""
        if self._live:
            self._live.stop()


def show(result: Result, console: Console, again: str, requests: int) -> None:
    """Counts and findings; `again` is the command that asks the same again.

    It was interrupted if fewer than `requests` were asked.
    """
    console.print(_operations(result))
    asked = ", ".join(f"{name} {number:,}" for name, number in result.sources.items())
    slowest = ", ".join(f"{name} {each:.2f} s" for name, each in result.slowest.items())
    console.print(f"{result.requests:,} requests to each: {asked}.")
    console.print(f"Slowest answers: {slowest}.")
    for number, finding in enumerate(result.findings, 1):
        console.rule(f"Finding {number}", align="left")
        _show_finding(finding, console)
    if result.findings:
        console.rule()
        console.print(f"Findings: {len(result.findings)}. The same again:", style="red")
        console.print(f"  {again}", soft_wrap=True)
    else:
        console.print(_all_is_well(result), style="green")
    if result.requests < requests:
        done = f"interrupted after {result.requests:,} of {requests:,} requests"
        console.print(f"The run was {done}.", style="yellow")


def _all_is_well(result: Result) -> str:
    alike = ", and all were alike" if len(result.targets) > 1 else ""
    return f"Every answer was right{alike}."


def _show_finding(finding: dict[str, str], console: Console) -> None:
    for text in (finding["message"], finding["request"], "", finding["curl"]):
        console.print(text, soft_wrap=True)
    console.print()
    console.print(finding["answer"], soft_wrap=True)


def _operations(result: Result) -> Table:
    """Of the first target; where another one has other numbers, so it says."""
    first = result.targets[0]
    table = Table(title=f"Answers of {first}", title_justify="left", box=None)
    table.add_column("operation")
    counts = result.statuses[first]
    every = sorted({status for each in counts.values() for status in each})
    for status in every:
        table.add_column(status if status != "0" else "none", justify="right")
    for operation, each in counts.items():
        table.add_row(operation, *(str(each.get(status, "")) for status in every))
    return table
