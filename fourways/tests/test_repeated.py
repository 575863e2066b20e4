"""Runs in a row are kept, and shown in a table."""

from dataclasses import replace
from pathlib import Path

from fourways.repeated import Ran, Repetition, add, read, table

REPETITION = Repetition(
    command="fourways test flask --times 2",
    date="2030-01-02",
    cores=2,
    versions={"Python": "3.11.0", "pytest": "9.0.0"},
    runs=(Ran(1_200, 21.26, True, 2.5), Ran(1_200, 19.0, True, 1.5)),
    failed={},
)
ROW = (
    "| `fourways test flask --times 2` | 2030-01-02, 2 cores "
    "| Python 3.11.0, pytest 9.0.0 | 2 | 2 | 1,200 | 19 to 21 | 1.5 to 2.5 |\n"
)


def test_what_is_added_is_read_behind_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "repeated.json"
    assert read(file) == []
    add(REPETITION, file)
    add(replace(REPETITION, date="2030-01-03"), file)
    assert read(file) == [REPETITION, replace(REPETITION, date="2030-01-03")]


def test_a_row_says_from_where_to_where() -> None:
    assert table([REPETITION]).endswith(ROW)


def test_where_nobody_knows_the_load_nothing_is_said() -> None:
    runs = tuple(replace(ran, load_average=None) for ran in REPETITION.runs)
    assert table([replace(REPETITION, runs=runs)]).endswith("| 19 to 21 | - |\n")


def test_what_failed_is_named_below() -> None:
    shown = table([replace(REPETITION, failed={"test_x.py::test_y[flask-sqlite]": 1})])
    assert shown.endswith(
        f"{ROW}\n1 of 2 times failed: `test_x.py::test_y[flask-sqlite]`\n"
    )


def test_each_that_is_kept_agrees_with_itself() -> None:
    for each in read():
        assert not each.failed or not all(ran.passed for ran in each.runs)
        assert each.command.endswith(f"--times {len(each.runs)}")
