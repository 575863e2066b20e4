"""A scripted learner walks the whole path, by the commands that a person types."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fourways.cli import app
from fourways.ports import Port
from fourways.workshop import diary, ledger, programs
from fourways.workshop.checks import ready
from fourways.workshop.diary import Event
from fourways.workshop.folder import Folder
from fourways.workshop.progress import load
from fourways.workshop.regions import fill
from fourways.workshop.showing import by_hand
from fourways.workshop.stage import Stage
from fourways.workshop.stages import stage, stages

HALF = "django"


def workshop(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["workshop", *arguments], env={"COLUMNS": "100"})


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in; the suite of stage 0 has tests of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ready, "SUITE", ("list",))
    return tmp_path / "my-server"


def write(folder: Path, of: Stage) -> None:
    """Fill each gap of a stage, as the solution does, and nothing else."""
    answers = {name: gap.text for name, gap in programs.gaps(of, HALF).items()}
    for name in programs.solution(of, HALF):
        path = folder / name
        path.write_text(fill(path.read_text("utf-8"), answers), "utf-8")
    if of.concerns:
        path = folder / ledger.FILE_NAME
        path.write_text(ledger.solution(of.concerns, HALF), "utf-8")


def test_the_whole_path_from_start_to_the_ledger(here: Path) -> None:
    started = workshop("start", "--half", HALF)
    assert started.exit_code == 0, started.output
    path = [each for each in stages() if not each.extension]
    for each in path:
        assert load(here).stage == each.number
        assert (here / "STAGE.md").read_text("utf-8").startswith("# Stage")
        write(here, each)
        checked = workshop("check")
        assert checked.exit_code == 0, checked.output
        assert f"{each.heading} is done" in checked.output
    assert "the whole path" in checked.output
    lines = load(here).lines
    assert lines[5] > lines[7] > 0
    assert f"at stage 5 it had {lines[5]}" in checked.output
    assert load(here).passed == {each.number for each in path}
    entries = diary.read(here / diary.FILE_NAME)
    passed = [each.stage for each in entries if each.event is Event.passed]
    assert passed == [each.number for each in path]
    assert workshop("status").output.count("✓") == len(path)


@pytest.fixture
def at_stage(here: Path) -> Callable[[int], Path]:
    """A folder with the starter of a stage, those before it passed."""

    def go(number: int) -> Path:
        assert workshop("start").exit_code == 0
        assert workshop("goto", str(number)).exit_code == 0
        return here

    return go


def test_a_red_check_says_what_is_still_empty(at_stage: Callable[[int], Path]) -> None:
    at_stage(1)
    checked = workshop("check")
    assert checked.exit_code == 1
    assert "✗ A status line, 200" in checked.output
    assert "(not yet: first A status line, 200)" in checked.output
    assert "curl -i --path-as-is http://127.0.0.1:8000/health" in checked.output
    assert "the gap 'accept' is still empty" in checked.output
    assert "Still empty: accept (my-server/server.py:19), length" in checked.output
    assert "your program has ended" in checked.output


def test_a_folder_is_not_begun_inside_another(
    at_stage: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = at_stage(1)
    monkeypatch.chdir(folder)
    again = workshop("start")
    assert again.exit_code == 2
    assert "my-server is a workshop's folder" in again.output
    assert not (folder / "my-server").exists()


def test_a_program_that_is_missing_is_put_there_again(here: Path) -> None:
    assert workshop("start").exit_code == 0
    assert "nothing is to be written" in workshop("solution").output
    assert "nothing is to be written" in workshop("catch-up").output
    program = here / "server.py"
    starter = program.read_text("utf-8")
    program.unlink()
    assert workshop("skip").exit_code == 0
    assert program.read_text("utf-8") == starter
    program.unlink()
    assert workshop("reset").exit_code == 0
    assert program.read_text("utf-8") == starter


def test_paths_are_as_they_are_typed_from_where_the_learner_is(
    at_stage: Callable[[int], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = at_stage(1)
    beside = workshop("status").output
    assert "Read: my-server/STAGE.md" in beside
    assert "Write: my-server/server.py:19  accept" in beside
    assert by_hand(Folder(folder)).startswith("cd my-server && ")
    monkeypatch.chdir(folder)
    inside = workshop("status").output
    assert "Read: STAGE.md" in inside
    assert "Write: server.py:19  accept" in inside
    assert not by_hand(Folder(folder)).startswith("cd ")
    assert "are kept in kept/stage-1-1/." in workshop("goto", "2").output
    monkeypatch.chdir(folder / "kept")
    assert "Read: ../STAGE.md" in workshop("status").output


def test_own_code_goes_along_to_the_next_stage(at_stage: Callable[[int], Path]) -> None:
    folder = at_stage(1)
    write(folder, stage(1))
    program = folder / "server.py"
    own = program.read_text("utf-8").replace("connection, _ =", "connection, address =")
    program.write_text(own, "utf-8")
    assert workshop("check").exit_code == 0
    text = program.read_text("utf-8")
    assert "connection, address = listener.accept()" in text
    assert "the gap 'read-head' is still empty" in text


def test_who_has_changed_more_keeps_it(at_stage: Callable[[int], Path]) -> None:
    folder = at_stage(1)
    write(folder, stage(1))
    program = folder / "server.py"
    own = program.read_text("utf-8").replace("def answer(", "def answer_it(")
    own = own.replace("answer(connection)", "answer_it(connection)")
    program.write_text(own, "utf-8")
    checked = workshop("check")
    assert checked.exit_code == 0
    assert "your files stay as they are" in checked.output
    assert program.read_text("utf-8") == own
    assert "read-head" in (folder / "stage-2" / "server.py").read_text("utf-8")
    assert load(folder).stage == 2


def test_hints_come_one_after_the_other(at_stage: Callable[[int], Path]) -> None:
    folder = at_stage(1)
    told = [workshop("hint").output for _ in range(3)]
    assert ["Hint 1 of 3" in told[0], "Hint 2 of 3" in told[1]] == [True, True]
    assert "That was the last one" in told[2]
    assert load(folder).hints == {"accept": 3}
    assert "response: " in workshop("hint", "response").output
    wrong = workshop("hint", "nothing")
    assert wrong.exit_code == 2
    assert "there are accept, length, response" in wrong.stderr


def test_the_solution_is_a_difference_from_ones_own(
    at_stage: Callable[[int], Path],
) -> None:
    folder = at_stage(1)
    shown = workshop("solution").output
    assert "--- yours/server.py" in shown
    assert (
        "-    raise NotImplementedError(\"the gap 'accept' is still empty\")" in shown
    )
    assert "+        connection, _ = listener.accept()" in shown
    write(folder, stage(1))
    assert "Your program is the solution." in workshop("solution").output


def test_catch_up_keeps_the_attempt_and_passes(at_stage: Callable[[int], Path]) -> None:
    folder = at_stage(2)
    mine = folder / "server.py"
    mine.write_bytes(b"print('mine \xff')\r\n")
    caught = workshop("catch-up")
    assert "kept/stage-2-1/" in caught.output
    kept = folder / "kept" / "stage-2-1" / "server.py"
    assert kept.read_bytes() == b"print('mine \xff')\r\n"
    assert workshop("check").exit_code == 0
    assert load(folder).stage == 3


def test_skip_writes_what_the_stage_asked_for(at_stage: Callable[[int], Path]) -> None:
    folder = at_stage(1)
    skipped = workshop("skip")
    assert "is skipped" in skipped.output
    assert load(folder).stage == 2
    assert "listener.accept()" in (folder / "server.py").read_text("utf-8")
    entries = diary.read(folder / diary.FILE_NAME)
    assert Event.skipped in {each.event for each in entries}


def test_reset_empties_the_gaps_of_this_stage(at_stage: Callable[[int], Path]) -> None:
    folder = at_stage(1)
    write(folder, stage(1))
    assert workshop("reset").exit_code == 0
    assert "the gap 'accept'" in (folder / "server.py").read_text("utf-8")
    kept = sorted((folder / "kept").rglob("server.py"))
    assert "listener.accept()" in kept[-1].read_text("utf-8")


def test_stage_six_takes_the_server_away_and_keeps_it(
    at_stage: Callable[[int], Path],
) -> None:
    folder = at_stage(5)
    write(folder, stage(5))
    assert workshop("check").exit_code == 0
    assert load(folder).stage == 6
    assert not (folder / "server.py").exists()
    assert list((folder / "kept").rglob("server.py"))


def test_another_language_needs_a_run_line_only(
    at_stage: Callable[[int], Path],
) -> None:
    folder = at_stage(1)
    (folder / "server.py").unlink()
    program = programs.solution(stage(1))["server.py"]
    (folder / "mine.txt").write_text(program, "utf-8")
    progress = folder / "progress.txt"
    text = progress.read_text("utf-8").replace("run:\n", "run: {python} mine.txt\n")
    progress.write_text(text, "utf-8")
    checked = workshop("check")
    assert checked.exit_code == 0, checked.output
    assert not (folder / "server.py").exists()
    assert load(folder).stage == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check"], "there is no workshop here"),
        (["goto", "99"], "there is no workshop here"),
        (["start", "--half", "rails"], "--half must be fastapi or django"),
        (["check", "--board", "http://x"], "--board and --nickname go together"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = workshop(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


def test_start_replaces_nothing(here: Path) -> None:
    here.mkdir()
    (here / "server.py").write_text("mine\n", "utf-8")
    refused = workshop("start")
    assert refused.exit_code == 2
    assert "has a server.py already" in refused.stderr
    assert (here / "server.py").read_text("utf-8") == "mine\n"
    assert workshop("start", "other").exit_code == 0
    again = workshop("start", "other")
    assert again.exit_code == 2
    assert "is a workshop's folder already" in again.stderr


def test_a_stage_that_is_not_there_is_told(at_stage: Callable[[int], Path]) -> None:
    at_stage(1)
    result = workshop("goto", "99")
    assert result.exit_code == 2
    assert "there is no stage 99; there are 0, 1, 2" in result.stderr


def test_a_board_that_is_gone_stops_nobody(at_stage: Callable[[int], Path]) -> None:
    folder = at_stage(1)
    write(folder, stage(1))
    port = Port()
    board = ("--board", f"http://127.0.0.1:{port.number}", "--nickname", "Ada")
    checked = workshop("check", *board)
    port.release()
    assert checked.exit_code == 0
    assert "Not on the board: the board at http://127.0.0.1" in checked.output
    assert load(folder).stage == 2
