"""Run the contract suite as the command line asked, and say what it found."""

import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from contract_tests.support.contract import Requirement, contract
from fourways.collector import Collector
from fourways.progress import Progress
from fourways.results import Results

ENDS_EVERYTHING = (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.USAGE_ERROR)
TESTS = Path(__file__).parent.parent / "contract_tests"
# It asks whether the suite covers the contract, which no backend can change.
TESTS_OF_THE_SUITE = TESTS / "test_contract.py"


@dataclass(frozen=True)
class Wanted:
    """What to test. The names are those of the options of `pytest contract_tests`."""

    backends: tuple[str, ...] = ()
    """Names or folders; none means all that can run here."""
    databases: tuple[str, ...] = ("sqlite",)
    server: str | None = None
    url: str | None = None
    anonymous: bool = False
    level: int = 3
    requirements: tuple[str, ...] = ()
    keyword: str | None = None
    rule_by_rule: bool = False
    one_by_one: bool = False
    """One test after the other: nobody else writes, but what a test itself starts."""
    plugins: tuple[str, ...] = ()
    """Modules that pytest is to load, in its workers too."""

    @property
    def everything(self) -> bool:
        """Whether the whole suite was asked for, and no backend by its name."""
        narrow = self.backends or self.server or self.url or self.requirements
        return not narrow and self.level == 3

    def arguments(self) -> list[str]:
        """As pytest takes them."""
        arguments = [str(TESTS)]
        if not self.everything:
            arguments.append(f"--ignore={TESTS_OF_THE_SUITE}")
        arguments += [f"--backend={each}" for each in self.backends]
        if self.url:
            arguments.append(f"--url={self.url}")
        else:
            arguments += [f"--database={each}" for each in self.databases]
        if self.server:
            arguments.append(f"--server={self.server}")
        if self.anonymous:
            arguments.append("--anonymous")
        arguments.append(f"--level={self.level}")
        arguments += [f"--requirement={each}" for each in self.requirements]
        if self.rule_by_rule:
            arguments.append("--rule-by-rule")
        if self.one_by_one:
            arguments.append("-n0")
        if self.keyword:
            arguments += ["-k", self.keyword]
        arguments += [f"-p{each}" for each in self.plugins]
        return arguments

    def selects(self, requirement: Requirement) -> bool:
        """Whether a rule is asked for at all."""
        asked = not self.requirements or requirement.id in self.requirements
        return asked and requirement.level <= self.level


@dataclass
class Run:
    """What came out: results for people, pytest's own words, its JUnit files."""

    results: Results
    output: str = ""
    closing_lines: list[str] = field(default_factory=list)
    junit: list[Path] = field(default_factory=list)
    status: int | pytest.ExitCode = pytest.ExitCode.OK
    """Of the last part."""


def run(parts: list[Wanted], progress: Progress, folder: Path) -> Run:
    """Run pytest once for each part, and collect all that they find.

    JUnit files are written into `folder`.
    """
    finished = Run(Results(contract=contract(), columns=[], selected=rules_of(parts)))
    results = finished.results
    began = time.monotonic()
    for part in parts:
        collector = Collector(results, progress)
        junit = folder / f"part-{len(finished.junit)}.xml"
        finished.junit.append(junit)
        finished.status = pytest.main(
            ["--color=no", f"--junitxml={junit}", *part.arguments()],
            plugins=[collector],
        )
        finished.output += collector.output.getvalue()
        finished.closing_lines.append(collector.closing_line)
        note_ending(results, finished.status)
        if finished.status in ENDS_EVERYTHING:
            break
    progress.stop()
    results.seconds = time.monotonic() - began
    # What a word does not choose is not asked for; what an end in the middle did not
    # come to is asked for, and not run.
    if any(part.keyword for part in parts):
        results.leave_out_what_did_not_run()
    return finished


def rules_of(parts: list[Wanted]) -> list[Requirement]:
    """The rules that some part asks for, in the contract's order."""
    return [
        rule
        for rule in contract().requirements.values()
        if any(part.selects(rule) for part in parts)
    ]


def note_ending(results: Results, status: int | pytest.ExitCode) -> None:
    """An end of pytest that no failed test explains is a problem of the run."""
    if status == pytest.ExitCode.INTERRUPTED:
        results.problems.append("The run was interrupted: it is not complete.")
    elif status == pytest.ExitCode.NO_TESTS_COLLECTED:
        # Tests that were skipped as not applicable do not count as collected.
        what = "selected rule is applicable" if results.checks else "test was selected"
        results.problems.append(f"No {what}: nothing was tested.")
    elif status != pytest.ExitCode.OK and not results.failures and not results.problems:
        name = pytest.ExitCode(status).name
        results.problems.append(f"pytest ended with {name}; its output says why.")
