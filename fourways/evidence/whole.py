"""All of the evidence: record it, or compare what is recorded with a fresh run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from contract_tests.support.contract import contract
from fourways.discovery import REPOSITORY
from fourways.evidence import changes, recorded
from fourways.evidence.ablation import Removal, removals, run_ablations
from fourways.evidence.backends import targets
from fourways.evidence.model import Ablations, Exchanges, Suite
from fourways.evidence.running import run_suite
from fourways.progress import Progress, progress_for
from fourways.results import Status
from fourways.terminal import Mistake, console

SUITE, ABLATIONS = "suite", "ablations"
Row = TypeVar("Row")


@dataclass(frozen=True)
class Some:
    """What to look at, if not at everything: rules of the suite, and concerns."""

    rules: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()


EVERYTHING = Some()


def record(parts: Sequence[str], some: Some = EVERYTHING) -> Iterator[Path]:
    """Run these parts and write their files, each as soon as it is known.

    What is not looked at stays as it is. Yields the files, relative to the
    repository. Raises EvidenceError.
    """
    if SUITE in parts:
        suite, exchanges = run_suite(_progress(), targets(), some.rules)
        if some.rules:
            suite = merged_suite(recorded.suite(), suite)
            exchanges = merged_exchanges(recorded.exchanges(), exchanges)
        for document in (suite, exchanges):
            yield recorded.write(document).relative_to(REPOSITORY)
    if ABLATIONS in parts:
        ablations = run_ablations(of(some.concerns), _progress())
        if some.concerns:
            ablations = merged(recorded.ablations(), ablations)
        yield recorded.write(ablations).relative_to(REPOSITORY)


def differences(
    parts: Sequence[str], some: Some = EVERYTHING, *, sample: bool
) -> list[str]:
    """What a fresh run shows that is not recorded so: one line each.

    What needs no run comes first; if that differs already, nothing is run.
    Raises EvidenceError.
    """
    found = list(changes.of_claims(removals(), recorded.ablations()))
    if found:
        return found
    if SUITE in parts:
        then = recorded.suite()
        rules, chosen = some.rules, targets()
        if sample:
            # The finished ones are tested whole, and often: fourways test.
            chosen = tuple(target for target in chosen if target.naked)
            rules = sample_of_rules(then)
        suite, exchanges = run_suite(_progress(), chosen, rules)
        found += changes.of_suite(then, suite)
        found += changes.of_exchanges(recorded.exchanges(), exchanges)
    if ABLATIONS in parts:
        wanted = of(some.concerns)
        if sample:
            wanted = sample_of_removals(wanted, recorded.suite())
        ablations = run_ablations(wanted, _progress())
        found += changes.of_ablations(recorded.ablations(), ablations)
    return found


def of(concerns: Sequence[str]) -> list[Removal]:
    """The removals of these concerns; all if none is named."""
    return [each for each in removals() if not concerns or each.concern in concerns]


def check_concern(name: str) -> None:
    """Raise Mistake unless some removal is recorded for the concern."""
    known = list(dict.fromkeys(each.concern for each in removals()))
    if name not in known:
        raise Mistake(
            f"docs/concerns/ names no line to take out for {name!r}: "
            f"it must be {', '.join(known)}"
        )


def merged(then: Ablations, now: Ablations) -> Ablations:
    """All that docs/concerns/ names, new where it is there."""
    found = [
        now.of(each.concern, each.backend) or then.of(each.concern, each.backend)
        for each in removals()
    ]
    return Ablations(now.versions, tuple(filter(None, found)))


def merged_suite(then: Suite, now: Suite) -> Suite:
    """The rules of the contract, new where they ran now."""
    return Suite(now.versions, now.targets, _rows(then.outcomes, now.outcomes))


def merged_exchanges(then: Exchanges, now: Exchanges) -> Exchanges:
    """The same for exchanges."""
    return Exchanges(now.versions, _rows(then.exchanges, now.exchanges))


def _rows(then: Mapping[str, Row], now: Mapping[str, Row]) -> dict[str, Row]:
    found = {**then, **now}
    return {rule: found[rule] for rule in contract().requirements if rule in found}


# -------------------------------------------------------------------- sample


def sample_of_rules(suite: Suite) -> tuple[str, ...]:
    """For each concern the quickest rule that some naked app keeps and another breaks.

    Had none of them been asked, or all of them the same, it would be noticed.
    """
    naked = {target.name for target in suite.targets if target.naked}
    found: dict[str, tuple[int, str]] = {}
    for rule in contract().requirements.values():
        row = [suite.outcome(rule.id, name) for name in naked]
        states = {outcome.status for outcome in row}
        if "process" not in rule.needs and {Status.PASSED, Status.FAILED} <= states:
            tests = sum(outcome.passed + outcome.failed for outcome in row)
            best = min((tests, rule.id), found.get(rule.concern, (tests, rule.id)))
            found[rule.concern] = best
    return tuple(rule for _, rule in found.values())


def sample_of_removals(wanted: Sequence[Removal], suite: Suite) -> list[Removal]:
    """The quickest one that needs no servers of tests' own."""

    def cost(removal: Removal) -> tuple[bool, int]:
        rules = [contract().requirements[rule] for rule in removal.rules]
        outcomes = [suite.outcome(rule, removal.backend) for rule in removal.rules]
        tests = sum(outcome.passed + outcome.failed for outcome in outcomes)
        return any("process" in rule.needs for rule in rules), tests

    return [min(wanted, key=cost)]


def _progress() -> Progress:
    # That naked backends fail is what is wanted: no failure is named.
    return progress_for(console(), named=0)
