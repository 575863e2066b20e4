"""The diary of a learner, and what a room's diaries say together."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fourways.cli import app
from fourways.workshop import diary
from fourways.workshop.diary import DiaryError, Event
from fourways.workshop.tests.plan import STAGES
from fourways.workshop.timings import Timing, cells, each_once, merged

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


def room(folder: Path) -> list[Path]:
    """Diaries of three learners: stage 1 took 10, 20 and 40 minutes, stage 3 one."""
    files = []
    for number, minutes in enumerate((10, 20, 40)):
        (folder / str(number)).mkdir()
        events = [(0, 1, Event.began), (minutes, 1, Event.passed)]
        if number == 0:
            events += [(10, 2, Event.began), (15, 2, Event.skipped)]
            events += [(15, 3, Event.began), (30, 3, Event.passed)]
        files.append(write(folder / str(number), *events))
    return files


def test_the_room_together(tmp_path: Path) -> None:
    diaries = [diary.read(file) for file in room(tmp_path)]
    one, two, three = merged(diaries, STAGES)
    assert (one.stage.number, one.median, one.ninetieth) == (1, 20, 36)
    assert (two.stage.number, two.minutes, two.given_away) == (2, (), 1)
    assert (three.median, three.ninetieth, three.given_away) == (15, 15, 0)


def test_a_row_tells_plan_median_percentile_and_how_late() -> None:
    timing = Timing(STAGES[1], (10, 20, 40), given_away=2)
    assert [str(cell) for cell in cells(timing)] == ["20", "20", "36", "+0", "3", "2"]
    nobody = Timing(STAGES[1], (), given_away=1)
    assert cells(nobody) == ["20", "", "", "", "0", "1"]


def test_a_folder_stands_for_the_diary_in_it_and_no_file_counts_twice(
    tmp_path: Path,
) -> None:
    files = room(tmp_path)
    assert each_once([*files, *(file.parent for file in files)]) == files


def run(*arguments: str) -> Result:
    command = ["workshop", "timings", *arguments, "--no-color"]
    return CliRunner().invoke(app, command, env={"COLUMNS": "100"})


def test_the_command_prints_the_rooms_table(tmp_path: Path) -> None:
    result = run(*map(str, room(tmp_path)))
    assert result.exit_code == 0
    [row] = [line for line in result.output.splitlines() if "A socket" in line]
    assert row.split()[-6:] == ["15", "20", "36", "+5", "3", "0"]
    assert "from 3 learners" in result.output


def test_a_file_that_is_no_diary_is_told_by_the_command(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("milk, eggs\n")
    result = run(str(tmp_path / "notes.txt"))
    assert result.exit_code == 2
    assert "notes.txt:1: a line must look like" in result.stderr
