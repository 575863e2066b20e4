"""A plugin of pytest: tests in the order in which they are likely to fail.

First whether the server starts; then the tests that noticed changes nearby; then those
of the concerns that the changed file belongs to, as docs/concerns/ says. Tests that
start servers of their own take long, and come after the others.
"""

from collections.abc import Generator, Sequence

import pytest

from contract_tests.support.contract import checked_by, contract
from contract_tests.support.report import target_id
from fourways.compare.concerns import concerns
from fourways.evidence.running import short_name

STARTS = "test_operations.py::test_starts"


def name_of(item: pytest.Item) -> str:
    """A test without its folder and target: `test_routing.py::test_405[PATCH]`."""
    return short_name(item.nodeid, target_id(item))


def concerns_of(backend: str, file: str) -> frozenset[str]:
    """The contract's concerns to which docs/concerns/ counts code of a file.

    What is none of the contract's is about starting and running: operations.
    """
    ours = {concern.name for concern in contract().concerns}
    return frozenset(
        concern.name if concern.name in ours else "operations"
        for concern in concerns()
        if (cell := concern.cells.get(backend))
        if any(reference.partition(":")[0] == file for reference in cell.code)
    )


class Ordering:
    """Sorts the tests, and notes which failed first."""

    def __init__(self, first: Sequence[str], about: frozenset[str]) -> None:
        self.killer = ""
        self.message = ""
        self._places = {name: place for place, name in enumerate((STARTS, *first))}
        self._about = about

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(
        self, items: list[pytest.Item]
    ) -> Generator[None, None, None]:
        """After all others have sorted them."""
        yield
        items.sort(key=self._rank)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The first failure ends the run."""
        if report.failed and not self.killer:
            self.killer = report.nodeid
            self.message = report.longreprtext.strip().rpartition("\n")[2]

    def _rank(self, item: pytest.Item) -> tuple[int, bool, bool]:
        place = self._places.get(name_of(item), len(self._places))
        own_server = "private_server" in getattr(item, "fixturenames", ())
        about = any(rule.concern in self._about for rule in checked_by(item))
        return place, not about, own_server
