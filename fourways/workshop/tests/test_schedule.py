"""The schedule: clock times, and what is left out when there is less time."""

import pytest
from typer.testing import CliRunner, Result

from fourways.cli import app
from fourways.workshop.schedule import (
    ScheduleError,
    clock,
    minutes_since_midnight,
    schedule,
)
from fourways.workshop.schedule_command import remarks
from fourways.workshop.tests.plan import STAGES, planned

ONE = 13 * 60


def test_parts_follow_each_other_with_breaks_and_without_extensions() -> None:
    found = schedule(STAGES, ONE)
    assert [(clock(part.begin), part.title) for part in found.parts] == [
        ("13:00", "Title 0"),
        ("13:10", "Title 1"),
        ("13:30", "break"),
        ("13:35", "Title 2"),
        ("14:05", "break"),
        ("14:15", "Title 3"),
        ("14:30", "Title 4"),
    ]
    assert clock(found.end) == "14:40"
    assert found.spare is None


@pytest.mark.parametrize(
    ("available", "left_out", "spare"),
    [
        (120, [], 20),
        (100, [], 0),
        (99, [3], 14),
        (85, [3], 0),
        (84, [3, 2], 29),
        (55, [3, 2], 0),
        (50, [3, 2], -5),
    ],
)
def test_only_what_has_to_go_is_left_out_in_the_manifests_order(
    available: int, left_out: list[int], spare: int
) -> None:
    found = schedule(STAGES, ONE, available)
    assert [stage.number for stage in found.left_out] == left_out
    assert found.spare == spare


def test_a_break_stays_when_its_stage_goes() -> None:
    found = schedule(STAGES, ONE, 60)
    assert [part.title for part in found.parts].count("break") == 2


def test_remarks_say_what_goes_next() -> None:
    assert remarks(schedule(STAGES, ONE)) == [
        "If it gets late, leave out stage 3, then 2."
    ]
    assert remarks(schedule(STAGES, ONE, 90)) == [
        "Left out: Stage 3: Title 3 (15 minutes).",
        "After stage 2 learners type: fourways workshop goto 4",
        "5 minutes to spare: for questions and extensions.",
        "If it gets late, also leave out stage 2.",
    ]
    assert remarks(schedule(STAGES, ONE, 50))[-1].startswith("Too long by 5 minutes.")


def test_what_is_on_at_a_time() -> None:
    found = schedule(STAGES, 23 * 60 + 30)  # past midnight
    titles = {
        minute: part and part.title
        for minute, part in (
            (minute, found.part_at(minute)) for minute in (1409, 1410, 1439, 0, 69, 70)
        )
    }
    assert titles == {
        1409: None,
        1410: "Title 0",
        1439: "Title 1",
        0: "break",
        69: "Title 4",
        70: None,
    }


@pytest.mark.parametrize(
    ("text", "minutes"), [("13:00", 780), ("9:30", 570), ("0:00", 0), (" 23.59 ", 1439)]
)
def test_times_are_read(text: str, minutes: int) -> None:
    assert minutes_since_midnight(text) == minutes


@pytest.mark.parametrize(
    "text",
    ["", "13", "24:00", "12:60", "1:5", "noon", "-1:00", "1\u0663:00", "13:00:0"],
)
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(ScheduleError, match="looks like 13:00"):
        minutes_since_midnight(text)


def test_no_stages_make_no_schedule() -> None:
    with pytest.raises(ScheduleError, match="no stages"):
        schedule([planned(9, 10, extension=True)], ONE)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["workshop", "schedule", *arguments])


def test_the_command_prints_the_real_schedule() -> None:
    result = run("--start", "9:30", "--end", "12:15", "--no-color")
    assert result.exit_code == 0
    assert "09:30" in result.output
    assert "Left out: Stage 8:" in result.output
    assert "If it gets late, also leave out stage 5." in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--start", "noon"], "a time looks like 13:00, not 'noon'"),
        (["--end", "12:00"], "--end must be after --start, and 12:00 is not"),
        (["--end", "16:00", "--minutes", "90"], "give only one"),
    ],
)
def test_times_that_cannot_be_are_told(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
