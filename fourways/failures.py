"""What failed, in a few lines each, and how to run just that again.

Tokens and passwords are shown on a terminal alone: what is written anywhere else may
be kept, as CI keeps it.
"""

import os
import re
import shlex
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from fourways.matrix import STYLES
from fourways.results import Check, Column, Results, Status
from fourways.terminal import command_name

SHOWN = 15
"""Failures beyond these stand only in the reports."""
MESSAGE_LINES = 6

# What pytest's -k takes as one word of its expressions.
KEYWORD = re.compile(r"[\w:+\-.\[\]\\/]+")


class Failures:
    """The failed tests of a run, for the terminal."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.columns = {column.name: column for column in results.columns}

    def __rich_console__(self, output: Console, _: object) -> Iterator[RenderableType]:
        results = self.results if is_gone_soon(output) else hidden(self.results)
        tests = list(by_test(results.failures).values())
        for checks in tests[:SHOWN]:
            yield from self.failure(checks)
        if len(tests) > SHOWN:
            yield Text(
                f"... and {len(tests) - SHOWN} more tests that failed.\n", "bold"
            )
        for problem in results.problems:
            yield Text.assemble(("✗ ", "bold red"), problem)

    def failure(self, checks: list[Check]) -> Iterator[RenderableType]:
        """One failed test: its first case, and how many others failed too."""
        check = checks[0]
        targets = dict.fromkeys(each.target or "the suite itself" for each in checks)
        yield Text.assemble(
            (f" {', '.join(check.requirements) or 'suite'} ", STYLES[Status.FAILED]),
            (f"  {', '.join(targets)}", "bold"),
        )
        for requirement in check.requirements:
            rule = self.results.contract.requirements[requirement]
            yield Padding(Text(rule.rule, "italic"), (0, 0, 0, 2))
        yield Padding(first_lines(check.message), (0, 0, 0, 2))
        yield unbroken(f"  test:  {check.file}::{check.name}")
        if last_curl(check):
            yield unbroken(f"  sent:  {last_curl(check)}")
        yield unbroken(f"  again: {rerun(checks, self.columns.get(check.target))}")
        if len(checks) > 1:
            yield Text(f"  {len(checks)} cases of this test failed", "bold")
        yield ""


def is_gone_soon(output: Console) -> bool:
    """Whether it is a terminal, which CI may play and keep all the same."""
    return output.file.isatty() and "CI" not in os.environ


def hidden(results: Results) -> Results:
    """The same, as reports show it."""
    # Imported here: the reports show failures with what stands here.
    from fourways.reports.secrets import without_secrets

    return without_secrets(results)


def by_test(checks: list[Check]) -> dict[str, list[Check]]:
    """The cases of each test together, on whichever target."""
    found: dict[str, list[Check]] = {}
    for check in checks:
        found.setdefault(check.test.partition("[")[0], []).append(check)
    return found


def unbroken(line: str) -> Text:
    """A command that can be copied as one line, however narrow the terminal."""
    return Text(line, no_wrap=True, overflow="ignore")


def first_lines(message: str) -> Text:
    """The beginning of a message."""
    lines = message.strip().splitlines()
    more = ["..."] if len(lines) > MESSAGE_LINES else []
    return Text("\n".join(lines[:MESSAGE_LINES] + more), "red")


def last_curl(check: Check) -> str:
    """The command line that sends again what was sent last, if curl can."""
    return check.exchanges[-1]["curl"] if check.exchanges else ""


def rerun(checks: list[Check], column: Column | None) -> str:
    """The command that runs these cases of a test on their first target again."""
    target = checks[0].target
    name = checks[0].name.removesuffix(f"[{target}]")
    one = sum(check.target == target for check in checks) == 1
    if not one or not KEYWORD.fullmatch(name):
        name = name.partition("[")[0]
    options = column.options if column else ()
    return f"{command_name()} {shlex.join(['test', *options, '-k', name])}"
