"""Every stage: its starter fails, its solution passes; gaps, hints, texts are there."""

from pathlib import Path

import pytest

from fourways.workshop import programs
from fourways.workshop.checks import FUNCTIONS, contract, function_of
from fourways.workshop.mistakes import mistakes
from fourways.workshop.moving import after
from fourways.workshop.programs import text_of
from fourways.workshop.stage import Stage
from fourways.workshop.stages import chain, hints, stages
from fourways.workshop.tests.programs_on_disk import SHORT, fails, failures, lab_of

LONGEST_GAP = 15
WALKED = "django"
BUILT = [each for each in stages() if each.number]
CASES = [(each, half) for each in BUILT for half in each.variants or ("django",)]


@pytest.fixture(autouse=True)
def _one_rule_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last check runs the whole suite, which has its own place in CI."""
    monkeypatch.setattr(contract, "OPTIONS", ("--requirement", "operate-1"))


each_stage = pytest.mark.parametrize(
    "stage", BUILT, ids=lambda stage: f"{stage.number:02}-{stage.name}"
)


def marked(cases: list[tuple[Stage, str]]) -> pytest.MarkDecorator:
    ids = [f"{stage.number:02}-{stage.name}-{half}" for stage, half in cases]
    return pytest.mark.parametrize(("stage", "half"), cases, ids=ids)


each_case = marked(CASES)
each_case_not_walked = marked(
    [(stage, half) for stage, half in CASES if stage.extension or half != WALKED]
)


# The path itself, in one half of the room, is walked in test_walk.py.
@each_case_not_walked
def test_the_solution_passes_this_stage_and_all_before(
    stage: Stage, half: str, tmp_path: Path
) -> None:
    with lab_of(programs.solution(stage, half), stage, half, tmp_path) as lab:
        judged = chain(stage) if brings_code(stage, half) else [stage]
        assert failures(lab, judged, half) == []


def brings_code(stage: Stage, half: str) -> bool:
    """Whether the program is another one than before; if not, so are the answers."""
    before = [programs.solution(each, half) for each in chain(stage)[-2:-1]]
    code = {
        name: text
        for name, text in programs.solution(stage, half).items()
        if name.endswith(".py")
    }
    return not before or not code.items() <= before[0].items()


@each_case
def test_the_starter_fails(stage: Stage, half: str, tmp_path: Path) -> None:
    files = programs.starter(stage, half)
    with lab_of(files, stage, half, tmp_path, patience=SHORT) as lab:
        assert any(fails(lab, each, half) for each in reversed(chain(stage)))


@each_case
def test_the_solution_before_fails_a_check_of_this_stage(
    stage: Stage, half: str, tmp_path: Path
) -> None:
    before = chain(stage)[-2:-1]
    files = programs.solution(before[0], half) if before else {}
    with lab_of(files, stage, half, tmp_path, patience=SHORT) as lab:
        assert fails(lab, stage, half)


@each_case
def test_gaps_are_short_and_have_three_hints(stage: Stage, half: str) -> None:
    gaps = programs.gaps(stage, half)
    assert {
        name: gap.lines for name, gap in gaps.items() if gap.lines > LONGEST_GAP
    } == {}
    assert len(stage.concerns) <= LONGEST_GAP
    assert gaps or stage.concerns
    found = hints(stage)
    assert set(found) == set(gaps)
    assert {len(steps) for steps in found.values()} <= {3}


@each_case
def test_a_region_that_stays_is_the_same_in_every_stage(
    stage: Stage, half: str
) -> None:
    here = programs.all_regions(programs.solution(stage, half))
    for earlier in chain(stage)[:-1]:
        there = programs.all_regions(programs.solution(earlier, half))
        for name in here.keys() & there.keys():
            assert (name, here[name].text) == (name, there[name].text)
            assert (name, here[name].task) == (name, there[name].task)


@each_case
def test_the_starter_is_python(stage: Stage, half: str) -> None:
    for name, text in programs.starter(stage, half).items():
        if name.endswith(".py"):
            compile(text, name, "exec")


@each_stage
def test_the_text_says_what_to_write_and_shows_none_of_it(stage: Stage) -> None:
    for half in stage.variants or ("django",):
        text = text_of(stage, half)
        assert text.startswith(f"# Stage {stage.number}: ")
        assert "<!-- code" not in text
        for name, gap in programs.gaps(stage, half).items():
            assert name in text
            lines = [each.strip() for each in gap.text.splitlines()]
            long = [each for each in lines if len(each) > 30]
            assert [each for each in long if each in text] == []


@each_stage
def test_code_in_a_text_is_taken_from_the_code(stage: Stage) -> None:
    """A block of Python stands only where a line names it, never by hand."""
    assert "```python" not in (stage.folder / "stage.md").read_text(encoding="utf-8")


def test_every_check_is_in_a_stage_and_has_a_mistake() -> None:
    named = [check.name for stage in stages() for check in stage.checks]
    for name in named:
        function_of(name)
    assert set(named) == set(FUNCTIONS)
    wrong = {mistake.check for stage in BUILT for mistake in mistakes(stage)}
    shown = {check.name for stage in BUILT for check in stage.checks}
    assert wrong == shown


def test_the_path_leads_through_every_stage() -> None:
    path = [stages()[0]]
    while following := after(path[-1]):
        path.append(following)
    assert path == [each for each in stages() if not each.extension]
    assert sum(each.minutes + each.break_after for each in path) == 180
