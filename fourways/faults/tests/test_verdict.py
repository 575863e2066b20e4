"""What a scenario saw becomes a verdict: passed, failed with the reason, not run."""

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fourways.discovery import find
from fourways.faults import clock, disk, running
from fourways.faults.client import Lost
from fourways.faults.ledger import Audit, Ledger
from fourways.faults.logs import failures
from fourways.faults.outcome import NotRun, Outcome
from fourways.faults.probe import Said
from fourways.faults.rig import Rig
from fourways.faults.scenario import SHOWN, Result, Scenario, Seen, verdict
from fourways.faults.scenarios.kill_database import AWAY_ANSWERS, _tell
from fourways.faults.scenarios.stop import expect_no_failed_request


def result_of(run: Callable[[Any], Seen], monkeypatch: pytest.MonkeyPatch) -> Result:
    """The result of a scenario that runs without a backend."""
    scenario = Scenario("none", "Does nothing.", (), run, databases=("sqlite",))
    monkeypatch.setattr(Rig, "__enter__", lambda rig: rig)
    chosen = running.targets([find("scratch")], ["sqlite", "postgresql"])
    (result,) = running.run(chosen, [scenario], lambda scenario, target: None)
    return result


def test_what_holds_is_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    result = result_of(lambda rig: Seen(counts={"sent": 3}), monkeypatch)
    assert result.outcome is Outcome.PASSED
    assert result.counts == {"sent": 3}
    assert (result.backend, result.server, result.database) == (
        "scratch",
        "scratch",
        "sqlite",
    )


def test_what_does_not_hold_is_failed_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    result = result_of(lambda rig: Seen(broken=["it is lost"]), monkeypatch)
    assert result.outcome is Outcome.FAILED
    assert result.reasons == ("it is lost",)


def test_what_cannot_be_run_is_not_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(rig: Any) -> Seen:
        raise NotRun("there is no moon")

    result = result_of(run, monkeypatch)
    assert result.outcome is Outcome.NOT_RUN
    assert result.reasons == ("there is no moon",)


def test_what_nobody_thought_of_is_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    result = result_of(lambda rig: 1 / 0, monkeypatch)  # type: ignore[arg-type,return-value]
    assert result.outcome is Outcome.FAILED
    assert result.reasons == ("ZeroDivisionError: division by zero",)


def test_many_reasons_are_cut_short_and_none_is_told_twice() -> None:
    broken = [f"lost: {number}" for number in range(20)] * 2
    outcome, reasons = verdict(Seen(broken=broken))
    assert outcome is Outcome.FAILED
    assert len(reasons) == SHOWN + 1
    assert reasons[-1] == "and 15 more"


def test_an_account_with_a_hang_or_a_loss_is_broken() -> None:
    seen = Seen()
    seen.account(
        Ledger(
            sent=3,
            unanswered=Counter({Lost.HUNG: 2}),
            reads_unanswered=Counter({Lost.HUNG: 1}),
        ),
        Audit(broken=["lost: x"]),
    )
    assert seen.broken == ["lost: x", "3 requests hung"]
    assert seen.counts["unanswered"] == 2
    assert seen.counts["reads unanswered"] == 1


def test_of_several_times_the_slowest_is_kept() -> None:
    seen = Seen()
    for seconds in 0.21, 3.04, 1.0:
        seen.slowest("seconds to health", seconds)
    assert seen.counts == {"seconds to health": 3.0}


@pytest.mark.parametrize(
    ("ledger", "audit", "reason"),
    [
        (Ledger(unanswered=Counter({Lost.CUT: 1})), Audit(), "answers broke off"),
        (Ledger(refused=Counter({500: 2})), Audit(), "answers from 500 up"),
        (Ledger(reads_refused=Counter({500: 2})), Audit(), "answers from 500 up"),
        (Ledger(), Audit(unanswered_done=1), "done, and nobody was told"),
        (Ledger(unanswered=Counter({Lost.RACED: 9})), Audit(), ""),
        (Ledger(unanswered=Counter({Lost.REFUSED: 9})), Audit(), ""),
    ],
)
def test_a_stop_may_close_idle_connections_and_nothing_else(
    ledger: Ledger, audit: Audit, reason: str
) -> None:
    seen = Seen()
    expect_no_failed_request(seen, ledger, audit)
    assert bool(seen.broken) == bool(reason)
    assert reason in "".join(seen.broken)


@pytest.mark.parametrize(
    ("answers", "holds"),
    [
        ([503] * AWAY_ANSWERS, True),
        ([503] * AWAY_ANSWERS + [200], False),
        ([503] * AWAY_ANSWERS + [Lost.HUNG], False),
        ([503] * AWAY_ANSWERS + [500], False),
        ([503] * (AWAY_ANSWERS - 1), False),
    ],
)
def test_health_is_503_in_time_while_the_database_is_away(
    answers: list[int | Lost], holds: bool
) -> None:
    seen = Seen()
    _tell(seen, [Said(0.0, 0.1, what) for what in answers])
    assert (not seen.broken) == holds


def test_only_root_makes_a_small_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1_000)
    with pytest.raises(NotRun, match="root"):
        disk.SmallDisk()


def test_without_libfaketime_no_clock_is_put_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(clock, "PLACES", ())
    with pytest.raises(NotRun, match="apt install faketime"):
        clock.Clock(tmp_path)


def test_a_chain_of_exceptions_is_one_failure() -> None:
    one = "Traceback (most recent call last):\n  ...\nOSError\n"
    both = "\nThe above exception was the direct cause of the following exception:\n\n"
    assert failures(one + both + one + "GET / 500 1.0ms\n" + one) == 2
