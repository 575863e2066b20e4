"""Changes that are made together, and told apart again when one of them is noticed."""

from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray", reason="needs the extra mutants")

from fourways.mutants.mutant import Mutant, mutants_of
from fourways.mutants.tests.samples import SURVIVED, killed_by
from fourways.mutants.together import Codes, groups, settle, together
from fourways.mutants.trial import Outcome, Verdict

CODE = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5\n"
FILE = Path("file.py")


@pytest.fixture
def mutants(tmp_path: Path) -> list[Mutant]:
    """Two of each line: one more, and one less."""
    (tmp_path / FILE).write_text(CODE, encoding="utf-8")
    return mutants_of([FILE], tmp_path)


def test_each_is_in_one_group_and_no_line_twice(
    tmp_path: Path, mutants: list[Mutant]
) -> None:
    found = groups(mutants, tmp_path)
    assert sorted(each.id for group in found for each in group) == sorted(
        each.id for each in mutants
    )
    for group in found:
        lines = [mutant.line for mutant in group]
        assert len(set(lines)) == len(lines)
    assert len(found) < len(mutants)


def test_all_changes_of_a_group_are_made(tmp_path: Path, mutants: list[Mutant]) -> None:
    group = groups(mutants, tmp_path)[0]
    code = together(group, tmp_path)[FILE.as_posix()]
    assert len(code.splitlines()) == 5
    assert all(mutant.after in code.splitlines() for mutant in group)
    assert sum(line in CODE.splitlines() for line in code.splitlines()) == 5 - len(
        group
    )


def test_the_one_that_is_noticed_is_found(
    tmp_path: Path, mutants: list[Mutant]
) -> None:
    group = groups(mutants, tmp_path)[0]
    culprit = group[1]

    def judge(codes: Codes) -> Verdict:
        noticed = culprit.after in codes[FILE.as_posix()].splitlines()
        return killed_by("test_x") if noticed else SURVIVED

    found = dict(settle(group, tmp_path, judge))
    assert list(found) == group
    killed = [m for m, each in found.items() if each.outcome is Outcome.KILLED]
    assert killed == [culprit]


def test_when_none_is_noticed_one_run_is_enough(
    tmp_path: Path, mutants: list[Mutant]
) -> None:
    runs: list[Codes] = []

    def judge(codes: Codes) -> Verdict:
        runs.append(codes)
        return SURVIVED

    assert len(list(settle(mutants[:1], tmp_path, judge))) == len(runs) == 1
