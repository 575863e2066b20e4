"""The deck: made from stages, notes and code; what is on each slide, and what never."""

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.workshop import notes as notes_module
from fourways.workshop.notes import notes
from fourways.workshop.programs import gaps, solution, starter
from fourways.workshop.schedule import schedule
from fourways.workshop.slides.build import OutputError, make_room, ticks, write
from fourways.workshop.slides.deck import Slide, deck, source_of
from fourways.workshop.slides.prose import SMALLEST, Code, code, html_of, with_code
from fourways.workshop.stage import Stage
from fourways.workshop.stages import stages
from fourways.workshop.tables import StageError
from fourways.workshop.tests.plan import planned

PLANNED = [stage for stage in stages() if not stage.extension]
NOTES = """\
## Say

Say it.

## Ask

Is it so?

> It is.
>
> Really.

## Mistakes

- **One**: other.

## Move on

Now.
"""


@pytest.fixture(scope="module")
def slides() -> list[Slide]:
    return deck(schedule(stages(), 780), times=True)


def of_kind(slides: list[Slide], kind: str) -> list[Slide]:
    return [slide for slide in slides if slide.kind == kind]


def test_every_stage_has_its_title_question_and_work_in_order(
    slides: list[Slide],
) -> None:
    ids = [slide.id for slide in slides]
    assert len(set(ids)) == len(ids)
    for stage in PLANNED:
        own = [slide for slide in slides if slide.stage == stage]
        kinds = [slide.kind for slide in own]
        assert kinds[0] == "title"
        assert kinds.index("question") < kinds.index("work")
        if "code" in kinds:
            assert kinds.index("work") < kinds.index("code")
        assert own[0].notes
        assert own[kinds.index("question")].notes


def test_every_gap_of_every_half_is_shown_once_as_the_solution_has_it(
    slides: list[Slide],
) -> None:
    for stage in PLANNED:
        for variant in stage.variants or (None,):
            parts = [
                part
                for slide in of_kind(slides, "code")
                if slide.stage == stage and slide.content["variant"] in (variant, None)
                for part in slide.content["parts"]
            ]
            wanted = [region.task for region in gaps(stage, variant).values()]
            assert [task for task, _ in parts] == wanted


def test_every_piece_of_code_can_be_read_from_the_back(slides: list[Slide]) -> None:
    shown: list[Code] = [
        part for slide in of_kind(slides, "code") for _, part in slide.content["parts"]
    ]
    assert shown
    assert [each for each in shown if not each.is_readable] == []


def test_code_is_as_large_as_fits_and_told_when_it_is_too_small() -> None:
    assert code("x = 1\n", "a.py").size == code("y = 22\n", "a.py").size
    assert code("x = 1\n" * 15, "a.py").size < code("x = 1\n", "a.py").size
    assert code(f"x = '{'y' * 74}'\n", "a.py").size >= SMALLEST
    assert not code(f"x = '{'y' * 150}'\n", "a.py").is_readable
    # A region stands indented in its file, and without that on the slide.
    assert code("    x = 1\n", "a.py").html == code("x = 1\n", "a.py").html


def test_what_fills_a_gap_is_not_shown_before_the_work() -> None:
    [stage] = [each for each in PLANNED if each.name == "router"]
    file, text = source_of(stage, "app.py:ROUTES")
    assert (file, "ROUTES = {" in text) == ("app.py", True)
    with pytest.raises(StageError, match="fills the gap 'route'"):
        source_of(stage, "app.py:route")
    with pytest.raises(StageError, match=r"leader\.md: .* no such file"):
        source_of(stage, "nowhere.py:route")


def test_marks_of_regions_are_not_shown() -> None:
    [stage] = [each for each in PLANNED if each.name == "flask"]
    _, text = source_of(stage, "docs/workshop/04-router/solution/app.py:route")
    assert "def route" in text
    assert ">>>" not in text
    assert "<<<" not in text


def test_what_is_no_longer_written_is_counted_not_claimed(slides: list[Slide]) -> None:
    less = of_kind(slides, "less")
    assert [slide.stage and slide.stage.name for slide in less][:2] == ["wsgi", "flask"]
    bars = less[0].content["bars"]
    assert bars[-1][2] < bars[0][2] == less[0].content["most"]


def test_markdown_of_notes_has_no_way_to_bring_html_in() -> None:
    assert "<script" not in html_of("<script>alert(1)</script>\n")
    assert "&lt;b&gt;" in ticks("`<b>` and <b>")
    assert "<code>&lt;b&gt;</code>" in ticks("`<b>` and <b>")
    shown = with_code("<!-- code: a.py:x -->", lambda name: ("a.py", "x = '<b>'\n"))
    assert "&lt;b&gt;" in shown


def test_notes_are_read_by_section(tmp_path: Path) -> None:
    stage = replace(planned(1, 10), folder=tmp_path)
    (tmp_path / "leader.md").write_text(
        NOTES + "\n## Show\n\n### A\n\nb\n\n### C\n\nd\n"
    )
    found = notes(stage)
    assert (found.say, found.ask) == ("Say it.", "Is it so?")
    assert found.answer == "It is.\n\nReally."
    assert (found.mistakes, found.move_on) == ("- **One**: other.", "Now.")
    assert found.show == (("A", "b"), ("C", "d"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("## Say", "## Sing", "there must be a section ## Say"),
        (
            "Now.\n",
            "Now.\n\n## Jokes\n\nHa.\n",
            "there is no section 'Jokes', only Say",
        ),
        ("> It is.\n>\n> Really.\n", "", "## Ask needs its answer"),
        ("Say it.\n", "", "there must be a section ## Say"),
    ],
)
def test_notes_that_miss_something_are_told(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    (tmp_path / "leader.md").write_text(NOTES.replace(old, new))
    with pytest.raises(StageError, match=message) as told:
        notes(replace(planned(1, 10), folder=tmp_path))
    assert notes_module.FILE_NAME in str(told.value)


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputError, match="is not empty, and was not made by"):
        make_room(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_a_folder_that_was_made_before_is_replaced(
    tmp_path: Path, slides: list[Slide]
) -> None:
    folder = tmp_path / "new" / "slides"
    write(slides[:2], folder)
    (folder / "old.html").write_text("")
    write(slides[:2], folder)
    assert not (folder / "old.html").exists()
    assert {"index.html", "speaker.html", "tokens.css", "code.css"} <= {
        each.name for each in folder.iterdir()
    }


def test_a_mistake_on_the_command_line_is_told_in_a_line(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for arguments in (["--out", str(file)], ["--start", "noon"]):
        result = CliRunner().invoke(app, ["workshop", "slides", *arguments])
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1
    assert file.exists()


def test_no_solution_is_in_a_starter() -> None:
    """What the slides count on: gaps are empty in what learners are given."""
    for stage in PLANNED:
        for variant in stage.variants or (None,):
            given, whole = starter(stage, variant), solution(stage, variant)
            for region in gaps(stage, variant).values():
                assert any(region.text in text for text in whole.values())
                assert not any(region.text in text for text in given.values())


def test_stages_without_notes_are_told(tmp_path: Path) -> None:
    lonely: Stage = replace(planned(1, 10), folder=tmp_path)
    with pytest.raises(StageError, match=r"leader\.md: cannot be read"):
        deck(schedule([lonely], 0))
