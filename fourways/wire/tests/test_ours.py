"""A real server: scratch_api's is right in every case that needs no waiting."""

from collections.abc import Iterator

import pytest

from fourways.bench.contenders import CONTENDERS
from fourways.wire import crowd as crowding
from fourways.wire import exchange as exchanging
from fourways.wire.cases import cases, crowds
from fourways.wire.exchange import answers, exchange
from fourways.wire.judge import Verdict, judge
from fourways.wire.servers import OURS, serving

CROWDS = ("leaving-clients", "slow-heads", "slow-bodies", "pipelines")


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    [ours] = [each for each in CONTENDERS if each.name == OURS]
    with serving(ours, hurried=False) as number:
        yield number


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than a run has: the machine may be busy."""
    monkeypatch.setattr(exchanging, "DEADLINE", 15.0)
    monkeypatch.setattr(crowding, "SECONDS", 15.0)
    monkeypatch.setattr(crowding, "PATIENCE", 30.0)
    monkeypatch.setattr(crowding, "END", 0.0)


def test_every_fast_case_is_right_and_no_response_has_a_fault(port: int) -> None:
    wrong, faults = [], set()
    for case in cases():
        if case.then == "wait":
            continue
        observed = exchange(port, case)
        faults |= observed.faults
        judged = judge(case, observed)
        if judged.verdict is not Verdict.right:
            wrong.append((case.id, judged.outcome, judged.why))
    assert (wrong, faults) == ([], set())
    assert answers(port)


@pytest.mark.parametrize("name", CROWDS)
def test_a_crowd_stops_nobody(port: int, name: str) -> None:
    [crowd] = [each for each in crowds() if each.id == name]
    assert crowding.judge_crowd(port, crowd).verdict is Verdict.right
