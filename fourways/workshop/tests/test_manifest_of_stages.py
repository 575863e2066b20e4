"""What is wrong in a stage.toml is told with file, key and what would be right."""

from pathlib import Path

import pytest

from fourways.workshop.mistakes import mistakes
from fourways.workshop.stages import hints, load, load_all
from fourways.workshop.tables import StageError

GOOD = """
title = "Two"
minutes = 5
goal = "Something."
run = "true"

[[check]]
name = "first"
title = "First"
requirements = ["route-2"]

[[check]]
name = "second"
title = "Second"
rule = "A rule."
source = "RFC 9112 4"
after = ["first"]
"""


def stage_folder(root: Path, text: str, name: str = "02-two") -> Path:
    folder = root / name
    folder.mkdir()
    (folder / "stage.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_stage_is_read(tmp_path: Path) -> None:
    stage = load(stage_folder(tmp_path, GOOD))
    assert (stage.number, stage.name, stage.previous) == (2, "two", 1)
    assert stage.requirements == ("route-2",)
    assert [check.after for check in stage.checks] == [(), ("first",)]
    assert stage.checks[1].rules[0].source == "RFC 9112 4"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "Two"', "title = 2", "stage.toml: title must be a text in quotes"),
        ("minutes = 5", "minutes = -5", "minutes must be a whole number from 0"),
        ('goal = "Something."', "", "goal must be a text in quotes"),
        ('run = "true"', "", "run must be a text in quotes"),
        ("minutes = 5", "minutes = 5\nminuten = 5", "there is no key 'minuten'"),
        ("route-2", "no-99", "check first: requirements names no-99, and contract"),
        ('source = "RFC 9112 4"', "", "check second: rule belongs together"),
        ('requirements = ["route-2"]', "", "check first: requirements is empty"),
        ('after = ["first"]', 'after = ["third"]', "'third' is no check before it"),
        ('name = "second"', 'name = "first"', "there are two checks 'first'"),
        ("[[check]]", "[check]", "is not valid TOML"),
        (
            'after = ["first"]',
            'variant = "rails"',
            "must be one of the stage's",
        ),
        ('run = "true"', 'run = "true"\nvariants = ["a"]', "run must be a table"),
    ],
)
def test_what_is_wrong_is_told(
    old: str, new: str, message: str, tmp_path: Path
) -> None:
    folder = stage_folder(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(StageError, match=message.replace("[", r"\[")):
        load_all(folder.parent)


def test_a_folder_has_a_number(tmp_path: Path) -> None:
    with pytest.raises(StageError, match="must be called like 03-bodies"):
        load(stage_folder(tmp_path, GOOD, "two"))


def test_the_stage_before_must_be_there(tmp_path: Path) -> None:
    stage_folder(tmp_path, GOOD)
    with pytest.raises(StageError, match="previous: there is no stage 1"):
        load_all(tmp_path)


def test_hints_are_read_by_gap(tmp_path: Path) -> None:
    folder = stage_folder(tmp_path, GOOD)
    text = "## gap\n\n1. One\n   more.\n2. Two.\n3. Three.\n"
    (folder / "hints.md").write_text(text, encoding="utf-8")
    assert hints(load(folder)) == {"gap": ("One more.", "Two.", "Three.")}


def test_a_mistake_changes_a_file_or_the_command(tmp_path: Path) -> None:
    folder = stage_folder(tmp_path, GOOD)
    text = '[[mistake]]\ncheck = "first"\nwhat = "W"\nsays = "S"\n'
    (folder / "mistakes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(StageError, match="file is missing: name a file, old and new"):
        mistakes(load(folder))
