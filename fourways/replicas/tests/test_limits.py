"""nginx's limits excuse the tests that they name, and nothing else."""

from types import SimpleNamespace
from typing import Any

import pytest

from contract_tests.support.contract import contract
from fourways.replicas.limits import Limit, NginxLimits, load

LIMIT = Limit(("route-8",), ("test_a[url-dots]",), "nginx does it otherwise.")


class FakeTest:
    """A test as pytest's hooks see it, with the rules that it checks."""

    def __init__(self, name: str, *rules: str) -> None:
        self.name = name
        self._rules = rules

    def iter_markers(self, name: str) -> list[Any]:
        return [SimpleNamespace(args=self._rules)] if name == "checks" else []


def after(limits: NginxLimits, test: FakeTest, *, failed: bool) -> Any:
    """The report of a test, once the limits have seen it."""
    report: Any = SimpleNamespace(
        nodeid=f"contract_tests/test_x.py::{test.name}",
        when="call",
        failed=failed,
        outcome="failed" if failed else "passed",
    )
    limits.excuse(test, report)  # type: ignore[arg-type]
    limits.pytest_runtest_logreport(report)
    return report


def told(limits: NginxLimits, keyword: str = "") -> list[str]:
    config: Any = SimpleNamespace(option=SimpleNamespace(keyword=keyword))
    return limits.outdated(config)


def test_every_limit_names_rules_of_the_contract_and_a_reason() -> None:
    for limit in load():
        assert set(limit.rules) <= set(contract().requirements)
        assert limit.tests
        assert limit.reason.endswith(".")


def test_a_failure_that_is_named_is_a_known_limit() -> None:
    limits = NginxLimits([LIMIT])
    report = after(limits, FakeTest("test_a[url-dots]", "route-8"), failed=True)
    assert report.outcome == "skipped"
    assert report.wasxfail == "known limit: nginx does it otherwise."
    assert told(limits) == []


@pytest.mark.parametrize(
    "test",
    [
        FakeTest("test_a[url-slash]", "route-8"),
        FakeTest("test_a[url-dots]", "route-9"),
        FakeTest("test_b", "route-8"),
    ],
    ids=["another-case", "another-rule", "another-test"],
)
def test_any_other_failure_stays_one(test: FakeTest) -> None:
    assert after(NginxLimits([LIMIT]), test, failed=True).outcome == "failed"


def test_a_limit_that_no_longer_holds_is_told() -> None:
    limits = NginxLimits([LIMIT])
    after(limits, FakeTest("test_a[url-dots]", "route-8"), failed=False)
    [line] = told(limits)
    assert line.startswith("limits.toml names test_a[url-dots] as a limit of nginx")


def test_a_limit_whose_tests_are_gone_is_told_if_all_tests_ran() -> None:
    assert "there is no such test" in told(NginxLimits([LIMIT]))[0]
    assert told(NginxLimits([LIMIT]), keyword="wire") == []
