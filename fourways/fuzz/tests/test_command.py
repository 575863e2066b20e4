"""The command line, and the page that it writes."""

import json

import pytest
from typer.testing import CliRunner

from fourways.cli import app
from fourways.fuzz import page
from fourways.fuzz.command import Wanted
from fourways.fuzz.result import RECORDED, Result, read

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


def test_a_result_is_read_as_it_was_written() -> None:
    assert Result(**json.loads(RESULT.as_text())) == RESULT


def test_the_page_counts_and_shows_what_was_found() -> None:
    text = page.page(RESULT)
    assert "| django | 1,500 | 1,399 | - | 100 | 1 | - | 1.25 s |" in text
    assert "1,000 by the grammar, 500 by Schemathesis" in text
    assert "From flask:" in text
    assert "django: GET was answered 500" in text


def test_the_page_is_that_of_the_record() -> None:
    assert RECORDED.exists(), "fourways fuzz --record was never run"
    assert page.PAGE.read_text("utf-8") == page.page(read())
