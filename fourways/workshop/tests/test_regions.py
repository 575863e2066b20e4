"""Marked regions: found, emptied, filled, and told where they do not fit."""

import pytest

from fourways.workshop.regions import (
    RegionError,
    blank,
    fill,
    regions_of,
    same_outside,
    skeleton,
)

PROGRAM = """\
def one():
    # >>> first: Return one.
    return 1
    # <<< first

# >>> second: A function.
def two():
    return 2
# <<< second
"""


def test_a_region_has_a_name_a_task_and_a_place() -> None:
    first, second = regions_of(PROGRAM).values()
    assert (first.name, first.task, first.line) == ("first", "Return one.", 2)
    assert first.text == "    return 1\n"
    assert (second.margin, second.lines) == ("", 2)


def test_a_gap_says_so_when_the_program_gets_there() -> None:
    emptied = blank(PROGRAM, {"first"})
    assert regions_of(emptied)["first"].is_gap
    assert not regions_of(emptied)["second"].is_gap
    names: dict[str, object] = {}
    exec(emptied, names)
    one = names["one"]
    assert callable(one)
    with pytest.raises(NotImplementedError, match="the gap 'first' is still empty"):
        one()


def test_at_the_margin_the_program_runs_without_it() -> None:
    emptied = blank(PROGRAM, {"second"})
    assert regions_of(emptied)["second"].is_gap
    names: dict[str, object] = {}
    exec(emptied, names)
    assert "two" not in names


def test_what_was_written_goes_into_another_file() -> None:
    emptied = blank(PROGRAM, {"first", "second"})
    written = {name: each.text for name, each in regions_of(PROGRAM).items()}
    assert fill(emptied, written) == PROGRAM
    assert skeleton(emptied) == skeleton(PROGRAM)


def test_only_what_stands_outside_is_compared() -> None:
    assert same_outside(PROGRAM, blank(PROGRAM, {"first"}))
    assert not same_outside(PROGRAM, PROGRAM.replace("def one", "def uno"))
    assert not same_outside(PROGRAM, "# >>> open: Never closed.\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# >>> a: One.\n", "line 1: a does not end"),
        ("# <<< a\n", "line 1: nothing begins before it"),
        ("# >>> a: One.\n# <<< b\n", "line 2: a, begun on line 1, must end first"),
        ("# >>> a: One.\n# >>> b: Two.\n", "line 2: a, begun on line 1"),
        ("# >>> a: 1.\n# <<< a\n" * 2, "there are two regions a"),
    ],
)
def test_marks_that_do_not_fit_are_told(text: str, message: str) -> None:
    with pytest.raises(RegionError, match=message):
        regions_of(text, "server.py")
