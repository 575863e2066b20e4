"""What is wrong with the answers to one request: each alone, and beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contract_tests.support.exchange import Exchange
from fourways.fuzz.answers import answer_of
from fourways.fuzz.asked import Asked
from fourways.reports.secrets import hide


@dataclass(frozen=True)
class Finding:
    """A request that was not answered as the contract says.

    `kind` tells findings apart that have one cause from others, as far as that can be
    told; `exchanges` are by the name of the target.
    """

    kind: tuple[str, ...]
    message: str
    asked: Asked
    exchanges: Mapping[str, Exchange]

    def as_json(self) -> dict[str, Any]:
        """With a command that asks again; statuses by target, one answer in full."""
        shown = self.shown()
        return {
            "message": self.message,
            "source": self.asked.source,
            "operation": self.asked.operation,
            "statuses": {name: each.status for name, each in self.exchanges.items()},
            "request": f"{self.asked.method} {self.asked.target}",
            "curl": shown.curl(),
            "answer": hide(shown.response_text(), ()),
        }

    def shown(self) -> Exchange:
        """The exchange that is shown: that of the target that the message is about."""
        return self.exchanges.get(self.kind[-1]) or next(iter(self.exchanges.values()))


def judge(asked: Asked, exchanges: Mapping[str, Exchange]) -> Finding | None:
    """The first thing that is wrong with the answers, if anything is."""
    for name, exchange in exchanges.items():
        wrong = _wrong(exchange)
        if wrong:
            kind = (asked.operation, _sort(wrong), str(exchange.status), name)
            return Finding(kind, f"{name}: {wrong}", asked, exchanges)
    return _difference(asked, exchanges)


def _wrong(exchange: Exchange) -> str:
    if exchange.status >= 500:
        return f"{exchange.method} was answered {exchange.status}"
    return exchange.error


def _sort(message: str) -> str:
    """The rule that a violation names, or no more than that there is one."""
    rule, colon, _ = message.partition(":")
    return rule if colon and " " not in rule else "contract"


def _difference(asked: Asked, exchanges: Mapping[str, Exchange]) -> Finding | None:
    answers = {name: answer_of(exchange) for name, exchange in exchanges.items()}
    statuses = {name: status for name, (status, _) in answers.items()}
    if len(set(statuses.values())) > 1:
        text = ", ".join(f"{name} {status}" for name, status in statuses.items())
        kind: tuple[str, ...] = (asked.operation, "status", text)
        return Finding(kind, f"the statuses differ: {text}", asked, exchanges)
    if len(set(answers.values())) > 1:
        said = "; ".join(f"{name} {more}" for name, (_, more) in answers.items())
        groups = sorted({_group(answers, each) for each in answers.values()})
        kind = (asked.operation, "answer", *groups)
        return Finding(kind, f"the answers differ: {said}", asked, exchanges)
    return None


def _group(answers: Mapping[str, tuple[str, str]], same: tuple[str, str]) -> str:
    return "+".join(name for name, answer in answers.items() if answer == same)
