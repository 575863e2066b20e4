"""docs/suite.md is what the records and the reasons make, and says what they say."""

from dataclasses import replace
from pathlib import Path

import pytest

from fourways.mutants import showing
from fourways.mutants.explained import Change, change_of, explained, problems
from fourways.mutants.page import FILE, document, percent
from fourways.mutants.recorded import (
    Counts,
    Record,
    Survivor,
    records,
    with_earlier,
    write,
)

SURVIVOR = Survivor("1a2b3c4d", "a_api/b.py", 7, "AddNot", "if a:", "if not a:")
RECORD = Record(
    backend="scratch",
    title="Standard library",
    server="scratch",
    databases=("sqlite", "postgresql"),
    date="2030-01-02",
    seed=1,
    controls=3,
    controls_failed=0,
    versions={"python": "3.11.0"},
    files={
        "a_api/b.py": Counts(there=20, killed=8, survived=1),
        "a_api/c.py": Counts(there=20, killed=9, not_started=1, time_limit=1),
    },
    survivors=(SURVIVOR,),
)
REASONS = {change_of(SURVIVOR): "Both are the same."}


def test_the_page_is_current() -> None:
    assert FILE.read_text(encoding="utf-8") == showing.current()


def test_each_record_agrees_with_itself() -> None:
    for record in records():
        survived = {name: each.survived for name, each in record.files.items()}
        for survivor in record.survivors:
            survived[survivor.file] -= 1
        assert set(survived.values()) <= {0}
        assert all(each.tried <= each.there for each in record.files.values())


def test_every_reason_is_about_a_survivor_that_is_recorded() -> None:
    survivors = {change_of(each) for record in records() for each in record.survivors}
    assert [change for change in explained() if change not in survivors] == []


def test_both_figures_are_shown() -> None:
    assert "| Standard library | 40 | 20 | 19 | 95.0 | 0 of 1 | 95.0 |" in document(
        "", [RECORD], {}
    )
    assert "| Standard library | 40 | 20 | 19 | 95.0 | 1 of 1 | 100.0 |" in document(
        "", [RECORD], REASONS
    )


def test_a_part_is_said_to_be_one() -> None:
    assert "20 of 40 mutants were tried" in document("", [RECORD], {})
    files = {"a_api/b.py": Counts(there=9, killed=8, survived=1)}
    whole = document("", [replace(RECORD, files=files)], {})
    assert "All mutants were tried" in whole


@pytest.mark.parametrize(
    ("reasons", "title"), [({}, "Not explained"), (REASONS, "Both are the same. (1)")]
)
def test_a_survivor_stands_there_with_its_place_and_change(
    reasons: dict[Change, str], title: str
) -> None:
    page = document("", [RECORD], reasons)
    assert "`1a2b3c4d`, a_api/b.py, line 7\n\n```diff\n- if a:\n+ if not a:" in page
    assert title in page.partition("1a2b3c4d")[0]


def test_a_percentage_is_never_rounded_up() -> None:
    assert percent(1899, 2000) == "94.9"
    assert percent(1900, 2000) == "95.0"
    assert percent(0, 0) == "-"


def test_a_reason_for_what_is_no_mutant_is_told() -> None:
    gone = replace(SURVIVOR, before="if b:")
    [problem] = problems(REASONS, mutants=[gone], killed=[])
    assert "there is no such mutant" in problem
    assert list(problems(REASONS, mutants=[SURVIVOR], killed=[])) == []


def test_a_reason_for_a_mutant_that_was_killed_is_told() -> None:
    [problem] = problems(REASONS, mutants=[SURVIVOR], killed=[SURVIVOR])
    assert "this mutant was killed" in problem


def test_a_reason_is_true_as_long_as_one_line_with_that_change_survives() -> None:
    assert not list(problems(REASONS, mutants=[SURVIVOR] * 2, killed=[SURVIVOR]))


def test_what_was_not_tried_again_stays_recorded(tmp_path: Path) -> None:
    write(RECORD, tmp_path / "scratch.json")
    files = {
        "a_api/b.py": Counts(there=20),
        "a_api/c.py": Counts(there=20, killed=20),
    }
    again = replace(RECORD, date="2030-01-03", files=files, survivors=())
    merged = with_earlier(again, tmp_path)
    assert merged.files["a_api/b.py"] == RECORD.files["a_api/b.py"]
    assert merged.files["a_api/c.py"] == files["a_api/c.py"]
    assert merged.survivors == (SURVIVOR,)
    assert (merged.date, merged.controls) == ("2030-01-03", 3)


def test_of_a_file_with_other_mutants_nothing_old_stays(tmp_path: Path) -> None:
    write(RECORD, tmp_path / "scratch.json")
    files = {"a_api/b.py": Counts(there=21)}
    merged = with_earlier(replace(RECORD, files=files, survivors=()), tmp_path)
    assert merged.files == files
    assert merged.survivors == ()
