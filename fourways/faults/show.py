"""What was seen, in words: for the terminal and for the page."""

from collections.abc import Mapping

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from .outcome import Outcome
from .scenario import Result, Scenario

STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "bold red",
    Outcome.NOT_RUN: "yellow",
}


def counts_in_words(counts: Mapping[str, float]) -> str:
    """`336 sent, 289 acknowledged, 0.3 seconds to health`."""
    return ", ".join(f"{value:,} {name}" for name, value in counts.items())


def heading(scenario: Scenario) -> Group:
    """What a scenario does, and what must hold."""
    holds = [
        Padding(Text(f"- {rule}", "dim"), (0, 0, 0, 2), expand=False)
        for rule in scenario.holds
    ]
    does = Text.assemble((f"\n{scenario.name}: ", "bold"), scenario.does)
    return Group(does, *holds)


def line(result: Result) -> Group:
    """How it went on one backend and database."""
    target = f"{result.backend} on {result.database}"
    first = Text.assemble(
        f"{target:<23} ",
        (f"{result.outcome:<8}", STYLES[result.outcome]),
        f"{counts_in_words(result.counts)} ({result.seconds:.0f} s)",
    )
    more = [Text(reason, STYLES[result.outcome]) for reason in result.reasons]
    more += [Text(note, "dim") for note in result.notes]
    inside = [Padding(each, (0, 0, 0, 6), expand=False) for each in more]
    return Group(Padding(first, (0, 0, 0, 2), expand=False), *inside)


def summary(results: list[Result]) -> Text:
    """How many of each."""
    counts = {
        outcome: sum(result.outcome is outcome for result in results)
        for outcome in Outcome
    }
    said = ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count)
    bad = counts[Outcome.FAILED] or not counts[Outcome.PASSED]
    return Text(f"\n{said}", "bold red" if bad else "bold green")
