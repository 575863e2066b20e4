"""The command line, and the page that it writes."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from fourways.cli import app
from fourways.fuzz import command, page
from fourways.fuzz.command import Wanted
from fourways.fuzz.result import Result, recorded, write
from fourways.fuzz.show import show

RESULT = Result(
    date="2030-01-02",
    seed=7,
    database="sqlite",
    versions={"python": "3.11", "hypothesis": "6"},
    requests=1_500,
    smaller=0,
    sources={"grammar": 1_000, "Schemathesis": 500},
    statuses={
        "flask": {"GET /tags": {"200": 1_400, "401": 100}},
        "django": {"GET /tags": {"200": 1_399, "401": 100, "500": 1}},
    },
    slowest={"flask": 0.5, "django": 1.25},
    findings=[
        {"message": "django: GET was answered 500", "curl": "curl", "answer": "no"}
    ],
)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nonsense"], 'there is no backend "nonsense"'),
        (["flask", "--url", "http://x"], "--url asks what runs there: no backend"),
        (["--url", "http://127.0.0.1:1"], "no server answers there"),
        (["--json", "/no/such/folder/x.json"], "the folder does not exist"),
        (["--record", "--url", "http://x"], "--record is for the backends"),
    ],
)
def test_a_mistake_is_one_line(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(app, ["fuzz", *arguments])
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_the_command_that_asks_the_same_again_names_the_seed() -> None:
    again = Wanted([], "", "postgresql", 500, 7).again()
    assert again.endswith("fuzz --database postgresql --requests 500 --seed 7")


def shown(targets: list[str], requests: int) -> str:
    statuses = dict.fromkeys(targets, RESULT.statuses["flask"])
    output = Console(width=100, record=True, file=io.StringIO())
    show(replace(RESULT, statuses=statuses, findings=[]), output, "", requests)
    return output.export_text()


def test_several_backends_that_are_right_are_alike_too() -> None:
    text = shown(["flask", "django"], RESULT.requests)
    assert "Every answer was right, and all were alike.\n" in text


def test_one_backend_is_not_compared() -> None:
    assert "Every answer was right.\n" in shown(["flask"], RESULT.requests)


def test_a_whole_run_says_nothing_of_an_interruption() -> None:
    assert "interrupted" not in shown(["flask"], RESULT.requests)


def test_an_interrupted_run_says_how_far_it_came() -> None:
    text = shown(["flask"], 5_000)
    assert "The run was interrupted after 1,500 of 5,000 requests.\n" in text


def test_an_interrupted_run_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    right = replace(RESULT, findings=[])
    monkeypatch.setattr(command, "ask", lambda wanted: right)
    result = CliRunner().invoke(app, ["fuzz", "scratch", "--requests", "5000"])
    assert result.exit_code == 130


def test_a_result_is_read_as_it_was_written() -> None:
    assert Result(**json.loads(RESULT.as_text())) == RESULT


def test_the_page_counts_and_shows_what_was_found() -> None:
    text = page.page([RESULT])
    assert "| django | 1,500 | 1,399 | - | 100 | 1 | - | 1.25 s |" in text
    assert "1,000 by the grammar, 500 by Schemathesis" in text
    assert "On SQLite, from flask:" in text
    assert "On SQLite: django: GET was answered 500" in text


def test_a_record_stays_beside_that_on_another_database(tmp_path: Path) -> None:
    other = replace(RESULT, database="postgresql", findings=[])
    write(RESULT, tmp_path)
    write(other, tmp_path)
    assert recorded(tmp_path) == [RESULT, other]


def test_the_page_is_that_of_the_records() -> None:
    assert recorded(), "fourways fuzz --record was never run"
    assert page.PAGE.read_text("utf-8") == page.page(recorded())
