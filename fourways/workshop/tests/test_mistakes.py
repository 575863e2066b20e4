"""Each check has a wrong program that fails it, with the message that is promised."""

from pathlib import Path

import pytest

from fourways.workshop import programs
from fourways.workshop.checks import contract
from fourways.workshop.judge import examine
from fourways.workshop.mistakes import Mistake, mistakes
from fourways.workshop.stage import Stage
from fourways.workshop.stages import stage, stages
from fourways.workshop.tests.programs_on_disk import LONG, SHORT, lab_of, outcome

CASES = [(of, mistake) for of in stages() for mistake in mistakes(of)]


@pytest.fixture(autouse=True)
def _one_rule_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last check runs the whole suite, which has its own place in CI."""
    monkeypatch.setattr(contract, "OPTIONS", ("--requirement", "operate-1"))


@pytest.mark.parametrize(
    ("of", "mistake"),
    CASES,
    ids=[f"{of.number:02}-{mistake.check}" for of, mistake in CASES],
)
def test_a_wrong_program_is_told_what_is_wrong(
    of: Stage, mistake: Mistake, tmp_path: Path
) -> None:
    half = mistake.variant or "django"
    files = programs.solution(of, half)
    if mistake.file:
        assert files[mistake.file].count(mistake.old) >= 1
        files[mistake.file] = files[mistake.file].replace(mistake.old, mistake.new, 1)
    check = next(each for each in of.checks if each.name == mistake.check)
    patience = SHORT if mistake.hangs else LONG
    with lab_of(files, of, half, tmp_path, run=mistake.run, patience=patience) as lab:
        assert mistake.says in outcome(lab, check).wrong


@pytest.mark.parametrize(
    ("location", "is_right"),
    [
        ("bookmarks/{}", True),
        ("http://127.0.0.1/bookmarks/{}", True),
        ("/bookmarks/{}0", False),
        ("{}", False),
        ("http://[{}", False),
    ],
)
def test_a_location_may_be_relative_or_a_whole_url(
    location: str, is_right: bool, tmp_path: Path
) -> None:
    third = stage(3)
    files = programs.solution(third, "django")
    line = """f"/bookmarks/{bookmark['id']}\""""
    assert line in files["server.py"]
    new = f"{location!r}.format(bookmark['id'])"
    files["server.py"] = files["server.py"].replace(line, new)
    check = next(each for each in third.checks if each.name == "location")
    with lab_of(files, third, "django", tmp_path) as lab:
        failure = examine(check, lab)
    assert (failure is None) == is_right
    if failure is not None:
        assert failure.wrong.startswith("The Location is ")


def test_what_had_been_before_is_told(tmp_path: Path) -> None:
    second = stage(2)
    [mistake] = [each for each in mistakes(second) if each.check == "silent-client"]
    files = programs.solution(second, "django")
    files["server.py"] = files["server.py"].replace(mistake.old, mistake.new)
    check = next(each for each in second.checks if each.name == mistake.check)
    with lab_of(files, second, "django", tmp_path, patience=SHORT) as lab:
        failure = outcome(lab, check)
    assert failure.expected == "a response, after somebody else has connected and left"
