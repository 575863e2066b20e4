"""Run the suite against every target, and keep what it says as evidence.

Finished backends are judged as always: every response by every rule. The naked ones
are judged rule by rule, for else the first thing that all of their answers lack,
say one header, would be all that could be seen. And one test after the other: beside
other writers some of them fail now and then, which would be recorded as a fault of
whatever rule was tested.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from fourways import watchdog
from fourways.evidence.backends import backend_of
from fourways.evidence.model import Exchange, Exchanges, Outcome, Suite, Target
from fourways.evidence.recorded import EvidenceError
from fourways.evidence.versions import versions_of
from fourways.progress import Progress
from fourways.results import Check, Results, Status, combine
from fourways.suite import Run, Wanted, run

PLUGIN: Final = "fourways.evidence.recording"
DATABASE: Final = "sqlite"


def run_suite(
    progress: Progress, chosen: Sequence[Target], rules: Collection[str] = ()
) -> tuple[Suite, Exchanges]:
    """Run it against these targets; only these rules, if any are named.

    Raises EvidenceError for what no failed test explains.
    """
    parts = [
        Wanted(
            backends=tuple(str(backend_of(target).folder) for target in group),
            databases=(DATABASE,),
            requirements=tuple(rules),
            rule_by_rule=naked,
            one_by_one=naked,
            plugins=(PLUGIN,),
        )
        for naked in (False, True)
        if (group := [target for target in chosen if target.naked is naked])
    ]
    results = run_parts(parts, progress).results
    if results.problems:
        raise EvidenceError("\n".join(results.problems))
    versions = versions_of(map(backend_of, chosen))
    return (
        Suite(versions, tuple(chosen), outcomes(results, chosen)),
        Exchanges(versions, exchanges(results, chosen)),
    )


def run_parts(parts: list[Wanted], progress: Progress) -> Run:
    """As `fourways test` does, without its words."""
    with tempfile.TemporaryDirectory(prefix="fourways-") as folder:
        watchdog.watch_folder(folder)
        try:
            return run(parts, progress, Path(folder))
        finally:
            progress.stop()


# ------------------------------------------------------------------ outcomes


def outcomes(
    results: Results, targets: Sequence[Target]
) -> dict[str, dict[str, Outcome]]:
    """Outcomes by rule and target's name, in the contract's order."""
    checks = _by_cell(results.checks)
    return {
        rule.id: {
            target.name: _outcome(checks.get((rule.id, column_of(target)), []))
            for target in targets
        }
        for rule in results.selected
    }


def column_of(target: Target) -> str:
    """What the suite calls a target."""
    return f"{target.name}-{DATABASE}"


def short_name(test: str, column: str) -> str:
    """A test without folder and target: `test_routing.py::test_405[PATCH-/tags]`."""
    file, _, name = test.partition("::")
    name, _, parameters = name.partition("[")
    # The target stands among the parameters, often first.
    parts = parameters.removesuffix("]").split(column, 1)
    inside = "-".join(filter(None, (part.strip("-") for part in parts)))
    short = f"{file.rpartition('/')[2]}::{name}"
    return f"{short}[{inside}]" if inside else short


def _by_cell(checks: Iterable[Check]) -> Mapping[tuple[str, str], list[Check]]:
    found: defaultdict[tuple[str, str], list[Check]] = defaultdict(list)
    for check in checks:
        for rule in check.requirements:
            found[rule, check.target].append(check)
    return found


def _outcome(checks: list[Check]) -> Outcome:
    counts = Counter(check.status for check in checks)
    failed = sorted(
        short_name(check.test, check.target)
        for check in checks
        if check.status is Status.FAILED
    )
    return Outcome(
        status=combine(counts),
        passed=counts[Status.PASSED],
        failed=counts[Status.FAILED],
        failure=failed[0] if failed else "",
    )


# ----------------------------------------------------------------- exchanges


def exchanges(
    results: Results, targets: Sequence[Target]
) -> dict[str, dict[str, Exchange]]:
    """For each rule that some test sent a request for, that of one test everywhere."""
    columns = {column_of(target): target for target in targets}
    by_test: defaultdict[str, dict[str, Check]] = defaultdict(dict)
    for check in results.checks:
        if check.shown and check.target in columns:
            by_test[short_name(check.test, check.target)][check.target] = check
    found = {}
    for rule in results.selected:
        about = {
            name: checks
            for name, checks in by_test.items()
            if any(rule.id in check.requirements for check in checks.values())
        }
        if about:
            name = min(about, key=lambda each: _telling(each, about[each], columns))
            found[rule.id] = {
                target.name: Exchange(
                    test=name,
                    status=about[name][column].status,
                    request=about[name][column].shown["request"],
                    curl=about[name][column].shown["curl"],
                    response=about[name][column].shown["response"],
                )
                for column, target in columns.items()
                if column in about[name]
            }
    return found


def _telling(
    name: str, checks: Mapping[str, Check], columns: Mapping[str, Target]
) -> tuple[int, int, int, int, str]:
    """Orders the tests of a rule: the one that tells most about it is the least.

    It ran on the most targets, is about the fewest rules, fails on the most naked
    targets, and its request is short.
    """
    failed = sum(
        check.status is Status.FAILED
        for column, check in checks.items()
        if columns[column].naked
    )
    some = next(iter(checks.values()))
    longest = max(len(check.shown["request"]) for check in checks.values())
    return (-len(checks), len(some.requirements), -failed, longest // 100, name)
