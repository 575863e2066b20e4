"""Things happen at their moment, once, and what goes wrong is told."""

import time
from functools import partial
from typing import Any

import pytest

from fourways.process import StartError
from fourways.replicas.group import Group
from fourways.replicas.scenarios import SCENARIOS, Meddling, Scenario
from fourways.results import Check, Column, Status

CHECK = Check("t", "url", (), Status.PASSED)


class Silent:
    """A `Progress` that tells nothing."""

    def start(self, columns: list[Column]) -> None: ...
    def expect(self, totals: Any) -> None: ...
    def checked(self, check: Check) -> None: ...
    def stop(self) -> None: ...


GROUP = Group([], None)  # type: ignore[arg-type]


def note(done: list[str], what: str, _: Group) -> None:
    done.append(what)


def test_it_happens_when_that_many_tests_are_done() -> None:
    done: list[str] = []
    first, last = partial(note, done, "first"), partial(note, done, "last")
    scenario = Scenario("x", "", ((0.5, first), (0.9, last)))
    meddling = Meddling(scenario, GROUP, Silent())
    meddling.expect({"url": 10})
    for _ in range(4):
        meddling.checked(CHECK)
    assert done == []
    meddling.checked(CHECK)
    meddling.finish()
    assert done == ["first"]
    [problem] = meddling.problems
    assert problem.startswith("x: the run ended before everything had happened: 10 ")
    for _ in range(5):
        meddling.checked(CHECK)
    meddling.finish()
    assert (done, meddling.happened) == (["first", "last"], 2)


def test_too_few_tests_are_told_with_the_seconds_that_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = iter([100.0, 103.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    happens = partial(note, [], "")
    meddling = Meddling(Scenario("x", "", ((0.2, happens),) * 4), GROUP, Silent())
    meddling.expect({"url": 5})
    meddling.checked(CHECK)
    meddling.finish()
    assert meddling.problems == [
        "x: the run ended before everything had happened: 5 tests were over too soon. "
        "It happens 4 times, and takes 3.0 seconds here: select tests with -k that "
        "take 23 seconds or longer"
    ]


def test_a_run_without_a_test_ends_before_everything_has_happened() -> None:
    scenario = Scenario("x", "", ((0.2, partial(note, [], "")),))
    meddling = Meddling(scenario, GROUP, Silent())
    meddling.finish()
    assert meddling.problems == ["x: the run ended before everything had happened"]


def test_what_goes_wrong_is_told_and_not_counted() -> None:
    def fails(_: Group) -> None:
        raise StartError("it did not end")

    meddling = Meddling(Scenario("x", "", ((0.1, fails),)), GROUP, Silent())
    meddling.expect({"url": 1})
    meddling.checked(CHECK)
    meddling.finish()
    assert (meddling.problems, meddling.happened) == (["it did not end"], 0)


@pytest.mark.parametrize("name", ["rolling", "killed"])
def test_every_replica_has_its_turn_twice(name: str) -> None:
    shares = [share for share, _ in SCENARIOS[name].moments]
    assert shares == sorted(shares)
    assert len(shares) == 4
    assert 0 < shares[0] < shares[-1] < 1


def test_only_killing_may_make_a_test_fail() -> None:
    assert [each.name for each in SCENARIOS.values() if each.may_fail] == ["killed"]
