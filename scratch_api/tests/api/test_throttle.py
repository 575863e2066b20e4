"""Throttling: counts, their windows, and a clock that jumps."""

import pytest

from scratch_api import times
from scratch_api.errors import TooManySignIns
from scratch_api.tests.api.conftest import Api
from scratch_api.throttle import Throttle

WINDOW_SECONDS = 60


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list whose one element is the time, in microseconds."""
    time = [10**15]
    monkeypatch.setattr(times, "now", lambda: time[0])
    return time


def throttle(api: Api, username: str = "ada", address: str = "192.0.2.1") -> Throttle:
    """Two failures are heard."""
    return Throttle(
        api.database, username, address, failures=2, window_seconds=WINDOW_SECONDS
    )


def fail(api: Api, times: int, username: str = "ada") -> None:
    """Count that many failures."""
    for _ in range(times):
        throttle(api, username).count_failure()


def rows(api: Api) -> int:
    """How many counts there are."""
    with api.database.read() as session:
        [(count,)] = session.execute("SELECT count(*) FROM sign_in_failures")
    assert isinstance(count, int)
    return count


def test_below_the_limit_nothing_is_raised(api: Api, clock: list[int]) -> None:
    fail(api, 1)
    throttle(api).check()


def test_retry_after_is_what_is_left_of_the_window(api: Api, clock: list[int]) -> None:
    fail(api, 2)
    clock[0] += 45 * times.SECOND + 1
    with pytest.raises(TooManySignIns) as caught:
        throttle(api).check()
    assert caught.value.headers == [("Retry-After", "15")]


def test_a_window_begins_with_its_first_failure(api: Api, clock: list[int]) -> None:
    fail(api, 1)
    clock[0] += 59 * times.SECOND
    fail(api, 5)
    clock[0] += times.SECOND
    throttle(api).check()


def test_counts_that_have_ended_are_removed(api: Api, clock: list[int]) -> None:
    fail(api, 1)
    assert rows(api) == 3
    clock[0] += WINDOW_SECONDS * times.SECOND
    fail(api, 1, "grace")
    assert rows(api) == 3


def test_a_clock_that_jumps_back_keeps_nobody_out(api: Api, clock: list[int]) -> None:
    fail(api, 2)
    clock[0] -= 3600 * times.SECOND
    throttle(api).check()
    fail(api, 1)
    throttle(api).check()
