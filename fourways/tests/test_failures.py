"""What is shown of failures, and the command that runs them again."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from fourways.failures import SHOWN, Failures, rerun
from fourways.results import Check, Column, Results, Status
from fourways.tests.samples import EXCHANGE, check, sample


def shown(results: Results, width: int = 80) -> str:
    """What a console of this width writes."""
    console = Console(file=io.StringIO(), width=width, color_system=None)
    console.print(Failures(results), crop=False)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def failed(name: str, target: str = "flask-sqlite") -> Check:
    return check(name, target, Status.FAILED, "route-4", message="wrong")


def test_a_failure_shows_rule_message_request_and_how_to_run_it_again() -> None:
    text = shown(sample())
    assert "route-4" in text
    assert "flask-sqlite" in text
    assert "The Allow header of a 405 lists every method of the path" in text
    assert "Allow is 'GET'," in text
    assert "sent:  curl -i --path-as-is -X DELETE http://127.0.0.1:20001/tags" in text
    assert "test flask -k test_allow\n" in text


def test_commands_stay_on_one_line_in_a_narrow_terminal() -> None:
    assert "curl -i --path-as-is -X DELETE http://127.0.0.1:20001/tags\n" in shown(
        sample(), width=30
    )


def test_a_test_is_named_whatever_its_parameters_hold() -> None:
    results = sample()
    results.checks = [
        replace(failed("x"), test="a/test_y.py::test_x[flask-sqlite-/a::b]")
    ]
    assert "test:  test_y.py::test_x[flask-sqlite-/a::b]\n" in shown(results)


def test_cases_of_one_test_are_shown_once() -> None:
    results = sample()
    cases = [
        failed("test_ids"),
        failed("test_ids"),
        failed("test_ids", "scratch-sqlite"),
    ]
    results.checks = cases
    text = shown(results)
    assert text.count("wrong") == 1
    assert "flask-sqlite, scratch-sqlite" in text
    assert "3 cases of this test failed" in text


def test_a_flood_of_failures_is_cut() -> None:
    results = sample()
    results.checks = [failed(f"test_{number:02}") for number in range(SHOWN + 5)]
    text = shown(results)
    assert text.count("again:") == SHOWN
    assert "... and 5 more tests that failed." in text


def test_a_problem_of_the_run_is_shown() -> None:
    results = sample()
    results.problems.append("flask-sqlite did not start: [Errno 2] No such file")
    assert "flask-sqlite did not start: [Errno 2] No such file" in shown(results)


TOKEN = "hS3-x_8Kq2LmZ0vBn4RtYw6UcEo1PaDfGj5IkXs7QhM"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown_with_token(file: io.StringIO) -> str:
    results = sample()
    request = {
        **EXCHANGE["request"],
        "headers": [["Authorization", f"Bearer {TOKEN}"]],
    }
    curl = f"curl -H 'Authorization: Bearer {TOKEN}' http://127.0.0.1:20001/tags"
    exchange = {**EXCHANGE, "request": request, "curl": curl}
    results.checks[3] = replace(
        results.checks[3], exchanges=(exchange,), message=f"wrong: {TOKEN}"
    )
    Console(file=file, width=200, color_system=None).print(Failures(results))
    return file.getvalue()


def test_a_token_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert shown_with_token(Terminal()).count(TOKEN) == 2


def test_a_token_is_written_into_no_file() -> None:
    text = shown_with_token(io.StringIO())
    assert TOKEN not in text
    assert text.count("[secret of 43 characters]") == 2


def test_a_token_is_not_shown_on_a_terminal_that_ci_keeps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", "true")
    assert TOKEN not in shown_with_token(Terminal())


@pytest.mark.parametrize(
    ("parameters", "keyword"),
    [
        ("flask-sqlite", "test_x"),
        ("flask-sqlite-abc", "'test_x[flask-sqlite-abc]'"),
        ("flask-sqlite-a b", "test_x"),
        ("flask-sqlite-/bookmarks/{id}", "test_x"),
    ],
)
def test_what_pytest_cannot_take_as_a_keyword_is_left_out(
    parameters: str, keyword: str
) -> None:
    case = replace(failed("test_x"), test=f"test_routing.py::test_x[{parameters}]")
    column = Column("flask-sqlite", "flask", options=("flask",))
    assert rerun([case], column).endswith(f"test flask -k {keyword}")


def test_a_target_is_selected_again_as_it_was() -> None:
    column = Column("url", "http://[::1]:80", options=("--url", "http://[::1]:80"))
    assert "--url 'http://[::1]:80' -k" in rerun([failed("test_x")], column)
