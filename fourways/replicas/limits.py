"""A plugin of pytest: rules that nginx decides otherwise are known limits.

`-p fourways.replicas.limits` loads it, in the workers of pytest-xdist too. What
`[servers.limits]` of a backend.toml is for its server, limits.toml is for nginx; but
it names tests: any other failure of the same rule stays one.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from contract_tests.support.contract import checked_by
from contract_tests.support.limits import KNOWN, Limits
from contract_tests.support.run import RUN

FILE: Final = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Limit:
    """Rules, the beginnings of the names of the tests that fail, and why."""

    rules: tuple[str, ...]
    tests: tuple[str, ...]
    reason: str

    def names(self, test: str) -> bool:
        """Whether it is about the test of this name."""
        return test.startswith(self.tests)


def load(file: Path = FILE) -> list[Limit]:
    """What limits.toml says."""
    document = tomllib.loads(file.read_text("utf-8"))
    return [
        Limit(tuple(each["rules"]), tuple(each["tests"]), each["reason"])
        for each in document["limit"]
    ]


class NginxLimits(Limits):
    """The limits of nginx, and which of them were met."""

    def __init__(self, limits: list[Limit]) -> None:
        super().__init__(())
        self._limits = limits
        self._ran: set[str] = set()
        self._failed: set[str] = set()

    def excuse(self, item: pytest.Item, report: pytest.TestReport) -> None:
        """Turn a failure that a limit explains into what pytest calls xfailed."""
        if report.when != "call" or not report.failed:
            return
        rules = {each.id for each in checked_by(item)}
        for limit in self._limits:
            if limit.names(item.name) and not rules.isdisjoint(limit.rules):
                report.outcome = "skipped"
                report.wasxfail = f"{KNOWN}{limit.reason}"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember which tests that a limit names ran, and which failed."""
        name = report.nodeid.partition("::")[2]
        if report.when == "call" and any(each.names(name) for each in self._limits):
            self._ran.add(name)
            if hasattr(report, "wasxfail"):
                self._failed.add(name)

    def outdated(self, config: pytest.Config) -> list[str]:
        """Tests that a limit names and that passed, or are not there, one line each."""
        found = [
            f"{FILE.name} names {name} as a limit of nginx, and it passed: "
            "remove it there"
            for name in sorted(self._ran - self._failed)
        ]
        if config.option.keyword:
            return found
        beginnings = [each for limit in self._limits for each in limit.tests]
        return found + [
            f"{FILE.name} names {beginning}, and there is no such test"
            for beginning in beginnings
            if not any(name.startswith(beginning) for name in self._ran)
        ]


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Put these limits in the place of those that a URL has: none."""
    run = config.stash[RUN]
    if config.pluginmanager.is_registered(run.limits):
        config.pluginmanager.unregister(run.limits)
    run.limits = NginxLimits(load())
    if run.starter:
        config.pluginmanager.register(run.limits)
