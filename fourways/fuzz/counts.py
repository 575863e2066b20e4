"""How many requests there were: by target, source, operation and status."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contract_tests.support.exchange import Exchange
from fourways.fuzz.asked import Asked


@dataclass
class Counts:
    """Requests that were asked of each target, without those that made one smaller."""

    total: int = 0
    sources: Counter[str] = field(default_factory=Counter)
    answers: dict[str, Counter[tuple[str, int]]] = field(default_factory=dict)
    """By target: how often an operation was answered with a status; 0 is none."""

    def add(self, asked: Asked, exchanges: Mapping[str, Exchange]) -> None:
        """One more request to each target."""
        self.total += 1
        self.sources[asked.source] += 1
        for name, exchange in exchanges.items():
            self.answers.setdefault(name, Counter())[
                asked.operation, exchange.status
            ] += 1

    def statuses(self, target: str) -> dict[str, dict[str, int]]:
        """How often each status came from a target, by operation; both in order."""
        found: dict[str, dict[str, int]] = {}
        for (operation, status), number in sorted(self.answers[target].items()):
            found.setdefault(operation, {})[str(status)] = number
        return found

    def as_json(self) -> dict[str, Any]:
        """Everything, for programs."""
        return {
            "requests": self.total,
            "sources": dict(self.sources.most_common()),
            "statuses": {name: self.statuses(name) for name in self.answers},
        }
