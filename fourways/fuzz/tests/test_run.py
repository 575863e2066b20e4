"""The search, on servers that are made up: what is found, made small, and counted."""

from dataclasses import dataclass
from typing import Any

import pytest

from contract_tests.support.exchange import Exchange
from fourways.fuzz import described, grammar, run
from fourways.fuzz.asked import Asked
from fourways.fuzz.run import Fuzzing

REQUESTS = 40


@dataclass
class MadeUp:
    """Answers 422, and something else to what it cannot bear."""

    name: str
    cannot_bear: bytes = b"nothing that was ever sent"
    instead: int = 500

    def ask(self, asked: Asked) -> Exchange:
        """As a Caller does."""
        bad = self.cannot_bear in (asked.body or b"")
        headers = [("Content-Type", "application/problem+json")]
        status = self.instead if bad else 422
        return Exchange(asked.method, "http://x/", status=status, headers=headers)


def fuzzing(*callers: Any, requests: int = REQUESTS, seed: int = 1) -> Fuzzing:
    return Fuzzing([*callers], requests, seed, lambda _: None)


@pytest.fixture(autouse=True)
def only_the_grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    # Schemathesis takes seconds to read the description.
    monkeypatch.setattr(described, "random_requests", grammar.requests)
    monkeypatch.setattr(run, "SHORTEST_ROUND", REQUESTS)
    monkeypatch.setattr(run, "SMALLER", 60)


def test_as_many_requests_are_asked_as_were_wanted_and_none_twice() -> None:
    done = fuzzing(MadeUp("a"), MadeUp("b"))
    done.run()
    assert done.counts.total == REQUESTS
    assert len(done.asked) >= REQUESTS
    assert done.findings == {}
    for name in ("a", "b"):
        assert sum(done.counts.answers[name].values()) == REQUESTS


def test_a_round_that_cannot_be_repeated_is_no_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    look = run._Search.look
    raised: list[Asked] = []

    def look_badly_once(search: run._Search, asked: Asked) -> None:
        if not raised:
            raised.append(asked)
            raise ValueError("and not the second time")
        look(search, asked)

    monkeypatch.setattr(run._Search, "look", look_badly_once)
    done = fuzzing(MadeUp("a"))
    done.run()
    assert raised
    assert done.counts.total == REQUESTS
    assert done.findings == {}


def test_the_same_seed_asks_the_same() -> None:
    first, again = fuzzing(MadeUp("a")), fuzzing(MadeUp("a"))
    other = fuzzing(MadeUp("a"), seed=2)
    for each in (first, again, other):
        each.run()
    assert first.asked == again.asked
    assert first.asked != other.asked


def test_a_failure_is_found_made_small_and_told_once_for_each_operation() -> None:
    done = fuzzing(MadeUp("a", cannot_bear=b"notes"))
    done.run()
    assert done.counts.total == REQUESTS
    operations = [finding.asked.operation for finding in done.findings.values()]
    assert len(operations) == len(set(operations))
    smallest = min(
        (finding.asked.body or b"" for finding in done.findings.values()), key=len
    )
    assert b"notes" in smallest
    assert len(smallest) < 100


def test_one_who_answers_otherwise_than_the_others_is_a_finding() -> None:
    odd = MadeUp("c", cannot_bear=b"notes", instead=400)
    done = fuzzing(MadeUp("a"), MadeUp("b"), odd)
    done.run()
    messages = {finding.message for finding in done.findings.values()}
    assert messages == {"the statuses differ: a 422, b 422, c 400"}
