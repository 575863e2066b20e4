"""The load keeps account of what it is told, and the audit finds every lie."""

import pytest

from fourways.faults.client import Client, Lost
from fourways.faults.ledger import Audit, Ledger, audit
from fourways.faults.load import Load
from fourways.faults.tests.small_server import TOKEN, serving

WRITES = 12


def written(lie: str) -> tuple[Ledger, Audit]:
    """The account of a load on a server that lies so, and what the audit found."""
    with serving(lie) as server:
        with Load([server.port], TOKEN, writers=2) as load:
            assert load.wait(WRITES)
            ledger = load.stop()
        client = Client([server.port], TOKEN)
        found = audit(ledger, client)
        client.close()
    return ledger, found


def test_an_honest_server_has_all_that_it_acknowledged() -> None:
    ledger, found = written("")
    assert found.broken == []
    assert ledger.wrong == []
    assert found.found == ledger.acknowledged >= WRITES
    assert not ledger.errors
    assert not ledger.silence


@pytest.mark.parametrize("lie", ["", "stores and says nothing", "refuses"])
def test_every_write_has_one_end(lie: str) -> None:
    ledger, _ = written(lie)
    assert ledger.sent == (
        ledger.acknowledged
        + ledger.lost_races
        + ledger.refused.total()
        + ledger.unanswered.total()
    )


def test_a_read_is_not_counted_among_the_writes() -> None:
    with (
        serving("refuses to read") as server,
        Load([server.port], TOKEN, writers=1) as load,
    ):
        assert load.wait(WRITES)
        ledger = load.stop()
    assert ledger.reads_refused[500] > 0
    assert not ledger.refused
    assert ledger.sent == ledger.acknowledged == len(ledger.created)


def test_a_change_that_another_client_was_faster_with_is_a_lost_race() -> None:
    with (
        serving("is always changed by others") as server,
        Load([server.port], TOKEN, writers=1) as load,
    ):
        assert load.wait(WRITES)
        ledger = load.stop()
    assert ledger.lost_races > 0
    assert ledger.sent == ledger.acknowledged + ledger.lost_races


def test_a_write_that_is_acknowledged_and_lost_is_found() -> None:
    ledger, found = written("loses")
    assert found.found < ledger.acknowledged
    assert any(each.startswith("lost: https://writer") for each in found.broken)


def test_a_change_that_is_acknowledged_and_forgotten_is_found() -> None:
    ledger, _ = written("forgets changes")
    assert any("was told that the counter has its" in each for each in ledger.wrong)


def test_a_bookmark_that_is_there_twice_is_found() -> None:
    _, found = written("stores twice")
    assert any("there twice" in each for each in found.broken)


def test_counts_of_tags_that_do_not_match_are_found() -> None:
    _, found = written("miscounts")
    assert any("counts of tags" in each for each in found.broken)


def test_a_write_without_an_answer_may_be_done_and_is_counted() -> None:
    ledger, found = written("stores and says nothing")
    assert found.broken == []
    assert ledger.wrong == []
    lost = ledger.unanswered[Lost.RACED] + ledger.unanswered[Lost.UNTAKEN]
    assert lost == ledger.unanswered.total() == found.unanswered_done > 0
    # Changes among them: a later read has found them.
    assert ledger.done_unanswered > 0


def test_a_write_without_an_answer_may_not_be_done_by_halves() -> None:
    _, found = written("stores half and says nothing")
    assert any(each.startswith("half-done: https://") for each in found.broken)


def test_a_500_problem_is_refused_and_nothing_worse() -> None:
    ledger, found = written("refuses")
    assert ledger.refused.keys() == {500}
    assert found.broken == []
    assert ledger.wrong == []


def test_an_answer_that_the_contract_does_not_have_is_wrong() -> None:
    ledger, _ = written("says 503")
    assert set(ledger.wrong) == {"POST was answered 503 unavailable"}


@pytest.mark.parametrize("number", [0, 7])
def test_the_counter_has_no_other_number_than_it_was_told(number: int) -> None:
    with serving() as server:
        with Load([server.port], TOKEN, writers=1) as load:
            assert load.wait(2)
            ledger = load.stop()
        # As if the last one were another than the counter has.
        ledger.counted["writer0"] += number
        client = Client([server.port], TOKEN)
        found = audit(ledger, client)
        client.close()
    assert bool(found.broken) == bool(number)
