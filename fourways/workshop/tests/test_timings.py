"""The diary of a learner, and what a room's diaries say together."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fourways.workshop import diary
from fourways.workshop.diary import DiaryError, Event

ONE = datetime(2030, 1, 2, 13, 0, 0, tzinfo=UTC)


def write(folder: Path, *events: tuple[int, int, Event]) -> Path:
    """A diary with an event of a stage at each of these minutes past one."""
    for minute, stage, event in events:
        diary.note(folder, stage, event, ONE.replace(minute=minute))
    return folder / diary.FILE_NAME


def test_a_line_for_each_event_that_people_can_read(tmp_path: Path) -> None:
    file = write(tmp_path, (5, 3, Event.began), (24, 3, Event.passed))
    assert file.read_bytes() == (
        b"2030-01-02T13:05:00Z  stage 3  began\n2030-01-02T13:24:00Z  stage 3  passed\n"
    )
    assert [entry.event for entry in diary.read(file)] == [Event.began, Event.passed]


def test_an_event_is_now_unless_it_is_said_when(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    diary.note(tmp_path, 1, Event.began)
    [entry] = diary.read(tmp_path / diary.FILE_NAME)
    assert before <= entry.at <= datetime.now(UTC)


def test_a_stage_lasts_from_its_first_begin_to_its_first_pass(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        (0, 1, Event.began),
        (12, 1, Event.passed),
        (12, 2, Event.began),
        (20, 1, Event.began),  # went back, and broke it
        (21, 1, Event.passed),
        (22, 2, Event.began),
        (32, 2, Event.passed),
    )
    assert diary.minutes(diary.read(file)) == {1: 12, 2: 20}


@pytest.mark.parametrize("event", [Event.skipped, Event.caught_up])
def test_a_stage_that_was_given_away_has_no_time(tmp_path: Path, event: Event) -> None:
    file = write(tmp_path, (0, 1, Event.began), (5, 1, event), (6, 1, Event.passed))
    assert diary.minutes(diary.read(file)) == {}


def test_a_clock_that_was_set_back_gives_no_negative_time(tmp_path: Path) -> None:
    file = write(tmp_path, (30, 1, Event.began), (10, 1, Event.passed))
    assert diary.minutes(diary.read(file)) == {1: 0}


@pytest.mark.parametrize(
    "line",
    [
        "stage 3 passed",
        "2030-01-02T13:05:00Z  stage 3  exploded",
        "2030-13-02T13:05:00Z  stage 3  passed",
        "2030-01-02T13:05:00Z  stage three  passed",
        "2030-01-02T13:05:00Z  stage 3  passed  twice",
        "x" * 100_000,
    ],
)
def test_a_line_that_is_none_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    file = write(tmp_path, (0, 1, Event.began))
    file.write_text(file.read_text() + line + "\n")
    with pytest.raises(DiaryError, match=r"timings\.txt:2: a line must look") as told:
        diary.read(file)
    assert len(str(told.value)) < 300


def test_a_file_that_is_no_text_or_is_gone_is_told(tmp_path: Path) -> None:
    (tmp_path / "timings.txt").write_bytes(b"\xff\xfe\x00")
    for file in (tmp_path / "timings.txt", tmp_path / "gone.txt", tmp_path):
        with pytest.raises(DiaryError, match="cannot be read"):
            diary.read(file)
