"""The board's room: what it takes, what it refuses, and when it forgets."""

from http import HTTPStatus
from typing import Any

import pytest

from fourways.workshop.board import room as limits
from fourways.workshop.board.room import Refused, Room

HERE = "192.0.2.7"
THERE = "192.0.2.8"


class Clock:
    """Seconds that rise only when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def room(clock: Clock) -> Room:
    return Room(["Ready", "A socket"], clock=clock)


def report(room: Room, nickname: Any, stage: Any = 1, address: str = HERE) -> None:
    room.report({"nickname": nickname, "stage": stage}, address)


def refusal(room: Room, content: object, address: str = HERE) -> tuple[int, str]:
    with pytest.raises(Refused) as refused:
        room.report(content, address)
    assert room.state()["learners"] == 0
    return refused.value.status.value, str(refused.value)


def counts(room: Room) -> list[int]:
    return [stage["count"] for stage in room.state()["stages"]]


def test_learners_are_counted_where_they_are(room: Room) -> None:
    report(room, "ada", 0)
    report(room, "Grace Hopper", 1)
    assert counts(room) == [1, 1, 0]
    report(room, "ada", 2)
    assert counts(room) == [0, 1, 1]
    assert room.state() == {
        "learners": 2,
        "stages": [
            {"title": "Ready", "count": 0, "names": []},
            {"title": "A socket", "count": 1, "names": ["Grace Hopper"]},
            {"title": "Done, or at an extension", "count": 1, "names": ["ada"]},
        ],
    }


def test_who_is_beyond_the_last_stage_is_in_the_last_row(room: Room) -> None:
    report(room, "ada", 2)
    report(room, "grace", 14)
    assert counts(room) == [0, 0, 2]


def test_names_can_stay_off_the_screen(clock: Clock) -> None:
    room = Room(["Ready"], names=False, clock=clock)
    report(room, "ada", 0)
    assert "ada" not in str(room.state())
    assert counts(room) == [1, 0]


@pytest.mark.parametrize(
    "nickname", ["Ünal", "日本", "O'Hara", "🦉", "<b>bold</b>", "שלום", "a" * 24, " x "]
)
def test_nicknames_of_everybody_are_taken(room: Room, nickname: str) -> None:
    report(room, nickname)
    assert room.state()["stages"][1]["names"] == [nickname.strip()]


@pytest.mark.parametrize(
    "nickname",
    [
        "",
        "   ",
        "a" * 25,
        "a" * 1_000_000,
        "two\nlines",
        "nul\0",
        "\x1b[31m",
        "\u202eada",
        "\u200b",
        "a\u3000wide",
        "a\u0301\u0301\u0301\u0301",
        "\u0301",
        "\ud800",
        "\ue000",
    ],
    ids=ascii,
)
def test_nicknames_that_would_hurt_the_page_are_not(room: Room, nickname: str) -> None:
    status, message = refusal(room, {"nickname": nickname, "stage": 1})
    assert status == 422
    assert message.startswith("nickname ")
    assert len(message) < 80


@pytest.mark.parametrize("nickname", [None, 1, ["ada"], {"name": "ada"}, True])
def test_a_nickname_is_text(room: Room, nickname: object) -> None:
    status, message = refusal(room, {"nickname": nickname, "stage": 1})
    assert (status, message) == (422, "nickname must be text")


@pytest.mark.parametrize("stage", [-1, 100, 10**30, 1.0, "1", None, True, [1]])
def test_a_stage_is_a_number_that_there_is(room: Room, stage: object) -> None:
    status, message = refusal(room, {"nickname": "ada", "stage": stage})
    assert (status, message) == (422, "stage must be a number from 0 to 99")


@pytest.mark.parametrize(
    "content",
    [None, [], "ada", {}, {"nickname": "ada"}, {"nickname": "a", "stage": 1, "age": 9}],
)
def test_nothing_but_nickname_and_stage_is_taken(room: Room, content: object) -> None:
    assert refusal(room, content)[0] == 422


def test_nobody_moves_somebody_else(room: Room) -> None:
    report(room, "Ada", 1)
    with pytest.raises(Refused, match="nickname ada is taken") as refused:
        report(room, "ada", 0, THERE)
    assert refused.value.status is HTTPStatus.CONFLICT
    assert counts(room) == [0, 1, 0]


def test_a_full_board_still_moves_those_on_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_LEARNERS", 2)
    report(room, "one", 0)
    report(room, "two", 0)
    with pytest.raises(Refused, match="full") as refused:
        report(room, "three", 0)
    assert refused.value.status is HTTPStatus.SERVICE_UNAVAILABLE
    report(room, "two", 1)
    assert counts(room) == [1, 1, 0]


def test_who_was_not_heard_of_for_long_is_forgotten(room: Room, clock: Clock) -> None:
    report(room, "ada")
    clock.now = limits.FORGET_SECONDS
    assert counts(room) == [0, 1, 0]
    clock.now += 1
    assert counts(room) == [0, 0, 0]
    report(room, "ada", 0, THERE)
    assert counts(room) == [1, 0, 0]


def test_an_address_that_asks_too_often_has_to_wait(room: Room, clock: Clock) -> None:
    for _ in range(limits.REQUESTS_AT_ONCE):
        room.admit(HERE)
    with pytest.raises(Refused, match="too many") as refused:
        room.admit(HERE)
    assert refused.value.status is HTTPStatus.TOO_MANY_REQUESTS
    room.admit(THERE)
    clock.now += 1
    for _ in range(int(limits.REQUESTS_PER_SECOND)):
        room.admit(HERE)
    with pytest.raises(Refused):
        room.admit(HERE)


def test_addresses_do_not_fill_the_memory(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_ADDRESSES", 3)
    for number in range(10):
        room.admit(f"192.0.2.{number}")
    assert len(room._allowances) == 3
