"""progress.txt: written, read again, edited by hand, and told where it is wrong."""

from pathlib import Path

import pytest

from fourways.workshop.progress import FILE_NAME, Progress, ProgressError, load, save


def test_what_is_written_is_read(tmp_path: Path) -> None:
    progress = Progress(
        stage=3,
        half="django",
        run="node server.js",
        passed={0, 1, 2},
        hints={"read-head": 2, "host": 1},
        lines={1: 30, 2: 62},
    )
    save(progress, tmp_path)
    assert load(tmp_path) == progress


def test_a_line_may_be_left_out(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("stage: 4\n", encoding="utf-8")
    assert load(tmp_path) == Progress(stage=4)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("stage: four", "a stage is a number from 0 to 15, not 'four'"),
        ("passed: 1 99", "a stage is a number from 0 to 15, not '99'"),
        ("half: rails", "half must be fastapi or django, not 'rails'"),
        ("hints: host", "it must be names, each with a number, not 'host'"),
        ("lines: a 5", "a stage is a number from 0 to 15, not 'a'"),
        ("stge: 4", "there is no 'stge': stage, passed, half"),
        ("four", "a line must look like `stage: 3`, not 'four'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    line: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / FILE_NAME).write_text(f"# Mine\n{line}\n", encoding="utf-8")
    with pytest.raises(ProgressError, match=f"line 2: {message}"):
        load(tmp_path)


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"stage: \xff\n")
    with pytest.raises(ProgressError, match="cannot be read"):
        load(tmp_path)
