"""Rules that a server under a backend cannot keep, as its backend.toml says.

    [servers.limits]
    wire-1 = "It closes the connection after a response without a body."

A failure of such a rule is a known limit, not a failure; what passes, passes. A
limit under which nothing failed any more is itself an error: it has to go.
"""

from collections.abc import Iterable

import pytest

from contract_tests.support.contract import checked_by, contract
from contract_tests.support.report import target_id
from contract_tests.support.targets import Target

KNOWN = "known limit: "


class Limits:
    """The limits of a run's targets, and which of them were met."""

    def __init__(self, targets: Iterable[Target]) -> None:
        self._reasons = {
            (target.id, rule): reason
            for target in targets
            if target.server
            for rule, reason in target.server.limits.items()
        }
        self._tested: set[tuple[str, str]] = set()
        self._met: set[tuple[str, str]] = set()
        unknown = {rule for _, rule in self._reasons} - set(contract().requirements)
        if unknown:
            raise pytest.UsageError(
                f"limits in a backend.toml: contract.toml has no requirement "
                f"{', '.join(sorted(unknown))}"
            )

    def excuse(self, item: pytest.Item, report: pytest.TestReport) -> None:
        """Turn a failure that a limit explains into what pytest calls xfailed."""
        for each in checked_by(item):
            reason = self._reasons.get((target_id(item), each.id))
            if reason and report.when == "call" and report.failed:
                report.outcome = "skipped"
                report.wasxfail = f"{KNOWN}{reason}"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember which limits were tested, and which were met."""
        properties = dict(report.user_properties)
        for rule in properties.get("requirements", ()):  # type: ignore[attr-defined]
            limit = (str(properties.get("target", "")), str(rule))
            if limit in self._reasons and report.when == "call":
                self._tested.add(limit)
                if hasattr(report, "wasxfail"):
                    self._met.add(limit)

    def outdated(self, config: pytest.Config) -> list[str]:
        """Limits that were tested and never met, one line each.

        None in a run that leaves out some of the tests of a rule.
        """
        named = any("::" in arg or arg.endswith(".py") for arg in config.args)
        if named or config.option.keyword or config.option.markexpr:
            return []
        return [
            f"{target}: backend.toml names {rule} as a limit, and every test of it "
            "passed: remove the limit"
            for target, rule in sorted(self._tested - self._met)
        ]
