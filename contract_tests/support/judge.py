"""Where every response that a test receives meets the rules for all responses.

A response that breaks one of them fails the test that received it, whatever that
test is about. With --rule-by-rule it does so only in the tests of that rule: then
the results of a backend in the making tell which rules it keeps already.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from contract_tests.support.exchange import Exchange
from contract_tests.support.openapi import check_documented
from contract_tests.support.universal import UNIVERSAL
from contract_tests.support.violations import ContractViolation

# A failing test shows its own lines, not these.
__tracebackhide__ = True


class Judge:
    """Checks responses. `tested` are the only rules that count now; None means all."""

    tested: frozenset[str] | None = None

    def check(
        self, exchange: Exchange, target: str | None, *, universal: bool = True
    ) -> None:
        """Raise ContractViolation unless the response keeps the rules.

        By openapi.yaml only if the request target is known; by the rules for all
        responses only if `universal`.
        """
        checks: list[Callable[[Exchange], None]] = []
        if target is not None:
            checks.append(partial(check_documented, target=target))
        if universal:
            checks += UNIVERSAL
        for each in checks:
            try:
                each(exchange)
            except ContractViolation as violation:
                if self.counts(violation.requirement):
                    raise

    def counts(self, *requirements: str) -> bool:
        """Whether one of these rules counts in the running test."""
        return self.tested is None or not self.tested.isdisjoint(requirements)


JUDGE: Final = Judge()
