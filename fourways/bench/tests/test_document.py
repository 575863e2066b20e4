"""docs/performance.md shows what was recorded, and nothing else."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fourways.bench import document
from fourways.bench.plot import Bars, draw
from fourways.bench.record import Machine, Record, read, record, this_machine
from fourways.bench.sheet import Sheet
from fourways.bench.shown import shown
from fourways.cli import app
from fourways.terminal import Mistake

RECORDS = sorted(document.FOLDER.glob("*.json"))
MACHINE = Machine("Linux 6", "3.11.7", 2, 0.1)
BARS = Bars("Speed", ["a", "b"], [("x", [1, 2]), ("y", [3, None])], "{:.1f}".format)


@pytest.fixture
def copy(tmp_path: Path) -> tuple[Path, Path]:
    """The document with its records, to be changed."""
    folder = tmp_path / document.FOLDER.name
    folder.mkdir()
    for file in document.FOLDER.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    file = tmp_path / document.FILE.name
    file.write_bytes(document.FILE.read_bytes())
    return file, folder


def test_the_document_shows_what_was_recorded() -> None:
    assert document.changed(document.made()) == []


def test_another_figure_in_a_record_is_noticed(copy: tuple[Path, Path]) -> None:
    file, folder = copy
    one = folder / "server.json"
    table = json.loads(one.read_text("utf-8"))
    table["result"]["groups"][0]["medians"][0]["requests_per_second"] += 1_000
    one.write_text(json.dumps(table), "utf-8")
    assert file in document.changed(document.made(file, folder))


def test_a_figure_that_was_typed_is_noticed(copy: tuple[Path, Path]) -> None:
    file, folder = copy
    text = file.read_text("utf-8")
    file.write_text(text.replace("| **scratch** | ", "| **scratch** | 9"), "utf-8")
    assert document.changed(document.made(file, folder)) == [file]
    document.write(document.made(file, folder))
    assert file.read_text("utf-8") == text


def test_a_record_that_no_part_shows_is_a_mistake(copy: tuple[Path, Path]) -> None:
    file, folder = copy
    (folder / "other.json").write_text("{}", "utf-8")
    with pytest.raises(Mistake, match=r"has no part for other\.json"):
        document.made(file, folder)


@pytest.mark.parametrize("file", RECORDS, ids=lambda file: file.stem)
def test_each_record_has_its_circumstances(file: Path) -> None:
    found = read(file)
    assert found.command.startswith(f"fourways bench {found.kind}")
    assert found.date in found.circumstances
    assert f"Python {found.machine.python}" in found.circumstances
    assert shown(found.kind).sheets(found.result)


def test_a_busy_machine_is_told_of() -> None:
    made = Record("idle", "", "2026-01-02", "wrk 4", MACHINE, {}, {})
    assert "hardly any other work (load average 0.1)" in made.circumstances
    busy = replace(made, machine=replace(MACHINE, load_average=12.0))
    assert "had other work then (load average 12)" in busy.circumstances


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = record("idle", this_machine(), "", ["pytest"], {"rounds": 1})
    made.write(tmp_path / "x.json")
    assert read(tmp_path / "x.json") == made


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"machine": {}}'])
def test_what_is_no_record_is_a_mistake(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text, "utf-8")
    with pytest.raises(Mistake, match="is no record of fourways bench"):
        read(tmp_path / "x.json")


def test_a_plot_is_the_same_each_time_and_runs_nothing() -> None:
    drawn = draw(BARS)
    assert drawn == draw(BARS)
    assert "<script" not in drawn
    assert "http://pygal" not in drawn
    assert "prefers-color-scheme: dark" in drawn.replace("scheme:dark", "scheme: dark")
    assert all(text in drawn for text in ("Speed", "2.0", "3.0"))


def test_a_sheet_is_the_same_in_the_document() -> None:
    sheet = Sheet("T", ("name", "n"), [("a", "1"), ("b", "2")], strong="b")
    assert list(sheet.for_document()) == [
        *("**T**", "", "| name | n |", "|---|---:|"),
        *("| a | 1 |", "| **b** | 2 |"),
    ]


def test_what_grows_is_named() -> None:
    found = growth({"1000": 500, "100000": 5_000})
    told = "\n".join(shown("growth").verdicts(found))
    assert "With the rows of others these grow" in told
    assert "Flask: all tags (10.0 x)" in told


def test_where_nothing_grows_it_is_said() -> None:
    told = "\n".join(shown("growth").verdicts(growth({"1000": 500, "100000": 510})))
    assert "With the rows of others nothing grows to more than 2 times." in told


def growth(tags: dict[str, int]) -> dict[str, Any]:
    """A result in which everything is the same but the work of all tags."""
    from fourways.bench.growth import LARGE, OPERATIONS, SMALL

    rounds = [{"requests_per_second": 1, "p50": 1.0, "p99": 2.0, "errors": 0}]
    times = {who: dict.fromkeys(tags, rounds) for who in (SMALL, LARGE)}
    same = {who: dict.fromkeys(tags, 500) for who in (SMALL, LARGE)}
    work: dict[str, Any] = {name: same for name in OPERATIONS if name != "create"}
    work["all tags"] = {SMALL: tags, LARGE: same[LARGE]}
    flask = {
        "title": "Flask",
        "server": "gunicorn",
        "operations": dict.fromkeys(OPERATIONS, times),
        "work": work,
    }
    return {
        "database": "postgresql",
        "sizes": [int(size) for size in tags],
        "few": 1_000,
        "rounds": 1,
        "backends": {"flask": flask},
    }


def test_a_share_of_the_database_is_that_of_each_round() -> None:
    from fourways.bench.shown.api import share

    found = {
        "sql": [{"ms": 1.0}, {"ms": 1.0}, {"ms": 9.0}],
        "alone": [{"p50": 2.0}, {"p50": 4.0}, {"p50": 10.0}],
    }
    assert math.isclose(share(found), 0.5)


def test_the_command_checks_the_document() -> None:
    result = CliRunner().invoke(app, ["bench", "document", "--check"])
    assert result.exit_code == 0, result.output
